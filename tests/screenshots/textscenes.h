#pragma once

#include "screenshots/stage.h"

namespace throughline::screenshots {

// What text looks like (see scenes()).
void everyKind(Stage &stage);
void code(Stage &stage);
void math(Stage &stage);
void footnotes(Stage &stage);
void longLines(Stage &stage);
void wideTable(Stage &stage);
void rightToLeft(Stage &stage);
void eastAsian(Stage &stage);

} // namespace throughline::screenshots
