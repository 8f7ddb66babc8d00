#include "server/service/generationservice.h"

#include "server/provider/provider.h"
#include "server/service/livereply.h"
#include "server/service/replymetadata.h"
#include "server/service/replypieces.h"
#include "server/store/errors.h"
#include "server/store/store.h"

#include <algorithm>
#include <map>

namespace throughline::server::service {

namespace {

using protocol::Expected;
using protocol::Message;
using protocol::MessageStatus;

constexpr int messagesGiven = 500;
constexpr int signalsGiven = 1000;

Expected<Message> existing(store::Store &store, const QString &id)
{
    const auto found = store.messages().find(id);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return tl::unexpected(store::notFound(GenerationService::tr("There is no such message.")));
    return **found;
}

class EndedSubscription final : public GenerationService::Subscription
{};

} // namespace

class GenerationService::Private
{
public:
    Private(
        GenerationService *q, store::Store &store, provider::Provider &provider, const polling::Clock &clock)
        : q(q)
        , store(store)
        , provider(provider)
        , clock(clock)
    {}

    Expected<provider::GenerationRequest> requestFor(const Message &question) const;
    Message newReply(const Message &question, const provider::GenerationRequest &request) const;
    /// Has \a reply, which is stored, go on from the text it has.
    void start(const Message &reply, const provider::GenerationRequest &request);
    Expected<Message> questionFor(const Message &asked) const;
    /// Refuses while a reply to that question is streaming.
    Expected<void> checkNoneStreams(const QString &questionId);
    /// The message that \a key stands for if it was used for \a purpose before; empty if it was not used.
    Expected<QString> known(const QString &key, const QString &purpose) const;
    Expected<void> remember(const QString &key, const QString &purpose, const QString &messageId);
    void forget(const QString &messageId);
    LiveReply *find(const QString &messageId) const;
    /// A reply that says it is streaming but is not: its end could not be stored.
    Expected<Message> settled(const Message &reply);

    GenerationService *q;
    store::Store &store;
    provider::Provider &provider;
    const polling::Clock &clock;
    std::map<QString, LiveReply *> live; ///< children of q
};

Expected<provider::GenerationRequest> GenerationService::Private::requestFor(const Message &question) const
{
    provider::GenerationRequest request;
    auto messages = store.messages().upTo(question.id, messagesGiven);
    if (!messages)
        return tl::unexpected(messages.error());
    erase_if(*messages, [](const Message &message) { return message.content.isEmpty(); });
    request.messages = std::move(*messages);
    auto known = store.foundSignals().onPathTo(question.id, signalsGiven);
    if (!known)
        return tl::unexpected(known.error());
    request.knownSignals = std::move(*known);
    const auto thread = store.threads().find(question.threadId);
    if (!thread)
        return tl::unexpected(thread.error());
    if (*thread) {
        request.model = (*thread)->model;
        const auto settings = provider::generationSettingsFromJson((*thread)->settings);
        if (!settings)
            return tl::unexpected(settings.error());
        request.settings = *settings;
    }
    return request;
}

Message GenerationService::Private::newReply(
    const Message &question, const provider::GenerationRequest &request) const
{
    const provider::Provider::Answerer answerer = provider.answerer(request.model);
    Message reply;
    reply.id = store.newId();
    reply.threadId = question.threadId;
    reply.role = protocol::Role::Assistant;
    reply.createdAt = store.now();
    reply.metadata = {
        {QStringLiteral("status"), protocol::messageStatusName(MessageStatus::Streaming)},
        {QStringLiteral("provider"), answerer.provider},
        {QStringLiteral("model"), answerer.model},
    };
    return reply;
}

void GenerationService::Private::start(const Message &reply, const provider::GenerationRequest &request)
{
    auto *started = new LiveReply(store, clock, reply, provider.generate(request), q);
    QObject::connect(started, &LiveReply::ended, q, [this](const QString &id) { forget(id); });
    live.emplace(reply.id, started);
}

Expected<Message> GenerationService::Private::questionFor(const Message &asked) const
{
    if (asked.role == protocol::Role::User)
        return asked;
    const auto question = store.messages().repliesTo(asked.id);
    if (!question)
        return tl::unexpected(question.error());
    if (question->isEmpty())
        return tl::unexpected(store::refusal(GenerationService::tr("This message answers no other.")));
    return existing(store, *question);
}

Expected<void> GenerationService::Private::checkNoneStreams(const QString &questionId)
{
    const auto streaming = store.messages().streamingRepliesTo(questionId);
    if (!streaming)
        return tl::unexpected(streaming.error());
    for (const Message &reply : *streaming) {
        if (find(reply.id))
            return tl::unexpected(
                store::refusal(GenerationService::tr("A reply to this is still being written."), 409));
        if (const auto ended = settled(reply); !ended)
            return tl::unexpected(ended.error());
    }
    return {};
}

Expected<QString> GenerationService::Private::known(const QString &key, const QString &purpose) const
{
    if (key.isEmpty())
        return QString();
    const auto use = store.idempotencyKeys().find(key, store.now());
    if (!use)
        return tl::unexpected(use.error());
    if (!*use)
        return QString();
    if ((*use)->purpose != purpose)
        return tl::unexpected(
            store::refusal(GenerationService::tr("This Idempotency-Key belongs to something else."), 422));
    return (*use)->messageId;
}

Expected<void> GenerationService::Private::remember(
    const QString &key, const QString &purpose, const QString &messageId)
{
    if (key.isEmpty())
        return {};
    return store.idempotencyKeys().insert(key, {.messageId = messageId, .purpose = purpose}, store.now());
}

LiveReply *GenerationService::Private::find(const QString &messageId) const
{
    const auto found = live.find(messageId);
    return found == live.end() ? nullptr : found->second;
}

void GenerationService::Private::forget(const QString &messageId)
{
    const auto found = live.find(messageId);
    if (found == live.end())
        return;
    found->second->deleteLater();
    live.erase(found);
    if (const auto message = store.messages().find(messageId); message && *message)
        Q_EMIT q->replyFinished(**message);
}

Expected<Message> GenerationService::Private::settled(const Message &reply)
{
    if (reply.status() != MessageStatus::Streaming)
        return reply;
    const auto ended = store.messages().end(reply.id, MessageStatus::Interrupted, reply.metadata);
    return ended ? existing(store, reply.id) : Expected<Message>(reply);
}

GenerationService::GenerationService(
    store::Store &store, provider::Provider &provider, const polling::Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, store, provider, clock))
{}

