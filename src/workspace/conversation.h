#pragma once

#include "client/chatstream.h"
#include "workspace/readings.h"
#include "workspace/signalmodel.h"
#include "workspace/transcriptmodel.h"

#include <QObject>

#include <functional>
#include <memory>

namespace throughline::workspace {

/// One open conversation: its rows, its signals, the reply that is being streamed, the messages waiting
/// behind it. Lives on while a reply streams, whether or not it is the one on screen. Main thread only.
///
/// Nothing typed and nothing received is dropped: a message that could not be sent stays as a row with
/// *Retry*; one for which the server could not be reached goes out by itself when it can; a broken reply
/// keeps its text, and is taken up by itself where the server may still be writing it.
class Conversation : public QObject
{
    Q_OBJECT

public:
    Conversation(client::ApiClient &client, const polling::Clock &clock, const QString &threadId,
        QObject *parent = nullptr, const client::ChatStream::Timing &timing = {});
    ~Conversation() override;

    QString threadId() const;

    /// From now on the texts of a long conversation are in a file in \a folder while nobody looks at them
    /// (TranscriptModel::keepTextsIn()).
    void keepTextsIn(const QString &folder);

    /// While it is loading the end of it may be shown already (endShown()). Nothing of that can be changed.
    enum class LoadState { Loading, Loaded, Failed };
    LoadState loadState() const;
    QString loadError() const; ///< a sentence
    bool isEndShown() const;   ///< and not all of it
    void load();               ///< (again)

    TranscriptModel &transcript();
    const TranscriptModel &transcript() const;
    SignalModel &signalModel();
    const SignalModel &signalModel() const;

    /// Shown at once; queued when a reply is streaming, held while the server cannot be reached and until it
    /// is known what the server has (loadState()). Blank text is ignored.
    void send(const QString &content);
    bool isStreaming() const; ///< a reply is waited for or arriving
    void stop();
    void retry(int row); ///< the row's CanRetryRole must be true
    int queuedCount() const;
    int heldCount() const;

    // Alternatives. A row says what it offers; what it does not offer is ignored. The rows that are not on
    // the way that is taken go at once and come back if the server says no, with problem(). A reply that is
    // being written on a way that is left goes on on the server, and is taken up when one comes back.

    /// A reply (canRegenerate): another one beside it.
    void regenerate(int row);
    /// A reply that ended early (canContinue): it goes on.
    void continueReply(int row);
    /// A message of the user (canEdit): \a text stands beside it and gets its own reply; the same text is
    /// sent again. Blank text is ignored. A server without capability "regenerate" gets it as the newest
    /// message.
    void editAndResend(int row, const QString &text);
    /// The alternative \a step before (-1) or after (+1) the one that is shown in \a row.
    void showSibling(int row, int step);
    /// The version of this conversation that has this message, wherever the two part (capability
    /// "regenerate"); where no row shows that, what is there stays until the other one is. False: not now;
    /// why has been said, unless another one is on its way.
    bool showVersionWith(const QString &messageId);

    /// This server refuses to stream: do not try again (known from another conversation, until the next
    /// start).
    void setStreamingRefused();

    /// Whether the server can be reached, as far as is known (true at first). When it can again, what waits
    /// goes out in order, and a reply that the server may still be writing is taken up.
    void setReachable(bool reachable);
    /// Nothing new is sent meanwhile: the conversation is being deleted. What waits goes out, in order, when
    /// it is not any more.
    void setPaused(bool paused);
    /// The machine slept: links that are open may be dead without saying so.
    void wake();

    /// What was typed and is not known to be on the server, to be written down; restoreOutbox() brings it
    /// back after a restart, once, before anything is sent. It goes out when the conversation is loaded;
    /// what the server refused or the user stopped stays with *Retry*.
    QString outbox() const;
    void restoreOutbox(const QString &text);
    /// Called after outboxChanged() and before a request with something typed leaves: calls what it is given
    /// when the outbox is on the disk or cannot be put there. Without a keeper nothing waits for that.
    using Keeper = std::function<void(const std::function<void()> &kept)>;
    void setKeeper(const Keeper &keeper);
    /// Takes the last queued message back; returns its text.
    QString takeBackQueued();
    /// Takes a message back that is held, queued or unsent; returns its text, empty when the row is another.
    /// The server may have it all the same: when the next that is sent says the same, it is that message.
    QString takeBackHeld(int row);

    // Structure. Each acts at once and puts it back with a sentence when the server says no.
    void dismissSignal(const QString &id);
    void undismissSignal(const QString &id);
    void editSignal(const QString &id, const QString &text);
    void confirmSignal(const QString &id);
    void unconfirmSignal(const QString &id);
    void setSignalPinned(const QString &id, bool pinned);
    /// Two that seem to contradict each other do not (capability "links").
    void settleSignals(const QString &id, const QString &otherId);
    void setSignalEvidence(const QString &id, const QString &evidenceId, bool linked); ///< the same
    bool canBranch() const; ///< a message can be put beside another one
    bool supportsLinks() const;
    /// Confirmed and pinned is what this computer keeps: the server cannot (no capability "review").
    bool keepsReviewHere() const;
    QString
    localReviews() const; ///< to be written down; restoreLocalReviews() brings them back, before any list
    void restoreLocalReviews(const QString &text);
    /// Undoes the newest of the above (Ctrl+Z in Structure); false when there is none.
    bool undoSignalAction();

    Readings &readings(); ///< what models have read of it

    /// A list of signals from a poll.
    void applySignals(const QList<protocol::Signal> &list);
    void confirmSignals(); ///< the same list again

Q_SIGNALS:
    void loadStateChanged();
    void endShown(); ///< the last messages are there, and the rest is being read
    void streamingChanged();
    void queueChanged();
    void outboxChanged();
    void localReviewsChanged();
    void sendRequested(); ///< by the user, just now: send() and the like, or retry() of what was not sent
    void messageHeld();   ///< the server could not be reached: see when it can, and say setReachable()
    void messageSent();   ///< stored by the server: poll now
    void replyFinished(); ///< any ending
    void branchShown();   ///< another one than before, by the user: what was found is that branch's, poll now
    void streamingRefused();
    void signalDismissed(const QString &id, const QString &text); ///< offer undo
    /// Something did not work; \a sentence says what and what was kept.
    void problem(const QString &sentence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::workspace
