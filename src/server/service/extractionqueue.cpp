#include "server/service/extractionqueue.h"

#include "server/store/store.h"

#include <QLoggingCategory>
#include <QPointer>

#include <algorithm>

namespace throughline::server::service {

namespace {

Q_LOGGING_CATEGORY(extractionLog, "throughline.server.signals")

using protocol::Message;

constexpr int contextMessages = 20;

QList<extraction::SourceMessage> sources(const QList<Message> &messages)
{
    QList<extraction::SourceMessage> result;
    for (const Message &message : messages)
        result.append({.id = message.id, .role = message.role, .content = message.content});
    return result;
}

/// How many of \a pending go into one call: at least one, and no more than \a characters.
qsizetype fittingCount(const QList<Message> &pending, qint64 characters)
{
    qsizetype count = 0;
    for (qint64 left = characters; count < pending.size(); ++count) {
        left -= pending[count].content.size();
        if (left < 0 && count > 0)
            break;
    }
    return count;
}

} // namespace

ExtractionQueue::ExtractionQueue(
    store::Store &store, extraction::Extractor &extractor, const polling::Clock &clock)
    : m_store(store)
    , m_extractor(&extractor)
    , m_clock(clock)
    , m_merger(store)
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &ExtractionQueue::considerAll);
}

void ExtractionQueue::setExtractor(extraction::Extractor &extractor)
{
    m_extractor = &extractor;
    ++m_run;
    m_isRunning = false;
    m_queue.clear();
    m_thresholds.clear();
    if (const auto forgotten = m_store.extractions().forgetFailures(); !forgotten)
        qCWarning(extractionLog).noquote() << forgotten.error().message;
    considerAll();
}

void ExtractionQueue::setSettings(const extraction::ExtractionSettings &settings)
{
    if (m_settings == settings)
        return;
    m_settings = settings;
    for (auto &[threadId, threshold] : m_thresholds)
        threshold.setLimits(settings.limits);
    considerAll();
}

extraction::ExtractionThreshold &ExtractionQueue::thresholdOf(const QString &threadId)
{
    const auto known = m_thresholds.find(threadId);
    if (known != m_thresholds.end())
        return known->second;
    // What a previous run left unread counts, too, and so does the wait it was told.
    extraction::ExtractionThreshold threshold(m_settings.limits);
    if (const auto pending = m_store.extractions().pending(threadId)) {
        for (const Message &message : *pending)
            threshold.addUserMessage(message.content.size());
    }
    if (const auto failure = m_store.extractions().failure(threadId); failure && *failure) {
        const std::chrono::milliseconds left(m_clock.wall().msecsTo((*failure)->retryAt));
        threshold.hasFailedBefore((*failure)->count, m_clock.monotonic(), left);
    }
    return m_thresholds.emplace(threadId, threshold).first->second;
}

void ExtractionQueue::consider(const QString &threadId)
{
    using When = extraction::ExtractionSettings::When;
    const bool atOnce = m_settings.when == When::Always && m_extractor->isCostless();
    if (m_settings.when != When::Never && thresholdOf(threadId).isDue(m_clock.monotonic(), atOnce))
        enqueue(threadId);
}

void ExtractionQueue::considerAll()
{
    const auto threads = m_store.extractions().threadsPending();
    if (!threads)
        return;
    for (const QString &threadId : *threads)
        consider(threadId);
    armRetry();
}

void ExtractionQueue::userMessageStored(const Message &message)
{
    if (message.role != protocol::Role::User)
        return;
    const auto known = m_thresholds.find(message.threadId);
    if (known != m_thresholds.end())
        known->second.addUserMessage(message.content.size()); // else it is counted from the store
    consider(message.threadId);
}

void ExtractionQueue::extractNow(const QString &threadId)
{
    enqueue(threadId);
}

ExtractionState ExtractionQueue::state(const QString &threadId)
{
    const extraction::ExtractionThreshold &threshold = thresholdOf(threadId);
    ExtractionState state{.pendingMessages = threshold.pendingMessages(),
        .pendingCharacters = threshold.pendingCharacters(),
        .isReading = threshold.isRunning(),
        .problem = {},
        .retryAt = {}};
    if (const auto failure = m_store.extractions().failure(threadId); failure && *failure) {
        state.problem = (*failure)->problem;
        state.retryAt = (*failure)->retryAt;
    }
    return state;
}

void ExtractionQueue::enqueue(const QString &threadId)
{
    if (!m_queue.contains(threadId))
        m_queue.append(threadId);
    work();
}

