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

/// The user stopped it; the partial text is kept.
struct ReplyStopped
{
    bool operator==(const ReplyStopped &) const = default;
};

/// The link broke before `done`; what arrived is kept. \c questionStored says whether the question is known
/// to be on the server (*Retry* must not post it again then).
struct ReplyInterrupted
{
    protocol::ApiError error;
    bool questionStored = false;
    bool operator==(const ReplyInterrupted &) const = default;
};

/// The server or its provider said no; text that arrived before is kept.
struct ReplyFailed
{
    protocol::ApiError error;
    bool questionStored = false;
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
        std::chrono::milliseconds stopLimit{3'000};       ///< for the server's last words after stop()
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
    /// else the stored message as it grows. \a held is the text already here.
    void follow(const QString &threadId, const QString &messageId, const QString &held);

    /// Waits for the reply to a question that is on the server, without asking again. \a held: what was
    /// streamed of it before the link broke.
    void awaitReply(const QString &threadId, const QString &questionId, const QString &held);

    /// Asks for another reply in place of \a messageId (capability "regenerate").
    void regenerate(const QString &threadId, const QString &messageId);

    /// Ends with ReplyStopped. With the cancel capability the server is asked to stop and what it still had
    /// to say is taken; else the link is closed.
    void stop();

    bool isActive() const;
    QString text() const; ///< what has arrived

Q_SIGNALS:
    /// The question is on the server. \a id may be empty when the server did not say which one it is.
    void questionStored(const QString &id);
    /// The reply's id, when the server says it before the end.
    void replyStarted(const QString &messageId);
    void deltaReceived(const QString &text);
    /// The text was replaced as a whole (resynchronised with the server).
    void textReplaced(const QString &text);
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
