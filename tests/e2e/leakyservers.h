#pragma once

#include "client/contractjson.h"
#include "support/scriptedserver.h"

#include <QRandomGenerator>

namespace throughline::test {

inline QByteArray randomText(qsizetype length)
{
    constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    QByteArray text;
    while (text.size() < length)
        text += letters[QRandomGenerator::global()->bounded(int(sizeof(letters)) - 1)];
    return text;
}

/// As a JSON Web Token; where its parts would say something there is chance.
inline QByteArray randomToken()
{
    return "eyJ" + randomText(17) + '.' + randomText(90) + '.' + randomText(43);
}

/// Everything that must not be found anywhere. By the names of its members in JSON.
struct Secrets
{
    QByteArray key = "sk-" + randomText(12) + '/' + randomText(12);
    QByteArray refusedKey = "sk-" + randomText(24);
    QByteArray password = randomText(10) + "\"/+ " + randomText(10);
    QByteArray wrongPassword = randomText(20);
    QByteArray access = randomToken();
    QByteArray renewed = randomToken();
    QByteArray refresh = randomToken();

    QList<QPair<QString, QByteArray *>> all()
    {
        return {{QStringLiteral("key"), &key}, {QStringLiteral("refusedKey"), &refusedKey},
            {QStringLiteral("password"), &password}, {QStringLiteral("wrongPassword"), &wrongPassword},
            {QStringLiteral("access"), &access}, {QStringLiteral("renewed"), &renewed},
            {QStringLiteral("refresh"), &refresh}};
    }
};

/// Says a secret in all the ways in which it can be said.
inline QString repeated(const QByteArray &secret)
{
    return QStringLiteral("No: %1, %2, %3, %4, %5… is not what I know.")
        .arg(QString::fromLatin1(secret), QString::fromLatin1(secret.toBase64()),
            QString::fromLatin1(secret.toPercentEncoding()), QString::fromLatin1(("x" + secret).toBase64()),
            QString::fromLatin1(secret.left(11)));
}

inline QByteArray saying(const char *field, const QByteArray &secret)
{
    return compact({{QLatin1StringView(field), repeated(secret)}});
}

/// A model server that repeats the key, in each way that it can fail, and then answers.
inline void leakModel(ScriptedServer &site, const Secrets &secrets)
{
    const QByteArray path = "/v1/chat/completions";
    const QByteArray key = secrets.key;
    const QByteArray piece = R"(data: {"choices": [{"delta": {"content": "Forty-two."}}]})"
                             "\n\n";
    const auto error = [](const QByteArray &secret) {
        return compact({{QLatin1StringView("error"),
            QJsonObject{{QLatin1StringView("message"), repeated(secret)},
                {QLatin1StringView("code"), QLatin1StringView("invalid_api_key")}}}});
    };
    site.always("GET", "/v1/models", Script().json(200, R"({"data": [{"id": "tiny"}]})"));
    site.once("POST", path, Script().json(401, error(key), {{"WWW-Authenticate", "Bearer " + key}}));
    site.once("POST", path,
        Script().json(307, {}, {{"Location", "/elsewhere?api_key=" + key}, {"Set-Cookie", "k=" + key}}));
    site.once("POST", path, Script().json(400, saying("detail", key)));
    site.once("POST", path, Script().answer(500, "text/plain", repeated(key).toUtf8()));
    site.once(
        "POST", path, Script().streamHead().chunk(piece).chunk("data: " + error(key) + "\n\n").lastChunk());
    site.once("POST", path, Script().json(503, error(key), {{"Retry-After", "1"}}));
    site.always("POST", path, [key, error, piece, secrets](const ServedRequest &request) {
        if (request.header("Authorization") != "Bearer " + key)
            return Script().json(401, error(secrets.refusedKey));
        return Script().streamHead().chunk(piece).chunk("data: [DONE]\n\n").lastChunk();
    });
}

/// How often leakModel() fails before it answers; the wait for a limit is none of them.
inline constexpr int modelFailures = 5;

/// A team server that repeats whatever secret it is sent, and then behaves.
inline void leakTeam(ScriptedServer &site, const Secrets &secrets)
{
    const auto page = [](const QJsonArray &results) {
        return compact(
            {{QLatin1StringView("count"), results.size()}, {QLatin1StringView("next"), QJsonValue::Null},
                {QLatin1StringView("previous"), QJsonValue::Null}, {QLatin1StringView("results"), results}});
    };
    const auto tokens = [](const QByteArray &access, const QByteArray &refresh) {
        return compact({{QLatin1StringView("access"), QString::fromLatin1(access)},
            {QLatin1StringView("refresh"), QString::fromLatin1(refresh)}});
    };
    site.always("GET", "/api/", Script().json(404, saying("detail", secrets.renewed)));
    site.always("POST", "/api/auth/token/", [secrets, tokens](const ServedRequest &request) {
        const QString said =
            QJsonDocument::fromJson(request.body).object().value(QLatin1StringView("password")).toString();
        return said == QString::fromLatin1(secrets.password)
                   ? Script().json(200, tokens(secrets.access, secrets.refresh))
                   : Script().json(400, saying("non_field_errors", secrets.wrongPassword));
    });
    site.once("POST", "/api/auth/token/refresh/", Script().json(500, saying("detail", secrets.refresh)));
    site.always(
        "POST", "/api/auth/token/refresh/", Script().json(200, tokens(secrets.renewed, secrets.refresh)));
    site.always("GET", "/api/chat/threads/", [secrets, page](const ServedRequest &request) {
        if (request.header("Authorization") != "Bearer " + secrets.renewed)
            return Script().json(401, saying("detail", secrets.access),
                {{"WWW-Authenticate", "Bearer error=\"" + secrets.access + '"'}});
        return Script().json(
            200, page({toJson(thread(QStringLiteral("t1"), QStringLiteral("Lease or buy")))}));
    });
    site.always("GET", "/api/signals/", Script().json(403, saying("detail", secrets.renewed)));
    site.always("GET", "/api/chat/messages/", Script().json(200, page({})));
    const QByteArray path = "/api/chat/threads/t1/messages/";
    site.once("POST", path,
        Script().json(302, {},
            {{"Location", "/in?next=/&jwt=" + secrets.renewed + "#token=" + secrets.renewed},
                {"Set-Cookie", "t=" + secrets.renewed}}));
    site.once("POST", path, Script().json(400, saying("detail", secrets.renewed)));
    site.once("POST", path,
        Script()
            .streamHead({{"X-Debug", secrets.renewed}})
            .event("chunk", R"({"delta": "Forty-two."})")
            .event("error", saying("message", secrets.renewed))
            .event("done", R"({"message_id": null})")
            .lastChunk());
    site.always("POST", path, Script().json(403, saying("detail", secrets.renewed)));
}

} // namespace throughline::test
