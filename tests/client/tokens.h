#pragma once

#include "client/contractjson.h"

/// What a team server's auth/ addresses send.
namespace throughline::test {

/// A JSON Web Token that says it is valid for so long; its signature is none.
inline QByteArray webToken(int seconds, const QString &name = QStringLiteral("ada"))
{
    const auto part = [](const QJsonObject &object) {
        return compact(object).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    constexpr qint64 issued = 1'800'000'000;
    return part({{QLatin1StringView("alg"), QLatin1StringView("HS256")}}) + '.' +
           part({{QLatin1StringView("iat"), issued}, {QLatin1StringView("exp"), issued + seconds},
               {QLatin1StringView("name"), name}}) +
           ".c2lnbmF0dXJl";
}

inline QByteArray tokens(const QByteArray &access, const QByteArray &refresh = {})
{
    QJsonObject object{{QLatin1StringView("access"), QString::fromLatin1(access)}};
    if (!refresh.isEmpty())
        object.insert(QLatin1StringView("refresh"), QString::fromLatin1(refresh));
    return compact(object);
}

} // namespace throughline::test
