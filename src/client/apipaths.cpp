#include "client/apipaths.h"

#include "client/encoded.h"

namespace throughline::client {

QString threadPath(const QString &id)
{
    // Without it an archived thread is 404, for a change and a deletion too.
    return QStringLiteral("chat/threads/%1/?archived=all").arg(encoded(id));
}

QString messagesPath(const QString &threadId, bool hasWindows)
{
    const QString path = QStringLiteral("chat/messages/?thread=") + encoded(threadId);
    return hasWindows ? path + QStringLiteral("&limit=500") : path;
}

QString lastMessagesPath(const QString &threadId, bool hasWindows)
{
    const QString path = QStringLiteral("chat/messages/?thread=") + encoded(threadId);
    return hasWindows ? path + QStringLiteral("&limit=50&last=1") : path;
}

QString actionPath(const QString &signalId, ApiClient::SignalAction action)
{
    const QString path = QStringLiteral("signals/%1/%2/");
    const auto to = [&](const char *name) { return path.arg(encoded(signalId), QLatin1StringView(name)); };
    switch (action) {
    case ApiClient::SignalAction::Dismiss:
        return to("dismiss");
    case ApiClient::SignalAction::Undismiss:
        return to("undismiss") + QStringLiteral("?include_dismissed=true");
    case ApiClient::SignalAction::Confirm:
        return to("confirm");
    case ApiClient::SignalAction::Unconfirm:
        return to("unconfirm");
    case ApiClient::SignalAction::Pin:
        return to("pin");
    case ApiClient::SignalAction::Unpin:
        return to("unpin");
    }
    return {};
}

QString relationPath(const QString &signalId, ApiClient::SignalRelation relation)
{
    const QString path = QStringLiteral("signals/%1/%2/");
    const auto to = [&](const char *name) { return path.arg(encoded(signalId), QLatin1StringView(name)); };
    switch (relation) {
    case ApiClient::SignalRelation::Settle:
        return to("settle");
    case ApiClient::SignalRelation::Unsettle:
        return to("unsettle");
    case ApiClient::SignalRelation::LinkEvidence:
        return to("link-evidence");
    case ApiClient::SignalRelation::UnlinkEvidence:
        return to("unlink-evidence");
    }
    return {};
}

QString extractPath(const QString &threadId)
{
    return QStringLiteral("chat/threads/%1/extract/").arg(encoded(threadId));
}

} // namespace throughline::client
