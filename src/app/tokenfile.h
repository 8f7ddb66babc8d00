#pragma once

#include "protocol/apierror.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace throughline::app {

/// The bearer token in the file \a path, so that clients find their way back after a restart. None where
/// there is none, or where others could have read it.
std::optional<QByteArray> tokenFromFile(const QString &path);

/// Keeps \a token in the file \a path, which only its owner can read (mode 0600). Errors: a sentence that
/// says what is wrong with the file.
protocol::Expected<void> writeTokenFile(const QString &path, const QByteArray &token);

} // namespace throughline::app
