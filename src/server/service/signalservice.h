#pragma once

#include "polling/clock.h"
#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/service/chatservice.h"
#include "server/service/extractionqueue.h"
#include "server/store/readingtable.h"

#include <QObject>
#include <QString>

#include <memory>

namespace throughline::server::store {
class Store;
}

namespace throughline::server::service {

struct SignalQuery
{
    QString threadId;
    QString type; ///< the contract's name; empty: all
    bool includeDismissed = false;
    int offset = 0;
    int limit = 50;
};

struct Readings
{
    store::ReadingTable::Totals totals;
    QList<store::Reading> newest;
};

/// Finds, merges and keeps signals. Extracts when ExtractionSettings say so: after every user message with a
/// costless extractor, else when 500 characters or 5 user messages have accumulated; a failed extraction
/// keeps its batch and is retried with backoff. Service thread only.
class SignalService : public QObject
{
    Q_OBJECT

public:
    SignalService(store::Store &store, extraction::Extractor &extractor, const polling::Clock &clock,
        QObject *parent = nullptr);
    ~SignalService() override;

    /// Who reads from here on; see ExtractionQueue::setExtractor().
    void setExtractor(extraction::Extractor &extractor);
    /// In force at once: what is pending and due by them is read.
    void setSettings(const extraction::ExtractionSettings &settings);

    /// By sequence index.
    protocol::Expected<Slice<protocol::Signal>> list(const SignalQuery &query) const;

    protocol::Expected<protocol::Signal> dismiss(const QString &id);   ///< already so: Refused
    protocol::Expected<protocol::Signal> undismiss(const QString &id); ///< not so: Refused
    /// Never overwritten by a later extraction.
    protocol::Expected<protocol::Signal> edit(const QString &id, const QString &text);
    protocol::Expected<protocol::Signal> setStatus(const QString &id, protocol::SignalStatus status);
    protocol::Expected<protocol::Signal> setPinned(const QString &id, bool pinned);

    /// Whether the two contradict each other is settled, or open again. Refused when they are no such pair.
    protocol::Expected<protocol::Signal> setSettled(
        const QString &id, const QString &otherId, bool isSettled);
    /// Links \a evidenceId, of the same conversation, as evidence for the signal, or takes it off again.
    protocol::Expected<protocol::Signal> setEvidence(
        const QString &id, const QString &evidenceId, bool isLinked);

    /// A user's message was stored, streamed or not: counts it and extracts when it is time.
    void userMessageStored(const protocol::Message &message);
    /// Now, whatever the thresholds say.
    void extractNow(const QString &threadId);
    ExtractionState extractionState(const QString &threadId) const;
    /// Which model read what, and at what cost: the newest first, at most \a limit.
    protocol::Expected<Readings> readings(const QString &threadId, int limit) const;

Q_SIGNALS:
    void changed(const QString &threadId);
    /// What is pending there could not be read, and stays pending.
    void extractionFailed(const QString &threadId, const QString &problem);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::server::service
