#pragma once

#include "protocol/values.h"

namespace throughline::server::extraction {

/// The key under which signals of a thread are merged: the type and the normalised text. Of fixed length,
/// whatever the text; equal keys mean equal type and text for every practical purpose (SHA-256).
QString dedupeKey(protocol::SignalType type, QStringView text);

} // namespace throughline::server::extraction
