#include "support/fakeclock.h"
#include "workspace/activitymodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using workspace::ActivityModel;

namespace {

net::HttpRequest get(const char *url)
{
    net::HttpRequest request;
    request.url = QUrl(QString::fromLatin1(url));
    request.headers = {{"Authorization", "Bearer secret"}, {"Accept", "application/json"}};
    return request;
}

} // namespace

class TestActivityModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestRequestComesFirstAndChangesInPlace()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        ActivityModel model(log);
        const QAbstractItemModelTester tester(&model);
        log.begin(get("http://server.example/api/one/"), QStringLiteral("c1"));
        const qint64 id = log.begin(get("http://server.example/api/two/?q=a%20b"), QStringLiteral("c2"));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, ActivityModel::Path).data().toString(), QStringLiteral("/api/two/?q=a b"));
        QCOMPARE(model.index(0, ActivityModel::Status).data().toString(), QStringLiteral("Waiting"));
        QVERIFY(model.index(0, 0).data(ActivityModel::LiveRole).toBool());

        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        clock.advance(std::chrono::milliseconds(1500));
        log.headers(id, {.status = 200,
                            .headers = {{"Content-Type", "application/json; charset=utf-8"}},
                            .correlationId = {}});
        log.body(id, 2048);
        log.finish(id);
        QVERIFY(changed.size() > 0);
        QCOMPARE(changed.last().at(0).toModelIndex().row(), 0);
        QCOMPARE(model.index(0, ActivityModel::Status).data().toString(), QStringLiteral("200"));
        QCOMPARE(model.index(0, ActivityModel::Type).data().toString(), QStringLiteral("application/json"));
        QCOMPARE(model.index(0, ActivityModel::Duration).data().toString(), QStringLiteral("1.5 s"));
        QVERIFY(!model.index(0, 0).data(ActivityModel::LiveRole).toBool());
    }

    void whatTheLogForgetsIsNoRowAnyMore()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock, 3);
        ActivityModel model(log);
        const QAbstractItemModelTester tester(&model);
        for (int i = 0; i < 10; ++i)
            log.finish(log.begin(get("http://server.example/api/"), {}));
        QCOMPARE(model.rowCount(), int(log.records().size()));
        const qint64 live = log.begin(get("http://server.example/api/live/"), {});
        log.clear();
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.record(model.index(0, 0))->id, live);
    }

    void aRequestBecomesACurlLineWithoutSecrets()
    {
        test::FakeClock clock;
        net::ActivityLog log(clock);
        ActivityModel model(log);
        net::HttpRequest request = get("http://server.example/api/x/?q=it's");
        request.method = "POST";
        request.body = "{\"content\":\"don't\"}";
        log.begin(request, {});
        const QString curl = ActivityModel::asCurl(*model.record(model.index(0, 0)));
        QVERIFY2(curl.startsWith(QStringLiteral("curl -X POST 'http://server.example/api/x/?q=it'\\''s'")),
            qPrintable(curl));
        QVERIFY2(curl.contains(QStringLiteral("--data-raw '{\"content\":\"don'\\''t\"}'")), qPrintable(curl));
        QVERIFY2(!curl.contains(QStringLiteral("secret")), qPrintable(curl));
    }
};

QTEST_GUILESS_MAIN(TestActivityModel)
#include "tst_activitymodel.moc"
