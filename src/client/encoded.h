#pragma once

#include <QString>
#include <QUrl>

namespace throughline::client {

/// \a text as one segment or value of a URL: percent-encoded as in RFC 3986, section 2.1, but for unreserved
/// characters.
inline QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace throughline::client
