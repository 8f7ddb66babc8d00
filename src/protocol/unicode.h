#pragma once

#include <QString>

namespace throughline::protocol {

/// Half of a surrogate pair is no character and cannot be written as UTF-8: each becomes U+FFFD. The size
/// stays the same, and so does text that has none.
QString withoutHalvesOfPairs(QString text);

} // namespace throughline::protocol
