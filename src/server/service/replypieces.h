#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace throughline::server::service {

/// UTF-16 units of one reply, thoughts and answer together: what a client reads of one reply (docs,
/// "Conventions"). One that goes on is ended there, so that a list with it in it can be read.
inline constexpr qsizetype longestReply = qsizetype(2) * 1024 * 1024;

/// UTF-8 bytes in one event. JSON may write six for one of them, and clients read 1 MiB of one event.
inline constexpr qsizetype largestPiece = qsizetype(128) * 1024;

struct ReplyPiece
{
    QString text;
    qint64 offset = 0; ///< UTF-8 bytes of the reply up to and including this piece
};

/// \a offset, or 0 when \a utf8 has no such offset: beyond its end, inside a character.
qint64 startingOffset(const QByteArray &utf8, qint64 offset);

/// What whoever holds \a fromOffset bytes of \a utf8 is missing, in pieces of at most largestPiece bytes that
/// end where characters do: all of it when there is no such offset, none when nothing is missing.
QList<ReplyPiece> missingPieces(const QByteArray &utf8, qint64 fromOffset);

} // namespace throughline::server::service
