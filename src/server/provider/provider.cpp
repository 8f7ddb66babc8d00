#include "server/provider/provider.h"

// The interface has no code of its own; its meta-objects are compiled with this file.
