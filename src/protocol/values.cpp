#include "protocol/values.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>

#include <array>
#include <utility>

namespace throughline::protocol {

namespace {

using Json = QLatin1StringView;

/// Ids are UUID strings in the contract, but servers have been seen to send integers.
QString idFrom(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return QString::number(value.toInteger());
    return {};
}

QStringList idsFrom(const QJsonValue &value)
{
    QStringList ids;
    const QJsonArray entries = value.toArray();
    for (const auto &entry : entries)
        ids.append(idFrom(entry));
    return ids;
}

QJsonValue nullable(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue nullable(const std::optional<QDateTime> &date)
{
    return date ? QJsonValue(toContractDate(*date)) : QJsonValue(QJsonValue::Null);
}

std::optional<QDateTime> optionalDate(const QJsonValue &value)
{
    const QDateTime date = fromContractDate(value.toString());
    return date.isValid() ? std::optional(date) : std::nullopt;
}

template <typename Enum, std::size_t Size>
using Names = std::array<std::pair<Enum, Json>, Size>;

template <typename Enum, std::size_t Size>
QString nameOf(const Names<Enum, Size> &names, Enum value)
{
    for (const auto &[candidate, name] : names) {
        if (candidate == value)
            return name;
    }
    return {};
}

template <typename Enum, std::size_t Size>
Enum valueOf(const Names<Enum, Size> &names, const QString &text, Enum fallback)
{
    for (const auto &[value, name] : names) {
        if (text == name)
            return value;
    }
    return fallback;
}

constexpr Names<Role, 3> roleNames{
    {{Role::User, Json("user")}, {Role::Assistant, Json("assistant")}, {Role::System, Json("system")}}};

constexpr Names<MessageStatus, 5> messageStatusNames{{{MessageStatus::Streaming, Json("streaming")},
    {MessageStatus::Complete, Json("complete")}, {MessageStatus::Stopped, Json("stopped")},
    {MessageStatus::Interrupted, Json("interrupted")}, {MessageStatus::Failed, Json("failed")}}};

constexpr Names<SignalType, 8> signalTypeNames{
    {{SignalType::Goal, Json("Goal")}, {SignalType::Constraint, Json("Constraint")},
        {SignalType::Assumption, Json("Assumption")}, {SignalType::Claim, Json("Claim")},
        {SignalType::Question, Json("Question")}, {SignalType::DecisionIntent, Json("DecisionIntent")},
        {SignalType::EvidenceMention, Json("EvidenceMention")}, {SignalType::Unknown, Json("Unknown")}}};

constexpr Names<SignalStatus, 3> signalStatusNames{{{SignalStatus::Suggested, Json("suggested")},
    {SignalStatus::Confirmed, Json("confirmed")}, {SignalStatus::Rejected, Json("rejected")}}};

constexpr Names<Alignment, 3> alignmentNames{
    {{Alignment::Exact, Json("exact")}, {Alignment::Fuzzy, Json("fuzzy")}, {Alignment::None, Json("none")}}};

template <typename T, typename Convert>
std::optional<Page<T>> pageFromJson(const QByteArray &json, Convert convert)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonObject object = document.object();
    const QJsonValue results = object.value(Json("results"));
    if (!document.isObject() || !results.isArray())
        return std::nullopt;
    Page<T> page;
    const QJsonArray array = results.toArray();
    page.results.reserve(array.size());
    for (const auto &entry : array) {
        auto value = convert(entry.toObject());
        if (!value)
            return std::nullopt;
        page.results.append(std::move(*value));
    }
    page.count = object.value(Json("count")).toInt(static_cast<int>(page.results.size()));
    const auto link = [&object](Json name) -> std::optional<QUrl> {
        const QString text = object.value(name).toString();
        return text.isEmpty() ? std::nullopt : std::optional(QUrl(text));
    };
    page.next = link(Json("next"));
    page.previous = link(Json("previous"));
    if (const int index = object.value(Json("index")).toInt(-1);
        index >= 0 && object.value(Json("total")).toInt(-1) >= 0)
        page.index = index;
    return page;
}

} // namespace

QString roleName(Role role)
{
    return nameOf(roleNames, role);
}

Role roleFromName(const QString &name)
{
    return valueOf(roleNames, name, Role::System);
}

QString messageStatusName(MessageStatus status)
{
    return nameOf(messageStatusNames, status);
}

MessageStatus messageStatusFromName(const QString &name)
{
    return valueOf(messageStatusNames, name, MessageStatus::Complete);
}

QString signalTypeName(SignalType type)
{
    return nameOf(signalTypeNames, type);
}

SignalType signalTypeFromName(const QString &name)
{
    return valueOf(signalTypeNames, name, SignalType::Unknown);
}

QString signalStatusName(SignalStatus status)
{
    return nameOf(signalStatusNames, status);
}

SignalStatus signalStatusFromName(const QString &name)
{
    return valueOf(signalStatusNames, name, SignalStatus::Suggested);
}

QString alignmentName(Alignment alignment)
{
    return nameOf(alignmentNames, alignment);
}

Alignment alignmentFromName(const QString &name)
{
    return valueOf(alignmentNames, name, Alignment::Exact);
}

MessageStatus Message::status() const
{
    return messageStatusFromName(metadata.value(Json("status")).toString());
}

QString Message::parentId() const
{
    return metadata.value(QLatin1StringView("parent")).toString();
}

bool Thread::isUnnamed() const
{
    const QString named = title.simplified();
    return named.isEmpty() || named == QLatin1StringView("New Chat");
}

QDateTime Thread::lastActivity() const
{
    return updatedAt.isValid() ? updatedAt : createdAt;
}

QStringList Message::siblingIds() const
{
    QStringList ids;
    const QJsonArray siblings = metadata.value(QLatin1StringView("siblings")).toArray();
    for (const auto &sibling : siblings)
        ids.append(sibling.toString());
    return ids;
}

QString Message::thoughts() const
{
    return metadata.value(QLatin1StringView("reasoning")).toString();
}

QString toContractDate(const QDateTime &date)
{
    // QDateTime holds milliseconds; the contract writes six digits.
    return date.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")) + QStringLiteral("000Z");
}

QDateTime fromContractDate(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

QJsonObject toJson(const Thread &thread)
{
    QJsonValue latest(QJsonValue::Null);
    if (thread.latestMessage) {
        latest = QJsonObject{{Json("id"), thread.latestMessage->id},
            {Json("role"), roleName(thread.latestMessage->role)},
            {Json("content"), thread.latestMessage->content},
            {Json("created_at"), toContractDate(thread.latestMessage->createdAt)}};
    }
    return {{Json("id"), thread.id}, {Json("title"), thread.title}, {Json("user"), 1},
        {Json("primary_case"), QJsonValue::Null}, {Json("project"), QJsonValue::Null},
        {Json("archived"), thread.archived}, {Json("pinned_at"), nullable(thread.pinnedAt)},
        {Json("created_at"), toContractDate(thread.createdAt)},
        {Json("updated_at"), toContractDate(thread.updatedAt)}, {Json("message_count"), thread.messageCount},
        {Json("latest_message"), latest}, {Json("model"), thread.model}, {Json("settings"), thread.settings}};
}

QJsonObject toJson(const Message &message)
{
    return {{Json("id"), message.id}, {Json("thread"), message.threadId},
        {Json("role"), roleName(message.role)}, {Json("content"), message.content},
        {Json("metadata"), message.metadata}, {Json("created_at"), toContractDate(message.createdAt)},
        {Json("event_id"), nullable(message.eventId)}};
}

QJsonObject toJson(const Signal &signal)
{
    QJsonObject span;
    if (signal.span.isValid()) {
        span = {{Json("message_id"), signal.span.messageId}, {Json("start"), signal.span.start},
            {Json("end"), signal.span.end}};
    }
    QJsonArray places;
    for (const SignalPlace &place : signal.places) {
        places.append(QJsonObject{{Json("message_id"), place.span.messageId},
            {Json("start"), place.span.start}, {Json("end"), place.span.end}, {Json("quote"), place.quote},
            {Json("alignment"), alignmentName(place.alignment)}, {Json("active"), place.isActive}});
    }
    return {{Json("id"), signal.id}, {Json("event"), nullable(signal.eventId)},
        {Json("type"), signal.typeName.isEmpty() ? signalTypeName(signal.type) : signal.typeName},
        {Json("text"), signal.text}, {Json("normalized_text"), signal.normalizedText}, {Json("span"), span},
        {Json("confidence"), signal.confidence}, {Json("dedupe_key"), signal.dedupeKey},
        {Json("sequence_index"), signal.sequenceIndex}, {Json("case"), QJsonValue::Null},
        {Json("thread"), signal.threadId}, {Json("inquiry"), QJsonValue::Null},
        {Json("dismissed_at"), nullable(signal.dismissedAt)},
        {Json("created_at"), toContractDate(signal.createdAt)}, {Json("is_dismissed"), signal.isDismissed()},
        {Json("is_elevated"), signal.isElevated}, {Json("status"), signalStatusName(signal.status)},
        {Json("pinned_at"), nullable(signal.pinnedAt)}, {Json("stale"), signal.stale},
        {Json("alignment"), alignmentName(signal.alignment)}, {Json("quote"), signal.quote},
        {Json("places"), places}, {Json("contradicts"), QJsonArray::fromStringList(signal.contradicts)},
        {Json("evidence"), QJsonArray::fromStringList(signal.evidence)},
        {Json("ungrounded"), signal.isUngrounded}};
}

QJsonObject toJson(const ServerInfo &info)
{
    return {{Json("service"), info.service}, {Json("version"), info.version},
        {Json("capabilities"), QJsonArray::fromStringList(info.capabilities)}, {Json("model"), info.model}};
}

std::optional<Thread> threadFromJson(const QJsonObject &object)
{
    Thread thread;
    thread.id = idFrom(object.value(Json("id")));
    if (thread.id.isEmpty())
        return std::nullopt;
    thread.title = object.value(Json("title")).toString();
    thread.archived = object.value(Json("archived")).toBool();
    thread.pinnedAt = optionalDate(object.value(Json("pinned_at")));
    thread.createdAt = fromContractDate(object.value(Json("created_at")).toString());
    thread.updatedAt = fromContractDate(object.value(Json("updated_at")).toString());
    thread.messageCount = object.value(Json("message_count")).toInt();
    thread.model = object.value(Json("model")).toString();
    thread.settings = object.value(Json("settings")).toObject();
    if (const QJsonObject latest = object.value(Json("latest_message")).toObject(); !latest.isEmpty()) {
        thread.latestMessage = MessagePreview{.id = idFrom(latest.value(Json("id"))),
            .role = roleFromName(latest.value(Json("role")).toString()),
            .content = latest.value(Json("content")).toString(),
            .createdAt = fromContractDate(latest.value(Json("created_at")).toString())};
    }
    return thread;
}

std::optional<Message> messageFromJson(const QJsonObject &object)
{
    Message message;
    message.id = idFrom(object.value(Json("id")));
    if (message.id.isEmpty())
        return std::nullopt;
    message.threadId = idFrom(object.value(Json("thread")));
    message.role = roleFromName(object.value(Json("role")).toString());
    message.content = object.value(Json("content")).toString();
    message.metadata = object.value(Json("metadata")).toObject();
    message.createdAt = fromContractDate(object.value(Json("created_at")).toString());
    message.eventId = idFrom(object.value(Json("event_id")));
    return message;
}

std::optional<Signal> signalFromJson(const QJsonObject &object)
{
    Signal signal;
    signal.id = idFrom(object.value(Json("id")));
    if (signal.id.isEmpty())
        return std::nullopt;
    signal.threadId = idFrom(object.value(Json("thread")));
    signal.eventId = idFrom(object.value(Json("event")));
    signal.typeName = object.value(Json("type")).toString();
    signal.type = signalTypeFromName(signal.typeName);
    signal.text = object.value(Json("text")).toString();
    signal.normalizedText = object.value(Json("normalized_text")).toString();
    if (const QJsonObject span = object.value(Json("span")).toObject(); !span.isEmpty()) {
        signal.span = {.messageId = idFrom(span.value(Json("message_id"))),
            .start = span.value(Json("start")).toInt(-1),
            .end = span.value(Json("end")).toInt(-1)};
    }
    signal.confidence = object.value(Json("confidence")).toDouble();
    signal.dedupeKey = object.value(Json("dedupe_key")).toString();
    signal.sequenceIndex = object.value(Json("sequence_index")).toInteger();
    signal.dismissedAt = optionalDate(object.value(Json("dismissed_at")));
    signal.createdAt = fromContractDate(object.value(Json("created_at")).toString());
    // A server may say only that it is dismissed, not when.
    if (!signal.dismissedAt && object.value(Json("is_dismissed")).toBool())
        signal.dismissedAt = signal.createdAt;
    signal.isElevated = object.value(Json("is_elevated")).toBool();
    signal.status = signalStatusFromName(object.value(Json("status")).toString());
    signal.pinnedAt = optionalDate(object.value(Json("pinned_at")));
    signal.stale = object.value(Json("stale")).toBool();
    signal.alignment = alignmentFromName(object.value(Json("alignment")).toString());
    signal.quote = object.value(Json("quote")).toString();
    const QJsonArray places = object.value(Json("places")).toArray();
    for (const auto &entry : places) {
        const QJsonObject place = entry.toObject();
        signal.places.append({.span = {.messageId = idFrom(place.value(Json("message_id"))),
                                  .start = place.value(Json("start")).toInt(),
                                  .end = place.value(Json("end")).toInt()},
            .quote = place.value(Json("quote")).toString(),
            .alignment = alignmentFromName(place.value(Json("alignment")).toString()),
            .isActive = place.value(Json("active")).toBool(true)});
    }
    signal.contradicts = idsFrom(object.value(Json("contradicts")));
    signal.evidence = idsFrom(object.value(Json("evidence")));
    signal.isUngrounded = object.value(Json("ungrounded")).toBool();
    return signal;
}

ServerInfo serverInfoFromJson(const QJsonObject &object)
{
    ServerInfo info;
    info.service = object.value(Json("service")).toString();
    info.version = object.value(Json("version")).toString();
    info.model = object.value(Json("model")).toString();
    const QJsonArray capabilities = object.value(Json("capabilities")).toArray();
    for (const auto &capability : capabilities)
        info.capabilities.append(capability.toString());
    return info;
}

std::optional<Page<Thread>> threadPageFromJson(const QByteArray &json)
{
    return pageFromJson<Thread>(json, threadFromJson);
}

std::optional<Page<Message>> messagePageFromJson(const QByteArray &json)
{
    return pageFromJson<Message>(json, messageFromJson);
}

std::optional<Page<Signal>> signalPageFromJson(const QByteArray &json)
{
    return pageFromJson<Signal>(json, signalFromJson);
}

} // namespace throughline::protocol
