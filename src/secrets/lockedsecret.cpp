#include "secrets/lockedsecret.h"

#include <QMetaObject>
#include <QObject>
#include <QtGlobal>

#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
#define THROUGHLINE_SECRET_SERVICE
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QMap>
#endif

#include <utility>

namespace throughline::secrets {

#ifdef THROUGHLINE_SECRET_SERVICE

void askWhetherLocked(
    const QString &service, const QString &name, QObject *context, std::function<void(bool locked)> done)
{
    using Attributes = QMap<QString, QString>;
    qDBusRegisterMetaType<Attributes>();

    // https://specifications.freedesktop.org/secret-service: SearchItems gives the unlocked items, then the
    // locked ones. The attributes are those that QtKeychain stores with.
    QDBusMessage search = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"),
        QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service"),
        QStringLiteral("SearchItems"));
    search.setAutoStartService(false);
    search << QVariant::fromValue(
        Attributes{{QStringLiteral("user"), name}, {QStringLiteral("server"), service}});
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(search), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
        [done = std::move(done)](QDBusPendingCallWatcher *call) {
            call->deleteLater();
            const QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>> reply = *call;
            done(reply.isValid() && !reply.argumentAt<1>().isEmpty());
        });
}

#else

void askWhetherLocked(
    const QString &, const QString &, QObject *context, std::function<void(bool locked)> done)
{
    QMetaObject::invokeMethod(
        context, [done = std::move(done)] { done(false); }, Qt::QueuedConnection);
}

#endif

} // namespace throughline::secrets
