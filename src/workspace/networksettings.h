#pragma once

#include "net/networkoptions.h"
#include "secrets/secretstore.h"

#include <QByteArray>
#include <QObject>

#include <optional>

namespace throughline::workspace {

/// The proxy as the person chose it; the password is elsewhere. Host, port and user stay when another kind is
/// chosen, for when one comes back.
struct ProxyChoice
{
    using Kind = net::ProxyOptions::Kind;
    Kind kind = Kind::System;
    QString host{};
    quint16 port = 0;
    QString user{}; ///< empty: without
    bool hasPassword = false;

    bool isManual() const { return kind == Kind::Http || kind == Kind::Socks5; }
    bool isComplete() const { return !isManual() || (!host.isEmpty() && port != 0); }
    bool operator==(const ProxyChoice &) const = default;
};

/// A proxy's address as people write it: "host:port", with or without a scheme before. Absent: it is none.
struct ProxyAddress
{
    QString host;
    quint16 port = 0;
    static std::optional<ProxyAddress> fromText(const QString &text);
    QString toText() const; ///< empty for an empty host
};

/// How other computers are reached: the proxy, and the certificate authorities that are trusted besides the
/// system's. The password of the proxy is in the keychain under the address and user it was given for, and is
/// forgotten when either changes. Main thread only; nothing blocks: files are read on another thread.
class NetworkSettings final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostAuthorities = 20;

    /// \a secrets must outlive this.
    explicit NetworkSettings(secrets::SecretStore &secrets, QObject *parent = nullptr);

    /// What toJson() gave; anything else is as if nothing had been set.
    void restore(const QByteArray &json);
    QByteArray toJson() const; ///< without the password

    /// What is in force. Without the password until the keychain has given it, and without the authorities
    /// until those of the system are loaded.
    const net::NetworkOptions &options() const { return m_options; }
    bool isReady() const { return !m_isAsking && (m_authorities.isEmpty() || m_system); }

    const ProxyChoice &proxy() const { return m_proxy; }
    /// In force at once if complete, else nothing changes. \a password: absent: as it was; empty: none.
    /// What \a choice says about having one is not looked at.
    void setProxy(const ProxyChoice &choice, const std::optional<QByteArray> &password = {});
    QString whyPasswordIsNotKept() const { return m_secrets.whyNotPersistent(); }

    const QList<QSslCertificate> &authorities() const { return m_authorities; }
    /// Adds what the PEM or DER file \a path holds, if all of it can be trusted; authoritiesAdded() follows.
    void addAuthorities(const QString &path);
    void removeAuthority(const QSslCertificate &authority);

    /// What the password for \a choice is called in the keychain.
    static QString secretName(const ProxyChoice &choice);

Q_SIGNALS:
    void changed();                                ///< to be kept and shown
    void optionsChanged();                         ///< to be put in force
    void ready();                                  ///< isReady() has become true
    void authoritiesAdded(const QString &problem); ///< a sentence; empty when all is well
    void problem(const QString &sentence);

private:
    void apply();
    void putInForce();
    void forgetPassword();
    void takeAuthorities(const protocol::Expected<QList<QSslCertificate>> &read);
    void loadSystemAuthorities();
    void noticeReady();

    secrets::SecretStore &m_secrets;
    ProxyChoice m_proxy;
    std::optional<QByteArray> m_password; ///< absent: none, or the keychain has not been asked
    QList<QSslCertificate> m_authorities;
    /// Absent until they are needed: it takes a tenth of a second.
    std::optional<QList<QSslCertificate>> m_system;
    net::NetworkOptions m_options;
    bool m_isAsking = false; ///< the keychain, for the password
    bool m_wasReady = true;
    int m_asked = 0; ///< the newest question to the keychain; answers to older ones are void
};

} // namespace throughline::workspace