void ExtractionQueue::work()
{
    while (!m_isRunning && !m_queue.isEmpty())
        start(m_queue.takeFirst());
}

bool ExtractionQueue::start(const QString &threadId)
{
    const auto pending = m_store.extractions().pending(threadId);
    if (!pending || pending->isEmpty())
        return false;
    auto before = m_store.messages().upTo(pending->first().id, contextMessages + 1);
    if (!before)
        return false;
    before->removeLast(); // the first pending one itself

    const Batch batch = pending->first(fittingCount(*pending, m_extractor->mostCharacters()));
    const bool isAll = batch.size() == pending->size();
    thresholdOf(threadId).started();
    m_isRunning = true;
    const QPointer<ExtractionQueue> guard(this);
    m_extractor->extract(sources(batch), sources(*before),
        [guard, threadId, batch, isAll, run = ++m_run](const extraction::Extraction &read) {
            if (guard && guard->m_run == run)
                guard->take(threadId, batch, isAll, read);
        });
    return true;
}

void ExtractionQueue::take(
    const QString &threadId, const Batch &batch, bool isAll, const extraction::Extraction &read)
{
    m_isRunning = false;
    bool hasChanged = false;
    const auto thread = m_store.threads().find(threadId);
    if (thread && !*thread) {
        m_thresholds.erase(threadId); // deleted while it was being read
    } else {
        record(threadId, batch, read);
        const auto merged = read.found ? m_merger.merge(batch, *read.found)
                                       : protocol::Expected<bool>(tl::unexpected(read.found.error()));
        if (merged) {
            thresholdOf(threadId).succeeded();
            hasChanged = *merged;
        } else {
            fail(threadId, merged.error());
        }
        if (merged && !isAll) {
            m_thresholds.erase(threadId); // the rest is counted anew, and its turn is now
            m_queue.prepend(threadId);
        }
    }
    armRetry();
    if (hasChanged)
        Q_EMIT changed(threadId);
    if (m_thresholds.contains(threadId))
        consider(threadId); // what was written while it ran
    work();
}

/// Before anything else: it has been paid for, whatever comes of it.
void ExtractionQueue::record(const QString &threadId, const Batch &batch, const extraction::Extraction &read)
{
    if (read.use.calls == 0)
        return;
    store::Reading reading{.threadId = threadId,
        .provider = read.use.provider,
        .model = read.use.model,
        .messageIds = {},
        .calls = read.use.calls,
        .promptTokens = read.use.promptTokens,
        .completionTokens = read.use.completionTokens,
        .found = read.found ? static_cast<int>(read.found->size()) : 0,
        .problem = read.found ? QString() : read.found.error().message,
        .createdAt = m_store.now()};
    for (const Message &message : batch)
        reading.messageIds.append(message.id);
    if (const auto recorded = m_store.readings().record(reading); !recorded)
        qCWarning(extractionLog).noquote() << "The ledger could not be kept:" << recorded.error().message;
}

void ExtractionQueue::fail(const QString &threadId, const protocol::ApiError &error)
{
    qCWarning(extractionLog).noquote() << "An extraction failed:" << error.message;
    extraction::ExtractionThreshold &threshold = thresholdOf(threadId);
    const auto now = m_clock.monotonic();
    threshold.failed(now, error.retryAfter.value_or(std::chrono::milliseconds{0}));
    const store::ExtractionTable::Failure failure{.count = threshold.failures(),
        .retryAt = m_clock.wall().addMSecs((threshold.retryAt() - now).count()),
        .problem = error.message};
    // A disk that takes nothing does not take this either; the wait is in memory all the same.
    if (const auto kept = m_store.extractions().setFailure(threadId, failure); !kept)
        qCWarning(extractionLog).noquote() << kept.error().message;
    Q_EMIT failed(threadId, error.message);
}

void ExtractionQueue::armRetry()
{
    if (m_settings.when == extraction::ExtractionSettings::When::Never) {
        m_retryTimer.stop();
        return;
    }
    std::optional<std::chrono::milliseconds> earliest;
    for (const auto &[threadId, threshold] : m_thresholds) {
        if (threshold.failures() > 0 && threshold.pendingMessages() > 0 && !threshold.isRunning())
            earliest = std::min(earliest.value_or(threshold.retryAt()), threshold.retryAt());
    }
    if (!earliest) {
        m_retryTimer.stop();
        return;
    }
    m_retryTimer.start(std::max(*earliest - m_clock.monotonic(), std::chrono::milliseconds{1}));
}

} // namespace throughline::server::service
