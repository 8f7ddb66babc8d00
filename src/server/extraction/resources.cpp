#include "server/extraction/resources.h"

#include <QDir> // Q_INIT_RESOURCE

// Must be outside any namespace.
static void initialise()
{
    Q_INIT_RESOURCE(extraction);
}

namespace throughline::server::extraction {

void registerResources()
{
    initialise();
}

} // namespace throughline::server::extraction
