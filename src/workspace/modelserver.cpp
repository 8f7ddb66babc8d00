#include "workspace/modelserver.h"

#include "workspace/serveraddress.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace throughline::workspace {

namespace {

constexpr QLatin1StringView idKey("id");
constexpr QLatin1StringView nameKey("name");
constexpr QLatin1StringView addressKey("address");
constexpr QLatin1StringView modelKey("model");
constexpr QLatin1StringView hasKeyKey("hasKey");

bool isLoopback(const QUrl &url)
{
    static const QRegularExpression ipv4(QStringLiteral("^127(\\.\\d{1,3}){3}$"));
    const QString host = url.host();
    return host == QLatin1StringView("localhost") || host == QLatin1StringView("::1") ||
           ipv4.match(host).hasMatch();
}

} // namespace

bool ModelServer::isOnThisComputer() const
{
    return isLoopback(address);
}

QByteArray toJson(const QList<ModelServer> &servers)
{
    QJsonArray list;
    for (const ModelServer &server : servers) {
        list.append(QJsonObject{{idKey, server.id}, {nameKey, server.name},
            {addressKey, server.address.toString(QUrl::FullyEncoded)}, {modelKey, server.model},
            {hasKeyKey, server.hasKey}});
    }
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}

QList<ModelServer> modelServersFromJson(const QByteArray &json)
{
    QList<ModelServer> servers;
    const QJsonArray list = QJsonDocument::fromJson(json).array();
    for (const auto &value : list) {
        const QJsonObject object = value.toObject();
        const ModelServer server{.id = object.value(idKey).toString(),
            .name = object.value(nameKey).toString(),
            .address = QUrl(object.value(addressKey).toString(), QUrl::StrictMode),
            .model = object.value(modelKey).toString(),
            .hasKey = object.value(hasKeyKey).toBool()};
        const bool isKnown = std::any_of(servers.cbegin(), servers.cend(),
            [&server](const ModelServer &other) { return other.id == server.id; });
        if (!server.id.isEmpty() && !isKnown && isServerAddress(server.address))
            servers.append(server);
    }
    return servers;
}

QUrl modelAddress(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    if (text.contains(QLatin1StringView("://"))) {
        const QUrl url(text, QUrl::StrictMode);
        return isServerAddress(url) ? url : QUrl();
    }
    const QUrl here(QStringLiteral("http://") + text, QUrl::StrictMode);
    const QUrl there(QStringLiteral("https://") + text, QUrl::StrictMode);
    const QUrl &url = isLoopback(here) ? here : there;
    return isServerAddress(url) ? url : QUrl();
}

QString likelyModel(const QStringList &models)
{
    const auto found = std::find_if(models.cbegin(), models.cend(), [](const QString &model) {
        return !model.contains(QLatin1StringView("embed"), Qt::CaseInsensitive);
    });
    return found == models.cend() ? models.value(0) : *found;
}

} // namespace throughline::workspace
