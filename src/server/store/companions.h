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

/// Makes an empty file that only its owner can read where there is none, and takes from others what they may
/// do with one that is there. SQLite fills it, and makes what it keeps beside it as private; its own files
/// are for everybody.
inline void makePrivate(const QString &path)
{
    constexpr auto ofOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    // ReadUser and the like stand for whoever asks and are not the file's.
    constexpr auto ofOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                              QFile::WriteOther | QFile::ExeOther;
    if (QFile file(path);
        file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return;
    const auto tighten = [](const QString &name) {
        const QFile::Permissions permissions = QFile::permissions(name);
        if (permissions & ofOthers)
            QFile::setPermissions(name, permissions & ofOwner);
    };
    tighten(path);
    for (const QLatin1StringView suffix : companionSuffixes)
        tighten(path + suffix);
}

} // namespace throughline::server::store
