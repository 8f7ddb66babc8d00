#include "server/service/livereply.h"

#include "protocol/unicode.h"
#include "server/provider/provider.h"
#include "server/service/replypieces.h"
#include "server/store/store.h"

#include <QLoggingCategory>
#include <QScopedValueRollback>

#include <algorithm>
#include <utility>

namespace throughline::server::service {

namespace {

Q_LOGGING_CATEGORY(log, "throughline.server.generation")

using protocol::ApiError;
using protocol::MessageStatus;
using protocol::withoutHalvesOfPairs;

bool isRetryable(const ApiError &error)
{
    switch (error.kind) {
    case ApiError::Kind::Network:
    case ApiError::Kind::Timeout:
    case ApiError::Kind::RateLimited:
    case ApiError::Kind::Server:
    case ApiError::Kind::Malformed:
        return true;
    default:
        return false;
    }
}

} // namespace

/// A subscriber, as long as its Subscription lives.
class LiveReply::Entry
{
public:
    class Handle final : public GenerationService::Subscription
    {
    public:
        explicit Handle(std::shared_ptr<Entry> entry)
            : m_entry(std::move(entry))
        {}
        ~Handle() override { m_entry->isActive = false; }

    private:
        std::shared_ptr<Entry> m_entry;
    };

    explicit Entry(GenerationService::Subscriber call)
        : subscriber(std::move(call))
    {}

    GenerationService::Subscriber subscriber;
    bool isActive = true;
};

LiveReply::LiveReply(store::Store &store, const polling::Clock &clock, const protocol::Message &message,
    std::unique_ptr<provider::Generation> generation, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_message(message)
    , m_generation(std::move(generation))
    , m_begun(clock.monotonic())
    , m_committed(message.content.toUtf8())
    , m_committedReasoning(message.metadata.value(QLatin1StringView("reasoning")).toString().toUtf8())
    , m_room(longestReply - message.content.size() - QString::fromUtf8(m_committedReasoning).size())
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(coalescing);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_pending.isEmpty() || !m_pendingReasoning.isEmpty())
            flush();
    });
    connect(m_generation.get(), &provider::Generation::delta, this, [this](const QString &text) {
        const QScopedValueRollback guard(m_isInsideGeneration, true);
        take(text);
    });
    connect(m_generation.get(), &provider::Generation::reasoning, this, [this](const QString &text) {
        const QScopedValueRollback guard(m_isInsideGeneration, true);
        takeReasoning(text);
    });
    connect(m_generation.get(), &provider::Generation::waiting, this, [this](const QString &sentence) {
        const QScopedValueRollback guard(m_isInsideGeneration, true);
        takeWaiting(sentence);
    });
    connect(m_generation.get(), &provider::Generation::finished, this,
        [this](const std::optional<ApiError> &error, const QJsonObject &facts) {
            const QScopedValueRollback guard(m_isInsideGeneration, true);
            finish(error, facts);
        });
}

LiveReply::~LiveReply() = default;

qint64 LiveReply::startingOffset(qint64 offset) const
{
    return service::startingOffset(m_committed, offset);
}

std::unique_ptr<GenerationService::Subscription> LiveReply::subscribe(
    qint64 fromOffset, GenerationService::Subscriber subscriber)
{
    auto entry = std::make_shared<Entry>(std::move(subscriber));
    auto handle = std::make_unique<Entry::Handle>(entry);
    // What is committed is sent now and what is not will be: nothing comes between, all on one thread.
    m_entries.push_back(entry);
    // The thoughts have no place in the offset: whoever comes gets all of them, and drops what it has.
    QList<GenerationService::Published> missing =
        missingThoughts(m_committedReasoning, 0, service::startingOffset(m_committed, fromOffset));
    if (!m_waiting.isEmpty())
        missing.append(
            {.event = protocol::StreamWaiting{.message = m_waiting}, .offset = m_committed.size()});
    missing += missingPart(m_committed, fromOffset);
    for (const GenerationService::Published &published : std::as_const(missing)) {
        if (entry->isActive)
            entry->subscriber(published);
    }
    return handle;
}

