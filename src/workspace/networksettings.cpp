#include "workspace/networksettings.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QSslConfiguration>
#include <QThreadPool>
#include <QUrl>

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::workspace {

namespace {

using Kind = ProxyChoice::Kind;

constexpr QLatin1StringView kindKey("proxy");
constexpr QLatin1StringView hostKey("host");
constexpr QLatin1StringView portKey("port");
constexpr QLatin1StringView userKey("user");
constexpr QLatin1StringView passwordKey("hasPassword");
constexpr QLatin1StringView authoritiesKey("authorities");

constexpr std::array<std::pair<Kind, QLatin1StringView>, 4> kindNames{
    {{Kind::System, QLatin1StringView("system")}, {Kind::None, QLatin1StringView("none")},
        {Kind::Http, QLatin1StringView("http")}, {Kind::Socks5, QLatin1StringView("socks5")}}};

/// Runs \a work on another thread, and \a then with what came of it here, if \a owner is still there.
template <typename Work, typename Then>
void elsewhere(NetworkSettings *owner, Work work, Then then)
{
    QThreadPool::globalInstance()->start([guard = QPointer<NetworkSettings>(owner), work, then] {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, then, result = work()] {
                if (guard)
                    then(result);
            },
            Qt::QueuedConnection);
    });
}

} // namespace

std::optional<ProxyAddress> ProxyAddress::fromText(const QString &text)
{
    QString rest = text.trimmed();
    if (const qsizetype scheme = rest.indexOf(QLatin1StringView("://")); scheme >= 0)
        rest = rest.sliced(scheme + 3);
    if (rest.endsWith(u'/'))
        rest.chop(1);
    const QUrl url(QStringLiteral("proxy://") + rest, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.port() <= 0 || !url.userInfo().isEmpty() ||
        !url.path().isEmpty() || url.hasQuery() || url.hasFragment())
        return std::nullopt;
    return ProxyAddress{.host = url.host(), .port = quint16(url.port())};
}

