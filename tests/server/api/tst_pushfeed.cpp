#include "apisite.h"
#include "server/http/socketclient.h"

#include <QTest>

using namespace throughline;
using namespace throughline::tests;

/// What is told over the WebSocket of the contract, over real sockets and a real file.
class PushFeedTest : public QObject
{
    Q_OBJECT

    struct Listener : SocketClient
    {
        Listener(const ApiSite &site, const QString &thread, const QByteArray &more = {})
            : SocketClient(site.port, "/ws/signals/?thread_id=" + thread.toUtf8(), headers(site) + more,
                  RawClient::Waiting::RunsEvents)
        {}
        static QByteArray headers(const ApiSite &site)
        {
            return "Host: 127.0.0.1:" + QByteArray::number(site.port) + "\r\nAuthorization: Bearer " +
                   site.token + "\r\n";
        }

        /// The next event, whose number must be the next.
        QJsonObject event(int ms = 5000)
        {
            const QJsonObject object = QJsonDocument::fromJson(next(ms).payload).object();
            if (!object.isEmpty() && object.value(QStringLiteral("seq")).toInt() != ++number)
                return {{QStringLiteral("type"), QStringLiteral("out of order")}};
            return object;
        }
        QString type(int ms = 5000) { return event(ms).value(QStringLiteral("type")).toString(); }
        int number = 0;
    };

    static QString path(const QString &id, const char *action)
    {
        return QStringLiteral("signals/%1/%2/").arg(id, QLatin1StringView(action));
    }
    QJsonArray signalsOf(const QString &thread)
    {
        return m_site->ask("GET", QStringLiteral("signals/?thread_id=") + thread).results();
    }