void LiveReply::take(const QString &delta)
{
    if (m_hasEnded || delta.isEmpty())
        return;
    if (m_firstDelta.count() < 0)
        m_firstDelta = m_clock.monotonic();
    stopThinking();
    const QString fitting = takeRoom(delta);
    m_pending += fitting;
    // The first delta after a pause leaves at once, those that follow closely leave together.
    if (!m_timer.isActive() && !fitting.isEmpty())
        flush();
    if (fitting.size() < delta.size())
        endTooLong();
}

void LiveReply::takeReasoning(const QString &text)
{
    if (m_hasEnded || text.isEmpty())
        return;
    if (!m_thinkingSince)
        m_thinkingSince = m_clock.monotonic();
    const QString fitting = takeRoom(text);
    m_pendingReasoning += fitting;
    if (!m_timer.isActive() && !fitting.isEmpty())
        flush();
    if (fitting.size() < text.size())
        endTooLong();
}

void LiveReply::stopThinking()
{
    if (const auto since = std::exchange(m_thinkingSince, std::nullopt))
        m_thoughtFor = m_thoughtFor.value_or(std::chrono::milliseconds(0)) + m_clock.monotonic() - *since;
}

/// As much of \a text as there is room for.
QString LiveReply::takeRoom(const QString &text)
{
    const qsizetype fitting = std::clamp(m_room, qsizetype(0), text.size());
    m_room -= fitting;
    return text.first(fitting);
}

void LiveReply::endTooLong()
{
    // The first half of a pair whose other half does not fit is no character.
    for (QString *pending : {&m_pending, &m_pendingReasoning}) {
        if (!pending->isEmpty() && pending->back().isHighSurrogate())
            pending->chop(1);
    }
    finish(ApiError{.kind = ApiError::Kind::Malformed,
               .status = 0,
               .message = GenerationService::tr("The reply goes on without end."),
               .correlationId = {},
               .retryAfter = {}},
        {});
}

void LiveReply::takeWaiting(const QString &sentence)
{
    if (m_hasEnded || m_waiting == sentence)
        return;
    m_waiting = sentence;
    publish(protocol::StreamWaiting{.message = sentence});
}

bool LiveReply::flush()
{
    return flush(m_pendingReasoning, &store::MessageTable::appendReasoning, &LiveReply::publishReasoning) &&
           flush(m_pending, &store::MessageTable::append, &LiveReply::publishDelta);
}

bool LiveReply::flush(QString &pending, Append append, Publish publish)
{
    // Half a surrogate pair waits for its other half.
    const bool isHalf = !m_hasEnded && !pending.isEmpty() && pending.back().isHighSurrogate();
    const QString text = withoutHalvesOfPairs(isHalf ? pending.chopped(1) : pending);
    if (text.isEmpty())
        return true;
    const auto appended = (m_store.messages().*append)(m_message.id, text);
    m_timer.start(appended ? coalescing : retrying);
    if (!appended) {
        // It stays pending, so the next flush tries again with more.
        qCWarning(log).noquote() << "A reply could not be stored:" << appended.error().message;
        return false;
    }
    if (!*appended) {
        abandon();
        return false;
    }
    pending = isHalf ? QString(pending.back()) : QString();
    (this->*publish)(text);
    return true;
}

void LiveReply::publishReasoning(const QString &text)
{
    const qint64 before = m_committedReasoning.size();
    m_committedReasoning += text.toUtf8();
    publish(missingThoughts(m_committedReasoning, before, m_committed.size()));
}

void LiveReply::publishDelta(const QString &text)
{
    const qint64 before = m_committed.size();
    m_committed += text.toUtf8();
    publish(missingPart(m_committed, before));
}

void LiveReply::finish(const std::optional<ApiError> &error, const QJsonObject &facts)
{
    if (m_hasEnded)
        return;
    QJsonObject noted = facts;
    std::optional<protocol::StreamError> streamError;
    if (error) {
        streamError = protocol::StreamError{.code = protocol::kindName(error->kind),
            .message = error->message,
            .retryable = isRetryable(*error)};
        noted.insert(QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), streamError->code},
                                                  {QStringLiteral("message"), streamError->message},
                                                  {QStringLiteral("retryable"), streamError->retryable}});
    }
    const bool isStored = end(error ? MessageStatus::Failed : MessageStatus::Complete, noted);
    if (!isStored && !streamError) {
        streamError = protocol::StreamError{.code = protocol::kindName(ApiError::Kind::Server),
            .message = GenerationService::tr("The end of this reply could not be saved."),
            .retryable = true};
    }
    if (streamError)
        publish(*streamError);
    publish(protocol::StreamDone{
        .messageId = m_message.id, .status = streamError ? MessageStatus::Failed : MessageStatus::Complete});
    Q_EMIT ended(m_message.id);
}

