#pragma once

#include "client/apiclient.h"
#include "polling/clock.h"
#include "protocol/streamevent.h"

#include <QObject>
#include <QSet>

#include <memory>
#include <variant>

namespace throughline::client {

/// The reply is complete; \c message is what the server stored (absent when it could not be re-read: then
/// what was streamed stands).
struct ReplyCompleted
{
    std::optional<protocol::Message> message;
    bool operator==(const ReplyCompleted &) const = default;
};

// The other endings have in \c message what the server stored, where it said itself that this is the end.

/// The user stopped it; the partial text is kept.
struct ReplyStopped
{
    std::optional<protocol::Message> message{};
    bool questionUnknown = false; ///< it could not be found out whether the question is on the server
    bool operator==(const ReplyStopped &) const = default;
};

/// The link broke before `done`; what arrived is kept. \c questionStored says whether the question is known
/// to be on the server (*Retry* must not post it again then).
struct ReplyInterrupted
{
    protocol::ApiError error;
    bool questionStored = false;
    std::optional<protocol::Message> message{};
    /// The question is stored, and to the end of the wait the server could be asked and had no reply to it.
    bool waitedInVain = false;
    bool operator==(const ReplyInterrupted &) const = default;
};

/// The server or its provider said no; text that arrived before is kept.
struct ReplyFailed
{
    protocol::ApiError error;
    bool questionStored = false;
    std::optional<protocol::Message> message{};
    bool operator==(const ReplyFailed &) const = default;
};

using ReplyEnding = std::variant<ReplyCompleted, ReplyStopped, ReplyInterrupted, ReplyFailed>;

/// What is asked, and what is known about earlier attempts at the same question.
struct Question
{
    QString threadId;
    QString content;
    QByteArray idempotencyKey; ///< the same for every attempt
    /// The messages that are in the thread already; an equal text among them is not this question.
    QSet<QString> knownIds;
    bool streamingRefused = false; ///< by this server, before: go straight to the fallback
    /// An earlier attempt may have reached the server: look there before posting (needless, and not done,
    /// where the server knows idempotency keys).
    bool maybeStored = false;
    bool keyMayBeForgotten = false; ///< the first attempt is so old that the server may not know its key
    QString replaces{};             ///< a message of the user to stand beside (capability "regenerate")
};

/// Another reply that is asked for (capability "regenerate").
struct Regeneration
{
    QString threadId;
    QString messageId;         ///< a reply, for another one beside it; or a question, for its reply
    QString questionId;        ///< the question it answers, which is on the server
    QByteArray idempotencyKey; ///< the same for every attempt
    QSet<QString> knownIds;    ///< the messages that are there already
};

/// One question and its reply, from posting the message to exactly one ending. Main thread only.
///
/// Streams where the server can; where it refuses (404, 405, 406, 415, 500, 501, or a 2xx that is no event
/// stream) falls back to posting and polling messages, without ever posting the question twice. Only `done`
/// completes. Server capabilities (idempotency, resume, cancel) are used when serverInfo() has them. Owns its
/// exchange and its retry timer; destroying it is silent and never stops the generation on the server. Not to
/// be deleted from one of its own signals: use deleteLater().
class ChatStream : public QObject
{
    Q_OBJECT

public:
    /// Waits between message polls of the fallback and between reconnects; tests make them short.
    struct Timing
    {
        std::chrono::milliseconds firstFallbackPoll{1'000};
        std::chrono::milliseconds longestFallbackPoll{15'000};
        std::chrono::milliseconds fallbackLimit{600'000}; ///< then interrupted
        std::chrono::milliseconds awaitLimit{30'000};     ///< of awaitReply(); then interrupted
        std::chrono::milliseconds stopLimit{3'000};       ///< for each step after stop()
        /// A server that can resume says something every 15 s; one that says nothing for this long is gone.
        std::chrono::milliseconds silenceLimit{45'000};
        std::chrono::milliseconds baseSilenceLimit{300'000}; ///< other servers may be thinking
        int resumeAttempts = 8;
        std::chrono::milliseconds firstResumeDelay{250};
        std::chrono::milliseconds longestResumeDelay{15'000};
    };

    ChatStream(
        ApiClient &client, const polling::Clock &clock, const Timing &timing, QObject *parent = nullptr);
    ~ChatStream() override;

    // Call one of these, once.

    /// Posts the question and follows the reply.
    void send(const Question &question);

    /// Takes up a reply that exists on the server: a resumable stream where the server has the capability,
    /// else the stored message as it grows. \a held is the text already here, \a heldThoughts what
    /// is here of the thoughts.
    void follow(const QString &threadId, const QString &messageId, const QString &held,
        const QString &heldThoughts = {});

    /// Waits for the reply to a question that is on the server, without asking again. \a held: what was
    /// streamed of it before the link broke. With \a onlyLook that is over after the first look.
    void awaitReply(
        const QString &threadId, const QString &questionId, const QString &held, bool onlyLook = false);

    /// Asks for another reply, whose id replyStarted() says.
    void regenerate(const Regeneration &wanted);

    /// Asks for the rest of a reply that ended early (capability "continue"). \a held and \a heldThoughts are
    /// as for follow().
    void continueReply(const QString &threadId, const QString &replyId, const QString &held,
        const QByteArray &idempotencyKey, const QString &heldThoughts = {});

    // While one of them is under way.

    /// The server can be reached again: what waits for its next attempt is tried at once, and all attempts
    /// are there anew.
    void retryNow();
    /// The machine slept: an open link may be dead without saying so, and is taken up anew where the server
    /// can; else as retryNow().
    void wake();

    /// Ends with ReplyStopped. With the cancel capability the server is asked to stop and what it still had
    /// to say is taken; else the link is closed. While it is not known whether the server has the question,
    /// or whom to cancel, it is looked for there first. Before anything was asked for it ends at once.
    void stop();

    bool isActive() const;
    bool isOver() const;      ///< it has ended
    QString text() const;     ///< what has arrived
    QString thoughts() const; ///< what has arrived of the model's thoughts, which are no part of the text

Q_SIGNALS:
    /// The question is on the server. \a id may be empty when the server did not say which one it is.
    void questionStored(const QString &id);
    /// The reply's id, when the server says it before the end.
    void replyStarted(const QString &messageId);
    void deltaReceived(const QString &text);
    /// The text was replaced as a whole (resynchronised with the server).
    void textReplaced(const QString &text);
    /// More of what the model thinks.
    void thoughtsReceived(const QString &text);
    /// The thoughts were replaced as a whole.
    void thoughtsReplaced(const QString &thoughts);
    /// Why nothing comes yet: one line as the server wrote it, of at most 400 UTF-16 units. Empty when that
    /// is over: something came, the link broke, or this ended.
    void waitingChanged(const QString &sentence);
    /// Streaming is refused by this server; the reply comes by polling.
    void streamingRefused();
    /// The link dropped and is being taken up again.
    void reconnecting(int attempt);
    void ended(const throughline::client::ReplyEnding &ending);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::client
