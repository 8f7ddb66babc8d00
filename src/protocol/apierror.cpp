#include "protocol/apierror.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace throughline::protocol {

namespace {

QString firstText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().trimmed();
    if (value.isArray()) {
        const QJsonArray values = value.toArray();
        for (const auto &entry : values) {
            if (QString text = firstText(entry); !text.isEmpty())
                return text;
        }
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QLatin1StringView key : {QLatin1StringView("message"), QLatin1StringView("detail")}) {
            if (QString text = firstText(object.value(key)); !text.isEmpty())
                return text;
        }
    }
    return {};
}

/// Where these sentences are translated.
struct Sentence
{
    Q_DECLARE_TR_FUNCTIONS(ApiError)
};

QString sentenceForStatus(int status)
{
    switch (status) {
    case 400:
        return Sentence::tr("The server did not accept this request.");
    case 401:
        return Sentence::tr("Sign in again to go on.");
    case 403:
        return Sentence::tr("You may not do that with this account.");
    case 404:
        return Sentence::tr("That is no longer on the server.");
    case 413:
        return Sentence::tr("That is too long for the server.");
    case 429:
        return Sentence::tr("The server asks to slow down.");
    case 502:
    case 503:
    case 504:
        return Sentence::tr("The server is not available right now.");
    default:
        break;
    }
    if (status >= 500)
        return Sentence::tr("The server failed while answering.");
    if (status >= 400)
        return Sentence::tr("The server refused this request.");
    return Sentence::tr("The server's answer could not be understood.");
}

} // namespace

QString kindName(ApiError::Kind kind)
{
    switch (kind) {
    case ApiError::Kind::Network:
        return QStringLiteral("network");
    case ApiError::Kind::Timeout:
        return QStringLiteral("timeout");
    case ApiError::Kind::Tls:
        return QStringLiteral("tls");
    case ApiError::Kind::Unauthorized:
        return QStringLiteral("unauthorized");
    case ApiError::Kind::Forbidden:
        return QStringLiteral("forbidden");
    case ApiError::Kind::NotFound:
        return QStringLiteral("notFound");
    case ApiError::Kind::Refused:
        return QStringLiteral("refused");
    case ApiError::Kind::RateLimited:
        return QStringLiteral("rateLimited");
    case ApiError::Kind::Server:
        return QStringLiteral("server");
    case ApiError::Kind::Malformed:
        return QStringLiteral("malformed");
    case ApiError::Kind::Cancelled:
        return QStringLiteral("cancelled");
    }
    return {};
}

QString sentenceFromErrorBody(int status, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    QString sentence;
    if (document.isObject()) {
        const QJsonObject object = document.object();
        for (const QLatin1StringView key : {QLatin1StringView("detail"), QLatin1StringView("error"),
                 QLatin1StringView("message"), QLatin1StringView("non_field_errors")}) {
            sentence = firstText(object.value(key));
            if (!sentence.isEmpty())
                break;
        }
        for (auto it = object.begin(); sentence.isEmpty() && it != object.end(); ++it) {
            if (it.value().isArray())
                sentence = firstText(it.value());
        }
    } else if (document.isArray()) {
        sentence = firstText(document.array());
    }
    // Markup in a message means that a page, not a sentence, was sent.
    constexpr int longestSentence = 500;
    if (sentence.isEmpty() || sentence.contains(QLatin1Char('<')) || sentence.size() > longestSentence)
        return sentenceForStatus(status);
    return sentence;
}

} // namespace throughline::protocol
