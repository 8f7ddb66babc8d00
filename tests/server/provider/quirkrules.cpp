#include "server/provider/quirkrules.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace throughline::test {

using namespace throughline::server::provider;
using Kind = ChatEnding::Kind;

namespace {

QString unless(bool holds, const QString &sentence)
{
    return holds ? QString() : sentence;
}

QString isEqual(const QString &name, const QString &actual, const QString &expected)
{
    return unless(actual == expected,
        QStringLiteral("%1 is \"%2\" instead of \"%3\"").arg(name, actual.left(200), expected.left(200)));
}

QString kindText(Kind kind)
{
    switch (kind) {
    case Kind::Complete:
        return QStringLiteral("complete");
    case Kind::Interrupted:
        return QStringLiteral("interrupted");
    case Kind::Failed:
        break;
    }
    return QStringLiteral("failed");
}

QString hasKind(const Quirk &quirk, Kind kind)
{
    return isEqual(QStringLiteral("the ending"), kindText(quirk.outcome.ending.kind), kindText(kind));
}

QString hasMessage(const Quirk &quirk)
{
    const QString said = quirk.outcome.ending.error ? quirk.outcome.ending.error->message : QString();
    return unless(quirk.reading.errorMessages.isEmpty() || quirk.reading.errorMessages.contains(said),
        QStringLiteral("the message is \"%1\"").arg(said));
}

QString first(const QString &problem, const QString &other)
{
    return problem.isEmpty() ? other : problem;
}

/// The words' own text in client_must, with what they capture.
QRegularExpressionMatch matchIn(const Quirk &quirk, const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption).match(quirk.rule);
}

QString endsWithout(const Quirk &quirk, const QByteArray &part)
{
    QByteArray body = quirk.body;
    body.replace(part, "");
    return unless(outcomeOf(body).ending.kind != Kind::Complete,
        QStringLiteral("it is complete without %1, too").arg(QString::fromUtf8(part)));
}

QString opensIn(const Quirk &quirk)
{
    const ChatOutcome joined = outcomeOf(quirk.body, {.isCumulative = true});
    const QString last = quirk.reading.deltas.isEmpty() ? QString() : quirk.reading.deltas.last();
    return first(
        isEqual(QStringLiteral("the text"), quirk.outcome.text, quirk.reading.deltas.join(QString())),
        isEqual(QStringLiteral("the text when opted in"), joined.text, last));
}

QString hasCap(const Quirk &quirk)
{
    const qint64 mebibytes = matchIn(quirk, QStringLiteral(">= (\\d+) MiB")).captured(1).toLongLong();
    if (ChatCompletionDecoder::Options().eventLimit < mebibytes * 1024 * 1024)
        return QStringLiteral("the limit is below %1 MiB").arg(mebibytes);
    // The same with a text of several MiB: read as it is, and refused where the limit says so.
    const QByteArray large = "data: {\"b64\":\"" + QByteArray("A").repeated(2 * 1024 * 1024) + "\"}\n\n";
    const ChatOutcome read =
        outcomeOf(large + "data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\ndata: [DONE]\n\n");
    const ChatOutcome refused = outcomeOf(large, {.eventLimit = 1024 * 1024});
    return first(isEqual(QStringLiteral("the text after a large event"), read.text, QStringLiteral("A")),
        unless(refused.ending.error && refused.ending.error->kind == UpstreamError::Kind::TooLong,
            QStringLiteral("an event beyond the limit is not refused")));
}

QString hasBoundedDepth(const Quirk &quirk)
{
    constexpr qsizetype depth = 200'000;
    const QByteArray deep =
        "data: " + QByteArray("[").repeated(depth) + QByteArray("]").repeated(depth) + "\n\n";
    const QByteArray objects =
        "data: " + QByteArray("{\"a\":").repeated(depth) + "1" + QByteArray("}").repeated(depth) + "\n\n";
    for (const QByteArray &body : {quirk.body, deep, objects}) {
        const ChatOutcome outcome = outcomeOf(body);
        if (outcome.ending.kind != Kind::Failed || !outcome.text.isEmpty())
            return QStringLiteral("%1 bytes of nesting do not fail").arg(body.size());
    }
    return {};
}

/// The same example with each thought under both names.
QString usesOneName(const Quirk &quirk)
{
    QByteArray both = quirk.body;
    both.replace("\"reasoning\":\"", "\"reasoning_content\":\"t\",\"reasoning\":\"");
    return isEqual(
        QStringLiteral("the thought under two names"), outcomeOf(both).reasoning, quirk.outcome.reasoning);
}

QString isKeptApart(const Quirk &quirk)
{
    return unless(!quirk.outcome.reasoning.isEmpty() && quirk.outcome.text == quirk.reading.text,
        QStringLiteral("thought \"%1\", answer \"%2\"").arg(quirk.outcome.reasoning, quirk.outcome.text));
}

