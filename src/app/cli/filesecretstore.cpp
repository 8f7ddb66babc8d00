#include "app/cli/filesecretstore.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QSaveFile>

#include <utility>

namespace throughline::cli {

namespace {

using secrets::SecretError;

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 longestFile = qint64(1024) * 1024;
constexpr QLatin1StringView marker("throughline-secrets");

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

template <typename Done, typename Answer>
void later(QObject *store, QObject *context, Done done, Answer answer)
{
    QMetaObject::invokeMethod(
        context,
        [alive = QPointer<QObject>(store), done = std::move(done), answer = std::move(answer)] {
            if (alive)
                done(answer);
        },
        Qt::QueuedConnection);
}

} // namespace

FileSecretStore::FileSecretStore(const QString &path, QObject *parent)
    : SecretStore(parent)
    , m_path(path)
{}

bool FileSecretStore::isSuchAFile(const QByteArray &content)
{
    return QJsonDocument::fromJson(content).object().contains(marker);
}

SecretError FileSecretStore::error(const QString &sentence) const
{
    return {SecretError::Kind::Failed, sentence.arg(QDir::toNativeSeparators(m_path))};
}

tl::expected<FileSecretStore::Secrets, SecretError> FileSecretStore::load() const
{
    QFile file(m_path);
    if (!file.exists())
        return Secrets();
    if (isReadableByOthers(m_path))
        return tl::unexpected(error(
            tr("Others can read the file %1, so what is in it is no secret. Delete it, and log in again.")));
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(error(tr("The file %1 cannot be read.")));
    const QByteArray content = file.read(longestFile);
    if (content.isEmpty())
        return Secrets();
    if (!isSuchAFile(content))
        return tl::unexpected(error(tr("The file %1 is something else and is left as it is.")));
    Secrets secrets;
    const QJsonObject kept = QJsonDocument::fromJson(content).object().value(marker).toObject();
    for (auto each = kept.begin(); each != kept.end(); ++each)
        secrets.insert(each.key(), each.value().toString().toUtf8());
    return secrets;
}

tl::expected<void, SecretError> FileSecretStore::save(const Secrets &secrets) const
{
    QJsonObject kept;
    for (auto each = secrets.begin(); each != secrets.end(); ++each)
        kept.insert(each.key(), QString::fromUtf8(each.value()));
    const QByteArray content = QJsonDocument(QJsonObject{{marker, kept}}).toJson();
    QSaveFile file(m_path);
    // Nobody else may read it at any moment: the mode comes first, then the secret.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly) ||
        file.write(content) != content.size() || !file.commit() || !QFile::setPermissions(m_path, ownerOnly))
        return tl::unexpected(error(tr("The file %1 cannot be written.")));
    return {};
}

void FileSecretStore::read(const QString &name, QObject *context, Done<std::optional<QByteArray>> done)
{
    later(this, context, std::move(done),
        load().map([&name](const Secrets &secrets) -> std::optional<QByteArray> {
            const auto found = secrets.constFind(name);
            return found == secrets.cend() ? std::nullopt : std::optional(*found);
        }));
}

void FileSecretStore::write(
    const QString &name, const QByteArray &secret, QObject *context, Done<secrets::Kept> done)
{
    const auto saved = load().and_then([&](Secrets secrets) {
        secrets.insert(name, secret);
        return save(secrets);
    });
    later(this, context, std::move(done), saved.map([] { return secrets::Kept::Always; }));
}

void FileSecretStore::remove(const QString &name, QObject *context, Done<void> done)
{
    const auto saved = load().and_then([&](Secrets secrets) -> tl::expected<void, SecretError> {
        if (secrets.remove(name) == 0)
            return {};
        return save(secrets);
    });
    later(this, context, std::move(done), saved);
}

} // namespace throughline::cli
