#include "sse/sseparser.h"

#include "sse/lineends.h"
#include "sse/utf8.h"

#include <limits>
#include <utility>

namespace throughline::sse {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);

/// Enough of a line to know its field: the longest names, "event" and "retry", and their colon.
constexpr qsizetype decidingLength = 6;

/// Shared by all events of the default type, so that they need no allocation of their own.
const QByteArray &defaultType()
{
    static const QByteArray type = QByteArrayLiteral("message");
    return type;
}

} // namespace

QString SseEvent::typeText() const
{
    return decodeUtf8(type);
}

QString SseEvent::dataText() const
{
    return decodeUtf8(data);
}

QString SseEvent::idText() const
{
    return decodeUtf8(id);
}

SseParser::SseParser(qsizetype eventLimit)
    : m_eventLimit(eventLimit)
{}

QList<SseEvent> SseParser::feed(QByteArrayView bytes)
{
    QList<SseEvent> events;
    feed(bytes, events);
    return events;
}

bool SseParser::feed(QByteArrayView bytes, QList<SseEvent> &events)
{
    if (m_error)
        return false;
    m_bytesFed += quint64(bytes.size());
    qsizetype start = skipByteOrderMark(bytes);
    m_bytesScanned += quint64(start);
    bytes = bytes.sliced(start);

    start = 0;
    LineEnds ends(bytes);
    for (qsizetype end = ends.next(); end < bytes.size() && !m_error; end = ends.next()) {
        const bool belongsToCarriageReturn = m_skipLineFeed && end == start && bytes[end] == '\n';
        m_skipLineFeed = bytes[end] == '\r';
        if (!belongsToCarriageReturn) {
            const QByteArrayView piece = bytes.sliced(start, end - start);
            if (m_lineIsOpen) {
                keepOpenLine(piece);
                if (!m_skipOpenLine && !m_error)
                    line(m_openLine, events);
                m_openLine.resize(0);
                m_lineIsOpen = m_skipOpenLine = false;
            } else {
                line(piece, events);
            }
        }
        start = end + 1;
    }
    m_bytesScanned += quint64(ends.loaded());

    if (start < bytes.size() && !m_error) {
        m_skipLineFeed = false;
        keepOpenLine(bytes.sliced(start));
    }
    return !m_error;
}

void SseParser::reset()
{
    m_error.reset();
    m_openLine.clear();
    m_lineIsOpen = m_skipOpenLine = m_skipLineFeed = false;
    m_byteOrderMark = 0;
    m_data.clear();
    m_hasData = false;
    m_type.clear();
    m_id = m_lastEventId;
}

/// Returns how many of \a bytes are part of the mark at the very start of the stream. What looked like the
/// mark and was not becomes the start of the first line.
qsizetype SseParser::skipByteOrderMark(QByteArrayView bytes)
{
    qsizetype used = 0;
    while (m_byteOrderMark < byteOrderMark.size() && used < bytes.size()) {
        if (bytes[used] != byteOrderMark[m_byteOrderMark]) {
            if (m_byteOrderMark > 0)
                keepOpenLine(byteOrderMark.first(m_byteOrderMark));
            m_byteOrderMark = int(byteOrderMark.size());
            break;
        }
        ++m_byteOrderMark;
        ++used;
    }
    return used;
}

SseParser::Line SseParser::split(QByteArrayView line)
{
    const auto match = [line](Field field, QByteArrayView name) -> Line {
        if (!line.startsWith(name))
            return {};
        QByteArrayView rest = line.sliced(name.size());
        if (rest.isEmpty())
            return {.field = field, .value = rest};
        if (rest.front() != ':')
            return {};
        rest = rest.sliced(1);
        return {.field = field, .value = rest.startsWith(' ') ? rest.sliced(1) : rest};
    };
    switch (line.front()) {
    case 'd':
        return match(Field::Data, "data");
    case 'e':
        return match(Field::Event, "event");
    case 'i':
        return match(Field::Id, "id");
    case 'r':
        return match(Field::Retry, "retry");
    default:
        return {};
    }
}

void SseParser::line(QByteArrayView line, QList<SseEvent> &events)
{
    if (line.isEmpty()) {
        dispatch(events);
        return;
    }
    const Line parts = split(line);
    if (!fits(parts))
        return;
    switch (parts.field) {
    case Field::Data:
        if (m_hasData) {
            m_data.append('\n');
            m_data.append(parts.value);
        } else {
            m_data = parts.value.toByteArray();
            m_hasData = true;
        }
        break;
    case Field::Event:
        if (m_recentType != parts.value)
            m_recentType = parts.value.toByteArray();
        m_type = m_recentType;
        break;
    case Field::Id:
        if (!parts.value.contains('\0'))
            m_id = parts.value.toByteArray();
        break;
    case Field::Retry:
        setRetry(parts.value);
        break;
    case Field::Ignored:
        break;
    }
}

void SseParser::dispatch(QList<SseEvent> &events)
{
    m_lastEventId = m_id;
    if (m_hasData) {
        events.append(SseEvent{.type = m_type.isEmpty() ? defaultType() : std::exchange(m_type, {}),
            .data = std::exchange(m_data, {}),
            .id = m_lastEventId});
        m_hasData = false;
    }
    m_type.clear();
}

void SseParser::setRetry(QByteArrayView value)
{
    if (value.isEmpty())
        return;
    constexpr qint64 longest = std::numeric_limits<qint64>::max();
    qint64 milliseconds = 0;
    for (const char digit : value) {
        if (digit < '0' || digit > '9')
            return;
        milliseconds = milliseconds > (longest - 9) / 10 ? longest : milliseconds * 10 + (digit - '0');
    }
    m_retry = std::chrono::milliseconds(milliseconds);
}

void SseParser::keepOpenLine(QByteArrayView piece)
{
    m_lineIsOpen = true;
    if (m_skipOpenLine || piece.isEmpty())
        return;
    m_openLine.append(piece);
    if (m_openLine.size() < decidingLength)
        return;
    const Line parts = split(m_openLine);
    if (parts.field == Field::Ignored) {
        m_skipOpenLine = true;
        m_openLine.resize(0);
    } else if (!fits(parts)) {
        m_openLine.clear();
    }
}

/// Whether there is room for \a line; if not, this is the end.
bool SseParser::fits(const Line &line)
{
    qsizetype size = line.value.size();
    if (line.field == Field::Ignored)
        return true;
    if (line.field == Field::Data && m_hasData)
        size += m_data.size() + 1;
    if (size <= m_eventLimit)
        return true;
    m_error = SseError{.kind = SseError::Kind::EventTooLarge, .limit = m_eventLimit};
    m_data.clear();
    return false;
}

} // namespace throughline::sse
