#include "support/script.h"

#include "sse/ssewriter.h"

namespace throughline::test {

namespace {

QPair<QByteArray, QByteArray> header(const QByteArray &name, const QByteArray &value)
{
    return {name, value};
}

QByteArray reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 304:
        return "Not Modified";
    case 404:
        return "Not Found";
    default:
        return "Scripted";
    }
}

} // namespace

Script &Script::send(const QByteArray &bytes)
{
    m_steps.append(Send{bytes});
    return *this;
}

Script &Script::sendInPieces(const QByteArray &bytes, qsizetype size, Milliseconds gap)
{
    for (qsizetype at = 0; at < bytes.size(); at += size) {
        send(bytes.mid(at, size));
        if (at + size < bytes.size())
            delay(gap);
    }
    return *this;
}

Script &Script::delay(Milliseconds time)
{
    m_steps.append(Delay{time});
    return *this;
}

Script &Script::close()
{
    m_steps.append(Close{});
    return *this;
}

Script &Script::reset()
{
    m_steps.append(Reset{});
    return *this;
}

Script &Script::stall()
{
    m_steps.append(Stall{});
    return *this;
}

Script &Script::endless(const QByteArray &bytes, Milliseconds gap)
{
    m_steps.append(Endless{bytes, gap});
    return *this;
}

Script &Script::head(int status, const net::HeaderList &headers)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status) + "\r\n";
    for (const auto &[name, value] : headers)
        bytes += name + ": " + value + "\r\n";
    return send(bytes + "\r\n");
}

Script &Script::answer(
    int status, const QByteArray &contentType, const QByteArray &body, net::HeaderList headers)
{
    if (!contentType.isEmpty())
        headers.append(header("Content-Type", contentType));
    if (status != 204 && status != 304)
        headers.append(header("Content-Length", QByteArray::number(body.size())));
    head(status, headers);
    return body.isEmpty() ? *this : send(body);
}

Script &Script::json(int status, const QByteArray &body, const net::HeaderList &headers)
{
    return answer(status, "application/json", body, headers);
}

Script &Script::lie(int status, const QByteArray &body, qint64 announcedLength)
{
    head(status,
        {{"Content-Type", "application/json"}, {"Content-Length", QByteArray::number(announcedLength)}});
    return send(body);
}

Script &Script::chunkedHead(int status, const QByteArray &contentType, net::HeaderList headers)
{
    headers.append(header("Content-Type", contentType));
    headers.append(header("Transfer-Encoding", "chunked"));
    return head(status, headers);
}

Script &Script::chunk(const QByteArray &bytes)
{
    return send(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
}

Script &Script::lastChunk()
{
    return send("0\r\n\r\n");
}

Script &Script::streamHead(const net::HeaderList &headers)
{
    return chunkedHead(200, "text/event-stream", headers + net::HeaderList{{"Cache-Control", "no-cache"}});
}

Script &Script::event(const QByteArray &name, const QByteArray &data, const QByteArray &id)
{
    return chunk(
        sse::SseWriter::event(name, data, id.isEmpty() ? std::nullopt : std::optional<QByteArrayView>(id)));
}

} // namespace throughline::test
