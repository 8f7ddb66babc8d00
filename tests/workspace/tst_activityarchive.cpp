#include "support/fakeclock.h"
#include "workspace/activityarchive.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using namespace std::chrono_literals;

namespace {

/// Names the first member that HAR 1.2 requires of \a object and that is missing or of another type.
QString missing(const QJsonObject &object, const QMap<QString, QJsonValue::Type> &required)
{
    for (auto member = required.begin(); member != required.end(); ++member) {
        if (object.value(member.key()).type() != member.value())
            return member.key();
    }
    return {};
}

QString flaw(const QJsonObject &entry)
{
    const auto number = QJsonValue::Double;
    const auto text = QJsonValue::String;
    const auto list = QJsonValue::Array;
    const auto object = QJsonValue::Object;
    const auto of = [&entry](const char *name) { return entry.value(QLatin1StringView(name)).toObject(); };
    const auto s = [](const char *name) { return QString::fromLatin1(name); };
    QStringList flaws{
        missing(entry, {{s("startedDateTime"), text}, {s("time"), number}, {s("request"), object},
                           {s("response"), object}, {s("cache"), object}, {s("timings"), object}}),
        missing(of("request"), {{s("method"), text}, {s("url"), text}, {s("httpVersion"), text},
                                   {s("cookies"), list}, {s("headers"), list}, {s("queryString"), list},
                                   {s("headersSize"), number}, {s("bodySize"), number}}),
        missing(of("response"),
            {{s("status"), number}, {s("statusText"), text}, {s("httpVersion"), text}, {s("cookies"), list},
                {s("headers"), list}, {s("content"), object}, {s("redirectURL"), text},
                {s("headersSize"), number}, {s("bodySize"), number}}),
        missing(of("response").value(s("content")).toObject(), {{s("size"), number}, {s("mimeType"), text}}),
        missing(of("timings"), {{s("send"), number}, {s("wait"), number}, {s("receive"), number}})};
    flaws.removeAll(QString());
    const QJsonObject timings = of("timings");
    if (timings.value(s("send")).toDouble() + timings.value(s("wait")).toDouble() +
            timings.value(s("receive")).toDouble() !=
        entry.value(s("time")).toDouble())
        flaws.append(s("the timings do not add up"));
    if (!QDateTime::fromString(entry.value(s("startedDateTime")).toString(), Qt::ISODateWithMs).isValid())
        flaws.append(s("startedDateTime is no date"));
    return flaws.join(u' ');
}

} // namespace

class TestActivityArchive : public QObject
{
    Q_OBJECT

    test::FakeClock m_clock;

    QList<net::ActivityRecord> records()
    {
        net::ActivityLog log(m_clock);
        net::HttpRequest post{.method = "POST",
            .url =
                QUrl(QStringLiteral("https://team.example/api/chat/?stream=true&token=s3cret-token&q=a%20b")),
            .headers = {{"Authorization", "Bearer s3cret-token"}, {"Content-Type", "application/json"}},
            .body = "{\"content\": \"Grüße\"}"};
        const qint64 stream = log.begin(post, QStringLiteral("abc"));
        m_clock.advance(40ms);
        log.headers(stream, {.status = 200,
                                .headers = {{"Content-Type", "text/event-stream"},
                                    {"X-Echo", "you sent s3cret-token"}, {"Set-Cookie", "s3cret-cookie"}}});
        log.event(stream, QStringLiteral("chunk"), QStringLiteral("{\"delta\": \"a s3cret-token\"}"));
        log.body(stream, 25);
        const qint64 failed = log.begin({.url = QUrl(QStringLiteral("https://team.example/api/"))}, {});
        log.finish(failed, QStringLiteral("The server was not found."));
        return {log.records().begin(), log.records().end()};
    }

private Q_SLOTS:
    void itIsAValidArchive()
    {
        const QJsonObject log = QJsonDocument::fromJson(workspace::httpArchive(records()))
                                    .object()
                                    .value(QStringLiteral("log"))
                                    .toObject();
        QCOMPARE(log.value(QStringLiteral("version")).toString(), QStringLiteral("1.2"));
        const QJsonObject creator = log.value(QStringLiteral("creator")).toObject();
        QVERIFY(creator.value(QStringLiteral("name")).isString() &&
                creator.value(QStringLiteral("version")).isString());
        const QJsonArray entries = log.value(QStringLiteral("entries")).toArray();
        QCOMPARE(entries.size(), 2);
        for (const QJsonValue &entry : entries)
            QCOMPARE(flaw(entry.toObject()), QString());
    }

    void itSaysWhatWasRecorded()
    {
        const QJsonArray entries = QJsonDocument::fromJson(workspace::httpArchive(records()))
                                       .object()[QStringLiteral("log")]
                                       .toObject()[QStringLiteral("entries")]
                                       .toArray();
        const QJsonObject stream = entries[0].toObject();
        QCOMPARE(stream[QStringLiteral("time")].toInt(), 40);
        const QJsonObject request = stream[QStringLiteral("request")].toObject();
        QCOMPARE(request[QStringLiteral("method")].toString(), QStringLiteral("POST"));
        QCOMPARE(request[QStringLiteral("postData")].toObject()[QStringLiteral("text")].toString(),
            QString::fromUtf8("{\"content\": \"Grüße\"}"));
        QVERIFY(request[QStringLiteral("queryString")].toArray().contains(
            QJsonObject{{QStringLiteral("name"), QStringLiteral("q")},
                {QStringLiteral("value"), QStringLiteral("a b")}}));
        QCOMPARE(stream[QStringLiteral("response")].toObject()[QStringLiteral("status")].toInt(), 200);
        QCOMPARE(stream[QStringLiteral("_events")].toArray().size(), 1);
        const QJsonObject failed = entries[1].toObject();
        QCOMPARE(failed[QStringLiteral("response")].toObject()[QStringLiteral("status")].toInt(-1), 0);
        QCOMPARE(failed[QStringLiteral("comment")].toString(), QStringLiteral("The server was not found."));
    }

    void noSecretIsInIt()
    {
        const QByteArray archive = workspace::httpArchive(records());
        QVERIFY2(!archive.contains("s3cret"), archive.constData());
    }

    void itIsSavedElsewhereAndAFailureIsSaid()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.har"));
        QStringList said;
        const auto note = [&said](const QString &problem) { said.append(problem); };
        workspace::saveHttpArchive(records(), path, this, note);
        QTRY_COMPARE(said, QStringList{QString()});
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(QJsonDocument::fromJson(file.readAll()).isObject());
        workspace::saveHttpArchive({}, folder.filePath(QStringLiteral("none/a.har")), this, note);
        QTRY_COMPARE(said.size(), 2);
        QVERIFY2(said.last().contains(QStringLiteral("could not be written")), qPrintable(said.last()));
        {
            QObject gone;
            workspace::saveHttpArchive(records(), path, &gone, note);
        }
        QTest::qWait(100);
        QCOMPARE(said.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestActivityArchive)
#include "tst_activityarchive.moc"
