#pragma once

#include "screenshots/stage.h"

/// What a model thinks, and its waiting.
namespace throughline::screenshots {

void thinking(Stage &stage);     ///< closed, while it grows
void thoughts(Stage &stage);     ///< open, of a finished reply
void loadingModel(Stage &stage); ///< nothing comes yet, and why

} // namespace throughline::screenshots
