#include "server/service/generationservice.h"

#include "server/provider/provider.h"
#include "server/service/livereply.h"
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

protocol::StreamError streamErrorOf(const Message &failed)
{
    const QJsonObject error = failed.metadata.value(QLatin1StringView("error")).toObject();
    return {.code = error.value(QLatin1StringView("code")).toString(),
        .message = error.value(QLatin1StringView("message")).toString(),
        .retryable = error.value(QLatin1StringView("retryable")).toBool()};
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
    auto known = store.foundSignals().list(
        {.threadId = question.threadId, .type = {}, .includeDismissed = false}, 0, signalsGiven);
    if (!known)
        return tl::unexpected(known.error());
    request.knownSignals = std::move(*known);
    return request;
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

    Message reply;
    reply.id = d->store.newId();
    reply.threadId = question->threadId;
    reply.role = protocol::Role::Assistant;
    reply.createdAt = d->store.now();
    reply.metadata = {
        {QStringLiteral("status"), protocol::messageStatusName(MessageStatus::Streaming)},
        {QStringLiteral("provider"), d->provider.name()},
        {QStringLiteral("model"), d->provider.model()},
    };
    if (const auto stored = d->store.messages().insert(reply, userMessageId); !stored)
        return tl::unexpected(stored.error());
    auto *live = new LiveReply(d->store, d->clock, reply, d->provider.generate(*request), this);
    connect(live, &LiveReply::ended, this, [this](const QString &id) { d->forget(id); });
    d->live.emplace(reply.id, live);
    return reply.id;
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
    if (const auto missing = missingPart(utf8, fromOffset))
        subscriber(*missing);
    if (reply->status() == MessageStatus::Failed)
        subscriber({.event = streamErrorOf(*reply), .offset = utf8.size()});
    subscriber({.event = protocol::StreamDone{.messageId = messageId}, .offset = utf8.size()});
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
