#pragma once

#include "protocol/apierror.h"

#include <QByteArray>
#include <QString>

namespace throughline::app {

/// The bearer token in the file \a path, which only its owner can read (mode 0600). A token that is there is
/// kept, so that clients find their way back after a restart, unless others could have read it; else a new
/// one of 256 bits is written. Errors: a sentence that says what is wrong with the file.
protocol::Expected<QByteArray> tokenFromFile(const QString &path);

} // namespace throughline::app
