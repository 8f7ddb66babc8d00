#include "server/api/signalroutes.h"

#include "server/api/answers.h"
#include "server/api/pages.h"

namespace throughline::server::api {

namespace {

using Service = service::SignalService;
using Changed = protocol::Expected<protocol::Signal>;

constexpr QLatin1StringView textKey("text");
constexpr QLatin1StringView signalKey("signal");

http::Response answer(const Changed &changed)
{
    return changed ? json(200, protocol::toJson(*changed)) : failure(changed.error());
}

http::Response list(const Service &service, const Request &request)
{
    const QString thread = request.parameter(QLatin1StringView("thread_id"));
    if (thread.isEmpty())
        return fieldError(QStringLiteral("thread_id"), QStringLiteral("This field is required."));
    return paged<protocol::Signal>(request, [&](int offset, int limit) {
        return service.list({.threadId = thread,
            .type = request.parameter(QLatin1StringView("type")),
            .includeDismissed =
                request.parameter(QLatin1StringView("include_dismissed")) == QLatin1String("true"),
            .offset = offset,
            .limit = limit});
    });
}

http::Response edit(Service &service, const Request &request)
{
    if (!request.body.contains(textKey))
        return fieldError(textKey, QStringLiteral("This field is required."));
    if (!request.body.value(textKey).isString())
        return fieldError(textKey, QStringLiteral("Not a valid string."));
    const QString text = request.body.value(textKey).toString().trimmed();
    if (text.isEmpty())
        return fieldError(textKey, QStringLiteral("This field may not be blank."));
    return answer(service.edit(request.ids[0], text));
}

/// `{"signal": id}`: the other one.
using Link = Changed (*)(Service &, const QString &id, const QString &otherId);

http::Response changeLink(Service &service, const Request &request, Link change)
{
    const QJsonValue other = request.body.value(signalKey);
    if (!other.isString() || other.toString().isEmpty())
        return fieldError(signalKey, QStringLiteral("This field is required."));
    return answer(change(service, request.ids[0], other.toString()));
}

void addLinkRoutes(Router &router, Service &signalService)
{
    const auto add = [&](const QString &action, Link change) {
        router.add("POST", QStringLiteral("signals/{}/%1/").arg(action),
            [&signalService, change](
                const Request &request) { return changeLink(signalService, request, change); });
    };
    add(QStringLiteral("settle"), [](Service &service, const QString &id, const QString &other) {
        return service.setSettled(id, other, true);
    });
    add(QStringLiteral("unsettle"), [](Service &service, const QString &id, const QString &other) {
        return service.setSettled(id, other, false);
    });
    add(QStringLiteral("link-evidence"), [](Service &service, const QString &id, const QString &other) {
        return service.setEvidence(id, other, true);
    });
    add(QStringLiteral("unlink-evidence"), [](Service &service, const QString &id, const QString &other) {
        return service.setEvidence(id, other, false);
    });
}

} // namespace

void addSignalRoutes(Router &router, service::SignalService &signalService)
{
    router.add("GET", QStringLiteral("signals/"),
        [&signalService](const Request &request) { return list(signalService, request); });
    router.add("PATCH", QStringLiteral("signals/{}/edit/"),
        [&signalService](const Request &request) { return edit(signalService, request); });

    using Change = Changed (*)(Service &, const QString &);
    const auto add = [&](const QString &action, Change change) {
        router.add("POST", QStringLiteral("signals/{}/%1/").arg(action),
            [&signalService, change](
                const Request &request) { return answer(change(signalService, request.ids[0])); });
    };
    using protocol::SignalStatus;
    add(QStringLiteral("dismiss"), [](Service &service, const QString &id) { return service.dismiss(id); });
    add(QStringLiteral("undismiss"),
        [](Service &service, const QString &id) { return service.undismiss(id); });
    add(QStringLiteral("confirm"),
        [](Service &service, const QString &id) { return service.setStatus(id, SignalStatus::Confirmed); });
    add(QStringLiteral("unconfirm"),
        [](Service &service, const QString &id) { return service.setStatus(id, SignalStatus::Suggested); });
    add(QStringLiteral("reject"),
        [](Service &service, const QString &id) { return service.setStatus(id, SignalStatus::Rejected); });
    add(QStringLiteral("pin"),
        [](Service &service, const QString &id) { return service.setPinned(id, true); });
    add(QStringLiteral("unpin"),
        [](Service &service, const QString &id) { return service.setPinned(id, false); });
    addLinkRoutes(router, signalService);
}

} // namespace throughline::server::api
