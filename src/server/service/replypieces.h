#pragma once

#include "server/service/generationservice.h"

#include <QByteArray>
#include <QList>

namespace throughline::server::service {

/// UTF-16 units of one reply, thoughts and answer together: what a client reads of one reply (docs,
/// "Conventions"). One that goes on is ended there, so that a list with it in it can be read.
inline constexpr qsizetype longestReply = qsizetype(2) * 1024 * 1024;

/// UTF-8 bytes in one event. JSON may write six for one of them, and clients read 1 MiB of one event.
inline constexpr qsizetype largestPiece = qsizetype(128) * 1024;

/// \a offset, or 0 when \a utf8 has no such offset: beyond its end, inside a character.
qint64 startingOffset(const QByteArray &utf8, qint64 offset);

/// What a subscriber that has \a fromOffset bytes of \a reply is missing, as deltas of at most largestPiece
/// bytes that end where characters do: all of it when there is no such offset, none when nothing is missing.
QList<GenerationService::Published> missingPart(const QByteArray &reply, qint64 fromOffset);

/// The same of \a thoughts, while the reply's text is \a replySize bytes long.
QList<GenerationService::Published> missingThoughts(
    const QByteArray &thoughts, qint64 fromOffset, qint64 replySize);

} // namespace throughline::server::service