/// Every call of the example once, and each once only when all parts come a second time under their ids.
QString matchesTools(const Quirk &quirk)
{
    static const QRegularExpression ids(QStringLiteral("\"tool_calls\":\\[\\{[^\\]]*?\"id\":\"([^\"]+)\""));
    QStringList expected;
    for (auto all = ids.globalMatch(QString::fromUtf8(quirk.body)); all.hasNext();) {
        const QString id = all.next().captured(1);
        if (!expected.contains(id))
            expected.append(id);
    }
    QStringList actual;
    for (const ToolCall &call : quirk.outcome.toolCalls) {
        actual.append(call.id);
        if (!QJsonDocument::fromJson(call.arguments.toUtf8()).isObject())
            return QStringLiteral("the arguments are \"%1\"").arg(call.arguments);
    }
    return isEqual(QStringLiteral("the calls"), actual.join(u' '), expected.join(u' '));
}

QString isShortPage(const Quirk &quirk)
{
    if (!quirk.outcome.ending.error)
        return QStringLiteral("no error");
    const UpstreamError &error = *quirk.outcome.ending.error;
    const auto code =
        QRegularExpression(QStringLiteral("\\b[1-5]\\d\\d\\b")).match(QString::fromUtf8(quirk.body));
    QByteArray withRay = quirk.body + "<p>Ray ID: <code>7d1f0a2b3c4d5e6f</code></p>";
    const ChatOutcome ray = outcomeOf(withRay);
    return first(unless(!error.message.contains(u'<') && quirk.outcome.text.isEmpty(),
                     QStringLiteral("the page is shown: %1").arg(error.message)),
        first(unless(!code.hasMatch() || error.status == code.captured().toInt(),
                  QStringLiteral("the status is %1").arg(error.status)),
            isEqual(
                QStringLiteral("the Ray id"), ray.ending.error->rayId, QStringLiteral("7d1f0a2b3c4d5e6f"))));
}

} // namespace

Quirk::Quirk(const QJsonObject &entry)
    : id(entry[QLatin1String("id")].toString())
    , category(entry[QLatin1String("category")].toString())
    , rule(entry[QLatin1String("client_must")].toString())
    , body(entry[QLatin1String("example")].isString()
               ? entry[QLatin1String("example")].toString().toUtf8()
               : QByteArray::fromBase64(entry[QLatin1String("example_base64")].toString().toLatin1()))
    , hasExample(
          entry[QLatin1String("example")].isString() || entry.contains(QLatin1String("example_base64")))
    , reading(body)
    , outcome(outcomeOf(body))
{}

QString generalProblem(const Quirk &quirk)
{
    const PlainReading &reading = quirk.reading;
    const ChatOutcome &outcome = quirk.outcome;
    Kind kind = Kind::Complete;
    if (reading.hasError || reading.isBroken)
        kind = Kind::Failed;
    else if (!reading.hasTerminal())
        kind = reading.text.isEmpty() && reading.reasoning.isEmpty() ? Kind::Failed : Kind::Interrupted;
    else if (reading.text.isEmpty() && outcome.toolCalls.isEmpty())
        kind = Kind::Failed;
    if (const QString wrong =
            first(hasKind(quirk, kind), isEqual(QStringLiteral("the text"), outcome.text, reading.text));
        !wrong.isEmpty())
        return wrong;
    if (outcome.ending.error.has_value() != (kind != Kind::Complete))
        return QStringLiteral("an error is there, or not, against the ending");
    for (const auto name : {"prompt_tokens", "completion_tokens", "total_tokens"}) {
        if (reading.usage.contains(QLatin1String(name)) &&
            reading.usage[QLatin1String(name)].toInteger() != outcome.facts[QLatin1String(name)].toInteger())
            return QStringLiteral("%1 is not that of the last usage").arg(QLatin1String(name));
    }
    if (!reading.finishReason.isEmpty() && kind == Kind::Complete)
        return isEqual(QStringLiteral("the reason"), outcome.ending.finishReason, reading.finishReason);
    return isEqual(QStringLiteral("the thoughts"), outcome.reasoning, reading.reasoning);
}

