#pragma once

#include <QByteArray>
#include <QUuid>

namespace throughline::client {

/// For something that is to happen once: every attempt at it bears the same key.
inline QByteArray newIdempotencyKey()
{
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

} // namespace throughline::client
