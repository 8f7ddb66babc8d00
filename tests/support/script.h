#pragma once

#include "net/httptransport.h"

#include <QByteArray>
#include <QList>

#include <chrono>
#include <variant>

namespace throughline::test {

/// What a ScriptedServer does with one request, step by step: a small language whose sentences are built by
/// chaining. When the script is over the connection stays open for the next request, unless it was closed.
///
///     Script().streamHead().event("chunk", R"({"delta": "Hel"})").delay(20ms).reset()
class Script
{
public:
    using Milliseconds = std::chrono::milliseconds;

    struct Send
    {
        QByteArray bytes;
    };
    struct Delay
    {
        Milliseconds time;
    };
    struct Close ///< as a well-behaved peer does
    {};
    struct Reset ///< the connection is torn: RST
    {};
    struct Stall ///< nothing more, ever, with the connection open
    {};
    struct Endless ///< the same bytes for as long as the client takes them
    {
        QByteArray bytes;
        Milliseconds gap;
    };
    using Step = std::variant<Send, Delay, Close, Reset, Stall, Endless>;

    /// These very bytes.
    Script &send(const QByteArray &bytes);
    /// These bytes in pieces of \a size, each a packet of its own, with \a gap between them.
    Script &sendInPieces(const QByteArray &bytes, qsizetype size, Milliseconds gap = Milliseconds(0));
    Script &delay(Milliseconds time);
    Script &close();
    Script &reset();
    Script &stall();
    /// These bytes again and again, at once or with \a gap between them, until the client closes. They are
    /// made as they are taken: no more than a few hundred KiB of them ever wait. After 1 GiB the connection
    /// is torn, which no client should live to see.
    Script &endless(const QByteArray &bytes, Milliseconds gap = Milliseconds(0));

    /// A status line and these headers, and no others.
    Script &head(int status, const net::HeaderList &headers);
    /// A whole answer with its Content-Length.
    Script &answer(
        int status, const QByteArray &contentType, const QByteArray &body, net::HeaderList headers = {});
    Script &json(int status, const QByteArray &body, const net::HeaderList &headers = {});
    /// An answer whose Content-Length is not that of its body.
    Script &lie(int status, const QByteArray &body, qint64 announcedLength);

    /// A head after which chunk() and lastChunk() belong (chunked encoding).
    Script &chunkedHead(int status, const QByteArray &contentType, net::HeaderList headers = {});
    Script &chunk(const QByteArray &bytes);
    Script &lastChunk();

    /// The head of an event stream, chunked; then event(), raw chunk()s, and lastChunk() for a good end.
    Script &streamHead(const net::HeaderList &headers = {});
    Script &event(const QByteArray &name, const QByteArray &data, const QByteArray &id = {});

    const QList<Step> &steps() const { return m_steps; }

private:
    QList<Step> m_steps;
};

} // namespace throughline::test