GenerationService::~GenerationService()
{
    // Each takes itself off the list when it has ended.
    while (!d->live.empty()) {
        LiveReply *reply = d->live.begin()->second;
        d->live.erase(d->live.begin());
        reply->interrupt();
        delete reply;
    }
}

Expected<QString> GenerationService::begin(const QString &userMessageId)
{
    const auto question = existing(d->store, userMessageId);
    if (!question)
        return tl::unexpected(question.error());
    if (question->role != protocol::Role::User)
        return tl::unexpected(store::refusal(tr("Only a message of the user is answered.")));
    const auto known = d->store.messages().replyTo(userMessageId);
    if (!known)
        return tl::unexpected(known.error());
    if (*known)
        return (*known)->id;
    const auto request = d->requestFor(*question);
    if (!request)
        return tl::unexpected(request.error());
    const auto end = d->store.tree().end(question->threadId);
    if (!end)
        return tl::unexpected(end.error());
    const Message reply = d->newReply(*question, *request);
    const auto stored = d->store.messages().insert(
        reply, {.replyTo = userMessageId, .parent = userMessageId, .isAside = *end != userMessageId});
    if (!stored)
        return tl::unexpected(stored.error());
    d->start(reply, *request);
    return reply.id;
}

Expected<QString> GenerationService::regenerate(const QString &messageId, const QString &idempotencyKey)
{
    const QString purpose = QStringLiteral("regenerate:") + messageId;
    std::optional<Message> reply;
    provider::GenerationRequest request;
    auto id = d->store.inTransaction([&]() -> Expected<QString> {
        auto known = d->known(idempotencyKey, purpose);
        if (!known || !known->isEmpty())
            return known;
        const auto asked = existing(d->store, messageId);
        if (!asked)
            return tl::unexpected(asked.error());
        const auto question = d->questionFor(*asked);
        if (!question)
            return tl::unexpected(question.error());
        if (const auto free = d->checkNoneStreams(question->id); !free)
            return tl::unexpected(free.error());
        auto given = d->requestFor(*question);
        if (!given)
            return tl::unexpected(given.error());
        request = std::move(*given);
        reply = d->newReply(*question, request);
        const bool isReply = asked->id != question->id;
        if (const auto stored =
                d->store.messages().insert(*reply, {.replyTo = question->id,
                                                       .parent = isReply ? asked->parentId() : question->id,
                                                       .isAside = false});
            !stored)
            return tl::unexpected(stored.error());
        if (const auto kept = d->remember(idempotencyKey, purpose, reply->id); !kept)
            return tl::unexpected(kept.error());
        return d->store.threads().touch(reply->threadId, d->store.now()).map([&reply] { return reply->id; });
    });
    if (id && reply)
        d->start(*reply, request);
    return id;
}

