#pragma once

#include "client/chatstream.h"
#include "workspace/signalmodel.h"
#include "workspace/transcriptmodel.h"

#include <QObject>

#include <memory>

namespace throughline::workspace {

/// One open conversation: its rows, its signals, the reply that is being streamed, the messages waiting
/// behind it. Lives on while a reply streams, whether or not it is the one on screen. Main thread only.
///
/// Nothing typed and nothing received is dropped: a message that could not be sent stays as a row with
/// *Retry*; a broken reply keeps its text.
class Conversation : public QObject
{
    Q_OBJECT

public:
    Conversation(client::ApiClient &client, const polling::Clock &clock, const QString &threadId,
        QObject *parent = nullptr, const client::ChatStream::Timing &timing = {});
    ~Conversation() override;

    QString threadId() const;

    enum class LoadState { Loading, Loaded, Failed };
    LoadState loadState() const;
    QString loadError() const; ///< a sentence
    void load();               ///< (again)

    TranscriptModel &transcript();
    SignalModel &signalModel();

    /// Shown at once; queued when a reply is streaming. Blank text is ignored.
    void send(const QString &content);
    bool isStreaming() const; ///< a reply is waited for or arriving
    void stop();
    void retry(int row); ///< the row's CanRetryRole must be true
    int queuedCount() const;

    /// This server refuses to stream: do not try again (known from another conversation, until the next
    /// start).
    void setStreamingRefused();

    /// What was typed and is not known to be on the server, to be written down; restoreOutbox() brings it
    /// back after a restart as rows with *Retry*, once, before anything is sent.
    QString outbox() const;
    void restoreOutbox(const QString &text);
    /// Takes the last queued message back; returns its text.
    QString takeBackQueued();

    // Structure. Each acts at once and puts it back with a sentence when the server says no.
    void dismissSignal(const QString &id);
    void undismissSignal(const QString &id);
    void editSignal(const QString &id, const QString &text);
    void confirmSignal(const QString &id);
    void unconfirmSignal(const QString &id);
    void setSignalPinned(const QString &id, bool pinned);
    bool supportsReview() const; ///< confirm and pin
    /// Undoes the newest of the above (Ctrl+Z in Structure); false when there is none.
    bool undoSignalAction();

    /// A list of signals from a poll.
    void applySignals(const QList<protocol::Signal> &list);

Q_SIGNALS:
    void loadStateChanged();
    void streamingChanged();
    void queueChanged();
    void outboxChanged();
    void messageSent();   ///< stored by the server: poll now
    void replyFinished(); ///< any ending
    void streamingRefused();
    void signalDismissed(const QString &id, const QString &text); ///< offer undo
    /// Something did not work; \a sentence says what and what was kept.
    void problem(const QString &sentence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::workspace
