#pragma once

#include "exporting/exporter.h"
#include "exporting/filewriter.h"
#include "workspace/conversation.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

class QPrinter;

namespace throughline::ui {

/// Saves a conversation as a file (Markdown, web page, JSON, PDF) and prints it. What is written is what the
/// conversation was when it was asked for, all of it: one that is still loading is waited for. Dialogs return
/// at once and the window stays usable meanwhile. GUI thread.
class ConversationExport final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs lie over \a window, which must outlive this.
    explicit ConversationExport(QWidget *window);
    ~ConversationExport() override;

    /// Asks where to, and as what.
    void save(workspace::Conversation &conversation, const protocol::Thread &thread, const QDateTime &now);
    /// Asks on what.
    void print(workspace::Conversation &conversation, const protocol::Thread &thread, const QDateTime &now);

    /// Without asking. The suffix says the format: md, html, json, pdf. False: it is none of these.
    bool saveAs(const QString &path, const exporting::Record &record);

    /// What is shown of \a conversation now. Messages that are not on the server are part of it.
    static exporting::Record recordOf(
        const workspace::Conversation &conversation, const protocol::Thread &thread, const QDateTime &now);

Q_SIGNALS:
    void done(const QString &sentence);
    void problem(const QString &sentence);

private:
    class PdfJob;
    class PrintJob;

    void whenLoaded(workspace::Conversation &conversation, const std::function<void()> &act);
    void askWhere(const exporting::Record &record);
    void askPrinter(const exporting::Record &record);

    QWidget *m_window;
    exporting::FileWriter m_writer;
};

} // namespace throughline::ui
