#pragma once

#include "support/script.h"

#include <chrono>

/// Answers meant to exhaust whoever reads them. None is stored anywhere: each is made as it is taken.
namespace throughline::test {

inline constexpr qint64 tenGibibytes = qint64(10) * 1024 * 1024 * 1024;

inline Script hugeBody(const QByteArray &contentType)
{
    return Script()
        .head(200, {{"Content-Type", contentType}, {"Content-Length", QByteArray::number(tenGibibytes)}})
        .endless(QByteArray(64 * 1024, 'x'));
}

/// Zeros without end, about 160 of them for each byte on the wire.
inline Script gzipBomb(const QByteArray &contentType, int status = 200)
{
    // A member's head, then one block of fixed codes (RFC 1951, 3.2.6) that never ends: a literal 0 and from
    // there "258 more of the same", 13 bits each, which come out even every 13 bytes.
    const QByteArray start = QByteArray::fromHex("1f8b0800000000000003"
                                                 "6218");
    const QByteArray more = QByteArray::fromHex("05a360148c8251300a46c12818");
    return Script()
        .head(status, {{"Content-Type", contentType}, {"Content-Encoding", "gzip"}, {"Connection", "close"}})
        .send(start)
        .endless(more.repeated(1000));
}

inline Script endlessLine()
{
    return Script().streamHead().send("ffffffff\r\ndata: {\"delta\": \"").endless(QByteArray(64 * 1024, 'x'));
}

inline Script endlessComment()
{
    return Script().streamHead().send("ffffffff\r\n:").endless(QByteArray(64 * 1024, ' '));
}

inline Script endlessComments()
{
    const QByteArray comments = QByteArray(": still here\n\n").repeated(4096);
    return Script().streamHead().endless(
        QByteArray::number(comments.size(), 16) + "\r\n" + comments + "\r\n");
}

/// One byte, and later another.
inline Script trickle(std::chrono::milliseconds gap)
{
    return Script().streamHead().send("ffffffff\r\ndata: ").endless("x", gap);
}

} // namespace throughline::test
