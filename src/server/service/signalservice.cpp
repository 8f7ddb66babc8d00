#include "server/service/signalservice.h"

#include "server/extraction/extractionsettings.h"
#include "server/extraction/extractor.h"
#include "server/extraction/foldedtext.h"
#include "server/service/signalmerger.h"
#include "server/store/errors.h"
#include "server/store/store.h"

#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <map>

namespace throughline::server::service {

namespace {

Q_LOGGING_CATEGORY(signalsLog, "throughline.server.signals")

using protocol::Expected;
using protocol::Message;
using protocol::Signal;

constexpr int contextMessages = 20;
constexpr int longestText = 2000;

QList<extraction::SourceMessage> sources(const QList<Message> &messages)
{
    QList<extraction::SourceMessage> result;
    for (const Message &message : messages)
        result.append({.id = message.id, .role = message.role, .content = message.content});
    return result;
}

} // namespace

class SignalService::Private
{
public:
    Private(
        SignalService *q, store::Store &store, extraction::Extractor &extractor, const polling::Clock &clock)
        : q(q)
        , store(store)
        , extractor(extractor)
        , clock(clock)
        , merger(store)
    {
        retryTimer.setSingleShot(true);
    }

    extraction::ExtractionThreshold &thresholdOf(const QString &threadId);
    void consider(const QString &threadId);
    void considerAll();
    void enqueue(const QString &threadId);
    void work();
    bool start(const QString &threadId);
    void take(const QString &threadId, const QList<Message> &batch,
        const Expected<QList<extraction::FoundSignal>> &found);
    void armRetry();
    Expected<Signal> change(const QString &id, const std::function<std::optional<QString>(Signal &)> &apply);

    SignalService *q;
    store::Store &store;
    extraction::Extractor &extractor;
    const polling::Clock &clock;
    SignalMerger merger;
    extraction::ExtractionSettings settings;
    std::map<QString, extraction::ExtractionThreshold> thresholds;
    QStringList queue; ///< threads to read next; one extraction at a time
    bool isRunning = false;
    QTimer retryTimer;
};

extraction::ExtractionThreshold &SignalService::Private::thresholdOf(const QString &threadId)
{
    const auto known = thresholds.find(threadId);
    if (known != thresholds.end())
        return known->second;
    // What a previous run left unread counts, too.
    extraction::ExtractionThreshold threshold(settings.limits);
    if (const auto pending = store.extractions().pending(threadId)) {
        for (const Message &message : *pending)
            threshold.addUserMessage(message.content.size());
    }
    return thresholds.emplace(threadId, threshold).first->second;
}

void SignalService::Private::consider(const QString &threadId)
{
    using When = extraction::ExtractionSettings::When;
    const bool atOnce = settings.when == When::Always && extractor.isCostless();
    if (settings.when != When::Never && thresholdOf(threadId).isDue(clock.monotonic(), atOnce))
        enqueue(threadId);
}

void SignalService::Private::considerAll()
{
    const auto threads = store.extractions().threadsPending();
    if (!threads)
        return;
    for (const QString &threadId : *threads)
        consider(threadId);
    armRetry();
}

void SignalService::Private::enqueue(const QString &threadId)
{
    if (!queue.contains(threadId))
        queue.append(threadId);
    work();
}

void SignalService::Private::work()
{
    while (!isRunning && !queue.isEmpty())
        start(queue.takeFirst());
}

bool SignalService::Private::start(const QString &threadId)
{
    const auto pending = store.extractions().pending(threadId);
    if (!pending || pending->isEmpty())
        return false;
    auto before = store.messages().upTo(pending->first().id, contextMessages + 1);
    if (!before)
        return false;
    before->removeLast(); // the first pending one itself

    thresholdOf(threadId).started();
    isRunning = true;
    const QPointer<SignalService> guard(q);
    extractor.extract(sources(*pending), sources(*before),
        [guard, threadId, batch = *pending](const Expected<QList<extraction::FoundSignal>> &found) {
            if (guard)
                guard->d->take(threadId, batch, found);
        });
    return true;
}

void SignalService::Private::take(const QString &threadId, const QList<Message> &batch,
    const Expected<QList<extraction::FoundSignal>> &found)
{
    isRunning = false;
    extraction::ExtractionThreshold &threshold = thresholdOf(threadId);
    bool hasChanged = false;
    const auto thread = store.threads().find(threadId);
    if (thread && !*thread) {
        thresholds.erase(threadId); // deleted while it was being read
    } else if (!found) {
        qCWarning(signalsLog).noquote() << "An extraction failed:" << found.error().message;
        threshold.failed(clock.monotonic(), found.error().retryAfter.value_or(std::chrono::milliseconds{0}));
    } else if (const auto merged = merger.merge(batch, *found)) {
        threshold.succeeded();
        hasChanged = *merged;
    } else {
        qCWarning(signalsLog).noquote() << "Signals could not be stored:" << merged.error().message;
        threshold.failed(clock.monotonic());
    }
    armRetry();
    if (hasChanged)
        Q_EMIT q->changed(threadId);
    if (thresholds.contains(threadId))
        consider(threadId); // what was written while it ran
    work();
}

void SignalService::Private::armRetry()
{
    if (settings.when == extraction::ExtractionSettings::When::Never) {
        retryTimer.stop();
        return;
    }
    std::optional<std::chrono::milliseconds> earliest;
    for (const auto &[threadId, threshold] : thresholds) {
        if (threshold.failures() > 0 && threshold.pendingMessages() > 0 && !threshold.isRunning())
            earliest = std::min(earliest.value_or(threshold.retryAt()), threshold.retryAt());
    }
    if (!earliest) {
        retryTimer.stop();
        return;
    }
    const auto now = clock.monotonic();
    retryTimer.start(std::max(*earliest - now, std::chrono::milliseconds{1}));
}

Expected<Signal> SignalService::Private::change(
    const QString &id, const std::function<std::optional<QString>(Signal &)> &apply)
{
    auto found = store.foundSignals().find(id);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return tl::unexpected(store::notFound(SignalService::tr("There is no such signal.")));
    Signal signal = **found;
    if (const auto refusal = apply(signal))
        return tl::unexpected(store::refusal(*refusal));
    if (const auto updated = store.foundSignals().update(signal); !updated)
        return tl::unexpected(updated.error());
    Q_EMIT q->changed(signal.threadId);
    return signal;
}

SignalService::SignalService(
    store::Store &store, extraction::Extractor &extractor, const polling::Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, store, extractor, clock))
{
    connect(&d->retryTimer, &QTimer::timeout, this, [this] { d->considerAll(); });
    // What a previous run stored and did not get to read; after whoever made this has connected.
    QMetaObject::invokeMethod(
        this, [this] { d->considerAll(); }, Qt::QueuedConnection);
}

