#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <optional>

/// Writes event streams that every conforming reader reads back as the same events. Pure functions; the
/// caller sends each result whole, in order.
namespace throughline::sse::SseWriter {

/// One event. A \a type that is empty or "message" is not written, being the default. Each CR, LF or CRLF in
/// \a data becomes a line of its own and is read back as LF. \a id: absent leaves the reader's last id as it
/// is, empty resets it. Line ends and NUL in \a type and \a id, which the format cannot carry, are left out.
QByteArray event(QByteArrayView type, QByteArrayView data, std::optional<QByteArrayView> id = std::nullopt);

/// A comment, which readers ignore; it keeps idle connections and proxies awake.
QByteArray comment(QByteArrayView text);

/// Asks readers to wait this long before they reconnect.
QByteArray retry(std::chrono::milliseconds delay);

} // namespace throughline::sse::SseWriter
