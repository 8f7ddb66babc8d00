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

/// Takes from others what they may do with a file.
inline void closeToOthers(const QString &path)
{
    constexpr auto ofOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    // ReadUser and the like stand for whoever asks and are not the file's.
    constexpr auto ofOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                              QFile::WriteOther | QFile::ExeOther;
    const QFile::Permissions permissions = QFile::permissions(path);
    if (permissions & ofOthers)
        QFile::setPermissions(path, permissions & ofOwner);
}

/// Makes an empty file that only its owner can read where there is none, and closes one that is there, with
/// its companions, to others. SQLite fills it, and makes what it keeps beside it as private; its own files
/// are for everybody.
inline void makePrivate(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return;
    closeToOthers(path);
    for (const QLatin1StringView suffix : companionSuffixes)
        closeToOthers(path + suffix);
}

} // namespace throughline::server::store
