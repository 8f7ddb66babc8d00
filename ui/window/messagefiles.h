#pragma once

#include "workspace/textfilereader.h"

#include <QObject>

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

Q_SIGNALS:
    void problem(const QString &sentence);

private:
    QWidget *m_window;
    workspace::TextFileReader m_reader;
};

} // namespace throughline::ui
