#include "net/dispatch.h"

#include "net/bodyforonce.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QUuid>

namespace throughline::net {

namespace {

bool canBeSent(const QByteArray &header)
{
    return !header.contains('\r') && !header.contains('\n') && !header.contains('\0');
}

void setDefault(HeaderList &headers, const QByteArray &name, const QByteArray &value)
{
    if (headerValue(headers, name).isEmpty())
        headers.append({name, value});
}

QNetworkRequest networkRequest(const HttpRequest &request, const QList<QSslCertificate> &authorities)
{
    QNetworkRequest network(request.url);
    network.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    network.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    network.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    for (const auto &[name, value] : request.headers)
        network.setRawHeader(name, value);
    if (request.url.scheme() == QLatin1String("https") && !authorities.isEmpty()) {
        QSslConfiguration tls = network.sslConfiguration();
        tls.setCaCertificates(authorities);
        network.setSslConfiguration(tls);
    }
    return network;
}

} // namespace

void completeHeaders(HttpRequest &request)
{
    request.headers.removeIf(
        [](const auto &header) { return !canBeSent(header.first) || !canBeSent(header.second); });
    setDefault(request.headers, "X-Correlation-ID", QUuid::createUuid().toByteArray(QUuid::WithoutBraces));
    setDefault(
        request.headers, "User-Agent", "Throughline/" + QCoreApplication::applicationVersion().toLatin1());
    if (!request.body.isEmpty() || request.method == "POST" || request.method == "PUT")
        setDefault(request.headers, "Content-Type", "application/json");
    if (request.stream)
        setDefault(request.headers, "Accept-Encoding", "identity");
}

QNetworkReply *dispatch(
    QNetworkAccessManager &manager, const HttpRequest &request, const QList<QSslCertificate> &authorities)
{
    const QNetworkRequest network = networkRequest(request, authorities);
    if (request.method == "GET")
        return manager.get(network);
    if (request.method == "HEAD")
        return manager.head(network);
    if (request.method == "POST") {
        auto *body = new BodyForOnce(request.body);
        QNetworkReply *reply = manager.post(network, body);
        body->setParent(reply);
        return reply;
    }
    if (request.method == "PUT")
        return manager.put(network, request.body);
    if (request.method == "DELETE")
        return manager.deleteResource(network);
    return manager.sendCustomRequest(network, request.method, request.body);
}

} // namespace throughline::net