QString ProxyAddress::toText() const
{
    if (host.isEmpty())
        return {};
    return (host.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(host, QString::number(port));
}

NetworkSettings::NetworkSettings(secrets::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
{}

QString NetworkSettings::secretName(const ProxyChoice &choice)
{
    return QStringLiteral("proxy:%1@%2")
        .arg(choice.user, ProxyAddress{.host = choice.host, .port = choice.port}.toText());
}

void NetworkSettings::restore(const QByteArray &json)
{
    const QJsonObject stored = QJsonDocument::fromJson(json).object();
    ProxyChoice choice;
    for (const auto &[kind, name] : kindNames) {
        if (stored.value(kindKey).toString() == name)
            choice.kind = kind;
    }
    choice.host = stored.value(hostKey).toString();
    const int port = stored.value(portKey).toInt();
    choice.port = port > 0 && port <= 0xffff ? quint16(port) : quint16(0);
    choice.user = stored.value(userKey).toString();
    choice.hasPassword = stored.value(passwordKey).toBool() && !choice.user.isEmpty();
    if (!choice.isComplete())
        choice = {};
    m_proxy = choice;
    m_password.reset();
    // Asked for nothing, Qt would load the library for TLS all the same, and every start wait for it.
    const QByteArray pem = stored.value(authoritiesKey).toString().toLatin1();
    m_authorities = pem.isEmpty() ? QList<QSslCertificate>()
                                  : QSslCertificate::fromData(pem, QSsl::Pem).mid(0, mostAuthorities);
    if (!m_authorities.isEmpty() && !m_system)
        loadSystemAuthorities();
    apply();
}

QByteArray NetworkSettings::toJson() const
{
    QJsonObject stored;
    for (const auto &[kind, name] : kindNames) {
        if (m_proxy.kind == kind)
            stored.insert(kindKey, QString(name));
    }
    stored.insert(hostKey, m_proxy.host);
    stored.insert(portKey, m_proxy.port);
    stored.insert(userKey, m_proxy.user);
    stored.insert(passwordKey, m_proxy.hasPassword);
    QByteArray pem;
    for (const QSslCertificate &authority : m_authorities)
        pem += authority.toPem();
    stored.insert(authoritiesKey, QString::fromLatin1(pem));
    return QJsonDocument(stored).toJson(QJsonDocument::Compact);
}

void NetworkSettings::setProxy(const ProxyChoice &choice, const std::optional<QByteArray> &password)
{
    if (!choice.isComplete())
        return;
    ProxyChoice wanted = choice;
    // It belongs to whom it was given for: another address must not be told it.
    const bool isOther = secretName(wanted) != secretName(m_proxy);
    const bool hadPassword = m_proxy.hasPassword;
    const bool isGiven = password && !password->isEmpty() && !wanted.user.isEmpty();
    wanted.hasPassword = isGiven || (hadPassword && !isOther && !password && !wanted.user.isEmpty());
    if (wanted == m_proxy && !isGiven)
        return;
    if (hadPassword && (isOther || !wanted.hasPassword))
        forgetPassword();
    m_proxy = wanted;
    if (isGiven) {
        m_password = password;
        m_secrets.write(secretName(m_proxy), *password, this,
            [this](const tl::expected<secrets::Kept, secrets::SecretError> &kept) {
                if (kept && *kept == secrets::Kept::Always)
                    return;
                const QString why = kept ? m_secrets.whyNotPersistent() : kept.error().message;
                Q_EMIT problem(
                    tr("The password for the proxy is kept for this session only. %1").arg(why).trimmed());
            });
    }
    apply();
    Q_EMIT changed();
}

void NetworkSettings::forgetPassword()
{
    m_password.reset();
    m_secrets.remove(
        secretName(m_proxy), this, [this](const tl::expected<void, secrets::SecretError> &removed) {
            if (!removed)
                Q_EMIT problem(tr("The password for the proxy may still be in the keychain. %1")
                                   .arg(removed.error().message));
        });
}

/// The proxy is in force at once; its password as soon as it is known.
void NetworkSettings::apply()
{
    const int asked = ++m_asked;
    const bool isMissing = m_proxy.isManual() && m_proxy.hasPassword && !m_password;
    m_isAsking = isMissing;
    putInForce();
    noticeReady();
    if (!isMissing)
        return;
    m_secrets.read(secretName(m_proxy), this,
        [this, asked](const tl::expected<std::optional<QByteArray>, secrets::SecretError> &secret) {
            if (asked != m_asked)
                return;
            m_isAsking = false;
            if (secret && *secret) {
                m_password = **secret;
                putInForce();
            } else {
                Q_EMIT problem(
                    secret
                        ? tr("The password for the proxy is not in the keychain any more. Enter "
                             "it again in Settings › Network.")
                        : tr("The password for the proxy could not be read. %1").arg(secret.error().message));
            }
            noticeReady();
        });
}

void NetworkSettings::noticeReady()
{
    const bool wasReady = std::exchange(m_wasReady, isReady());
    if (!wasReady && m_wasReady)
        Q_EMIT ready();
}

void NetworkSettings::putInForce()
{
    net::ProxyOptions proxy;
    proxy.kind = m_proxy.kind;
    if (m_proxy.isManual()) {
        proxy.host = m_proxy.host;
        proxy.port = m_proxy.port;
        proxy.user = m_proxy.user;
        proxy.password = QString::fromUtf8(m_password.value_or(QByteArray()));
    }
    m_options.proxy = proxy;
    m_options.authorities = m_system ? m_authorities : QList<QSslCertificate>();
    m_options.systemAuthorities = m_options.authorities.isEmpty()
                                      ? QList<QSslCertificate>()
                                      : m_system.value_or(QList<QSslCertificate>());
    Q_EMIT optionsChanged();
}

void NetworkSettings::addAuthorities(const QString &path)
{
    // A file may be on a disk that is asleep, or far away.
    elsewhere(
        this, [path] { return net::trustableFromFile(path, QDateTime::currentDateTimeUtc()); },
        [this](const protocol::Expected<QList<QSslCertificate>> &read) { takeAuthorities(read); });
}

void NetworkSettings::loadSystemAuthorities()
{
    elsewhere(this, &QSslConfiguration::systemCaCertificates, [this](const QList<QSslCertificate> &system) {
        m_system = system;
        putInForce();
        noticeReady();
    });
}

void NetworkSettings::takeAuthorities(const protocol::Expected<QList<QSslCertificate>> &read)
{
    if (!read) {
        Q_EMIT authoritiesAdded(read.error().message);
        return;
    }
    QList<QSslCertificate> all = m_authorities;
    for (const QSslCertificate &authority : *read) {
        if (!all.contains(authority))
            all.append(authority);
    }
    if (all.size() > mostAuthorities) {
        Q_EMIT authoritiesAdded(tr("At most %n authorities can be added, and with this file there would be "
                                   "more. Choose a file with your organization's own.",
            nullptr, mostAuthorities));
        return;
    }
    if (all != m_authorities) {
        m_authorities = all;
        if (m_system)
            putInForce();
        else
            loadSystemAuthorities();
        m_wasReady = isReady();
        Q_EMIT changed();
    }
    Q_EMIT authoritiesAdded({});
}

void NetworkSettings::removeAuthority(const QSslCertificate &authority)
{
    if (m_authorities.removeAll(authority) == 0)
        return;
    putInForce();
    Q_EMIT changed();
    noticeReady();
}

} // namespace throughline::workspace
