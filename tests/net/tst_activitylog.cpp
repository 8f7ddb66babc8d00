#include "net/activitylog.h"
#include "support/fakeclock.h"

#include <QSignalSpy>
#include <QtTest>

using namespace throughline;
using namespace std::chrono_literals;

namespace {

net::HttpRequest request(const QString &path, const QByteArray &method = "GET", const QByteArray &body = {})
{
    return {.method = method,
        .url = QUrl(QStringLiteral("http://h") + path),
        .headers = {{"Authorization", "Bearer hush"}, {"Accept", "application/json"}},
        .body = body};
}

/// Everything a record says, as one text, to look for what must not be in it.
QByteArray everything(const net::ActivityRecord &record)
{
    QByteArray all = record.method + record.url.toEncoded() + record.contentType + record.requestBody +
                     record.error.toUtf8() + record.correlationId.toUtf8();
    for (const auto &[name, value] : record.requestHeaders + record.responseHeaders)
        all += name + value;
    for (const net::ActivityEvent &event : record.events)
        all += event.event.toUtf8() + event.data.toUtf8();
    return all;
}

} // namespace

class TestActivityLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsRecordedFromBeginningToEnd()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        QSignalSpy added(&log, &net::ActivityLog::recordAdded);
        QSignalSpy changed(&log, &net::ActivityLog::recordChanged);
        const qint64 id =
            log.begin(request(QStringLiteral("/api/chat/threads/"), "POST", "{}"), QStringLiteral("c"));
        QCOMPARE(added.size(), 1);
        QVERIFY(log.find(id)->live);
        QCOMPARE(log.find(id)->startedAt, clock.wall());
        clock.advance(20ms);
        log.headers(id, {.status = 201,
                            .headers = {{"Content-Type", "application/json"}},
                            .correlationId = QStringLiteral("s")});
        log.body(id, 100);
        log.body(id, 50);
        clock.advance(30ms);
        log.finish(id);
        QCOMPARE(changed.size(), 4);
        const net::ActivityRecord &record = *log.find(id);
        QCOMPARE(record.method, QByteArray("POST"));
        QCOMPARE(record.url.path(), QStringLiteral("/api/chat/threads/"));
        QCOMPARE(record.status, 201);
        QCOMPARE(record.contentType, QByteArray("application/json"));
        QCOMPARE(record.bodyBytes, qint64(150));
        QCOMPARE(record.duration.count(), 50);
        QCOMPARE(record.correlationId, QStringLiteral("s"));
        QCOMPARE(record.requestBody, QByteArray("{}"));
        QVERIFY(!record.live);
    }

    void whatTheServerRepeatsOfASecretIsNotShown()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        const QByteArray token = "eyJ0eXAi.c2lnbmF0.dXJlQ";
        const qint64 id = log.begin({.method = "GET",
                                        .url = QUrl(QStringLiteral("http://h/x")),
                                        .headers = {{"Authorization", "Bearer " + token}}},
            {});
        log.headers(id, {.status = 302,
                            .headers = {{"Location", "/in?next=" + token}, {"WWW-Authenticate", token}},
                            .correlationId = {}});
        log.event(id, QStringLiteral("error"), QString::fromLatin1("No: " + token));
        log.finish(id, QString::fromLatin1(token.toBase64()));
        QVERIFY(!everything(*log.find(id)).contains(token));
        QVERIFY(!everything(*log.find(id)).contains(token.toBase64()));
        QCOMPARE(log.find(id)->events.front().data, QStringLiteral("No: ***"));
    }

    void whatIsFinishedStands()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        const qint64 id = log.begin(request(QStringLiteral("/x")), {});
        log.finish(id);
        clock.advance(1s);
        log.finish(id, QStringLiteral("too late"));
        log.body(id, 5);
        QCOMPARE(log.find(id)->error, QString());
        QCOMPARE(log.find(id)->bodyBytes, qint64(0));
        QCOMPARE(log.find(id)->duration.count(), 0);
    }

    void secretsNeverEnter()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        const qint64 id = log.begin(
            request(QStringLiteral("/api/auth/token/"), "POST", R"({"password": "hush"})"), QString());
        log.headers(id, {.status = 200, .headers = {{"Set-Cookie", "session=hush"}, {"X-Api-Key", "hush"}}});
        const qint64 query = log.begin(request(QStringLiteral("/x?token=hush")), QString());
        QVERIFY2(!everything(*log.find(id)).contains("hush"), everything(*log.find(id)).constData());
        QVERIFY2(!everything(*log.find(query)).contains("hush"), everything(*log.find(query)).constData());
    }

    void theLogIsARing()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock, 3);
        QSignalSpy removed(&log, &net::ActivityLog::recordsRemoved);
        QList<qint64> ids;
        for (int i = 0; i < 5; ++i)
            ids.append(log.begin(request(QStringLiteral("/%1").arg(i)), {}));
        QCOMPARE(log.records().size(), size_t(3));
        QCOMPARE(removed.size(), 2);
        QVERIFY(!log.find(ids[1]));
        QCOMPARE(log.find(ids[2])->url.path(), QStringLiteral("/2"));
        log.finish(ids[0]); // fell out; nothing happens
        QCOMPARE(log.totals().requests, qint64(5));
    }

    void bodiesAndEventsAreBounded()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        const qint64 id =
            log.begin(request(QStringLiteral("/x"), "POST", QByteArray(100'000, 'x')), QString());
        QCOMPARE(log.find(id)->requestBody.size(), 4096);
        for (int i = 0; i < 700; ++i)
            log.event(id, QStringLiteral("chunk"), QString::number(i));
        QCOMPARE(log.find(id)->events.size(), size_t(500));
        QCOMPARE(log.find(id)->events.front().data, QStringLiteral("200"));
        QCOMPARE(log.find(id)->eventCount, qint64(700));
        log.event(id, QStringLiteral("chunk"), QString(5000, QLatin1Char('x')));
        QVERIFY(log.find(id)->events.back().data.size() <= 2049);
        // An emoji on the edge is not cut in two.
        log.event(id, QStringLiteral("chunk"),
            QString(2047, QLatin1Char('x')) + QStringLiteral(u"\U0001F600") + QLatin1Char('y'));
        QVERIFY(log.find(id)->events.back().data.isValidUtf16());
    }

    void theTotalsCompareWithAFixedTimer()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        clock.advance(10min);
        log.finish(log.begin(request(QStringLiteral("/api/signals/?thread_id=1")), {}));
        log.finish(log.begin(request(QStringLiteral("/api/signals/?thread_id=1")), {}));
        log.finish(log.begin(request(QStringLiteral("/api/chat/threads/")), {}));
        log.finish(log.begin(request(QStringLiteral("/api/signals/7/dismiss/"), "POST"), {}));
        const net::ActivityLog::Totals totals = log.totals();
        QCOMPARE(totals.requests, qint64(4));
        QCOMPARE(totals.polls, qint64(2));
        QCOMPARE(totals.fixedTimerPolls, qint64(200));
        QCOMPARE(totals.elapsed.count(), 600'000);
    }

    void clearKeepsWhatIsLive()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        const qint64 done = log.begin(request(QStringLiteral("/a")), {});
        const qint64 live = log.begin(request(QStringLiteral("/b")), {});
        log.finish(done);
        log.clear();
        QVERIFY(!log.find(done));
        QVERIFY(log.find(live));
        QCOMPARE(log.totals().requests, qint64(2));
    }
};

QTEST_GUILESS_MAIN(TestActivityLog)
#include "tst_activitylog.moc"
