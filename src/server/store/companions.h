#pragma once

#include <QFile>
#include <QString>

#include <array>

namespace throughline::server::store {

/// What SQLite keeps beside a file and is part of it.
inline constexpr std::array companionSuffixes{
    QLatin1StringView("-wal"), QLatin1StringView("-shm"), QLatin1StringView("-journal")};

inline void removeWithCompanions(const QString &path)
{
    QFile::remove(path);
    for (const QLatin1StringView suffix : companionSuffixes)
        QFile::remove(path + suffix);
}

} // namespace throughline::server::store