void LiveReply::stop()
{
    if (m_hasEnded)
        return;
    end(MessageStatus::Stopped, {{QStringLiteral("finish_reason"), QStringLiteral("stop_requested")}});
    publish(protocol::StreamDone{.messageId = m_message.id, .status = MessageStatus::Stopped});
    Q_EMIT ended(m_message.id);
}

void LiveReply::interrupt()
{
    if (m_hasEnded)
        return;
    m_entries.clear();
    end(MessageStatus::Interrupted, {});
    Q_EMIT ended(m_message.id);
}

bool LiveReply::end(MessageStatus status, const QJsonObject &facts)
{
    m_hasEnded = true;
    release();
    stopThinking();
    const bool hasText = flush();
    // What the disk refused can still be seen by whoever is listening; the stored reply is marked at the next
    // start as interrupted, with the text that did fit.
    if (!hasText && !m_pendingReasoning.isEmpty())
        publishReasoning(withoutHalvesOfPairs(std::exchange(m_pendingReasoning, {})));
    if (!hasText && !m_pending.isEmpty())
        publishDelta(withoutHalvesOfPairs(std::exchange(m_pending, {})));
    m_timer.stop();

    const QJsonObject metadata = factsOfAll(facts);
    const auto ended = m_store.inTransaction([&]() -> protocol::Expected<bool> {
        auto done = m_store.messages().end(m_message.id, status, metadata);
        if (!done)
            return done;
        const auto touched = m_store.threads().touch(m_message.threadId, m_store.now());
        return touched ? done : tl::unexpected(touched.error());
    });
    return hasText && ended.value_or(false);
}

/// What the metadata says at the end, of a reply that was continued about all of its parts together.
QJsonObject LiveReply::factsOfAll(const QJsonObject &facts) const
{
    QJsonObject metadata = m_message.metadata;
    const auto count = [&metadata](const QString &name, qint64 more) {
        metadata.insert(name, metadata.value(name).toInteger() + more);
    };
    for (auto fact = facts.begin(); fact != facts.end(); ++fact) {
        if (fact.key().endsWith(QLatin1StringView("_tokens")) && fact.value().isDouble())
            count(fact.key(), fact.value().toInteger());
        else
            metadata.insert(fact.key(), fact.value());
    }
    const QString untilText = QStringLiteral("ttft_ms");
    if (m_firstDelta.count() >= 0 && !metadata.contains(untilText))
        metadata.insert(untilText, qint64((m_firstDelta - m_begun).count()));
    if (m_thoughtFor)
        count(QStringLiteral("reasoning_ms"), m_thoughtFor->count());
    count(QStringLiteral("duration_ms"), (m_clock.monotonic() - m_begun).count());
    return metadata;
}

/// Its thread was deleted: there is nothing to store it in and nobody who wants it.
void LiveReply::abandon()
{
    m_pending.clear();
    m_pendingReasoning.clear();
    m_timer.stop();
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    release();
    publish(protocol::StreamDone{});
    Q_EMIT ended(m_message.id);
}

void LiveReply::release()
{
    if (!m_generation)
        return;
    m_generation->disconnect(this);
    if (m_isInsideGeneration)
        m_generation.release()->deleteLater();
    else
        m_generation.reset();
}

void LiveReply::publish(const protocol::StreamEvent &event)
{
    publish(QList<GenerationService::Published>{{.event = event, .offset = m_committed.size()}});
}

void LiveReply::publish(const QList<GenerationService::Published> &all)
{
    std::erase_if(m_entries, [](const auto &entry) { return !entry->isActive; });
    // A subscriber may add or drop others, or itself; one that comes meanwhile has been given all of this.
    const auto entries = m_entries;
    for (const GenerationService::Published &published : all) {
        for (const auto &entry : entries) {
            if (entry->isActive)
                entry->subscriber(published);
        }
    }
}

} // namespace throughline::server::service
