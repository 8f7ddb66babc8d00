#include "server/api/threadroutes.h"

#include "server/api/answers.h"
#include "server/api/pages.h"
#include "server/provider/generationsettings.h"
#include "server/service/threadtitle.h"

#include <QJsonArray>

namespace throughline::server::api {

namespace {

using service::ArchivedFilter;
using service::longestTitle;
using Answer = std::optional<http::Response>;

constexpr QLatin1StringView titleKey("title");
constexpr QLatin1StringView archivedKey("archived");
constexpr QLatin1StringView pinnedKey("pinned");
constexpr QLatin1StringView modelKey("model");
constexpr QLatin1StringView settingsKey("settings");

/// Which threads are looked at; nothing: the parameter says something else.
std::optional<ArchivedFilter> archivedFilter(const Request &request)
{
    const QString value = request.parameter(archivedKey);
    if (value.isEmpty() || value == QLatin1String("false"))
        return ArchivedFilter::No;
    if (value == QLatin1String("true"))
        return ArchivedFilter::Yes;
    if (value == QLatin1String("all"))
        return ArchivedFilter::All;
    return std::nullopt;
}

http::Response notAChoice(const Request &request)
{
    return fieldError(
        archivedKey, QStringLiteral("Select a valid choice. %1 is not one of the available choices.")
                         .arg(request.parameter(archivedKey)));
}

/// What is wrong with the title in \a body, if one is there.
Answer titleError(const QJsonObject &body, bool mayBeBlank)
{
    if (!body.contains(titleKey))
        return std::nullopt;
    const QJsonValue title = body.value(titleKey);
    if (title.isNull())
        return fieldError(titleKey, QStringLiteral("This field may not be null."));
    if (!title.isString())
        return fieldError(titleKey, QStringLiteral("Not a valid string."));
    if (!mayBeBlank && title.toString().trimmed().isEmpty())
        return fieldError(titleKey, QStringLiteral("This field may not be blank."));
    if (title.toString().size() > longestTitle) {
        return fieldError(
            titleKey, QStringLiteral("Ensure this field has no more than %1 characters.").arg(longestTitle));
    }
    return std::nullopt;
}

Answer flagError(const QJsonObject &body, QLatin1StringView key)
{
    if (!body.contains(key) || body.value(key).isBool())
        return std::nullopt;
    return fieldError(key, QStringLiteral("Must be a valid boolean."));
}

/// Null is whoever answers by default; what a model is called here, the providers know.
Answer modelError(const QJsonObject &body)
{
    constexpr qsizetype longestModel = 300;
    const QJsonValue model = body.value(modelKey);
    if (body.contains(modelKey) && !model.isNull() && !model.isString())
        return fieldError(modelKey, QStringLiteral("Not a valid string."));
    if (model.toString().size() > longestModel)
        return fieldError(modelKey, QStringLiteral("Ensure this field has no more than 300 characters."));
    return std::nullopt;
}

Answer settingsError(const QJsonObject &body)
{
    const QJsonValue settings = body.value(settingsKey);
    if (!body.contains(settingsKey) || settings.isNull())
        return std::nullopt;
    if (!settings.isObject())
        return fieldError(settingsKey, QStringLiteral("Expected a dictionary of items."));
    const auto known = provider::generationSettingsFromJson(settings.toObject());
    return known ? std::nullopt : Answer(fieldError(settingsKey, known.error().message));
}

class ThreadRoutes
{
public:
    explicit ThreadRoutes(service::ChatService &chat)
        : m_chat(chat)
    {}

    http::Response list(const Request &request) const
    {
        const auto archived = archivedFilter(request);
        if (!archived)
            return notAChoice(request);
        const QString text = request.parameter(QLatin1StringView("q")).trimmed();
        return paged<protocol::Thread>(request, [&](int offset, int limit) {
            return m_chat.threads({.archived = *archived, .text = text, .offset = offset, .limit = limit});
        });
    }

    http::Response create(const Request &request) const
    {
        if (auto error = titleError(request.body, true))
            return std::move(*error);
        const auto thread = m_chat.createThread(request.body.value(titleKey).toString().trimmed());
        return thread ? json(201, protocol::toJson(*thread)) : failure(thread.error());
    }

    http::Response detail(const Request &request) const
    {
        const auto archived = archivedFilter(request);
        if (!archived)
            return notAChoice(request);
        const auto thread = m_chat.thread(request.ids[0], *archived);
        if (!thread)
            return failure(thread.error());
        constexpr int atATime = 500;
        QJsonArray messages;
        for (;;) {
            const auto slice = m_chat.messages(thread->id, static_cast<int>(messages.size()), atATime);
            if (!slice)
                return failure(slice.error());
            for (const protocol::Message &message : slice->items)
                messages.append(protocol::toJson(message));
            if (slice->items.isEmpty() || messages.size() >= slice->total)
                break;
        }
        QJsonObject object = protocol::toJson(*thread);
        object.insert(QLatin1StringView("messages"), messages);
        return json(200, object);
    }

    http::Response update(const Request &request) const
    {
        const auto archived = archivedFilter(request);
        if (!archived)
            return notAChoice(request);
        if (auto error = titleError(request.body, false))
            return std::move(*error);
        service::ThreadPatch patch;
        if (request.body.contains(titleKey))
            patch.title = request.body.value(titleKey).toString().trimmed();
        if (auto error = flagError(request.body, archivedKey))
            return std::move(*error);
        if (request.body.contains(archivedKey))
            patch.archived = request.body.value(archivedKey).toBool();
        if (auto error = flagError(request.body, pinnedKey))
            return std::move(*error);
        if (request.body.contains(pinnedKey))
            patch.pinned = request.body.value(pinnedKey).toBool();
        if (auto error = modelError(request.body))
            return std::move(*error);
        if (request.body.contains(modelKey))
            patch.model = request.body.value(modelKey).toString().trimmed();
        if (auto error = settingsError(request.body))
            return std::move(*error);
        if (request.body.contains(settingsKey))
            patch.settings = request.body.value(settingsKey).toObject();
        const auto thread = m_chat.updateThread(request.ids[0], patch, *archived);
        return thread ? json(200, protocol::toJson(*thread)) : failure(thread.error());
    }

    http::Response remove(const Request &request) const
    {
        const auto archived = archivedFilter(request);
        if (!archived)
            return notAChoice(request);
        const auto removed = m_chat.deleteThread(request.ids[0], *archived);
        return removed ? noContent() : failure(removed.error());
    }

private:
    service::ChatService &m_chat;
};

} // namespace

void addThreadRoutes(Router &router, service::ChatService &chat)
{
    const ThreadRoutes routes(chat);
    const QString all = QStringLiteral("chat/threads/");
    const QString one = QStringLiteral("chat/threads/{}/");
    router.add("GET", all, [routes](const Request &request) { return routes.list(request); });
    router.add("POST", all, [routes](const Request &request) { return routes.create(request); });
    router.add("GET", one, [routes](const Request &request) { return routes.detail(request); });
    router.add("PATCH", one, [routes](const Request &request) { return routes.update(request); });
    router.add("DELETE", one, [routes](const Request &request) { return routes.remove(request); });
}

} // namespace throughline::server::api
