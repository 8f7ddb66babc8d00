#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/extraction/extractor.h"
#include "server/service/signallinks.h"

namespace throughline::server::store {
class Store;
}

namespace throughline::server::service {

/// Puts what an extractor found into the store: locates each quote in its message, merges what is already
/// there (same type, same normalised text) and keeps every place. Never overwrites a wording, a status or a
/// dismissal.
class SignalMerger
{
public:
    static constexpr double leastConfidence = 0.5; ///< docs/extraction.md: weaker findings are not stored

    explicit SignalMerger(store::Store &store)
        : m_store(store)
        , m_links(store)
    {}

    /// \a batch: the user's messages that were read. What names another message, has no words or is too weak
    /// is passed over: an extractor may be a model. Everything is stored and the batch marked as read, or
    /// nothing. Says whether anything that is shown has changed.
    protocol::Expected<bool> merge(
        const QList<protocol::Message> &batch, const QList<extraction::FoundSignal> &found);

private:
    struct Located;
    protocol::Expected<bool> mergeOne(const Located &located);

    store::Store &m_store;
    SignalLinks m_links;
};

} // namespace throughline::server::service
