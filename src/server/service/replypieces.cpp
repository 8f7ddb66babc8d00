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
    constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
    const QString text = QString::fromUtf8(utf8);
    return utf8.startsWith(byteOrderMark) ? QChar(QChar::ByteOrderMark) + text : text;
}

struct Piece
{
    QString text;
    qint64 offset = 0; ///< UTF-8 bytes of the whole up to and including this piece
};

QList<Piece> pieces(const QByteArray &utf8, qint64 fromOffset)
{
    QList<Piece> all;
    for (qsizetype begin = startingOffset(utf8, fromOffset); begin < utf8.size();) {
        qsizetype end = std::min(begin + largestPiece, utf8.size());
        while (isInsideCharacter(utf8, end))
            --end;
        all.append({.text = textOf(utf8.sliced(begin, end - begin)), .offset = end});
        begin = end;
    }
    return all;
}

} // namespace

qint64 startingOffset(const QByteArray &utf8, qint64 offset)
{
    return offset < 0 || offset > utf8.size() || isInsideCharacter(utf8, offset) ? 0 : offset;
}

QList<GenerationService::Published> missingPart(const QByteArray &reply, qint64 fromOffset)
{
    QList<GenerationService::Published> all;
    const QList<Piece> missing = pieces(reply, fromOffset);
    for (const Piece &piece : missing) {
        all.append({.event = protocol::StreamDelta{.text = piece.text, .offset = piece.offset},
            .offset = piece.offset});
    }
    return all;
}

QList<GenerationService::Published> missingThoughts(
    const QByteArray &thoughts, qint64 fromOffset, qint64 replySize)
{
    QList<GenerationService::Published> all;
    const QList<Piece> missing = pieces(thoughts, fromOffset);
    for (const Piece &piece : missing) {
        all.append({.event = protocol::StreamReasoning{.text = piece.text, .offset = piece.offset},
            .offset = replySize});
    }
    return all;
}

} // namespace throughline::server::service
