#include "bench/naiveparser.h"

namespace throughline::bench {

QList<NaiveParser::Event> NaiveParser::feed(QByteArrayView bytes)
{
    m_buffer.append(bytes);
    if (m_anyLineEnd) {
        m_buffer.replace("\r\n", "\n");
        m_buffer.replace('\r', '\n');
    }
    QList<Event> events;
    for (qsizetype end = m_buffer.indexOf("\n\n"); end >= 0; end = m_buffer.indexOf("\n\n")) {
        const QByteArray block = m_buffer.left(end);
        m_buffer = m_buffer.mid(end + 2);
        Event event;
        const QList<QByteArray> lines = block.split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith("event:"))
                event.type = line.mid(6).trimmed();
            else if (line.startsWith("data:"))
                event.data += line.mid(5).trimmed();
        }
        events.append(event);
    }
    return events;
}

} // namespace throughline::bench
