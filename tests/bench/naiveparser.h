#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace throughline::bench {

/// A reader of event streams as it is written again and again: append to a buffer, search for an empty line
/// from the start, cut off what came before it, split that into lines. Knows no comments, no ids, no limits.
/// The yardstick for SseParser.
class NaiveParser
{
public:
    struct Event
    {
        QByteArray type;
        QByteArray data;
    };

    /// \a anyLineEnd: also accept CRLF and CR, by replacing them in the buffer first, as is usual.
    explicit NaiveParser(bool anyLineEnd)
        : m_anyLineEnd(anyLineEnd)
    {}

    QList<Event> feed(QByteArrayView bytes);

private:
    QByteArray m_buffer;
    bool m_anyLineEnd;
};

} // namespace throughline::bench
