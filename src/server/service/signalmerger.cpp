#include "server/service/signalmerger.h"

#include "server/extraction/dedupekey.h"
#include "server/extraction/foldedtext.h"
#include "server/extraction/spanlocator.h"
#include "server/store/store.h"

#include <algorithm>
#include <vector>

namespace throughline::server::service {

namespace {

using protocol::Expected;
using protocol::Message;
using protocol::Signal;

store::Place placeOf(const Message &message, const QString &quote)
{
    const extraction::LocatedSpan span = extraction::SpanLocator().locate(message.content, quote);
    store::Place place{
        .span = {.messageId = message.id, .start = 0, .end = 0}, .quote = quote, .alignment = {}};
    place.alignment = span.alignment();
    if (place.alignment != protocol::Alignment::None) {
        place.span.start = static_cast<int>(span.start);
        place.span.end = static_cast<int>(span.end);
        place.quote = message.content.mid(span.start, span.end - span.start);
    }
    return place;
}

} // namespace

struct SignalMerger::Located
{
    extraction::FoundSignal found;
    QString threadId;
    qsizetype messageIndex = 0;
    store::Place place;
};

Expected<bool> SignalMerger::merge(const QList<Message> &batch, const QList<extraction::FoundSignal> &found)
{
    std::vector<Located> located;
    for (const extraction::FoundSignal &signal : found) {
        const auto message = std::find_if(batch.begin(), batch.end(),
            [&](const Message &candidate) { return candidate.id == signal.messageId; });
        const bool isWorthy =
            signal.confidence >= leastConfidence && signal.type != protocol::SignalType::Unknown;
        if (message == batch.end() || !isWorthy)
            continue;
        Located entry{.found = signal,
            .threadId = message->threadId,
            .messageIndex = message - batch.begin(),
            .place = placeOf(*message, signal.quote)};
        if (entry.found.text.trimmed().isEmpty())
            entry.found.text = entry.place.quote;
        entry.found.text = entry.found.text.simplified();
        if (!extraction::normalizedText(entry.found.text).isEmpty())
            located.push_back(std::move(entry));
    }
    // Lists are in the order in which things were said, whatever order they were found in.
    std::stable_sort(located.begin(), located.end(), [](const Located &a, const Located &b) {
        return a.messageIndex != b.messageIndex ? a.messageIndex < b.messageIndex
                                                : a.place.span.start < b.place.span.start;
    });
    return m_store.inTransaction([&]() -> Expected<bool> {
        bool hasChanged = false;
        for (const Located &entry : located) {
            auto merged = mergeOne(entry);
            if (!merged)
                return merged;
            hasChanged = hasChanged || *merged;
        }
        if (batch.isEmpty())
            return hasChanged;
        return m_store.extractions().markRead(batch.last().id).map([&hasChanged] { return hasChanged; });
    });
}

Expected<bool> SignalMerger::mergeOne(const Located &located)
{
    const extraction::FoundSignal &found = located.found;
    const QString key = extraction::dedupeKey(found.type, found.text);
    const QString normalized = extraction::normalizedText(found.text);
    const auto same = m_store.foundSignals().findSame(
        located.threadId, key, protocol::signalTypeName(found.type), normalized);
    if (!same)
        return tl::unexpected(same.error());
    if (*same) {
        Signal known = **same;
        auto added = m_store.foundSignals().addPlace(known.id, located.place);
        if (!added)
            return added;
        const bool isSurer = found.confidence > known.confidence;
        if (isSurer) {
            known.confidence = std::min(found.confidence, 1.0);
            if (const auto updated = m_store.foundSignals().update(known); !updated)
                return tl::unexpected(updated.error());
        }
        return (*added || isSurer) && !known.isDismissed();
    }

    Signal signal;
    signal.id = m_store.newId();
    signal.threadId = located.threadId;
    signal.type = found.type;
    signal.typeName = protocol::signalTypeName(found.type);
    signal.text = found.text;
    signal.normalizedText = normalized;
    signal.dedupeKey = key;
    signal.confidence = std::min(found.confidence, 1.0);
    signal.createdAt = m_store.now();
    if (const auto stored = m_store.foundSignals().insert(signal); !stored)
        return tl::unexpected(stored.error());
    if (const auto placed = m_store.foundSignals().addPlace(signal.id, located.place); !placed)
        return placed;
    return m_links.findContradictions(signal).map([] { return true; });
}

} // namespace throughline::server::service
