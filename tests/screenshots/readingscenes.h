#pragma once

#include "screenshots/stage.h"

/// What a reader does in a conversation, and what stands between its messages.
namespace throughline::screenshots {

void finding(Stage &stage); ///< words that are there several times
void findingNothing(Stage &stage);
void days(Stage &stage);         ///< over three days, the last reply came while nobody looked
void wrappedLines(Stage &stage); ///< the same code as in longLines(), broken
void scrolledLines(Stage &stage);
void nestedLists(Stage &stage);
void quotations(Stage &stage);
void contradiction(Stage &stage); ///< two constraints, one of them said twice
void linkAsked(Stage &stage);     ///< where it leads
void pictureAsked(Stage &stage);  ///< nothing is loaded yet
void pictureShown(Stage &stage);  ///< in its place
void branching(Stage &stage);     ///< another message after an earlier reply is being written

} // namespace throughline::screenshots
