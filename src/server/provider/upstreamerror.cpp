#include "server/provider/upstreamerror.h"

#include "server/provider/looseparsing.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace throughline::server::provider {

namespace {

constexpr int lowestStatus = 100;
constexpr int highestStatus = 599;

QString textOf(const QJsonValue &value)
{
    if (value.isString())
        return shortened(value.toString());
    return value.isDouble() ? QString::number(qint64(value.toDouble())) : QString();
}

/// The first of \a keys that says something.
QString firstText(const QJsonObject &object, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        if (QString text = textOf(object.value(QLatin1String(key))); !text.isEmpty())
            return text;
    }
    return {};
}

int statusIn(const QString &text)
{
    const int number = text.toInt();
    return number >= lowestStatus && number <= highestStatus ? number : 0;
}

qint64 count(const QJsonObject &object, const char *key)
{
    const double number = object.value(QLatin1String(key)).toDouble(-1);
    constexpr double most = 1e12;
    return number >= 0 && number <= most ? qint64(number) : -1;
}

bool saysSomething(const QJsonValue &value)
{
    return !(value.isNull() || value.isUndefined() || value.isBool() || value == QJsonValue(QString()) ||
             value == QJsonValue(QJsonObject()) || value == QJsonValue(QJsonArray()));
}

/// FastAPI's list of what is wrong with a request: [{"loc": […], "msg": "…"}].
QString firstProblem(const QJsonValue &value)
{
    const QJsonValue first = value.isArray() ? value.toArray().at(0) : value;
    return first.isObject() ? firstText(first.toObject(), {"msg", "message", "detail", "error"})
                            : textOf(first);
}

/// "…maximum context length is 8192 tokens. However, you requested 9000 tokens…" and its relatives.
void readNumbers(UpstreamError &error)
{
    static const QRegularExpression limit(
        QStringLiteral("(?:maximum context length|context length|context size|context window|max_model_len|"
                       "limit)[^0-9]{0,40}([0-9][0-9,]{2,11})"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression asked(
        QStringLiteral("(?:requested|resulted in|request \\(|prompt (?:contains|is|has|length)[^0-9]{0,20}|"
                       "input (?:length|tokens)[^0-9]{0,20})[^0-9]{0,20}([0-9][0-9,]{2,11})"),
        QRegularExpression::CaseInsensitiveOption);
    const auto number = [&error](const QRegularExpression &pattern) {
        const auto match = pattern.match(error.message);
        return match.hasMatch() ? match.captured(1).remove(QLatin1Char(',')).toLongLong() : qint64(-1);
    };
    if (error.contextTokens < 0)
        error.contextTokens = number(limit);
    if (error.promptTokens < 0)
        error.promptTokens = number(asked);
}

/// Fills \a error from the object that describes it; some nest it once more, some put JSON into a text.
void fill(UpstreamError &error, const QJsonObject &object, int depth = 0)
{
    constexpr int deepest = 3;
    if (const QJsonValue inner = object.value(QLatin1String("error")); inner.isObject() && depth < deepest)
        fill(error, inner.toObject(), depth + 1);
    if (error.message.isEmpty()) {
        error.message =
            firstText(object, {"message", "error", "msg", "description", "error_msg", "error_message"});
        if (const auto inner = looseObject(error.message.toUtf8()); inner && depth < deepest) {
            error.message.clear();
            fill(error, *inner, depth + 1);
        }
    }
    if (error.message.isEmpty())
        error.message = firstProblem(object.value(QLatin1String("detail")));
    if (error.code.isEmpty())
        error.code = firstText(object, {"code", "status_code", "http_code", "error_code"});
    if (error.type.isEmpty())
        error.type = firstText(object, {"type", "status"});
    if (error.promptTokens < 0)
        error.promptTokens = count(object, "n_prompt_tokens");
    if (error.contextTokens < 0)
        error.contextTokens = count(object, "n_ctx");
    if (error.status == 0)
        error.status = statusIn(error.code);
}

} // namespace

QString shortened(const QString &text)
{
    constexpr qsizetype longest = 500;
    const QString line = text.left(4 * longest).simplified();
    return line.size() <= longest ? line : line.left(longest - 1) + QChar(0x2026);
}

std::optional<UpstreamError> upstreamErrorFrom(const QJsonObject &object, bool isErrorEvent)
{
    const QJsonValue stated = object.value(QLatin1String("error"));
    const QJsonValue several = object.value(QLatin1String("errors"));
    const QJsonValue detail = object.value(QLatin1String("detail"));
    const bool hasAnswer = object.contains(QLatin1String("choices"));
    const bool isNamed = object.value(QLatin1String("type")) == QLatin1String("error") ||
                         object.value(QLatin1String("object")) == QLatin1String("error");
    const bool isBare = !hasAnswer && object.value(QLatin1String("message")).isString() &&
                        (object.contains(QLatin1String("code")) || object.contains(QLatin1String("status")));
    const bool isError = isErrorEvent || isNamed || saysSomething(stated) ||
                         (!hasAnswer && (saysSomething(several) || saysSomething(detail))) || isBare;
    if (!isError)
        return std::nullopt;

    UpstreamError error;
    if (stated.isObject())
        fill(error, stated.toObject());
    else if (stated.isString())
        error.message = shortened(stated.toString());
    fill(error, object);
    if (error.message.isEmpty())
        error.message = firstProblem(several);
    // The reason of a service behind a router is more telling than "Provider returned error".
    const QJsonObject metadata = stated.toObject().value(QLatin1String("metadata")).toObject();
    if (const QString raw = firstText(metadata, {"raw"}); !raw.isEmpty() && !raw.startsWith(QLatin1Char('{')))
        error.message = error.message.isEmpty() ? raw : shortened(error.message + QStringLiteral(": ") + raw);
    readNumbers(error);
    return error;
}

UpstreamError upstreamErrorFromBody(int status, const QByteArray &body)
{
    UpstreamError error;
    QByteArray text = body.trimmed();
    if (text.startsWith("\xEF\xBB\xBF"))
        text = text.sliced(3).trimmed();
    if (text.startsWith('<')) {
        static const QRegularExpression titleCode(QStringLiteral("<title>[^<]{0,200}?\\b([1-5][0-9]{2})\\b"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression ray(
            QStringLiteral("Ray ID:?\\s*(?:<[^>]{0,40}>\\s*)?([0-9a-f]{8,20})"),
            QRegularExpression::CaseInsensitiveOption);
        const QString page = QString::fromUtf8(text);
        error.kind = UpstreamError::Kind::Page;
        error.status = status;
        // A page with status 200 says in its title what it is about.
        if (const auto match = titleCode.match(page); match.hasMatch() && (status == 0 || status / 100 == 2))
            error.status = match.captured(1).toInt();
        if (const auto match = ray.match(page); match.hasMatch())
            error.rayId = match.captured(1);
        return error;
    }
    // What stands behind the first value says nothing new.
    const bool looksLikeJson = text.startsWith('{') || text.startsWith('[');
    const QList<QByteArray> values =
        looksLikeJson ? JsonValueSplitter(text.size()).feed(text) : QList<QByteArray>();
    if (const auto object = looseObject(values.value(0))) {
        if (auto found = upstreamErrorFrom(*object, true))
            error = *found;
    } else {
        error.message = shortened(QString::fromUtf8(text.left(4096)));
    }
    // The status of the answer counts, whatever the body says.
    if (status != 0 && status / 100 != 2)
        error.status = status;
    readNumbers(error);
    return error;
}

} // namespace throughline::server::provider
