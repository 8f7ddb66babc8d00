#pragma once

#include <QNetworkProxy>
#include <QNetworkReply>

class QNetworkAccessManager;
class QUrl;

/// What a proxy on the way changes.
namespace throughline::net {

/// Whether \a proxy stands for a connection without one. DefaultProxy does: see networktransport.cpp.
bool isDirect(const QNetworkProxy &proxy);

/// The proxy over which \a manager reaches \a url, which may be a direct one.
QNetworkProxy proxyFor(const QNetworkAccessManager &manager, const QUrl &url);

/// Where there is a proxy, a connection that could not be made is one to the proxy, or one that the proxy
/// could not make. Qt says so only in some cases.
QNetworkReply::NetworkError asProxyError(QNetworkReply::NetworkError error);

} // namespace throughline::net
