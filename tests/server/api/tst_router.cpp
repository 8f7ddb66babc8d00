#include "server/api/answers.h"
#include "server/api/pages.h"
#include "server/api/router.h"

#include <QJsonDocument>
#include <QTest>

using namespace throughline::server;
using namespace throughline::server::api;

namespace {

Request requestFor(const std::string &method, const std::string &target, const http::Headers &headers = {})
{
    http::Request request{.method = method, .target = target, .headers = headers, .body = {}};
    request.headers.emplace_back("Host", "127.0.0.1:8123");
    return requestFrom(request, nullptr);
}

QJsonObject object(const http::Response &response)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
}

} // namespace

class RouterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsAreMatchedExactly_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("answer");
        QTest::newRow("list") << QByteArray("GET") << QByteArray("/api/things/") << 200 << "list";
        QTest::newRow("list with a query")
            << QByteArray("GET") << QByteArray("/api/things/?a=b") << 200 << "list";
        QTest::newRow("one") << QByteArray("GET") << QByteArray("/api/things/7/") << 200 << "one 7";
        QTest::newRow("head") << QByteArray("HEAD") << QByteArray("/api/things/7/") << 200 << "one 7";
        QTest::newRow("part") << QByteArray("POST") << QByteArray("/api/things/7/parts/8/") << 200
                              << "part 7 8";
        QTest::newRow("no slash") << QByteArray("GET") << QByteArray("/api/things") << 404 << "";
        QTest::newRow("two slashes") << QByteArray("GET") << QByteArray("/api/things//") << 404 << "";
        QTest::newRow("deeper") << QByteArray("GET") << QByteArray("/api/things/7/8/") << 404 << "";
        QTest::newRow("other root") << QByteArray("GET") << QByteArray("/things/") << 404 << "";
        QTest::newRow("other case") << QByteArray("GET") << QByteArray("/api/Things/") << 404 << "";
        QTest::newRow("upwards") << QByteArray("GET") << QByteArray("/api/x/../things/") << 404 << "";
        QTest::newRow("whole address")
            << QByteArray("GET") << QByteArray("http://a/api/things/") << 404 << "";
        QTest::newRow("star") << QByteArray("OPTIONS") << QByteArray("*") << 404 << "";
        QTest::newRow("other method") << QByteArray("DELETE") << QByteArray("/api/things/") << 405 << "";
        QTest::newRow("small method") << QByteArray("get") << QByteArray("/api/things/") << 405 << "";
        QTest::newRow("options") << QByteArray("OPTIONS") << QByteArray("/api/things/") << 204 << "";
    }

    void pathsAreMatchedExactly()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        QFETCH(QString, answer);
        Router router;
        const auto say = [](const QString &text) {
            return [text](const Request &request) {
                return json(200, {{QStringLiteral("is"), (QStringList(text) + request.ids).join(u' ')}});
            };
        };
        router.add("GET", QStringLiteral("things/"), say(QStringLiteral("list")));
        router.add("POST", QStringLiteral("things/"), say(QStringLiteral("create")));
        router.add("GET", QStringLiteral("things/{}/"), say(QStringLiteral("one")));
        router.add("POST", QStringLiteral("things/{}/parts/{}/"), say(QStringLiteral("part")));
        const auto response = router.handle(requestFor(method.toStdString(), target.toStdString()), {});
        QVERIFY(response);
        QCOMPARE(response->status, status);
        QCOMPARE(object(*response).value(QLatin1String("is")).toString(), answer);
        if (status == 404)
            QCOMPARE(QByteArray::fromStdString(response->body), QByteArray(R"({"detail":"Not found."})"));
        if (status == 405 || status == 204) {
            QCOMPARE(QByteArray::fromStdString(response->headers.back().second),
                QByteArray("GET, HEAD, POST, OPTIONS"));
        }
    }

    void bodiesThatAreNoObjectsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("key");
        QTest::newRow("no json") << QByteArray("{") << "detail";
        QTest::newRow("bad utf-8") << QByteArray("{\"a\":\"\xff\"}") << "detail";
        QTest::newRow("too deep") << QByteArray(100'000, '[') << "detail";
        QTest::newRow("list") << QByteArray("[]") << "non_field_errors";
    }

    void bodiesThatAreNoObjectsAreRefused()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, key);
        Router router;
        router.add("POST", QStringLiteral("things/"), [](const Request &) { return json(200, {}); });
        const auto response = router.handle(requestFor("POST", "/api/things/"), body.toStdString());
        QVERIFY(response);
        QCOMPARE(response->status, 400);
        QVERIFY2(object(*response).contains(key), response->body.c_str());
    }

    void queriesAreDecodedLikeForms()
    {
        const Request request = requestFor("GET", "/api/things/?q=a+b%2Bc%20%C3%A4&empty=");
        QCOMPARE(request.parameter(QLatin1StringView("q")), QStringLiteral("a b+c ä"));
        QVERIFY(request.hasParameter(QLatin1StringView("empty")));
        QCOMPARE(request.parameter(QLatin1StringView("missing")), QString());
    }

    void correlationIdsAreKeptWhenHarmlessAndMadeOtherwise_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<bool>("kept");
        QTest::newRow("uuid") << QByteArray("0190f0a1-0000-7000-8000-000000000001") << true;
        QTest::newRow("name") << QByteArray("job_7.2") << true;
        QTest::newRow("missing") << QByteArray() << false;
        QTest::newRow("too long") << QByteArray(65, 'a') << false;
        QTest::newRow("blank") << QByteArray("a b") << false;
        QTest::newRow("markup") << QByteArray("<script>") << false;
        QTest::newRow("not ascii") << QByteArray("\xc3\xa4") << false;
    }

    void correlationIdsAreKeptWhenHarmlessAndMadeOtherwise()
    {
        QFETCH(QByteArray, given);
        QFETCH(bool, kept);
        const Request request = requestFor("GET", "/api/", {{"X-Correlation-ID", given.toStdString()}});
        if (kept)
            QCOMPARE(QByteArray::fromStdString(request.correlationId), given);
        else
            QCOMPARE(request.correlationId.size(), std::size_t(36));
    }

    void pagesLinkToTheirNeighbours_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("total");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("items");
        QTest::addColumn<QString>("next");
        QTest::addColumn<QString>("previous");
        const QString base = QStringLiteral("http://127.0.0.1:8123/api/things/");
        QTest::newRow("empty") << QByteArray("") << 0 << 200 << 0 << ""
                               << "";
        QTest::newRow("one page") << QByteArray("") << 50 << 200 << 50 << ""
                                  << "";
        QTest::newRow("first") << QByteArray("?a=b%20c") << 51 << 200 << 50
                               << base + QStringLiteral("?a=b%20c&page=2") << "";
        QTest::newRow("second") << QByteArray("?a=1&page=2") << 120 << 200 << 50
                                << base + QStringLiteral("?a=1&page=3") << base + QStringLiteral("?a=1");
        QTest::newRow("third") << QByteArray("?page=3") << 120 << 200 << 20 << ""
                               << base + QStringLiteral("?page=2");
        QTest::newRow("last") << QByteArray("?page=last") << 120 << 200 << 20 << ""
                              << base + QStringLiteral("?page=2");
        QTest::newRow("last of none") << QByteArray("?page=last") << 0 << 200 << 0 << ""
                                      << "";
        for (const char *page : {"4", "0", "-1", "x", "", "1.5", "99999999999999999999", "10000001"})
            QTest::newRow(page) << QByteArray("?page=") + page << 120 << 404 << 0 << ""
                                << "";
    }

    void pagesLinkToTheirNeighbours()
    {
        QFETCH(QByteArray, query);
        QFETCH(int, total);
        QFETCH(int, status);
        QFETCH(int, items);
        QFETCH(QString, next);
        QFETCH(QString, previous);
        const auto response =
            paged<throughline::protocol::Message>(requestFor("GET", "/api/things/" + query.toStdString()),
                [total](int offset, int limit)
                    -> throughline::protocol::Expected<service::Slice<throughline::protocol::Message>> {
                    const int size = std::clamp(total - offset, 0, limit);
                    return service::Slice<throughline::protocol::Message>{
                        total, QList<throughline::protocol::Message>(size)};
                });
        QCOMPARE(response.status, status);
        const QJsonObject page = object(response);
        if (status == 404) {
            QCOMPARE(page.value(QLatin1String("detail")).toString(), QStringLiteral("Invalid page."));
            return;
        }
        QCOMPARE(page.value(QLatin1String("count")).toInt(), total);
        QCOMPARE(page.value(QLatin1String("results")).toArray().size(), items);
        QCOMPARE(page.value(QLatin1String("next")).isNull(), next.isEmpty());
        QCOMPARE(page.value(QLatin1String("next")).toString(), next);
        QCOMPARE(page.value(QLatin1String("previous")).toString(), previous);
    }
};

QTEST_GUILESS_MAIN(RouterTest)
#include "tst_router.moc"