SignalService::~SignalService() = default;

Expected<Slice<Signal>> SignalService::list(const SignalQuery &query) const
{
    const auto thread = d->store.threads().find(query.threadId);
    if (!thread)
        return tl::unexpected(thread.error());
    if (!*thread)
        return tl::unexpected(store::notFound(tr("There is no such conversation.")));
    const store::SignalTable::Filter filter{
        .threadId = query.threadId, .type = query.type, .includeDismissed = query.includeDismissed};
    const auto total = d->store.foundSignals().count(filter);
    if (!total)
        return tl::unexpected(total.error());
    return d->store.foundSignals()
        .list(filter, query.offset, query.limit)
        .map([&](const QList<Signal> &items) { return Slice<Signal>{.total = *total, .items = items}; });
}

Expected<Signal> SignalService::dismiss(const QString &id)
{
    return d->change(id, [this](Signal &signal) -> std::optional<QString> {
        if (signal.isDismissed())
            return tr("This signal is already dismissed.");
        signal.dismissedAt = d->store.now();
        return std::nullopt;
    });
}

Expected<Signal> SignalService::undismiss(const QString &id)
{
    return d->change(id, [](Signal &signal) -> std::optional<QString> {
        if (!signal.isDismissed())
            return tr("This signal is not dismissed.");
        signal.dismissedAt.reset();
        return std::nullopt;
    });
}

Expected<Signal> SignalService::edit(const QString &id, const QString &text)
{
    const QString wording = text.trimmed();
    const QString normalized = extraction::normalizedText(wording);
    return d->change(id, [&](Signal &signal) -> std::optional<QString> {
        if (wording.isEmpty())
            return tr("The text of a signal may not be blank.");
        if (wording.size() > longestText)
            return tr("The text of a signal may have at most %1 characters.").arg(longestText);
        signal.text = wording;
        signal.normalizedText = normalized;
        return std::nullopt;
    });
}

Expected<Signal> SignalService::setStatus(const QString &id, protocol::SignalStatus status)
{
    return d->change(id, [status](Signal &signal) -> std::optional<QString> {
        signal.status = status;
        return std::nullopt;
    });
}

Expected<Signal> SignalService::setPinned(const QString &id, bool pinned)
{
    return d->change(id, [this, pinned](Signal &signal) -> std::optional<QString> {
        if (pinned != signal.pinnedAt.has_value())
            signal.pinnedAt = pinned ? std::optional(d->store.now()) : std::nullopt;
        return std::nullopt;
    });
}

void SignalService::setSettings(const extraction::ExtractionSettings &settings)
{
    if (d->settings == settings)
        return;
    d->settings = settings;
    for (auto &[threadId, threshold] : d->thresholds)
        threshold.setLimits(settings.limits);
    d->considerAll();
}

void SignalService::userMessageStored(const Message &message)
{
    if (message.role != protocol::Role::User)
        return;
    const auto known = d->thresholds.find(message.threadId);
    if (known != d->thresholds.end())
        known->second.addUserMessage(message.content.size()); // else it is counted from the store
    d->consider(message.threadId);
}

void SignalService::extractNow(const QString &threadId)
{
    d->enqueue(threadId);
}

} // namespace throughline::server::service