const std::vector<QuirkRule> &quirkRules()
{
    static const std::vector<QuirkRule> rules{
        {"\\bsuccess\\b", [](const Quirk &quirk) { return hasKind(quirk, Kind::Complete); }},
        {"reason \"([^\"]+)\"",
            [](const Quirk &quirk) {
                const QString known = matchIn(quirk, QStringLiteral("reason \"([^\"]+)\"")).captured(1);
                return unless(known.split(u'/').contains(quirk.outcome.ending.finishReason),
                    QStringLiteral("the reason is %1").arg(quirk.outcome.ending.finishReason));
            }},
        {"= null|as null",
            [](const Quirk &quirk) {
                return first(hasKind(quirk, Kind::Complete),
                    unless(!quirk.outcome.ending.finishReason.isEmpty(), QStringLiteral("no reason")));
            }},
        {"delta before the reason",
            [](const Quirk &quirk) {
                return first(isEqual(QStringLiteral("the text"), quirk.outcome.text, quirk.reading.text),
                    isEqual(QStringLiteral("the reason"), quirk.outcome.ending.finishReason,
                        quirk.reading.finishReason));
            }},
        {"hint only",
            [](const Quirk &quirk) {
                return first(isEqual(QStringLiteral("the reason"), quirk.outcome.ending.finishReason,
                                 quirk.reading.finishHint),
                    endsWithout(quirk, "data: [DONE]"));
            }},
        {"^error\\b|\\bfails?\\b|clean failure|as JSON error|check error",
            [](const Quirk &quirk) { return hasKind(quirk, Kind::Failed); }},
        {"that message|as JSON error|check error", [](const Quirk &quirk) { return hasMessage(quirk); }},
        {"text kept|keep earlier text|partial text",
            [](const Quirk &quirk) {
                return isEqual(QStringLiteral("the text"), quirk.outcome.text, quirk.reading.text);
            }},
        {"empty assistant message",
            [](const Quirk &quirk) {
                return unless(!quirk.outcome.text.isEmpty() || quirk.outcome.ending.kind == Kind::Failed,
                    QStringLiteral("an empty answer is not an error"));
            }},
        {"first JSON value", [](const Quirk &quirk) { return hasKind(quirk, Kind::Complete); }},
        {"Ray id", [](const Quirk &quirk) { return isShortPage(quirk); }},
        {"metadata from the first chunk",
            [](const Quirk &quirk) {
                return isEqual(
                    QStringLiteral("the model"), quirk.outcome.model, quirk.reading.models.value(0));
            }},
        {"keep reading until",
            [](const Quirk &quirk) {
                return unless(!quirk.reading.usage.isEmpty() && quirk.outcome.facts.size() > 1,
                    QStringLiteral("usage that comes late is lost"));
            }},
        {"object Object",
            [](const Quirk &quirk) {
                return unless(
                    !quirk.outcome.text.contains(QLatin1String("[object")), QStringLiteral("[object"));
            }},
        {"result ([^ ,]+), not",
            [](const Quirk &quirk) {
                return isEqual(QStringLiteral("the text"), quirk.outcome.text,
                    matchIn(quirk, QStringLiteral("result ([^ ,]+), not")).captured(1));
            }},
        {"one emoji",
            [](const Quirk &quirk) {
                return unless(quirk.outcome.text.toUcs4().size() == 1 && quirk.outcome.text.size() == 2,
                    QStringLiteral("the text is %1").arg(quirk.outcome.text));
            }},
        {"U\\+FFFD, same result",
            [](const Quirk &quirk) {
                return unless(quirk.outcome.text.contains(QChar(QChar::ReplacementCharacter)),
                    QStringLiteral("the text is %1").arg(quirk.outcome.text));
            }},
        {"opt-in", [](const Quirk &quirk) { return opensIn(quirk); }},
        {">= \\d+ MiB", [](const Quirk &quirk) { return hasCap(quirk); }},
        {"bounded depth", [](const Quirk &quirk) { return hasBoundedDepth(quirk); }},
        {"separate channel|same channel|-> reasoning", [](const Quirk &quirk) { return isKeptApart(quirk); }},
        {"both keys", [](const Quirk &quirk) { return usesOneName(quirk); }},
        {"keep raw",
            [](const Quirk &quirk) {
                return unless(!quirk.reading.reasoningDetails.isEmpty() &&
                                  quirk.outcome.facts[QLatin1String("reasoning_details")].toArray() ==
                                      quirk.reading.reasoningDetails,
                    QStringLiteral("the details are not kept as they were"));
            }},
        {"match by id", [](const Quirk &quirk) { return matchesTools(quirk); }},
        {"\\binterrupted\\b|structured error",
            [](const Quirk &quirk) {
                return unless(quirk.outcome.text.isEmpty() || quirk.outcome.ending.kind == Kind::Interrupted,
                    QStringLiteral("it is %1").arg(kindText(quirk.outcome.ending.kind)));
            }},
    };
    return rules;
}

net::HeaderList headersOf(const QJsonObject &entry)
{
    net::HeaderList headers;
    const QJsonObject stated = entry[QLatin1String("response_headers")].toObject();
    for (auto header = stated.begin(); header != stated.end(); ++header)
        headers.append(qMakePair(header.key().toLatin1(), header->toString().toLatin1()));
    if (net::headerValue(headers, "Content-Type").isEmpty())
        headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("text/event-stream")));
    return headers;
}

} // namespace throughline::test
