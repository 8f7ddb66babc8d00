#include "server/extraction/resources.h"

#include <QDir>
#include <QtGlobal>

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
