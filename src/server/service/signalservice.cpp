#include "server/service/signalservice.h"

#include "server/extraction/foldedtext.h"
#include "server/service/extractionqueue.h"
#include "server/service/signallinks.h"
#include "server/store/errors.h"
#include "server/store/store.h"

#include <functional>

namespace throughline::server::service {

namespace {

using protocol::Expected;
using protocol::Message;
using protocol::Signal;

constexpr int longestText = 2000;

} // namespace

class SignalService::Private
{
public:
    Private(
        SignalService *q, store::Store &store, extraction::Extractor &extractor, const polling::Clock &clock)
        : q(q)
        , store(store)
        , queue(store, extractor, clock)
        , links(store)
    {}

    Expected<Signal> change(const QString &id, const std::function<std::optional<QString>(Signal &)> &apply);
    /// \a refusal: what is said when \a apply had nothing to do.
    Expected<Signal> link(const QString &id, const std::function<Expected<bool>(const Signal &)> &apply,
        const QString &refusal);

    SignalService *q;
    store::Store &store;
    ExtractionQueue queue;
    SignalLinks links;
};

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
    const auto kept = store.inTransaction([&]() -> Expected<void> {
        if (auto updated = store.foundSignals().update(signal); !updated)
            return updated;
        // Another wording may say something else.
        return signal.text == (*found)->text ? Expected<void>() : links.findContradictions(signal);
    });
    if (!kept)
        return tl::unexpected(kept.error());
    Q_EMIT q->changed(signal.threadId);
    return links.completed(signal);
}

Expected<Signal> SignalService::Private::link(
    const QString &id, const std::function<Expected<bool>(const Signal &)> &apply, const QString &refusal)
{
    const auto found = store.foundSignals().find(id);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return tl::unexpected(store::notFound(SignalService::tr("There is no such signal.")));
    const auto applied = apply(**found);
    if (!applied)
        return tl::unexpected(applied.error());
    if (!*applied)
        return tl::unexpected(store::refusal(refusal));
    Q_EMIT q->changed((*found)->threadId);
    return links.completed(**found);
}

SignalService::SignalService(
    store::Store &store, extraction::Extractor &extractor, const polling::Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, store, extractor, clock))
{
    connect(&d->queue, &ExtractionQueue::changed, this, &SignalService::changed);
    connect(&d->queue, &ExtractionQueue::failed, this, &SignalService::extractionFailed);
    // What a previous run stored and did not get to read; after whoever made this has connected.
    QMetaObject::invokeMethod(&d->queue, &ExtractionQueue::considerAll, Qt::QueuedConnection);
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
    auto items = d->store.foundSignals().list(filter, query.offset, query.limit);
    if (!items)
        return tl::unexpected(items.error());
    for (Signal &item : *items) {
        auto completed = d->links.completed(item);
        if (!completed)
            return tl::unexpected(completed.error());
        item = *std::move(completed);
    }
    return Slice<Signal>{.total = *total, .items = *items};
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

Expected<Signal> SignalService::setSettled(const QString &id, const QString &otherId, bool isSettled)
{
    return d->link(
        id,
        [&](const Signal &) {
            return isSettled ? d->store.links().settle(id, otherId) : d->store.links().unsettle(id, otherId);
        },
        tr("These two signals are no such pair."));
}

Expected<Signal> SignalService::setEvidence(const QString &id, const QString &evidenceId, bool isLinked)
{
    return d->link(
        id,
        [&](const Signal &signal) {
            return isLinked ? d->links.addEvidence(signal, evidenceId)
                            : d->store.links().removeEvidence(id, evidenceId);
        },
        isLinked ? tr("This evidence is linked already.") : tr("This evidence is not linked."));
}

void SignalService::setExtractor(extraction::Extractor &extractor)
{
    d->queue.setExtractor(extractor);
}

void SignalService::setSettings(const extraction::ExtractionSettings &settings)
{
    d->queue.setSettings(settings);
}

void SignalService::userMessageStored(const Message &message)
{
    d->queue.userMessageStored(message);
}

void SignalService::extractNow(const QString &threadId)
{
    d->queue.extractNow(threadId);
}

ExtractionState SignalService::extractionState(const QString &threadId) const
{
    return d->queue.state(threadId);
}

Expected<Readings> SignalService::readings(const QString &threadId, int limit) const
{
    const auto totals = d->store.readings().totals(threadId);
    if (!totals)
        return tl::unexpected(totals.error());
    return d->store.readings().list(threadId, limit).map([&](const QList<store::Reading> &newest) {
        return Readings{.totals = *totals, .newest = newest};
    });
}

} // namespace throughline::server::service
