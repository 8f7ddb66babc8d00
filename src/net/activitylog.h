#pragma once

#include "net/httptransport.h"
#include "polling/clock.h"

#include <QByteArrayList>
#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QString>

#include <chrono>
#include <deque>

namespace throughline::net {

/// One server-sent event as it arrived.
struct ActivityEvent
{
    std::chrono::milliseconds at{0}; ///< since the request was sent
    QString event;
    QString data; ///< shortened to 2 KiB
    bool operator==(const ActivityEvent &) const = default;
};

/// One request, as a browser's network tab would show it. Headers that carry secrets are masked before they
/// get here.
struct ActivityRecord
{
    qint64 id = 0;
    QDateTime startedAt; ///< UTC
    std::chrono::milliseconds startedMonotonic{0};
    std::chrono::milliseconds duration{0}; ///< so far, while live
    QByteArray method;
    QUrl url;
    int status = 0; ///< 0 until headers arrive, and when none did
    QByteArray contentType;
    qint64 bodyBytes = 0; ///< received
    bool live = true;
    QString error; ///< a sentence; empty when it went well
    QString correlationId;
    HeaderList requestHeaders;
    HeaderList responseHeaders;
    QByteArray requestBody;           ///< shortened to 4 KiB; never of a sign-in request
    std::deque<ActivityEvent> events; ///< the newest 500
    qint64 eventCount = 0;
};

/// The newest requests (bounded), for the Activity panel and for `throughline-cli watch`. Main thread only.
///
/// Never shows a secret: Authorization, Cookie, Set-Cookie and key headers are masked on entry, so is what a
/// server repeats of those that were sent to it, and the bodies of sign-in requests are not kept.
class ActivityLog : public QObject
{
    Q_OBJECT

public:
    explicit ActivityLog(const polling::Clock &clock, int capacity = 500, QObject *parent = nullptr);

    qint64 begin(const HttpRequest &request, const QString &correlationId);
    void headers(qint64 id, const HttpResponseHead &head);
    void body(qint64 id, qint64 bytes);
    using QObject::event; // which the one below must not hide
    void event(qint64 id, const QString &event, const QString &data);
    void finish(qint64 id, const QString &error = {});

    const std::deque<ActivityRecord> &records() const { return m_records; } ///< oldest first
    const ActivityRecord *find(qint64 id) const;

    /// Since the log began: every request, those that were signal polls, and what a fixed 3 s timer would
    /// have made.
    struct Totals
    {
        std::chrono::milliseconds elapsed{0};
        qint64 requests = 0;
        qint64 polls = 0;
        qint64 fixedTimerPolls = 0;
    };
    Totals totals() const;

    /// Forgets every finished record; totals go on.
    void clear();

Q_SIGNALS:
    void recordAdded(qint64 id);
    void recordChanged(qint64 id);
    void recordsRemoved(); ///< old ones fell out, or clear()

private:
    template <typename Change>
    void update(qint64 id, const Change &change);

    const polling::Clock &m_clock;
    const std::size_t m_capacity;
    const std::chrono::milliseconds m_began;
    std::deque<ActivityRecord> m_records;
    QHash<qint64, QByteArrayList> m_secrets; ///< what each live request was sent with
    qint64 m_nextId = 1;
    qint64 m_requests = 0;
    qint64 m_polls = 0;
};

} // namespace throughline::net
