#include "secrets/sessionsecretstore.h"

#include <QPointer>

#include <utility>

namespace throughline::secrets {

namespace {

/// Calls \a done with \a answer from the event loop, while both still want it.
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

void SessionSecretStore::read(const QString &name, QObject *context, Done<std::optional<QByteArray>> done)
{
    const auto found = m_secrets.constFind(name);
    std::optional<QByteArray> secret;
    if (found != m_secrets.cend())
        secret = *found;
    later(this, context, std::move(done), tl::expected<std::optional<QByteArray>, SecretError>(secret));
}

void SessionSecretStore::write(
    const QString &name, const QByteArray &secret, QObject *context, Done<Kept> done)
{
    m_secrets.insert(name, secret);
    later(this, context, std::move(done), tl::expected<Kept, SecretError>(Kept::ThisSession));
}

void SessionSecretStore::remove(const QString &name, QObject *context, Done<void> done)
{
    m_secrets.remove(name);
    later(this, context, std::move(done), tl::expected<void, SecretError>());
}

QString SessionSecretStore::whyNotPersistent() const
{
    return tr("Keys and tokens are kept only until the program ends.");
}

} // namespace throughline::secrets
