#pragma once

#include "secrets/secretstore.h"

#include <QHash>

namespace throughline::secrets {

/// Secrets in memory, gone with the program.
class SessionSecretStore final : public SecretStore
{
    Q_OBJECT

public:
    using SecretStore::SecretStore;

    void read(const QString &name, QObject *context, Done<std::optional<QByteArray>> done) override;
    void write(const QString &name, const QByteArray &secret, QObject *context, Done<Kept> done) override;
    void remove(const QString &name, QObject *context, Done<void> done) override;
    bool isPersistent() const override { return false; }
    QString whyNotPersistent() const override;

private:
    QHash<QString, QByteArray> m_secrets;
};

} // namespace throughline::secrets
