#include "sse/sseparser.h"

#include "sse/lineends.h"
#include "sse/utf8.h"

#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace throughline::sse {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);

/// Enough of a line to know its field: the longest names, "event" and "retry", and their colon.
constexpr qsizetype decidingLength = 6;

/// Types that streams are full of. These live in static storage, where copies need no allocation and, what
/// costs as much, count no references.
const auto &usualTypes()
{
    static const std::array types{QByteArrayLiteral("message"), QByteArrayLiteral("chunk"),
        QByteArrayLiteral("delta"), QByteArrayLiteral("start"), QByteArrayLiteral("done"),
        QByteArrayLiteral("error"), QByteArrayLiteral("ping")};
    return types;
}

QByteArray ownedType(QByteArrayView type)
{
    for (const QByteArray &usual : usualTypes()) {
        if (usual == type)
            return usual;
    }
    return type.toByteArray();
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
    if (line.field == Field::Data && m_hasData)
        size += m_data.size() + 1;
    if (size <= m_eventLimit)
        return true;
    m_error = SseError{.kind = SseError::Kind::EventTooLarge, .limit = m_eventLimit};
    m_data.clear();
    return false;
}

Q_ALWAYS_INLINE void SseParser::dispatch(QList<SseEvent> &events)
{
    if (m_hasId) {
        m_lastEventId = m_id;
        m_hasId = false;
    }
    if (m_hasData) {
        SseEvent &event = events.emplaceBack();
        QByteArray(m_hasType ? m_recentType : usualTypes().front()).swap(event.type);
        event.data.swap(m_data);
        QByteArray(m_lastEventId).swap(event.id);
        m_hasData = false;
    }
    m_hasType = false;
}

Q_ALWAYS_INLINE void SseParser::line(QByteArrayView line, QList<SseEvent> &events)
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
        if (parts.value.size() != m_recentType.size() ||
            std::memcmp(parts.value.data(), m_recentType.constData(), size_t(parts.value.size())) != 0)
            m_recentType = ownedType(parts.value);
        m_hasType = !parts.value.isEmpty();
        break;
    case Field::Id:
        if (!parts.value.contains('\0')) {
            m_id = parts.value.toByteArray();
            m_hasId = true;
        }
        break;
    case Field::Retry:
        setRetry(parts.value);
        break;
    case Field::Ignored:
        break;
    }
}

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
    const qsizetype mark = skipByteOrderMark(bytes);
    m_bytesScanned += quint64(mark);
    bytes = bytes.sliced(mark);
    if (bytes.isEmpty())
        return true;

    qsizetype start = 0;
    if (m_carriageReturnBefore && bytes.front() == '\n')
        start = 1;
    m_carriageReturnBefore = bytes.back() == '\r';
    bytes = bytes.sliced(start);
    m_bytesScanned += quint64(start);

    LineEnds ends(bytes);
    start = 0;
    while (!m_error) {
        const qsizetype end = ends.next();
        if (end >= bytes.size())
            break;
        const QByteArrayView piece = bytes.sliced(start, end - start);
        if (m_lineIsOpen)
            closeLine(piece, events);
        else
            line(piece, events);
        start = ends.after(end);
    }
    m_bytesScanned += quint64(ends.loaded());

    if (start < bytes.size() && !m_error)
        keepOpenLine(bytes.sliced(start));
    return !m_error;
}

void SseParser::reset()
{
    m_error.reset();
    m_openLine.clear();
    m_lineIsOpen = m_skipOpenLine = m_carriageReturnBefore = false;
    m_byteOrderMark = 0;
    m_data.clear();
    m_hasData = false;
    m_hasType = m_hasId = false;
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

void SseParser::closeLine(QByteArrayView piece, QList<SseEvent> &events)
{
    keepOpenLine(piece);
    if (!m_skipOpenLine && !m_error)
        line(m_openLine, events);
    m_openLine.resize(0);
    m_lineIsOpen = m_skipOpenLine = false;
}

} // namespace throughline::sse
