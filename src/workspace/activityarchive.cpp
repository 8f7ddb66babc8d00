#include "workspace/activityarchive.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>
#include <QUrlQuery>

#include <utility>

namespace throughline::workspace {

namespace {

struct ArchiveWords
{
    Q_DECLARE_TR_FUNCTIONS(Activity)
};

QJsonObject pair(const QString &name, const QString &value)
{
    return {{QStringLiteral("name"), name}, {QStringLiteral("value"), value}};
}

QJsonArray asArray(const net::HeaderList &headers)
{
    QJsonArray array;
    for (const auto &[name, value] : headers)
        array.append(pair(QString::fromUtf8(name), QString::fromUtf8(value)));
    return array;
}

QJsonArray queryOf(const QUrl &url)
{
    QJsonArray array;
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        array.append(pair(name, value));
    return array;
}

QJsonObject requestOf(const net::ActivityRecord &record)
{
    QJsonObject request{{QStringLiteral("method"), QString::fromLatin1(record.method)},
        {QStringLiteral("url"), record.url.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo)},
        {QStringLiteral("httpVersion"), QStringLiteral("HTTP/1.1")},
        {QStringLiteral("cookies"), QJsonArray()},
        {QStringLiteral("headers"), asArray(record.requestHeaders)},
        {QStringLiteral("queryString"), queryOf(record.url)}, {QStringLiteral("headersSize"), -1},
        {QStringLiteral("bodySize"), record.requestBody.isEmpty() ? 0 : -1}}; // of a long one a part is kept
    if (!record.requestBody.isEmpty()) {
        const QByteArray type = net::headerValue(record.requestHeaders, "Content-Type");
        request.insert(
            QStringLiteral("postData"), QJsonObject{{QStringLiteral("mimeType"), QString::fromUtf8(type)},
                                            {QStringLiteral("text"), QString::fromUtf8(record.requestBody)}});
    }
    return request;
}

QJsonObject responseOf(const net::ActivityRecord &record)
{
    return {{QStringLiteral("status"), record.status}, {QStringLiteral("statusText"), QString()},
        {QStringLiteral("httpVersion"), QStringLiteral("HTTP/1.1")},
        {QStringLiteral("cookies"), QJsonArray()},
        {QStringLiteral("headers"), asArray(record.responseHeaders)},
        {QStringLiteral("content"), QJsonObject{{QStringLiteral("size"), record.bodyBytes},
                                        {QStringLiteral("mimeType"), QString::fromUtf8(record.contentType)}}},
        {QStringLiteral("redirectURL"),
            QString::fromUtf8(net::headerValue(record.responseHeaders, "Location"))},
        {QStringLiteral("headersSize"), -1}, {QStringLiteral("bodySize"), record.bodyBytes}};
}

QJsonArray eventsOf(const net::ActivityRecord &record)
{
    QJsonArray array;
    for (const net::ActivityEvent &event : record.events)
        array.append(QJsonObject{{QStringLiteral("time"), qint64(event.at.count())},
            {QStringLiteral("event"), event.event}, {QStringLiteral("data"), event.data}});
    return array;
}

QJsonObject entryOf(const net::ActivityRecord &record)
{
    const auto time = qint64(record.duration.count());
    QJsonObject entry{
        {QStringLiteral("startedDateTime"), record.startedAt.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("time"), time}, {QStringLiteral("request"), requestOf(record)},
        {QStringLiteral("response"), responseOf(record)}, {QStringLiteral("cache"), QJsonObject()},
        // How the time divides is not recorded.
        {QStringLiteral("timings"), QJsonObject{{QStringLiteral("send"), 0}, {QStringLiteral("wait"), time},
                                        {QStringLiteral("receive"), 0}}}};
    if (!record.events.empty())
        entry.insert(QStringLiteral("_events"), eventsOf(record));
    if (!record.error.isEmpty())
        entry.insert(QStringLiteral("comment"), record.error);
    return entry;
}

QString write(const QList<net::ActivityRecord> &records, const QString &path)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(httpArchive(records)) >= 0 && file.commit())
        return {};
    return ArchiveWords::tr("%1 could not be written: %2.")
        .arg(QDir::toNativeSeparators(path), file.errorString());
}

} // namespace

QByteArray httpArchive(const QList<net::ActivityRecord> &records)
{
    QJsonArray entries;
    for (const net::ActivityRecord &record : records)
        entries.append(entryOf(record));
    const QJsonObject log{{QStringLiteral("version"), QStringLiteral("1.2")},
        {QStringLiteral("creator"), QJsonObject{{QStringLiteral("name"), QStringLiteral("Throughline")},
                                        {QStringLiteral("version"), QCoreApplication::applicationVersion()}}},
        {QStringLiteral("entries"), entries}};
    return QJsonDocument(QJsonObject{{QStringLiteral("log"), log}}).toJson();
}

void saveHttpArchive(const QList<net::ActivityRecord> &records, const QString &path, QObject *context,
    std::function<void(const QString &problem)> done)
{
    QThreadPool::globalInstance()->start(
        [records, path, guard = QPointer<QObject>(context), done = std::move(done)] {
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard, done, problem = write(records, path)] {
                    if (guard)
                        done(problem);
                },
                Qt::QueuedConnection);
        });
}

} // namespace throughline::workspace
