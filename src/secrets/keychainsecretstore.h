#pragma once

#include "secrets/secretstore.h"

#include <QHash>

#include <chrono>

namespace QKeychain {
class Job;
}

namespace throughline::secrets {

/// Secrets in the system's keychain: a Secret Service or KWallet on Linux, Keychain on macOS, the Credential
/// Store on Windows. Never in a file of this program, also not when there is no keychain.
///
/// A keychain that is missing, locked or refuses degrades to memory: what is written then can be read again
/// until the program ends, write() answers Kept::ThisSession, and whyNotPersistent() is a sentence. Every
/// request asks the keychain anew, so one that is unlocked later is used from then on. The keychain may ask
/// the user to unlock it, which takes as long as it takes, up to the limit.
class KeychainSecretStore final : public SecretStore
{
    Q_OBJECT

public:
    /// \a service: whose secrets these are, as the keychain's own window shows it. \a limit: how long the
    /// keychain may take for an answer.
    explicit KeychainSecretStore(const QString &service = QStringLiteral("Throughline"),
        std::chrono::milliseconds limit = std::chrono::minutes(2), QObject *parent = nullptr);

    void read(const QString &name, QObject *context, Done<std::optional<QByteArray>> done) override;
    void write(const QString &name, const QByteArray &secret, QObject *context, Done<Kept> done) override;
    void remove(const QString &name, QObject *context, Done<void> done) override;
    bool isPersistent() const override { return m_problem.isEmpty(); }
    QString whyNotPersistent() const override;

private:
    using Ended = std::function<void(const tl::expected<QKeychain::Job *, SecretError> &job)>;
    void start(QKeychain::Job *job, const QString &name, QObject *context, Ended ended);
    void notice(const std::optional<SecretError> &error);

    const QString m_service;
    const std::chrono::milliseconds m_limit;
    QHash<QString, QByteArray> m_session; ///< what the keychain did not take (yet)
    QString m_problem;
};

} // namespace throughline::secrets
