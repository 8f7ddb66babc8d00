#pragma once

#include "net/httptransport.h"

#include <QSslCertificate>

class QNetworkAccessManager;
class QNetworkReply;

/// Handing a request to Qt.
namespace throughline::net {

/// Removes the headers that cannot be sent as they are, and adds those that every request has.
void completeHeaders(HttpRequest &request);

/// The reply is the caller's. \a authorities: all that are trusted; empty: the system's.
QNetworkReply *dispatch(
    QNetworkAccessManager &manager, const HttpRequest &request, const QList<QSslCertificate> &authorities);

} // namespace throughline::net
