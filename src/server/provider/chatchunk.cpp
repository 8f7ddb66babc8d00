#include "server/provider/chatchunk.h"

#include <cmath>

namespace throughline::server::provider {

namespace {

using Channel = ChatDelta::Channel;

void append(QList<ChatDelta> &deltas, Channel channel, const QString &text)
{
    if (!text.isEmpty())
        deltas.append({.channel = channel, .text = text});
}

/// A text, or a list of texts and typed parts, as `content` and `thinking` are.
void appendContent(QList<ChatDelta> &deltas, Channel channel, const QJsonValue &content, int depth = 0)
{
    constexpr int deepest = 4;
    if (content.isString())
        append(deltas, channel, content.toString());
    if (!content.isArray() || depth > deepest)
        return;
    for (const auto &part : content.toArray()) {
        const QJsonObject object = part.toObject();
        const QString type = object.value(QLatin1String("type")).toString();
        if (part.isString())
            append(deltas, channel, part.toString());
        else if (type == QLatin1String("text") || type == QLatin1String("output_text"))
            append(deltas, channel, object.value(QLatin1String("text")).toString());
        else if (type == QLatin1String("thinking") || type == QLatin1String("reasoning"))
            appendContent(deltas, Channel::Reasoning, object.value(type), depth + 1);
    }
}

/// The text of OpenRouter's reasoning_details; signatures and encrypted parts have none.
QString textOfDetails(const QJsonArray &details)
{
    QString text;
    for (const auto &detail : details) {
        const QJsonObject object = detail.toObject();
        text += object.value(QLatin1String("text")).toString();
        text += object.value(QLatin1String("summary")).toString();
    }
    return text;
}

/// What a delta or a message says. The same thought is often sent under two names: the first one counts.
QList<ChatDelta> contentOf(const QJsonObject &object)
{
    QList<ChatDelta> deltas;
    for (const char *key : {"reasoning_content", "reasoning", "thinking"}) {
        appendContent(deltas, Channel::Reasoning, object.value(QLatin1String(key)));
        if (!deltas.isEmpty())
            break;
    }
    if (deltas.isEmpty()) {
        append(deltas, Channel::Reasoning,
            textOfDetails(object.value(QLatin1String("reasoning_details")).toArray()));
    }
    appendContent(deltas, Channel::Answer, object.value(QLatin1String("content")));
    append(deltas, Channel::Answer, object.value(QLatin1String("refusal")).toString());
    return deltas;
}

QList<ToolCallPart> toolCallsOf(const QJsonObject &delta)
{
    QList<ToolCallPart> parts;
    for (const auto &value : delta.value(QLatin1String("tool_calls")).toArray()) {
        const QJsonObject call = value.toObject();
        const QJsonObject function = call.value(QLatin1String("function")).toObject();
        const QJsonValue arguments = function.value(QLatin1String("arguments"));
        parts.append({.index = call.value(QLatin1String("index")).toInt(-1),
            .id = call.value(QLatin1String("id")).toString(),
            .name = function.value(QLatin1String("name")).toString(),
            .arguments = arguments.toString()});
    }
    return parts;
}

QString reasonIn(const QJsonObject &choice, const char *key)
{
    constexpr qsizetype longest = 64;
    const QString reason = choice.value(QLatin1String(key)).toString().simplified().left(longest);
    return reason == QLatin1String("null") ? QString() : reason;
}

ChatChoice choiceFrom(const QJsonObject &object)
{
    ChatChoice choice;
    choice.index = object.value(QLatin1String("index")).toInt(0);
    const QJsonValue delta = object.value(QLatin1String("delta"));
    choice.deltas = contentOf(delta.toObject());
    if (delta.isString())
        append(choice.deltas, Channel::Answer, delta.toString());
    append(choice.deltas, Channel::Answer, object.value(QLatin1String("text")).toString());
    const QJsonObject message = object.value(QLatin1String("message")).toObject();
    choice.message = contentOf(message);
    choice.toolCalls = toolCallsOf(delta.isObject() ? delta.toObject() : message);
    choice.reasoningDetails = delta.toObject().value(QLatin1String("reasoning_details")).toArray();
    choice.finishReason = reasonIn(object, "finish_reason");
    choice.finishHint = reasonIn(object, "finishReason");
    return choice;
}

/// The members of \a value that are finite numbers, and of those not more than a few.
QJsonObject numbersOf(const QJsonValue &value)
{
    constexpr qsizetype most = 24;
    constexpr qsizetype longestName = 64;
    QJsonObject numbers;
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end() && numbers.size() < most; ++member) {
        if (member->isDouble() && std::isfinite(member->toDouble()) && member.key().size() <= longestName)
            numbers.insert(member.key(), *member);
    }
    return numbers;
}

} // namespace

ChatChunk chatChunkFrom(const QJsonObject &object, bool isErrorEvent)
{
    ChatChunk chunk;
    chunk.error = upstreamErrorFrom(object, isErrorEvent);
    chunk.hasChoices = object.contains(QLatin1String("choices"));
    chunk.model = object.value(QLatin1String("model")).toString();
    for (const auto &value : object.value(QLatin1String("choices")).toArray()) {
        if (!value.isObject())
            continue;
        const QJsonObject choice = value.toObject();
        chunk.choices.append(choiceFrom(choice));
        // OpenRouter puts what went wrong with one choice into it.
        if (!chunk.error && choice.value(QLatin1String("error")).isObject())
            chunk.error = upstreamErrorFrom(choice);
    }
    chunk.usage = numbersOf(object.value(QLatin1String("usage")));
    if (chunk.usage.isEmpty()) {
        const QJsonObject groq = object.value(QLatin1String("x_groq")).toObject();
        chunk.usage = numbersOf(groq.value(QLatin1String("usage")));
    }
    chunk.timings = numbersOf(object.value(QLatin1String("timings")));
    return chunk;
}

} // namespace throughline::server::provider
