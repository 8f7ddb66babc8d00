#pragma once

#include "net/httptransport.h"

#include <QByteArrayList>
#include <QString>
#include <QUrl>

/// What may be shown and logged of a request. Everything here errs on the side of hiding.
namespace throughline::net {

/// The headers with the values of secrets (Authorization, cookies, keys, tokens) replaced, and those in
/// addresses (Location).
HeaderList maskedHeaders(const HeaderList &headers);

/// The values of those headers that are secrets, without the name of a scheme.
QByteArrayList secretsIn(const HeaderList &headers);

/// The URL without user name and password, and with the values of query items that carry secrets replaced, as
/// well as a fragment that does.
QUrl maskedUrl(const QUrl &url);

/// \a text with "***" for every piece of 8 or more characters of one of \a secrets: as it is, in base64 (of
/// either alphabet, wherever it begins), in hexadecimal, percent-encoded or escaped as in JSON. A service
/// that is told a secret may repeat it, or a part of it, in what it says went wrong. Shorter secrets are
/// replaced where they stand whole, from 4 characters on.
QByteArray withoutSecrets(const QByteArray &text, const QByteArrayList &secrets);
QString withoutSecrets(const QString &text, const QByteArrayList &secrets);

/// Whether the bodies of this request and its answer carry passwords or tokens: signing in and refreshing.
bool isSignIn(const QUrl &url);

} // namespace throughline::net
