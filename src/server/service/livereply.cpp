#include "server/service/livereply.h"

#include "server/provider/provider.h"
#include "server/store/store.h"

#include <QLoggingCategory>
#include <QScopedValueRollback>

#include <utility>

namespace throughline::server::service {

namespace {

Q_LOGGING_CATEGORY(log, "throughline.server.generation")

using protocol::ApiError;
using protocol::MessageStatus;

bool isInsideCharacter(const QByteArray &utf8, qint64 offset)
{
    constexpr uchar continuationMask = 0xc0;
    constexpr uchar continuation = 0x80;
    return offset < utf8.size() && (static_cast<uchar>(utf8.at(offset)) & continuationMask) == continuation;
}

/// QString::fromUtf8() takes a byte order mark off the front; here it is a character like any other.
QString textOf(const QByteArray &utf8)
{
    static const QByteArray byteOrderMark("\xef\xbb\xbf");
    const QString text = QString::fromUtf8(utf8);
    return utf8.startsWith(byteOrderMark) ? QChar(QChar::ByteOrderMark) + text : text;
}

QString withoutHalvesOfPairs(QString text)
{
    if (text.isValidUtf16())
        return text;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else if (text.at(i).isSurrogate())
            text[i] = QChar(QChar::ReplacementCharacter);
    }
    return text;
}

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

qint64 startingOffset(const QByteArray &reply, qint64 offset)
{
    return offset < 0 || offset > reply.size() || isInsideCharacter(reply, offset) ? 0 : offset;
}

std::optional<GenerationService::Published> missingPart(const QByteArray &reply, qint64 fromOffset)
{
    const qint64 size = reply.size();
    const qint64 from = startingOffset(reply, fromOffset);
    if (from == size)
        return std::nullopt;
    return GenerationService::Published{
        .event = protocol::StreamDelta{.text = textOf(reply.sliced(from)), .offset = size}, .offset = size};
}

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
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(coalescing);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_pending.isEmpty())
            flush();
    });
    connect(m_generation.get(), &provider::Generation::delta, this, [this](const QString &text) {
        const QScopedValueRollback guard(m_isInsideGeneration, true);
        take(text);
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
    if (const auto missing = missingPart(m_committed, fromOffset))
        entry->subscriber(*missing);
    return handle;
}

void LiveReply::take(const QString &delta)
{
    if (m_hasEnded || delta.isEmpty())
        return;
    if (m_firstDelta.count() < 0)
        m_firstDelta = m_clock.monotonic();
    m_pending += delta;
    // The first delta after a pause leaves at once, those that follow closely leave together.
    if (!m_timer.isActive())
        flush();
}

bool LiveReply::flush()
{
    // Half a surrogate pair waits for its other half.
    const bool isHalf = !m_hasEnded && !m_pending.isEmpty() && m_pending.back().isHighSurrogate();
    const QString text = withoutHalvesOfPairs(isHalf ? m_pending.chopped(1) : m_pending);
    if (text.isEmpty())
        return true;
    const auto appended = m_store.messages().append(m_message.id, text);
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
    m_pending = isHalf ? QString(m_pending.back()) : QString();
    publishDelta(text);
    return true;
}

void LiveReply::publishDelta(const QString &text)
{
    m_committed += text.toUtf8();
    publish(protocol::StreamDelta{.text = text, .offset = m_committed.size()});
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
    publish(protocol::StreamDone{.messageId = m_message.id});
    Q_EMIT ended(m_message.id);
}

void LiveReply::stop()
{
    if (m_hasEnded)
        return;
    end(MessageStatus::Stopped, {{QStringLiteral("finish_reason"), QStringLiteral("stop_requested")}});
    publish(protocol::StreamDone{.messageId = m_message.id});
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
    const bool hasText = flush();
    if (!hasText && !m_pending.isEmpty()) {
        // The disk refused it, but whoever is listening can still see it; the stored reply is marked at the
        // next start as interrupted, with the text that did fit.
        publishDelta(withoutHalvesOfPairs(std::exchange(m_pending, {})));
    }
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
    count(QStringLiteral("duration_ms"), (m_clock.monotonic() - m_begun).count());
    return metadata;
}

/// Its thread was deleted: there is nothing to store it in and nobody who wants it.
void LiveReply::abandon()
{
    m_pending.clear();
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
    std::erase_if(m_entries, [](const auto &entry) { return !entry->isActive; });
    const GenerationService::Published published{.event = event, .offset = m_committed.size()};
    const auto entries = m_entries; // a subscriber may add or drop others, or itself
    for (const auto &entry : entries) {
        if (entry->isActive)
            entry->subscriber(published);
    }
}

} // namespace throughline::server::service
