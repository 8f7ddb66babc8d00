#include "sse/ssewriter.h"

#include "sse/lineends.h"

namespace throughline::sse::SseWriter {

namespace {

void appendOneLine(QByteArray &out, QByteArrayView name, QByteArrayView value)
{
    out.append(name);
    for (const char byte : value) {
        if (byte != '\r' && byte != '\n' && byte != '\0')
            out.append(byte);
    }
    out.append('\n');
}

void appendLines(QByteArray &out, QByteArrayView name, QByteArrayView value)
{
    LineEnds ends(value);
    qsizetype start = 0;
    for (qsizetype end = ends.next();; end = ends.next()) {
        out.append(name);
        out.append(value.sliced(start, end - start));
        out.append('\n');
        if (end >= value.size())
            return;
        start = ends.after(end);
    }
}

} // namespace

QByteArray event(QByteArrayView type, QByteArrayView data, std::optional<QByteArrayView> id)
{
    QByteArray out;
    out.reserve(type.size() + data.size() + (id ? id->size() : 0) + 32);
    if (!type.isEmpty() && type != "message")
        appendOneLine(out, "event: ", type);
    if (id)
        appendOneLine(out, "id: ", *id);
    appendLines(out, "data: ", data);
    out.append('\n');
    return out;
}

QByteArray comment(QByteArrayView text)
{
    QByteArray out;
    appendLines(out, ": ", text);
    out.append('\n');
    return out;
}

QByteArray retry(std::chrono::milliseconds delay)
{
    return "retry: " + QByteArray::number(qint64(delay.count())) + "\n\n";
}

} // namespace throughline::sse::SseWriter
