#pragma once

#include <QByteArrayView>
#include <QString>

namespace throughline::sse {

/// Decodes one finished value as the Encoding Standard's "UTF-8 decode without BOM" does: a leading U+FEFF is
/// kept, and each maximal broken sequence becomes one U+FFFD, never swallowing what follows it.
/// (QString::fromUtf8 strips the first and QStringDecoder, fed in pieces, loses the second.)
/// Give it whole values, never a piece of one.
QString decodeUtf8(QByteArrayView bytes);

} // namespace throughline::sse
