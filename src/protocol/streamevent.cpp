#include "protocol/streamevent.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace throughline::protocol {

namespace {

constexpr QLatin1StringView startName("start");
constexpr QLatin1StringView chunkName("chunk");
constexpr QLatin1StringView errorName("error");
constexpr QLatin1StringView doneName("done");

std::optional<qint64> offsetFromId(const QString &id)
{
    const qsizetype colon = id.lastIndexOf(QLatin1Char(':'));
    if (colon <= 0)
        return std::nullopt;
    bool ok = false;
    const qint64 offset = QStringView(id).sliced(colon + 1).toLongLong(&ok);
    return ok && offset >= 0 ? std::optional(offset) : std::nullopt;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace

bool isKnownStreamEvent(const QString &event)
{
    return event == startName || event == chunkName || event == errorName || event == doneName;
}

std::optional<StreamEvent> streamEventFromSse(const QString &event, const QString &data, const QString &id)
{
    if (!isKnownStreamEvent(event))
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(data.toUtf8());
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    if (event == startName) {
        return StreamStart{.userMessageId = object.value(QLatin1StringView("user_message_id")).toString(),
            .messageId = object.value(QLatin1StringView("message_id")).toString()};
    }
    if (event == chunkName) {
        const QJsonValue delta = object.value(QLatin1StringView("delta"));
        if (!delta.isString())
            return std::nullopt;
        return StreamDelta{.text = delta.toString(), .offset = offsetFromId(id)};
    }
    if (event == errorName) {
        return StreamError{.code = object.value(QLatin1StringView("code")).toString(),
            .message = object.value(QLatin1StringView("message")).toString(),
            .retryable = object.value(QLatin1StringView("retryable")).toBool()};
    }
    return StreamDone{.messageId = object.value(QLatin1StringView("message_id")).toString()};
}

QByteArray streamEventName(const StreamEvent &event)
{
    const QLatin1StringView name = std::visit(
        Overloaded{[](const StreamStart &) { return startName; },
            [](const StreamDelta &) { return chunkName; }, [](const StreamError &) { return errorName; },
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
            [](const StreamError &error) {
                return compact(
                    {{QStringLiteral("code"), error.code}, {QStringLiteral("message"), error.message},
                        {QStringLiteral("retryable"), error.retryable}});
            },
            [](const StreamDone &done) {
                return compact({{QStringLiteral("message_id"),
                    done.messageId.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(done.messageId)}});
            }},
        event);
}

} // namespace throughline::protocol
