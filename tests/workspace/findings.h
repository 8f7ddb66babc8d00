#pragma once

#include "protocol/values.h"

namespace throughline::test {

/// A signal that was said in \a messageId, \a start characters from its beginning.
inline protocol::Signal finding(
    const QString &id, protocol::SignalType type, const QString &messageId = {}, int start = 0)
{
    protocol::Signal signal;
    signal.id = id;
    signal.type = type;
    signal.typeName = protocol::signalTypeName(type);
    signal.text = QStringLiteral("What %1 says").arg(id);
    signal.span = {.messageId = messageId, .start = start, .end = start + 5};
    return signal;
}

} // namespace throughline::test
