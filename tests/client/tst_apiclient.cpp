#include "client/apiclient.h"
#include "client/contractjson.h"
#include "support/faketransport.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using client::ApiClient;
using protocol::ApiError;
using protocol::Expected;
using test::FakeAnswer;
using test::FakeTransport;

namespace {

/// One answer, and how often it came.
template <typename T>
struct Catch
{
    std::optional<Expected<T>> answer;
    int calls = 0;
    client::Done<T> handler()
    {
        return [this](Expected<T> value) {
            answer = std::move(value);
            ++calls;
        };
    }
};

QList<protocol::Message> messages(int first, int count)
{
    QList<protocol::Message> list;
    for (int i = first; i < first + count; ++i)
        list.append(test::userMessage(QStringLiteral("m%1").arg(i), QString::number(i)));
    return list;
}

} // namespace

class TestApiClient : public QObject
{
    Q_OBJECT

    FakeTransport *m_transport = nullptr;
    ApiClient *m_client = nullptr;
    QObject *m_context = nullptr;

    QString at(const QString &path) const { return QStringLiteral("http://server.example/api/") + path; }

private Q_SLOTS:
    void init()
    {
        m_transport = new FakeTransport;
        m_client = new ApiClient(
            *m_transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = "secret"});
        m_context = new QObject;
    }
    void cleanup()
    {
        QCOMPARE(m_transport->unscripted(), 0);
        delete m_context;
        delete m_client;
        delete m_transport;
    }

    void everyRequestCarriesTheTokenAndAsksForJson()
    {
        m_transport->once("POST", QStringLiteral("/api/chat/threads/"),
            FakeAnswer::json(201, test::compact(protocol::toJson(test::thread(QStringLiteral("t1"), {})))));
        Catch<protocol::Thread> caught;
        m_client->createThread(m_context, QStringLiteral("Plan"), caught.handler());
        QCOMPARE(caught.calls, 0); // never from inside the call
        QTRY_COMPARE(caught.calls, 1);
        const net::HttpRequest request = m_transport->requests().constFirst();
        QCOMPARE(net::headerValue(request.headers, "Authorization"), QByteArray("Bearer secret"));
        QCOMPARE(net::headerValue(request.headers, "Accept"), QByteArray("application/json"));
        QCOMPARE(net::headerValue(request.headers, "Content-Type"), QByteArray("application/json"));
        QCOMPARE(request.body, QByteArray("{\"title\":\"Plan\"}"));
    }

    void allPagesOfAListAreDelivered()
    {
        m_transport->once("GET", QStringLiteral("/api/chat/messages/?thread=t1"),
            FakeAnswer::json(200,
                test::page(messages(0, 50), at(QStringLiteral("chat/messages/?page=2&thread=t1")), 101)));
        m_transport->once("GET", QStringLiteral("/api/chat/messages/?page=2&thread=t1"),
            FakeAnswer::json(200,
                test::page(messages(50, 50), at(QStringLiteral("chat/messages/?page=3&thread=t1")), 101)));
        m_transport->once("GET", QStringLiteral("/api/chat/messages/?page=3&thread=t1"),
            FakeAnswer::json(200, test::page(messages(100, 1), {}, 101)));
        Catch<QList<protocol::Message>> caught;
        m_client->listMessages(m_context, QStringLiteral("t1"), caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(*caught.answer);
        QCOMPARE((*caught.answer)->size(), 101);
        QCOMPARE((*caught.answer)->last().id, QStringLiteral("m100"));
        for (const net::HttpRequest &request : m_transport->requests())
            QCOMPARE(net::headerValue(request.headers, "Authorization"), QByteArray("Bearer secret"));
    }

    void theEndOfALongThreadCostsThreeRequests()
    {
        m_transport->once("GET", QStringLiteral("/api/chat/messages/?thread=t1"),
            FakeAnswer::json(200,
                test::page(messages(0, 50), at(QStringLiteral("chat/messages/?page=2&thread=t1")), 1001)));
        m_transport->always(
            "GET", QStringLiteral("/api/chat/messages/"), [this](const net::HttpRequest &request) {
                const bool isLast = request.url.query().contains(QStringLiteral("page=21"));
                return FakeAnswer::json(
                    200, isLast ? test::page(messages(1000, 1), {}, 1001)
                                : test::page(messages(950, 50),
                                      at(QStringLiteral("chat/messages/?page=21&thread=t1")), 1001));
            });
        Catch<QList<protocol::Message>> caught;
        m_client->recentMessages(m_context, QStringLiteral("t1"), caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QCOMPARE(m_transport->requests().size(), 3);
        QVERIFY(m_transport->requests().at(1).url.query().contains(QStringLiteral("page=20")));
        QCOMPARE((*caught.answer)->size(), 51);
        QCOMPARE((*caught.answer)->last().id, QStringLiteral("m1000"));
    }

    void withTheWindowCapabilityTheEndCostsOneRequest()
    {
        m_transport->once("GET", QStringLiteral("/api/"),
            FakeAnswer::json(200, test::serverInfo({QStringLiteral("window")})));
        Catch<protocol::ServerInfo> info;
        m_client->fetchServerInfo(m_context, info.handler());
        QTRY_COMPARE(info.calls, 1);
        m_transport->once("GET", QStringLiteral("/api/chat/messages/?thread=t1&limit=50&last=1"),
            FakeAnswer::json(200, test::page(messages(950, 50))));
        Catch<QList<protocol::Message>> caught;
        m_client->recentMessages(m_context, QStringLiteral("t1"), caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QCOMPARE((*caught.answer)->size(), 50);
    }

    void aNextLinkToAnotherOriginIsNeverFollowed_data()
    {
        QTest::addColumn<QString>("next");
        QTest::newRow("host") << QStringLiteral("http://evil.example/api/chat/threads/?page=2");
        QTest::newRow("port") << QStringLiteral("http://server.example:8080/api/chat/threads/?page=2");
        QTest::newRow("scheme") << QStringLiteral("https://server.example/api/chat/threads/?page=2");
        QTest::newRow("itself") << QStringLiteral("http://server.example/api/chat/threads/?archived=all");
    }
    void aNextLinkToAnotherOriginIsNeverFollowed()
    {
        QFETCH(QString, next);
        m_transport->once("GET", QStringLiteral("/api/chat/threads/?archived=all"),
            FakeAnswer::json(
                200, test::page<protocol::Thread>({test::thread(QStringLiteral("t1"), {})}, next, 2)));
        Catch<QList<protocol::Thread>> caught;
        m_client->listThreads(m_context, ApiClient::Archived::All, {}, caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(!*caught.answer);
        QCOMPARE(caught.answer->error().kind, ApiError::Kind::Malformed);
        QCOMPARE(m_transport->requests().size(), 1);
    }

    void aRelativeNextLinkIsTheServersOwn()
    {
        m_transport->once("GET", QStringLiteral("/api/chat/threads/?archived=true"),
            FakeAnswer::json(200, test::page<protocol::Thread>({test::thread(QStringLiteral("t1"), {})},
                                      QStringLiteral("/api/chat/threads/?page=2"), 2)));
        m_transport->once("GET", QStringLiteral("/api/chat/threads/?page=2"),
            FakeAnswer::json(200, test::page<protocol::Thread>({test::thread(QStringLiteral("t2"), {})})));
        Catch<QList<protocol::Thread>> caught;
        m_client->listThreads(m_context, ApiClient::Archived::Yes, {}, caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QCOMPARE((*caught.answer)->size(), 2);
    }

    void aPageThatIsGoneMakesTheListBeReadOnceMore()
    {
        const QString first = QStringLiteral("/api/chat/threads/?archived=all");
        const QString second = QStringLiteral("/api/chat/threads/?page=2");
        const auto page = [](const QString &id, const QString &next) {
            return FakeAnswer::json(200, test::page<protocol::Thread>({test::thread(id, {})}, next, 2));
        };
        m_transport->once("GET", first, page(QStringLiteral("t1"), second));
        m_transport->once("GET", second, FakeAnswer::json(404, "{\"detail\": \"Invalid page.\"}"));
        m_transport->once("GET", first, page(QStringLiteral("t2"), {}));
        Catch<QList<protocol::Thread>> caught;
        m_client->listThreads(m_context, ApiClient::Archived::All, {}, caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(*caught.answer);
        QCOMPARE((*caught.answer)->size(), 1);
        QCOMPARE((*caught.answer)->first().id, QStringLiteral("t2"));
        QCOMPARE(m_transport->requests().size(), 3);
    }

    void pagesWithoutAnEndAreNotFollowedForEver()
    {
        m_transport->always("GET", QStringLiteral("/api/chat/threads/"), [this](const net::HttpRequest &) {
            const QString next = at(QStringLiteral("chat/threads/?page=%1"));
            return FakeAnswer::json(
                200, test::page<protocol::Thread>({}, next.arg(m_transport->requests().size()), 2));
        });
        Catch<QList<protocol::Thread>> caught;
        m_client->listThreads(m_context, ApiClient::Archived::All, {}, caught.handler());
        QTRY_COMPARE_WITH_TIMEOUT(caught.calls, 1, 60'000);
        QVERIFY(!*caught.answer);
        QCOMPARE(caught.answer->error().message, QStringLiteral("The server's list goes on without end."));
        QCOMPARE(m_transport->requests().size(), 1000);
    }

    void aLongConversationIsReadToItsEnd()
    {
        constexpr int pages = 2'000;
        const QList<protocol::Message> fifty = messages(0, 50);
        int asked = 0;
        m_transport->always("GET", QStringLiteral("/api/chat/messages/"), [&](const net::HttpRequest &) {
            const QString next = at(QStringLiteral("chat/messages/?page=%1&thread=t1")).arg(++asked + 1);
            return FakeAnswer::json(200, test::page(fifty, asked < pages ? next : QString(), pages * 50));
        });
        Catch<QList<protocol::Message>> caught;
        m_client->listMessages(m_context, QStringLiteral("t1"), caught.handler());
        QTRY_COMPARE_WITH_TIMEOUT(caught.calls, 1, 120'000);
        QVERIFY2(*caught.answer,
            qPrintable(caught.answer->has_value() ? QString() : caught.answer->error().message));
        QCOMPARE((*caught.answer)->size(), 100'000);
    }

    void aListThatGoesFarBeyondWhatItAnnouncedIsRefused()
    {
        const QList<protocol::Message> many = messages(0, 1'000);
        int asked = 0;
        m_transport->always("GET", QStringLiteral("/api/chat/messages/"), [&](const net::HttpRequest &) {
            return FakeAnswer::json(
                200, test::page(many, at(QStringLiteral("chat/messages/?page=%1&thread=t1")).arg(++asked + 1),
                         60'000));
        });
        Catch<QList<protocol::Message>> caught;
        m_client->listMessages(m_context, QStringLiteral("t1"), caught.handler());
        QTRY_COMPARE_WITH_TIMEOUT(caught.calls, 1, 120'000);
        QVERIFY(!*caught.answer);
        QCOMPARE(caught.answer->error().message, QStringLiteral("The server's list goes on without end."));
        QCOMPARE(asked, 62);
    }

    void aCountThatCannotBeIsNoHarm()
    {
        m_transport->once("GET", QStringLiteral("/api/chat/messages/?thread=t1"),
            FakeAnswer::json(
                200, test::page(messages(0, 50), at(QStringLiteral("chat/messages/?page=2&thread=t1")),
                         std::numeric_limits<int>::max())));
        m_transport->always("GET", QStringLiteral("/api/chat/messages/"), FakeAnswer::json(404, "{}"));
        Catch<QList<protocol::Message>> caught;
        m_client->recentMessages(m_context, QStringLiteral("t1"), caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(!*caught.answer);
        // The last page but one of 2,147,483,647 messages, as if there were that many.
        QVERIFY(m_transport->requests().last().url.query().contains(QStringLiteral("page=42949672")));
    }

    void statusesBecomeErrorsWithTheServersSentence_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("400") << 400 << QByteArray("{\"title\": [\"Too long.\"]}") << ApiError::Kind::Refused
                             << QStringLiteral("Too long.");
        QTest::newRow("401") << 401 << QByteArray("{\"detail\": \"Token expired.\"}")
                             << ApiError::Kind::Unauthorized << QStringLiteral("Token expired.");
        QTest::newRow("404") << 404 << QByteArray("{\"error\": \"No such thread.\"}")
                             << ApiError::Kind::NotFound << QStringLiteral("No such thread.");
        QTest::newRow("500 as HTML") << 500 << QByteArray("<h1>Server Error</h1>") << ApiError::Kind::Server
                                     << QStringLiteral("The server failed while answering.");
        QTest::newRow("200 that is no thread")
            << 200 << QByteArray("[]") << ApiError::Kind::Malformed
            << QStringLiteral("The server's answer could not be understood.");
    }
    void statusesBecomeErrorsWithTheServersSentence()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ApiError::Kind, kind);
        QFETCH(QString, sentence);
        m_transport->once(
            "PATCH", QStringLiteral("/api/chat/threads/t1/?archived=all"), FakeAnswer::json(status, body));
        QSignalSpy signIn(m_client, &ApiClient::signInNeeded);
        Catch<protocol::Thread> caught;
        m_client->updateThread(m_context, QStringLiteral("t1"),
            {.title = QStringLiteral("x"), .archived = {}, .pinned = {}}, caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(!*caught.answer);
        QCOMPARE(caught.answer->error().kind, kind);
        QCOMPARE(caught.answer->error().message, sentence);
        QCOMPARE(signIn.size(), status == 401 ? 1 : 0);
    }

    void aListOfOnePageIsAskedForByItsETag()
    {
        const QList<protocol::Signal> one{test::signalNamed(QStringLiteral("s1"), QStringLiteral("Ship it"))};
        m_transport->once("GET", QStringLiteral("/api/signals/"),
            FakeAnswer::json(200, test::page(one), {{"ETag", "\"v1\""}}));
        Catch<client::SignalList> first;
        m_client->listSignals(m_context, QStringLiteral("t1"), {}, first.handler());
        QTRY_COMPARE(first.calls, 1);
        QCOMPARE((*first.answer)->etag, QByteArray("\"v1\""));
        QCOMPARE((*first.answer)->results, one);

        m_transport->once("GET", QStringLiteral("/api/signals/"), FakeAnswer::json(304, {}));
        Catch<client::SignalList> second;
        m_client->listSignals(m_context, QStringLiteral("t1"), "\"v1\"", second.handler());
        QTRY_COMPARE(second.calls, 1);
        QVERIFY((*second.answer)->notModified);
        const net::HttpRequest request = m_transport->requests().constLast();
        QCOMPARE(net::headerValue(request.headers, "If-None-Match"), QByteArray("\"v1\""));
        QVERIFY(request.totalTimeout);
        QCOMPARE(request.totalTimeout->count(), 10'000);
    }

    void theETagOfOnePageSaysNothingAboutALongerList()
    {
        const QList<protocol::Signal> one{test::signalNamed(QStringLiteral("s1"), QStringLiteral("Ship it"))};
        m_transport->once("GET", QStringLiteral("/api/signals/?thread_id=t1"),
            FakeAnswer::json(
                200, test::page(one, at(QStringLiteral("signals/?page=2")), 2), {{"ETag", "\"v1\""}}));
        m_transport->once("GET", QStringLiteral("/api/signals/?page=2"),
            FakeAnswer::json(200, test::page(one, {}, 2), {{"ETag", "\"v2\""}}));
        Catch<client::SignalList> caught;
        m_client->listSignals(m_context, QStringLiteral("t1"), "\"v0\"", caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QCOMPARE((*caught.answer)->results.size(), 2);
        QCOMPARE((*caught.answer)->etag, QByteArray());
        QCOMPARE(
            net::headerValue(m_transport->requests().constLast().headers, "If-None-Match"), QByteArray());
    }

    void aServerWithoutTheDocumentHasNoCapabilities_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("404") << 404 << QByteArray("{\"detail\": \"Not found.\"}");
        QTest::newRow("a page") << 200 << QByteArray("<html>");
        QTest::newRow("another document")
            << 200 << QByteArray("{\"chat\": \"http://server.example/api/chat/\"}");
    }
    void aServerWithoutTheDocumentHasNoCapabilities()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        m_transport->once("GET", QStringLiteral("/api/"), FakeAnswer::json(status, body));
        Catch<protocol::ServerInfo> caught;
        m_client->fetchServerInfo(m_context, caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(*caught.answer);
        QVERIFY((*caught.answer)->capabilities.isEmpty());
    }

    void aServerThatIsNotThereIsNotABaseServer()
    {
        m_transport->once("GET", QStringLiteral("/api/"), FakeAnswer::failure(ApiError::Kind::Network));
        Catch<protocol::ServerInfo> caught;
        m_client->fetchServerInfo(m_context, caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(!*caught.answer);
    }

    void whenTheContextGoesTheRequestIsAbortedAndNothingIsSaid()
    {
        m_transport->always("GET", QStringLiteral("/api/chat/messages/"), FakeAnswer::hold());
        Catch<QList<protocol::Message>> caught;
        m_client->listMessages(m_context, QStringLiteral("t1"), caught.handler());
        QTRY_COMPARE(m_transport->open().size(), 1);
        delete m_context;
        m_context = nullptr;
        QCOMPARE(m_transport->aborted(), 1);
        QTest::qWait(1);
        QCOMPARE(caught.calls, 0);
    }

    void anAbortedCallSaysNothing()
    {
        m_transport->always("GET", QStringLiteral("/api/signals/"), FakeAnswer::hold());
        Catch<client::SignalList> caught;
        const QPointer<client::ApiCall> call =
            m_client->listSignals(m_context, QStringLiteral("t1"), {}, caught.handler());
        QVERIFY(call);
        call->abort();
        QVERIFY(!call);
        QCOMPARE(m_transport->aborted(), 1);
        QTest::qWait(1);
        QCOMPARE(caught.calls, 0);
    }

    void idsAndQueriesCannotReachOtherPaths()
    {
        m_transport->always("GET", QStringLiteral("/api/chat/threads/"),
            FakeAnswer::json(200, test::page<protocol::Thread>({})));
        Catch<QList<protocol::Thread>> caught;
        m_client->listThreads(
            m_context, ApiClient::Archived::No, QStringLiteral("a&b=c +d#e"), caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QCOMPARE(m_transport->requests().constLast().url.query(QUrl::FullyEncoded),
            QStringLiteral("archived=false&q=a%26b%3Dc%20%2Bd%23e"));
        const net::HttpRequest request = m_client->request("GET", QStringLiteral("chat/"));
        QCOMPARE(request.url, QUrl(QStringLiteral("http://server.example/api/chat/")));

        m_transport->always(
            "DELETE", QString::fromLatin1("/api/chat/threads/../../x/"), FakeAnswer::json(204, {}));
        Catch<bool> deleted;
        m_client->deleteThread(m_context, QStringLiteral("../../x"), deleted.handler());
        QTRY_COMPARE(deleted.calls, 1);
        QCOMPARE(m_transport->requests().constLast().url.path(QUrl::FullyEncoded),
            QStringLiteral("/api/chat/threads/..%2F..%2Fx/"));
    }

    void aNewAddressForgetsWhatTheOldServerCould()
    {
        m_transport->once("GET", QStringLiteral("/api/"),
            FakeAnswer::json(200, test::serverInfo({QStringLiteral("resume")})));
        Catch<protocol::ServerInfo> caught;
        m_client->fetchServerInfo(m_context, caught.handler());
        QTRY_COMPARE(caught.calls, 1);
        QVERIFY(m_client->serverInfo().has(QLatin1StringView("resume")));
        QSignalSpy changed(m_client, &ApiClient::serverInfoChanged);
        m_client->setAddress({.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = "fresh"});
        QVERIFY(m_client->serverInfo().has(QLatin1StringView("resume")));
        m_client->setAddress({.baseUrl = QUrl(QStringLiteral("http://other.example")), .bearer = "fresh"});
        QVERIFY(!m_client->serverInfo().has(QLatin1StringView("resume")));
        QCOMPARE(changed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_apiclient.moc"
