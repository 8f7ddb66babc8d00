#pragma once

#include "sse/heldvalue.h"
#include "sse/lineends.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace throughline::sse {

/// One event of an event stream. The values are UTF-8 as they were sent, possibly broken; decode a value
/// once, when it is shown, with the functions below. JSON parsers take \c data as it is.
struct SseEvent
{
    QByteArray type{}; ///< "message" when the stream named none
    QByteArray data{}; ///< lines joined with LF
    QByteArray id{};   ///< the last event id as of this event

    QString typeText() const;
    QString dataText() const;
    QString idText() const;
    bool operator==(const SseEvent &) const = default;
};

/// The same in the parser's memory, or in that of the bytes it was given.
struct SseEventView
{
    QByteArrayView type{};
    QByteArrayView data{};
    QByteArrayView id{};
};

/// Why a parser gave up.
struct SseError
{
    enum class Kind {
        EventTooLarge, ///< one event's data, or one line, is longer than the limit
    };
    Kind kind = Kind::EventTooLarge;
    qsizetype limit = 0; ///< bytes
    bool operator==(const SseError &) const = default;
};

/// Server-sent events from bytes that come in any pieces (WHATWG HTML, section 9.2.6, "Interpreting an event
/// stream"): the same events whatever the pieces, each as soon as its blank line is there, also when lines
/// end in a lone CR. Lines are framed on bytes, in linear time, each byte looked at once.
///
/// An event that the stream does not finish is dropped with its id. Memory stays below about twice the limit:
/// comments and unknown fields are not kept, and what is too long is an error, after which the parser
/// ignores everything until reset(). It never decodes text and never throws. A plain value: copy it to fork
/// it.
class SseParser
{
public:
    static constexpr qsizetype defaultEventLimit = qsizetype(1024) * 1024;

    /// \a eventLimit: the most bytes of data in one event, and of value in one line.
    explicit SseParser(qsizetype eventLimit = defaultEventLimit);

    /// Appends to \a events those that \a bytes completes; what came before an error is delivered too.
    /// Returns false from the first error on.
    bool feed(QByteArrayView bytes, QList<SseEvent> &events);
    QList<SseEvent> feed(QByteArrayView bytes);

    /// The same one by one, without copies: begin(), then next() until there is none. The bytes must stay
    /// until then. What next() returns is valid until it is called again.
    void begin(QByteArrayView bytes);
    std::optional<SseEventView> next();

    const std::optional<SseError> &error() const { return m_error; }

    /// The id to resume after: that of the last block that was completed, with or without data.
    const QByteArray &lastEventId() const { return m_lastEventId; }
    /// The reconnection time the stream asked for.
    std::optional<std::chrono::milliseconds> retry() const { return m_retry; }

    /// Ready for a new connection: forgets the unfinished event and the error, keeps lastEventId() and
    /// retry().
    void reset();

    quint64 bytesFed() const { return m_bytesFed; }
    /// Bytes loaded to find line ends. It equals bytesFed() as long as nothing is searched twice.
    quint64 bytesScanned() const { return m_bytesScanned; }

private:
    enum class Field { Data, Event, Id, Retry, Ignored };
    struct Line
    {
        Field field = Field::Ignored;
        QByteArrayView value;
    };
    static Line split(QByteArrayView line);

    qsizetype skipByteOrderMark(QByteArrayView bytes);
    bool line(QByteArrayView line, SseEventView &event);
    bool dispatch(SseEventView &event);
    void setRetry(QByteArrayView value);
    void keepOpenLine(QByteArrayView piece);
    bool closeLine(QByteArrayView piece, SseEventView &event);
    void finishRead();
    bool fits(const Line &line);

    qsizetype m_eventLimit;
    std::optional<SseError> m_error;

    QByteArrayView m_input; ///< the bytes of this read
    qsizetype m_start = 0;  ///< where in it the next line begins
    LineEnds m_ends;

    QByteArray m_openLine;     ///< the line that has not ended yet, or the last one that went over two reads
    bool m_lineIsOpen = false; ///< m_openLine, or an ignored line, goes on
    bool m_skipOpenLine = false;
    bool m_carriageReturnBefore = false; ///< the last byte was CR: an LF now belongs to it
    int m_byteOrderMark = 0;             ///< bytes of it seen; 3 once the start of the stream is behind us

    HeldValue m_data;
    HeldValue m_type;
    HeldValue m_id;
    QByteArray m_lastEventId;
    std::optional<std::chrono::milliseconds> m_retry;

    quint64 m_bytesFed = 0;
    quint64 m_bytesScanned = 0;
};

} // namespace throughline::sse
