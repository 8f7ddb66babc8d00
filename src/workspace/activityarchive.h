#pragma once

#include "net/activitylog.h"

#include <QByteArray>
#include <QList>

#include <functional>

namespace throughline::workspace {

/// \a records as an HTTP Archive (HAR 1.2), which the tools of browsers read; in the order given. Bodies of
/// answers are not in it, because none are kept; the events of a stream are under `_events`, an error under
/// `comment`. What was masked when it was recorded stays so. Any thread.
QByteArray httpArchive(const QList<net::ActivityRecord> &records);

/// Writes that to \a path, on another thread; an existing file is replaced when all of it is there. Then
/// \a done, on this thread if \a context is still there, with a sentence if it could not be written.
void saveHttpArchive(const QList<net::ActivityRecord> &records, const QString &path, QObject *context,
    std::function<void(const QString &problem)> done);

} // namespace throughline::workspace
