#pragma once

#include "screenshots/stage.h"

/// What was asked of the server and what it answered, as the Activity panel shows it.
namespace throughline::screenshots {

void activity(Stage &stage);         ///< a reply streams; its row is open
void activityEmpty(Stage &stage);    ///< nothing has been asked
void activityFiltered(Stage &stage); ///< and nothing is like what one looks for
void activityFailed(Stage &stage);   ///< what failed is open
void activityFinished(Stage &stage); ///< a reply that has come, with every kind of its events
void activityMasked(Stage &stage);   ///< signing in, and what is sent afterwards
void activityOffline(Stage &stage);  ///< nothing answers
void live(Stage &stage);             ///< kept live by a server that pushes

} // namespace throughline::screenshots
