#pragma once

#include "polling/clock.h"
#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/extraction/extractionsettings.h"
#include "server/extraction/extractor.h"
#include "server/service/signalmerger.h"

#include <QDateTime>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <map>
#include <optional>

namespace throughline::server::store {
class Store;
}

namespace throughline::server::service {

/// What is still to be read in one thread, and how reading it goes.
struct ExtractionState
{
    int pendingMessages = 0;
    qint64 pendingCharacters = 0; ///< UTF-16 code units
    bool isReading = false;
    QString problem; ///< why it could not be read, a sentence; empty: nothing went wrong
    std::optional<QDateTime> retryAt;
};

/// Has what people write read for signals when it is due, one batch at a time, and stores what is found. What
/// is pending, and why it could not be read, is in the store: a restart forgets neither the messages nor the
/// wait. A batch that failed stays pending and is tried again later, or when somebody asks; nobody else reads
/// it in the place of the extractor. Owns the one timer of that. Service thread only.
class ExtractionQueue final : public QObject
{
    Q_OBJECT

public:
    ExtractionQueue(store::Store &store, extraction::Extractor &extractor, const polling::Clock &clock);

    /// In force at once. \a extractor must outlive its use; what the one before was reading is pending again,
    /// and what it failed at is not held against this one.
    void setExtractor(extraction::Extractor &extractor);
    void setSettings(const extraction::ExtractionSettings &settings);

    void userMessageStored(const protocol::Message &message);
    void extractNow(const QString &threadId);
    /// Looks at all that is pending.
    void considerAll();

    ExtractionState state(const QString &threadId);

Q_SIGNALS:
    void changed(const QString &threadId);
    /// A batch could not be read; the sentence says why. It stays pending.
    void failed(const QString &threadId, const QString &problem);

private:
    using Batch = QList<protocol::Message>;

    extraction::ExtractionThreshold &thresholdOf(const QString &threadId);
    void consider(const QString &threadId);
    void enqueue(const QString &threadId);
    void work();
    bool start(const QString &threadId);
    void take(const QString &threadId, const Batch &batch, bool isAll, const extraction::Extraction &read);
    void record(const QString &threadId, const Batch &batch, const extraction::Extraction &read);
    void fail(const QString &threadId, const protocol::ApiError &error);
    void armRetry();

    store::Store &m_store;
    extraction::Extractor *m_extractor;
    const polling::Clock &m_clock;
    SignalMerger m_merger;
    extraction::ExtractionSettings m_settings;
    std::map<QString, extraction::ExtractionThreshold> m_thresholds;
    QStringList m_queue; ///< threads to read next
    bool m_isRunning = false;
    int m_run = 0; ///< the newest; answers to older ones are void
    QTimer m_retryTimer;
};

} // namespace throughline::server::service
