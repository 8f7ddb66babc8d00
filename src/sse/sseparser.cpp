#include "sse/sseparser.h"

#include "sse/utf8.h"

#include <cstring>
#include <limits>

namespace throughline::sse {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);

/// Enough of a line to know its field: the longest names, "event" and "retry", and their colon.
constexpr qsizetype decidingLength = 6;

constexpr QByteArrayView defaultType("message");

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

Q_ALWAYS_INLINE SseParser::Line SseParser::split(QByteArrayView line)
{
    // The comparison has a size known to the compiler, which makes it one instruction or two.
    const auto match = [line]<qsizetype Size>(Field field, const char(&name)[Size]) -> Line {
        constexpr qsizetype length = Size - 1;
        if (line.size() < length || std::memcmp(line.data(), name, size_t(length)) != 0)
            return {};
        if (line.size() == length)
            return {.field = field, .value = line.sliced(length)};
        if (line[length] != ':')
            return {};
        const bool space = line.size() > length + 1 && line[length + 1] == ' ';
        return {.field = field, .value = line.sliced(length + (space ? 2 : 1))};
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

/// Whether there is room for \a line; if not, this is the end.
Q_ALWAYS_INLINE bool SseParser::fits(const Line &line)
{
    qsizetype size = line.value.size();
    if (line.field == Field::Ignored)
        return true;
    if (line.field == Field::Data && m_data.isSet())
        size += m_data.size() + 1;
    if (size <= m_eventLimit)
        return true;
    m_error = SseError{.kind = SseError::Kind::EventTooLarge, .limit = m_eventLimit};
    m_data = {};
    return false;
}

/// Whether there is an event.
Q_ALWAYS_INLINE bool SseParser::dispatch(SseEventView &event)
{
    if (m_id.isSet()) {
        m_lastEventId.resize(0);
        m_lastEventId.append(m_id.view());
        m_id.unset();
    }
    const bool isEvent = m_data.isSet();
    if (isEvent) {
        event = {.type = m_type.size() > 0 ? m_type.view() : defaultType,
            .data = m_data.view(),
            .id = m_lastEventId};
        m_data.unset();
    }
    m_type.unset();
    return isEvent;
}

/// Whether \a line completes an event.
Q_ALWAYS_INLINE bool SseParser::line(QByteArrayView line, SseEventView &event)
{
    if (line.isEmpty())
        return dispatch(event);
    const Line parts = split(line);
    if (!fits(parts))
        return false;
    switch (parts.field) {
    case Field::Data:
        if (m_data.isSet())
            m_data.addLine(parts.value);
        else
            m_data.set(parts.value);
        break;
    case Field::Event:
        m_type.set(parts.value);
        break;
    case Field::Id:
        if (!parts.value.contains('\0'))
            m_id.set(parts.value);
        break;
    case Field::Retry:
        setRetry(parts.value);
        break;
    case Field::Ignored:
        break;
    }
    return false;
}

QList<SseEvent> SseParser::feed(QByteArrayView bytes)
{
    QList<SseEvent> events;
    feed(bytes, events);
    return events;
}

bool SseParser::feed(QByteArrayView bytes, QList<SseEvent> &events)
{
    begin(bytes);
    while (const auto event = next()) {
        events.append(SseEvent{
            .type = event->type.toByteArray(), .data = event->data.toByteArray(), .id = m_lastEventId});
    }
    return !m_error;
}

void SseParser::begin(QByteArrayView bytes)
{
    Q_ASSERT(m_start >= m_input.size());
    m_start = 0;
    m_input = {};
    if (!m_error) {
        m_bytesFed += quint64(bytes.size());
        m_start = skipByteOrderMark(bytes);
        if (m_carriageReturnBefore && bytes.startsWith('\n'))
            m_start = 1;
        if (!bytes.isEmpty())
            m_carriageReturnBefore = bytes.back() == '\r';
        m_bytesScanned += quint64(m_start);
        m_input = bytes.sliced(m_start);
        m_start = 0;
    }
    m_ends = LineEnds(m_input);
}

std::optional<SseEventView> SseParser::next()
{
    SseEventView event;
    while (!m_error) {
        const qsizetype end = m_ends.next();
        if (end >= m_input.size())
            break;
        const QByteArrayView piece = m_input.sliced(m_start, end - m_start);
        m_start = m_ends.after(end);
        if (m_lineIsOpen ? closeLine(piece, event) : line(piece, event))
            return event;
    }
    finishRead();
    return std::nullopt;
}

/// Copies what is needed later from bytes that go away now.
void SseParser::finishRead()
{
    m_bytesScanned += quint64(m_ends.loaded());
    m_ends = LineEnds();
    m_data.own();
    m_type.own();
    m_id.own();
    if (m_start < m_input.size() && !m_error)
        keepOpenLine(m_input.sliced(m_start));
    m_start = 0;
    m_input = {};
}

void SseParser::reset()
{
    m_error.reset();
    m_input = {};
    m_start = 0;
    m_ends = LineEnds();
    m_openLine.clear();
    m_lineIsOpen = m_skipOpenLine = m_carriageReturnBefore = false;
    m_byteOrderMark = 0;
    m_data = {};
    m_type = {};
    m_id = {};
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
    if (!m_lineIsOpen)
        m_openLine.resize(0);
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

/// The line is then in m_openLine, and stays there for as long as the rest of this read takes.
bool SseParser::closeLine(QByteArrayView piece, SseEventView &event)
{
    keepOpenLine(piece);
    const bool isEvent = !m_skipOpenLine && !m_error && line(m_openLine, event);
    m_lineIsOpen = m_skipOpenLine = false;
    return isEvent;
}

} // namespace throughline::sse
