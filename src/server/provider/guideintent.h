#pragma once

#include <QString>

namespace throughline::server::provider::guide {

/// What a message wants of the Guide itself. Most messages want nothing of it: they go on thinking.
enum class Intent { Think, SumUp, Explain, Greet, Thank };

Intent intentOf(const QString &message);

} // namespace throughline::server::provider::guide
