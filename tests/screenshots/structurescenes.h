#pragma once

#include "screenshots/stage.h"

/// What Structure shows and says, and the map drawn from it.
namespace throughline::screenshots {

void map(Stage &stage); ///< two decisions, evidence that was linked, a contradiction, some that stand alone
void mapSelected(Stage &stage); ///< one of them selected
void mapEmpty(Stage &stage);
void mapLarge(Stage &stage);       ///< more than has room
void structureEmpty(Stage &stage); ///< and checking
void editing(Stage &stage);
void dismissed(Stage &stage);
void stopped(Stage &stage);
void paused(Stage &stage); ///< as it is for a moment when the window comes back
void foundNothing(Stage &stage);
void filtered(Stage &stage);
void filteredByWords(Stage &stage);
void ordered(Stage &stage);         ///< and about to be in another way
void saidOften(Stage &stage);       ///< with the menu of its places
void structureNarrow(Stage &stage); ///< as narrow as it can be made
void doubtful(Stage &stage);        ///< whose messages have changed, or whose words were not found
void newCards(Stage &stage);
void pairSelected(Stage &stage);  ///< what contradicts, to be settled, and evidence to be linked
void waitsToBeRead(Stage &stage); ///< a model did not answer
void readings(Stage &stage);      ///< which model read what
void keptHere(Stage &stage);      ///< by a server without capability "review"

} // namespace throughline::screenshots
