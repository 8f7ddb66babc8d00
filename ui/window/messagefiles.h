#pragma once

#include "workspace/textfilereader.h"

#include <QObject>
#include <QStringList>

#include <functional>

class QWidget;

namespace throughline::ui {

class Composer;

/// Puts text files into the message that is being written: those that are chosen in a dialog, dropped or
/// pasted. Says what it could not read.
class MessageFiles final : public QObject
{
    Q_OBJECT

public:
    /// \a composer must live as long as \a window.
    MessageFiles(Composer &composer, QWidget *window);

    void choose(); ///< asks, and returns at once
    /// Whose message is being written. What was asked for in another one does not come into it.
    void setConversation(const QString &threadId) { m_threadId = threadId; }

Q_SIGNALS:
    void problem(const QString &sentence);

private:
    void read(const QStringList &paths);
    void take(const std::function<void()> &what);

    QWidget *m_window;
    workspace::TextFileReader m_reader;
    QString m_threadId;
    QStringList m_askedIn; ///< the conversations in which the files were asked for that are being read
};

} // namespace throughline::ui
