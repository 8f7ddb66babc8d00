#include "workspace/teamservers.h"

#include "workspace/serveraddress.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace throughline::workspace {

namespace {

constexpr QLatin1StringView teamAddressKey("address");
constexpr QLatin1StringView emailKey("email");
constexpr QLatin1StringView plainKey("allowPlainHttp");

} // namespace

QString originOf(const QUrl &address)
{
    const int port = address.port(address.scheme() == QLatin1StringView("https") ? 443 : 80);
    return QStringLiteral("%1://%2:%3").arg(address.scheme(), address.host()).arg(port);
}

QString teamServerId(const QUrl &address, const QString &email)
{
    return QStringLiteral("%1 at %2").arg(email.trimmed().toLower(), originOf(address));
}

QUrl teamAddress(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    const bool hasScheme = text.contains(QLatin1StringView("://"));
    const QUrl url(hasScheme ? text : QStringLiteral("https://") + text, QUrl::StrictMode);
    if (!isServerAddress(url))
        return {};
    QUrl address = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    if (address.path() == QLatin1StringView("/"))
        address.setPath({});
    return address;
}

QByteArray toJson(const QList<TeamServer> &servers)
{
    QJsonArray list;
    for (const TeamServer &server : servers) {
        list.append(QJsonObject{{teamAddressKey, server.address.toString(QUrl::FullyEncoded)},
            {emailKey, server.email}, {plainKey, server.allowPlainHttp}});
    }
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}

QList<TeamServer> teamServersFromJson(const QByteArray &json)
{
    QList<TeamServer> servers;
    const QJsonArray list = QJsonDocument::fromJson(json).array();
    for (const auto &value : list) {
        const QJsonObject object = value.toObject();
        const QUrl address(object.value(teamAddressKey).toString(), QUrl::StrictMode);
        const QString email = object.value(emailKey).toString();
        const TeamServer server{.id = teamServerId(address, email),
            .address = address,
            .email = email,
            .allowPlainHttp = object.value(plainKey).toBool()};
        const bool isKnown = std::any_of(servers.cbegin(), servers.cend(),
            [&server](const TeamServer &other) { return other.id == server.id; });
        if (!isKnown && isServerAddress(address))
            servers.append(server);
    }
    return servers;
}

TeamServers::TeamServers(QObject *parent)
    : QObject(parent)
{
    connect(this, &TeamServers::signedIn, this, [this](const QString &id) { m_failures.remove(id); });
    connect(this, &TeamServers::failed, this,
        [this](const QString &id, const QString &sentence) { m_failures.insert(id, sentence); });
}

const TeamServer *TeamServers::find(const QString &id) const
{
    const QList<TeamServer> &list = servers();
    const auto found =
        std::find_if(list.cbegin(), list.cend(), [&id](const TeamServer &server) { return server.id == id; });
    return found == list.cend() ? nullptr : &*found;
}

QString TeamServers::nameOf(const TeamServer &server) const
{
    const QList<TeamServer> &list = servers();
    const bool isAlone = std::none_of(list.cbegin(), list.cend(), [&server](const TeamServer &other) {
        return other.id != server.id && other.name() == server.name();
    });
    return isAlone ? server.name() : tr("%1 (%2)").arg(server.name(), server.email);
}

} // namespace throughline::workspace