Expected<void> GenerationService::continueReply(const QString &messageId, const QString &idempotencyKey)
{
    const QString purpose = QStringLiteral("continue:") + messageId;
    std::optional<Message> reply;
    provider::GenerationRequest request;
    const auto done = d->store.inTransaction([&]() -> Expected<void> {
        const auto known = d->known(idempotencyKey, purpose);
        if (!known)
            return tl::unexpected(known.error());
        if (!known->isEmpty())
            return {};
        const auto found = existing(d->store, messageId);
        if (!found)
            return tl::unexpected(found.error());
        if (found->role != protocol::Role::Assistant)
            return tl::unexpected(store::notFound(tr("There is no such reply.")));
        if (auto kept = d->remember(idempotencyKey, purpose, messageId); !kept || d->find(messageId))
            return kept;
        auto ended = d->settled(*found);
        if (!ended)
            return tl::unexpected(ended.error());
        if (isWhole(*ended))
            return {};
        const auto end = d->store.tree().end(ended->threadId);
        if (!end)
            return tl::unexpected(end.error());
        if (*end != messageId)
            return tl::unexpected(store::refusal(
                tr("Only the last reply of the conversation that is shown can be continued."), 409));
        const auto question = d->questionFor(*ended);
        if (!question)
            return tl::unexpected(question.error());
        auto given = d->requestFor(*question);
        if (!given)
            return tl::unexpected(given.error());
        request = std::move(*given);
        request.partialReply = ended->content;
        ended->metadata = reopenedMetadata(ended->metadata, d->provider.answerer(request.model));
        const auto open = d->store.messages().reopen(messageId, ended->metadata);
        if (!open)
            return tl::unexpected(open.error());
        reply = *ended;
        return d->store.threads().touch(ended->threadId, d->store.now());
    });
    if (done && reply)
        d->start(*reply, request);
    return done;
}

Expected<qint64> GenerationService::startingOffset(const QString &messageId, qint64 offset) const
{
    if (const LiveReply *live = d->find(messageId))
        return live->startingOffset(offset);
    return existing(d->store, messageId).map([offset](const Message &reply) {
        return service::startingOffset(reply.content.toUtf8(), offset);
    });
}

Expected<std::unique_ptr<GenerationService::Subscription>> GenerationService::subscribe(
    const QString &messageId, qint64 fromOffset, Subscriber subscriber)
{
    if (LiveReply *live = d->find(messageId))
        return live->subscribe(fromOffset, std::move(subscriber));
    const auto stored = existing(d->store, messageId);
    if (!stored)
        return tl::unexpected(stored.error());
    if (stored->role != protocol::Role::Assistant)
        return tl::unexpected(store::notFound(tr("There is no such reply.")));
    const auto reply = d->settled(*stored);
    if (!reply)
        return tl::unexpected(reply.error());
    const QByteArray utf8 = reply->content.toUtf8();
    const QList<Published> missing = missingPart(utf8, fromOffset);
    for (const Published &published : missing)
        subscriber(published);
    if (reply->status() == MessageStatus::Failed)
        subscriber({.event = streamErrorOf(*reply), .offset = utf8.size()});
    // What the disk did not let be noted is noted at the next start.
    const MessageStatus status =
        reply->status() == MessageStatus::Streaming ? MessageStatus::Interrupted : reply->status();
    subscriber(
        {.event = protocol::StreamDone{.messageId = messageId, .status = status}, .offset = utf8.size()});
    return std::make_unique<EndedSubscription>();
}

Expected<Message> GenerationService::cancel(const QString &messageId)
{
    if (LiveReply *live = d->find(messageId)) {
        live->stop();
        return existing(d->store, messageId);
    }
    auto stored = existing(d->store, messageId);
    if (!stored)
        return stored;
    if (stored->role != protocol::Role::Assistant)
        return tl::unexpected(store::notFound(tr("There is no such reply.")));
    return d->settled(*stored);
}

bool GenerationService::isGenerating(const QString &threadId) const
{
    return std::any_of(d->live.begin(), d->live.end(),
        [&threadId](const auto &entry) { return entry.second->message().threadId == threadId; });
}

Expected<QString> GenerationService::questionOf(const QString &messageId) const
{
    auto question = d->store.messages().repliesTo(messageId);
    if (!question)
        return question;
    if (question->isEmpty())
        return tl::unexpected(store::notFound(tr("There is no such reply.")));
    return question;
}

} // namespace throughline::server::service
