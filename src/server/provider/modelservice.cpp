#include "server/provider/modelservice.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QUrlQuery>

namespace throughline::server::provider {

namespace {

bool isAzureHost(const QString &host)
{
    return host.endsWith(QLatin1String(".openai.azure.com")) ||
           host.endsWith(QLatin1String(".cognitiveservices.azure.com")) ||
           host.endsWith(QLatin1String(".services.ai.azure.com"));
}

/// Takes \a end off \a path, with the slashes behind it; false when it does not end so.
bool chop(QString &path, QLatin1StringView end)
{
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    if (!path.endsWith(end))
        return false;
    path.chop(end.size());
    return true;
}

/// The path that /chat/completions and /models follow. Where no version is named it is /v1, which all
/// servers have, while some lack the bare one.
QString basePath(const QUrl &url)
{
    static const QRegularExpression named(QStringLiteral("/v\\d+\\w*(/|$)|/openai$|/deployments/"));
    QString path = url.path();
    if (chop(path, QLatin1StringView("/chat/completions")))
        return path;
    chop(path, QLatin1StringView("/models"));
    if (isAzureHost(url.host()) && (path.isEmpty() || path == QLatin1String("/openai")))
        return QStringLiteral("/openai/v1");
    return named.match(path).hasMatch() ? path : path + QStringLiteral("/v1");
}

QUrl endpoint(const ModelService &service, const QString &path)
{
    QUrl url = service.url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    url.setPath(path);
    QUrlQuery query(url);
    const QString version = QStringLiteral("api-version");
    if (!service.apiVersion.isEmpty()) {
        query.removeAllQueryItems(version);
        query.addQueryItem(version, service.apiVersion);
    } else if (isAzureHost(url.host()) && path.contains(QLatin1String("/deployments/")) &&
               !query.hasQueryItem(version)) {
        query.addQueryItem(version, QStringLiteral("2024-10-21"));
    }
    url.setQuery(query);
    return url;
}

} // namespace

QUrl ModelService::chatUrl() const
{
    return endpoint(*this, basePath(url) + QStringLiteral("/chat/completions"));
}

QUrl ModelService::modelsUrl() const
{
    QString path = basePath(url);
    // Azure lists models beside the deployments, not below one.
    if (const qsizetype deployments = path.indexOf(QLatin1String("/deployments/")); deployments >= 0)
        path.truncate(deployments);
    return endpoint(*this, path + QStringLiteral("/models"));
}

QString ModelService::host() const
{
    return url.port() < 0 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
}

bool ModelService::isLocal() const
{
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

ModelService::Dialect ModelService::dialect() const
{
    const QString name = url.host().toLower();
    if (isAzureHost(name))
        return Dialect::Azure;
    if (name == QLatin1String("api.openai.com"))
        return Dialect::OpenAi;
    if (name == QLatin1String("api.mistral.ai"))
        return Dialect::Mistral;
    return Dialect::Common;
}

net::HeaderList ModelService::authorization() const
{
    net::HeaderList list = headers;
    if (key.isEmpty())
        return list;
    if (dialect() == Dialect::Azure)
        list.append({"api-key", key});
    else
        list.append({"Authorization", "Bearer " + key});
    return list;
}

} // namespace throughline::server::provider
