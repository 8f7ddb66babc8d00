#include "server/provider/provider.h"

// Here so that the meta-objects of the interface are compiled once.
#include "moc_provider.cpp"
