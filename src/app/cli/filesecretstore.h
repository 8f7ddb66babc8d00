#pragma once

#include "secrets/secretstore.h"

namespace throughline::cli {

/// Secrets in a file that its owner names and only its owner can read (mode 0600): for machines without a
/// keychain, when it is asked for. A file that is something else, or that others can read, is left alone.
class FileSecretStore final : public secrets::SecretStore
{
    Q_OBJECT

public:
    explicit FileSecretStore(const QString &path, QObject *parent = nullptr);

    /// Whether this is the beginning of such a file, and not of a server's own token.
    static bool isSuchAFile(const QByteArray &content);

    void read(const QString &name, QObject *context, Done<std::optional<QByteArray>> done) override;
    void write(
        const QString &name, const QByteArray &secret, QObject *context, Done<secrets::Kept> done) override;
    void remove(const QString &name, QObject *context, Done<void> done) override;
    bool isPersistent() const override { return true; }
    QString whyNotPersistent() const override { return {}; }

private:
    using Secrets = QMap<QString, QByteArray>;
    tl::expected<Secrets, secrets::SecretError> load() const;
    tl::expected<void, secrets::SecretError> save(const Secrets &secrets) const;
    secrets::SecretError error(const QString &sentence) const;

    const QString m_path;
};

} // namespace throughline::cli
