#pragma once

#include "protocol/values.h"

#include <QString>

namespace throughline::ui {

/// What people call a type: one of them ("Decision") and many ("Decisions"). \a serverName stands for types
/// this program does not know.
QString typeName(protocol::SignalType type, const QString &serverName);
QString typeNamePlural(protocol::SignalType type, const QString &serverName);

} // namespace throughline::ui
