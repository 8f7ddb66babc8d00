#pragma once

#include <QString>

namespace throughline::app {

/// What QStandardPaths makes the data folder from: the same for every program, since they share their data.
inline QString programName()
{
    return QStringLiteral("Throughline");
}

} // namespace throughline::app
