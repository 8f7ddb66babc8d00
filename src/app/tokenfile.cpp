#include "app/tokenfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace throughline::app {

namespace {

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

bool isReadableByOthers(const QString &path)
{
#ifdef Q_OS_UNIX
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                          QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    return (QFile::permissions(path) & others) != QFile::Permissions();
#else
    Q_UNUSED(path); // the folder's access list decides there
    return false;
#endif
}

bool isToken(const QByteArray &text)
{
    constexpr qsizetype shortest = 32;
    constexpr qsizetype longest = 512;
    return text.size() >= shortest && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

} // namespace

std::optional<QByteArray> tokenFromFile(const QString &path)
{
    constexpr qint64 mostRead = 1024;
    QFile existing(path);
    if (!isReadableByOthers(path) && existing.open(QIODevice::ReadOnly)) {
        const QByteArray token = existing.read(mostRead).trimmed();
        if (isToken(token))
            return token;
    }
    return std::nullopt;
}

protocol::Expected<void> writeTokenFile(const QString &path, const QByteArray &token)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    // Nobody else may read it at any moment: the mode comes first, then the token.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly) ||
        file.write(token + '\n') != token.size() + 1 || !file.commit() ||
        !QFile::setPermissions(path, ownerOnly)) {
        protocol::ApiError error;
        error.kind = protocol::ApiError::Kind::Server;
        error.message = QCoreApplication::translate("TokenFile", "The token cannot be written to %1: %2.")
                            .arg(QDir::toNativeSeparators(path), file.errorString());
        return tl::unexpected(error);
    }
    return {};
}

} // namespace throughline::app