    std::unique_ptr<ApiSite> m_site;
    QString m_thread;
    QString m_signal;

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<ApiSite>();
        QVERIFY(m_site->listen());
        m_thread = m_site->newThread(QStringLiteral("A thread"));
        m_site->newMessage(m_thread, QStringLiteral("We must ship by May."));
        m_site->provider.end();
        QTRY_VERIFY(!signalsOf(m_thread).isEmpty());
        m_signal = signalsOf(m_thread).first().toObject().value(QStringLiteral("id")).toString();
        QVERIFY(!m_signal.isEmpty());
    }

    void itIsAnnounced()
    {
        const QJsonArray capabilities =
            m_site->ask("GET", {}).object().value(QStringLiteral("capabilities")).toArray();
        QVERIFY(capabilities.contains(QStringLiteral("push")));
    }

    void whatPeopleDoWithSignalsIsTold_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("action");
        QTest::newRow("confirm") << QByteArray("POST") << QByteArray("confirm");
        QTest::newRow("reject") << QByteArray("POST") << QByteArray("reject");
        QTest::newRow("pin") << QByteArray("POST") << QByteArray("pin");
        QTest::newRow("dismiss") << QByteArray("POST") << QByteArray("dismiss");
        QTest::newRow("edit") << QByteArray("PATCH") << QByteArray("edit");
    }
    void whatPeopleDoWithSignalsIsTold()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, action);
        Listener listener(*m_site, m_thread);
        QCOMPARE(listener.status(), 101);
        const auto answer = m_site->ask(method.constData(), path(m_signal, action.constData()),
            {{QStringLiteral("text"), QStringLiteral("We ship in May")}});
        QCOMPARE(answer.status, 200);
        const QJsonObject event = listener.event();
        QCOMPARE(event.value(QStringLiteral("type")).toString(), QStringLiteral("signal.updated"));
        QCOMPARE(event.value(QStringLiteral("thread_id")).toString(), m_thread);
        QCOMPARE(event.value(QStringLiteral("signal")).toObject(), answer.object());
    }

    void whatIsFoundIsToldAndSoIsWhereItWasSaid()
    {
        Listener listener(*m_site, m_thread);
        QCOMPARE(listener.status(), 101);
        const QString message =
            m_site->newMessage(m_thread, QStringLiteral("I assume that nobody minds the price."));
        QJsonObject event = listener.event();
        QCOMPARE(event.value(QStringLiteral("type")).toString(), QStringLiteral("message.created"));
        QCOMPARE(event.value(QStringLiteral("message_id")).toString(), message);
        event = listener.event();
        QCOMPARE(event.value(QStringLiteral("type")).toString(), QStringLiteral("signal.created"));
        const QJsonObject signal = event.value(QStringLiteral("signal")).toObject();
        QCOMPARE(
            signal.value(QStringLiteral("span")).toObject().value(QStringLiteral("message_id")).toString(),
            message);
        QVERIFY(signalsOf(m_thread).contains(signal));
        m_site->provider.say(QStringLiteral("Nobody will."));
        m_site->provider.end();
        event = listener.event();
        QCOMPARE(event.value(QStringLiteral("type")).toString(), QStringLiteral("message.completed"));
    }

    void aChangedConversationIsTold()
    {
        Listener listener(*m_site, m_thread);
        m_site->ask("PATCH", QStringLiteral("chat/threads/%1/").arg(m_thread),
            {{QStringLiteral("title"), QStringLiteral("May")}});
        QCOMPARE(listener.type(), QStringLiteral("thread.updated"));
    }

    void aDeletedConversationSaysGoodbye()
    {
        Listener listener(*m_site, m_thread);
        QCOMPARE(listener.status(), 101);
        QCOMPARE(m_site->ask("DELETE", QStringLiteral("chat/threads/%1/").arg(m_thread)).status, 204);
        QCOMPARE(listener.next().closeCode(), 1000);
    }

    void eachListenerHasItsOwnConversationAndNumbers()
    {
        const QString other = m_site->newThread(QStringLiteral("Another"));
        Listener first(*m_site, m_thread);
        m_site->ask("POST", path(m_signal, "pin"));
        QCOMPARE(first.type(), QStringLiteral("signal.updated"));
        Listener second(*m_site, m_thread);
        Listener elsewhere(*m_site, other);
        QCOMPARE(elsewhere.status(), 101);
        m_site->ask("POST", path(m_signal, "unpin"));
        QCOMPARE(first.type(), QStringLiteral("signal.updated"));
        QCOMPARE(second.type(), QStringLiteral("signal.updated"));
        QCOMPARE(second.number, 1);
        QCOMPARE(elsewhere.next(100).opcode, -1);
    }

    void whatChangesNothingIsNotTold()
    {
        m_site->ask("POST", path(m_signal, "confirm"));
        Listener listener(*m_site, m_thread);
        QCOMPARE(listener.status(), 101);
        m_site->ask("POST", path(m_signal, "confirm"));
        QCOMPARE(listener.next(100).opcode, -1);
    }

    void theGateIsTheSame_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &headers, int status) {
            QTest::newRow(name) << headers << status;
        };
        row("no token", "Host: 127.0.0.1:PORT\r\n", 401);
        row("wrong token", "Host: 127.0.0.1:PORT\r\nAuthorization: Bearer nonsense\r\n", 401);
        row("another name", "Host: evil.example:PORT\r\nAuthorization: Bearer TOKEN\r\n", 403);
        row("another page",
            "Host: 127.0.0.1:PORT\r\nAuthorization: Bearer TOKEN\r\nOrigin: https://evil.example\r\n", 403);
        row("own page",
            "Host: 127.0.0.1:PORT\r\nAuthorization: Bearer TOKEN\r\nOrigin: http://127.0.0.1:PORT\r\n", 101);
    }
    void theGateIsTheSame()
    {
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        headers.replace("PORT", QByteArray::number(m_site->port)).replace("TOKEN", m_site->token);
        const SocketClient client(m_site->port,
            "/ws/signals/?token=" + m_site->token + "&thread_id=" + m_thread.toUtf8(), headers,
            RawClient::Waiting::RunsEvents);
        QCOMPARE(client.status(), status);
    }

    void whatCannotBeListenedToIsRefused()
    {
        QCOMPARE(Listener(*m_site, QStringLiteral("nonsense")).status(), 404);
        QCOMPARE(Listener(*m_site, QString()).status(), 400);
        RawClient plain = m_site->client();
        plain.send("GET /ws/signals/?thread_id=" + m_thread.toUtf8() + " HTTP/1.1\r\n" +
                   Listener::headers(*m_site) + "\r\n");
        const RawClient::Answer answer = plain.answer();
        QCOMPARE(answer.status, 426);
        QCOMPARE(answer.header("Upgrade"), QByteArray("websocket"));
    }

    void closingCuts()
    {
        Listener listener(*m_site, m_thread);
        QCOMPARE(listener.status(), 101);
        m_site->api.close();
        QVERIFY(listener.client.waitForEnd());
    }
};

QTEST_GUILESS_MAIN(PushFeedTest)
#include "tst_pushfeed.moc"
