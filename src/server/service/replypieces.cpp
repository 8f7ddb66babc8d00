#include "server/service/replypieces.h"

#include <algorithm>

namespace throughline::server::service {

namespace {

bool isInsideCharacter(const QByteArray &utf8, qint64 offset)
{
    constexpr uchar continuationMask = 0xc0;
    constexpr uchar continuation = 0x80;
    return offset < utf8.size() && (static_cast<uchar>(utf8.at(offset)) & continuationMask) == continuation;
}

/// QString::fromUtf8() takes a byte order mark off the front; here it is a character like any other.
QString textOf(const QByteArray &utf8)
{
    static const QByteArray byteOrderMark("\xef\xbb\xbf");
    const QString text = QString::fromUtf8(utf8);
    return utf8.startsWith(byteOrderMark) ? QChar(QChar::ByteOrderMark) + text : text;
}

} // namespace

qint64 startingOffset(const QByteArray &utf8, qint64 offset)
{
    return offset < 0 || offset > utf8.size() || isInsideCharacter(utf8, offset) ? 0 : offset;
}

QList<ReplyPiece> missingPieces(const QByteArray &utf8, qint64 fromOffset)
{
    QList<ReplyPiece> pieces;
    for (qsizetype begin = startingOffset(utf8, fromOffset); begin < utf8.size();) {
        qsizetype end = std::min(begin + largestPiece, utf8.size());
        while (isInsideCharacter(utf8, end))
            --end;
        pieces.append({.text = textOf(utf8.sliced(begin, end - begin)), .offset = end});
        begin = end;
    }
    return pieces;
}

} // namespace throughline::server::service
