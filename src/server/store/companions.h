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

/// Makes an empty file that only its owner can read where there is none. SQLite fills it, and makes what it
/// keeps beside it as private; its own files are for everybody.
inline void makePrivate(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace throughline::server::store
