#include "client/accesstoken.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <algorithm>

namespace throughline::client {

bool isToken(const QByteArray &text)
{
    constexpr qsizetype longest = qsizetype(8) * 1024; // what servers take as one header
    return !text.isEmpty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<std::chrono::seconds> lifetimeOf(const QByteArray &token)
{
    const QList<QByteArray> parts = token.split('.');
    if (!isToken(token) || parts.size() != 3)
        return std::nullopt;
    const QJsonObject claims = QJsonDocument::fromJson(
        QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))
                                   .object();
    const qint64 issued = claims.value(QLatin1StringView("iat")).toInteger(-1);
    const qint64 expires = claims.value(QLatin1StringView("exp")).toInteger(-1);
    constexpr qint64 longest = qint64(366) * 24 * 3600; // anything longer need not be renewed
    if (issued < 0 || expires <= issued || expires - issued > longest)
        return std::nullopt;
    return std::chrono::seconds(expires - issued);
}

} // namespace throughline::client
