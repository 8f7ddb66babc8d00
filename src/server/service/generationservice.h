#pragma once

#include "polling/clock.h"
#include "protocol/apierror.h"
#include "protocol/streamevent.h"
#include "protocol/values.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace throughline::server::store {
class Store;
}
namespace throughline::server::provider {
class Provider;
}

namespace throughline::server::service {

/// Replies as they are generated. Persists, then publishes: a delta is committed (coalesced to at most 20 ms)
/// before any subscriber sees it. A subscriber that goes away never stops a generation; cancel() does.
/// Service thread only.
class GenerationService : public QObject
{
    Q_OBJECT

public:
    GenerationService(store::Store &store, provider::Provider &provider, const polling::Clock &clock,
        QObject *parent = nullptr);
    ~GenerationService() override; ///< replies under way become interrupted, with their text

    // Upstream is asked only by the three that follow; each is one wish of the user. What it is given is the
    // newest 500 messages of the path that leads to the question.

    /// Begins the reply to \a userMessageId, or finds the one that was begun for it first (upstream is never
    /// asked twice by this). Returns the id of the assistant's message, stored with status "streaming". It
    /// ends the active branch if its question did, and is put beside what follows the question otherwise.
    protocol::Expected<QString> begin(const QString &userMessageId);

    /// Begins another reply beside the reply \a messageId, or one more to that message of the user, and makes
    /// the active branch end with it. Returns its id. With an \a idempotencyKey that was used for this before
    /// it is the one that was begun then. Refused: 409 while a reply to that question is streaming, 422 for a
    /// key that was used for something else.
    protocol::Expected<QString> regenerate(const QString &messageId, const QString &idempotencyKey);

    /// Makes a reply that ended early a streaming one again, from where its text ends. One that is streaming
    /// or complete is left alone, as is any when \a idempotencyKey was used for this before. Refused: 409
    /// when it is not the end of the active branch, 422 for a key that was used for something else.
    protocol::Expected<void> continueReply(const QString &messageId, const QString &idempotencyKey);

    struct Published
    {
        protocol::StreamEvent event;
        qint64 offset = 0; ///< UTF-8 bytes of the reply up to and including this event
    };
    using Subscriber = std::function<void(const Published &)>;

    /// While this lives, the subscriber is called; never after it is destroyed.
    class Subscription
    {
    public:
        virtual ~Subscription() = default;
    };

    /// Where a client that holds \a offset bytes of the reply is taken up: there, or at 0 when the reply has
    /// no such offset (beyond the end, inside a character).
    protocol::Expected<qint64> startingOffset(const QString &messageId, qint64 offset) const;

    /// Sends what is there beyond \a fromOffset (the whole text when \a fromOffset is beyond the end or
    /// inside a character) as one delta, or as several of at most largestPiece bytes, then everything live,
    /// as well in such deltas; a finished reply answers its rest and StreamDone at once. The last event is
    /// StreamDone, exactly once. The first call may come before this returns.
    protocol::Expected<std::unique_ptr<Subscription>> subscribe(
        const QString &messageId, qint64 fromOffset, Subscriber subscriber);

    /// Stops upstream at once; the partial text is kept, status "stopped". A finished reply stays as it is.
    protocol::Expected<protocol::Message> cancel(const QString &messageId);

    bool isGenerating(const QString &threadId) const;

    /// The id of the user's message that the reply \a messageId answers. NotFound for what is no reply.
    protocol::Expected<QString> questionOf(const QString &messageId) const;

Q_SIGNALS:
    void replyFinished(const throughline::protocol::Message &message);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::server::service
