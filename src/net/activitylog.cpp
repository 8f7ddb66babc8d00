#include "net/activitylog.h"

#include "net/secretmask.h"

#include <algorithm>

namespace throughline::net {

namespace {

constexpr qsizetype longestEventData = qsizetype(2) * 1024;
constexpr qsizetype longestRequestBody = qsizetype(4) * 1024;
constexpr size_t mostEvents = 500;
constexpr std::chrono::milliseconds fixedTimer{3'000};

bool isSignalPoll(const HttpRequest &request)
{
    return request.method == "GET" && request.url.path().endsWith(QLatin1String("/api/signals/"));
}

/// At most \a length characters, never half of a surrogate pair.
QString shortened(const QString &text, qsizetype length)
{
    if (text.size() <= length)
        return text;
    const bool splitsPair = text[length - 1].isHighSurrogate();
    return text.left(splitsPair ? length - 1 : length) + QChar(0x2026);
}

} // namespace

ActivityLog::ActivityLog(const polling::Clock &clock, int capacity, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_capacity(std::size_t(std::max(1, capacity)))
    , m_began(clock.monotonic())
{}

qint64 ActivityLog::begin(const HttpRequest &request, const QString &correlationId)
{
    ActivityRecord record;
    record.id = m_nextId++;
    record.startedAt = m_clock.wall();
    record.startedMonotonic = m_clock.monotonic();
    record.method = request.method;
    record.url = maskedUrl(request.url);
    record.correlationId = correlationId;
    record.requestHeaders = maskedHeaders(request.headers);
    if (!isSignIn(request.url))
        record.requestBody = request.body.left(longestRequestBody);

    ++m_requests;
    if (isSignalPoll(request))
        ++m_polls;

    const qint64 id = record.id;
    if (const QByteArrayList secrets = secretsIn(request.headers); !secrets.isEmpty())
        m_secrets.insert(id, secrets);
    const bool full = m_records.size() >= m_capacity;
    if (full) {
        m_secrets.remove(m_records.front().id);
        m_records.pop_front();
    }
    m_records.push_back(std::move(record));
    if (full)
        Q_EMIT recordsRemoved();
    Q_EMIT recordAdded(id);
    return id;
}

void ActivityLog::headers(qint64 id, const HttpResponseHead &head)
{
    update(id, [&](ActivityRecord &record) {
        record.status = head.status;
        record.contentType = head.contentType();
        record.responseHeaders = maskedHeaders(head.headers);
        for (auto &[name, value] : record.responseHeaders)
            value = withoutSecrets(value, m_secrets.value(id));
        if (!head.correlationId.isEmpty())
            record.correlationId = head.correlationId;
    });
}

void ActivityLog::body(qint64 id, qint64 bytes)
{
    update(id, [bytes](ActivityRecord &record) { record.bodyBytes += bytes; });
}

void ActivityLog::event(qint64 id, const QString &event, const QString &data)
{
    update(id, [&](ActivityRecord &record) {
        record.events.push_back({.at = m_clock.monotonic() - record.startedMonotonic,
            .event = event,
            .data = withoutSecrets(shortened(data, longestEventData), m_secrets.value(id))});
        ++record.eventCount;
        if (record.events.size() > mostEvents)
            record.events.pop_front();
    });
}

void ActivityLog::finish(qint64 id, const QString &error)
{
    update(id, [&](ActivityRecord &record) {
        record.live = false;
        record.error = withoutSecrets(error, m_secrets.value(id));
    });
    m_secrets.remove(id);
}

const ActivityRecord *ActivityLog::find(qint64 id) const
{
    const auto at = std::lower_bound(m_records.begin(), m_records.end(), id,
        [](const ActivityRecord &record, qint64 wanted) { return record.id < wanted; });
    return at != m_records.end() && at->id == id ? &*at : nullptr;
}

ActivityLog::Totals ActivityLog::totals() const
{
    Totals totals;
    totals.elapsed = m_clock.monotonic() - m_began;
    totals.requests = m_requests;
    totals.polls = m_polls;
    totals.fixedTimerPolls = totals.elapsed / fixedTimer;
    return totals;
}

void ActivityLog::clear()
{
    if (std::erase_if(m_records, [](const ActivityRecord &record) { return !record.live; }) > 0)
        Q_EMIT recordsRemoved();
}

/// Changes a record that is still live; what a record says when it is finished stands.
template <typename Change>
void ActivityLog::update(qint64 id, const Change &change)
{
    auto *record = const_cast<ActivityRecord *>(find(id));
    if (!record || !record->live)
        return;
    change(*record);
    record->duration = m_clock.monotonic() - record->startedMonotonic;
    Q_EMIT recordChanged(id);
}

} // namespace throughline::net
