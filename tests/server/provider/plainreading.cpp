#include "server/provider/plainreading.h"

#include "sse/utf8.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace throughline::test {

namespace {

QJsonDocument documentOf(const QString &text)
{
    // QJsonDocument drops U+FEFF at the start of a text unless it is escaped.
    QByteArray json = text.toUtf8();
    json.replace("\xEF\xBB\xBF", "\\ufeff");
    return QJsonDocument::fromJson(json);
}

/// The first JSON value of \a text: the shortest beginning that is one.
QJsonObject firstObject(const QString &text)
{
    for (qsizetype end = text.indexOf(u'}'); end >= 0; end = text.indexOf(u'}', end + 1)) {
        const QJsonDocument document = documentOf(text.left(end + 1));
        if (document.isObject())
            return document.object();
    }
    return {};
}

} // namespace

PlainReading::PlainReading(const QByteArray &body)
{
    QString text = sse::decodeUtf8(body);
    if (text.startsWith(QChar(QChar::ByteOrderMark)))
        text.remove(0, 1);
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(u'<')) {
        form = Form::Page;
        hasError = true;
    } else if (trimmed.startsWith(u'{')) {
        form = Form::Json;
        const QJsonObject object = firstObject(trimmed);
        isBroken = object.isEmpty();
        readObject(object, false);
        isDone = !this->text.isEmpty();
    } else {
        readEvents(text);
    }
    if (this->text.isEmpty() && !m_others.isEmpty())
        this->text = m_others;
    // Thoughts that a model wrote before its answer.
    static const QRegularExpression thoughts(QStringLiteral("^\\s*<think>(.*?)(?:</think>\\s*|$)"),
        QRegularExpression::DotMatchesEverythingOption);
    if (const auto match = thoughts.match(this->text); match.hasMatch() && reasoning.isEmpty()) {
        reasoning = match.captured(1);
        this->text.remove(0, match.capturedLength());
    }
}

void PlainReading::readEvents(const QString &text)
{
    QStringList data;
    QString type;
    // The end of the body ends an event, too.
    for (const QString &line : (text + QStringLiteral("\n\n")).split(u'\n')) {
        static const QRegularExpression field(QStringLiteral("^\\s*(data|event):\\s?(.*)$"));
        const auto match = field.match(line);
        if (match.hasMatch() && match.captured(1) == QLatin1String("data")) {
            data.append(match.captured(2));
        } else if (match.hasMatch()) {
            type = match.captured(2);
        } else if (line.isEmpty()) {
            if (!isDone && !hasError && !isBroken && !data.isEmpty())
                readData(data.join(u'\n').trimmed(), type == QLatin1String("error"));
            data.clear();
            type.clear();
        }
    }
}

void PlainReading::readData(QString data, bool isErrorEvent)
{
    while (data.startsWith(QLatin1String("data:")))
        data = data.sliced(5).trimmed();
    if (data == QLatin1String("[DONE]")) {
        isDone = true;
        return;
    }
    const bool looksLikeJson = data.startsWith(u'{') || data.startsWith(u'[');
    if (!looksLikeJson) {
        hasError = hasError || (isErrorEvent && !data.isEmpty());
        return;
    }
    const QJsonDocument document = documentOf(data);
    if (!document.isNull()) {
        readObject(document.object(), isErrorEvent);
        return;
    }
    // Several lines, or an error written into an event that was open.
    const QStringList lines = data.split(u'\n');
    if (lines.size() == 1)
        isBroken = true;
    for (const QString &line : lines) {
        const QJsonDocument part = documentOf(line);
        if (!part.isNull() || line == QLatin1String("[DONE]"))
            readData(line, isErrorEvent);
        else
            isBroken = true;
    }
}

void PlainReading::readObject(const QJsonObject &object, bool isErrorEvent)
{
    const QJsonValue error = object[QLatin1String("error")];
    if (isErrorEvent || error.isObject() || (error.isString() && !error.toString().isEmpty()) ||
        object[QLatin1String("type")] == QLatin1String("error") ||
        object[QLatin1String("object")] == QLatin1String("error") ||
        (!object.contains(QLatin1String("choices")) && object.contains(QLatin1String("detail")))) {
        hasError = true;
        for (const QJsonValue &message : {error[QLatin1String("message")], error,
                 object[QLatin1String("message")], object[QLatin1String("detail")]}) {
            if (message.isString())
                errorMessages.append(message.toString());
        }
    }
    if (const QString model = object[QLatin1String("model")].toString(); !model.isEmpty())
        models.append(model);
    const QJsonObject counts = object[QLatin1String("usage")].toObject();
    for (auto member = counts.begin(); member != counts.end(); ++member) {
        if (member->isDouble())
            usage.insert(member.key(), *member);
    }
    for (const QJsonValue &choice : object[QLatin1String("choices")].toArray()) {
        if (choice[QLatin1String("index")].toInt(0) != 0) {
            if (m_othersIndex == 0)
                m_othersIndex = choice[QLatin1String("index")].toInt();
            if (choice[QLatin1String("index")].toInt() == m_othersIndex)
                m_others += choice[QLatin1String("delta")][QLatin1String("content")].toString();
            continue;
        }
        if (choice[QLatin1String("delta")].isObject())
            readContent(choice[QLatin1String("delta")].toObject());
        else if (text.isEmpty())
            readContent(choice[QLatin1String("message")].toObject());
        if (const QString reason = choice[QLatin1String("finish_reason")].toString(); !reason.isEmpty())
            finishReason = reason;
        hasError =
            hasError || choice[QLatin1String("error")].isObject() || finishReason == QLatin1String("error");
        if (const QString hint = choice[QLatin1String("finishReason")].toString(); !hint.isEmpty())
            finishHint = hint;
    }
}

void PlainReading::readContent(const QJsonObject &delta)
{
    for (const char *name : {"reasoning_content", "reasoning"}) {
        if (const QString thought = delta[QLatin1String(name)].toString(); !thought.isEmpty()) {
            reasoning += thought;
            break;
        }
    }
    for (const QJsonValue &detail : delta[QLatin1String("reasoning_details")].toArray()) {
        reasoningDetails.append(detail);
        if (delta[QLatin1String("reasoning")].toString().isEmpty() &&
            delta[QLatin1String("reasoning_content")].toString().isEmpty())
            reasoning +=
                detail[QLatin1String("text")].toString() + detail[QLatin1String("summary")].toString();
    }
    const QJsonValue content = delta[QLatin1String("content")];
    QString added = content.toString() + delta[QLatin1String("refusal")].toString();
    for (const QJsonValue &part : content.toArray()) {
        if (part[QLatin1String("type")] == QLatin1String("text"))
            added += part[QLatin1String("text")].toString();
        for (const QJsonValue &thought : part[QLatin1String("thinking")].toArray())
            reasoning += thought[QLatin1String("text")].toString();
        if (part[QLatin1String("type")] == QLatin1String("thinking"))
            reasoning += part[QLatin1String("thinking")].toString();
    }
    if (!added.isEmpty())
        deltas.append(added);
    text += added;
}

} // namespace throughline::test
