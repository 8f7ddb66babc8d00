#include "protocol/streamevent.h"

#include "protocol/deltadecoder.h"
#include "protocol/overloaded.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <charconv>

namespace throughline::protocol {

namespace {

constexpr QLatin1StringView startName("start");
constexpr QLatin1StringView chunkName("chunk");
constexpr QLatin1StringView errorName("error");
constexpr QLatin1StringView doneName("done");
constexpr QLatin1StringView reasoningName("reasoning");
constexpr QLatin1StringView waitingName("waiting");

constexpr QByteArrayView view(QLatin1StringView name)
{
    return {name.data(), name.size()};
}

std::optional<qint64> offsetFromId(QByteArrayView id)
{
    const qsizetype colon = id.lastIndexOf(':');
    if (colon <= 0)
        return std::nullopt;
    qint64 offset = 0;
    const auto [end, error] = std::from_chars(id.data() + colon + 1, id.end(), offset);
    const bool isNumber = error == std::errc() && end == id.end();
    return isNumber && offset >= 0 ? std::optional(offset) : std::nullopt;
}

/// The object in \a data. Bytes that are not UTF-8 count as U+FFFD, as everywhere in event streams, and do
/// not make the rest unreadable.
std::optional<QJsonObject> objectFrom(QByteArrayView data)
{
    QByteArray json = data.isValidUtf8() ? data.toByteArray() : QString::fromUtf8(data).toUtf8();
    // QJsonDocument drops a U+FEFF at the start of a text unless it is escaped.
    json.replace("\xEF\xBB\xBF", "\\ufeff");
    const QJsonDocument document = QJsonDocument::fromJson(json);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// A status that we do not know says nothing, and one that is no ending is none.
std::optional<MessageStatus> endingFromName(const QString &name)
{
    const MessageStatus status = messageStatusFromName(name);
    const bool isEnding = status != MessageStatus::Streaming && messageStatusName(status) == name;
    return isEnding ? std::optional(status) : std::nullopt;
}

} // namespace

bool isKnownStreamEvent(QStringView event)
{
    return event == startName || event == chunkName || event == errorName || event == doneName ||
           event == reasoningName || event == waitingName;
}

bool isKnownStreamEvent(QByteArrayView event)
{
    return event == view(startName) || event == view(chunkName) || event == view(errorName) ||
           event == view(doneName) || event == view(reasoningName) || event == view(waitingName);
}

std::optional<StreamEvent> streamEventFromSse(QByteArrayView event, QByteArrayView data, QByteArrayView id)
{
    if (event == view(chunkName)) {
        if (std::optional<QString> text = quickDelta(data))
            return StreamDelta{.text = *std::move(text), .offset = offsetFromId(id)};
    } else if (!isKnownStreamEvent(event)) {
        return std::nullopt;
    }
    const std::optional<QJsonObject> object = objectFrom(data);
    if (!object)
        return std::nullopt;
    if (event == view(startName)) {
        return StreamStart{.userMessageId = object->value(QLatin1StringView("user_message_id")).toString(),
            .messageId = object->value(QLatin1StringView("message_id")).toString()};
    }
    if (event == view(chunkName)) {
        const QJsonValue delta = object->value(QLatin1StringView("delta"));
        if (!delta.isString())
            return std::nullopt;
        return StreamDelta{.text = delta.toString(), .offset = offsetFromId(id)};
    }
    if (event == view(reasoningName)) {
        const QJsonValue delta = object->value(QLatin1StringView("delta"));
        const qint64 offset = object->value(QLatin1StringView("offset")).toInteger(-1);
        if (!delta.isString() || offset < 0)
            return std::nullopt;
        return StreamReasoning{.text = delta.toString(), .offset = offset};
    }
    if (event == view(waitingName))
        return StreamWaiting{.message = object->value(QLatin1StringView("message")).toString()};
    if (event == view(errorName)) {
        return StreamError{.code = object->value(QLatin1StringView("code")).toString(),
            .message = object->value(QLatin1StringView("message")).toString(),
            .retryable = object->value(QLatin1StringView("retryable")).toBool()};
    }
    return StreamDone{.messageId = object->value(QLatin1StringView("message_id")).toString(),
        .status = endingFromName(object->value(QLatin1StringView("status")).toString())};
}

std::optional<StreamEvent> streamEventFromSse(QStringView event, QStringView data, QStringView id)
{
    return streamEventFromSse(event.toUtf8(), data.toUtf8(), id.toUtf8());
}

QByteArray streamEventName(const StreamEvent &event)
{
    const QLatin1StringView name = std::visit(
        Overloaded{[](const StreamStart &) { return startName; },
            [](const StreamDelta &) { return chunkName; },
            [](const StreamReasoning &) { return reasoningName; },
            [](const StreamWaiting &) { return waitingName; }, [](const StreamError &) { return errorName; },
            [](const StreamDone &) { return doneName; }},
        event);
    return QByteArray(name.data(), name.size());
}

QByteArray streamEventData(const StreamEvent &event)
{
    return std::visit(
        Overloaded{[](const StreamStart &start) {
                       return compact({{QStringLiteral("user_message_id"), start.userMessageId},
                           {QStringLiteral("message_id"), start.messageId}});
                   },
            [](const StreamDelta &delta) {
                return compact({{QStringLiteral("delta"), delta.text}});
            },
            [](const StreamReasoning &reasoning) {
                return compact({{QStringLiteral("delta"), reasoning.text},
                    {QStringLiteral("offset"), reasoning.offset}});
            },
            [](const StreamWaiting &waiting) {
                return compact({{QStringLiteral("message"), waiting.message}});
            },
            [](const StreamError &error) {
                return compact(
                    {{QStringLiteral("code"), error.code}, {QStringLiteral("message"), error.message},
                        {QStringLiteral("retryable"), error.retryable}});
            },
            [](const StreamDone &done) {
                QJsonObject data{{QStringLiteral("message_id"),
                    done.messageId.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(done.messageId)}};
                if (done.status)
                    data.insert(QStringLiteral("status"), messageStatusName(*done.status));
                return compact(data);
            }},
        event);
}

} // namespace throughline::protocol
