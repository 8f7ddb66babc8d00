#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace throughline::protocol {

/// The text of `{"delta": "…"}`, which nearly all of a stream consists of, without building a document for
/// it. A U+FEFF is kept wherever it stands.
///
/// nullopt is not a verdict: anything else than this one field, and whatever is not strictly RFC 8259, is for
/// QJsonDocument to read or to refuse.
std::optional<QString> quickDelta(QByteArrayView json);

} // namespace throughline::protocol
