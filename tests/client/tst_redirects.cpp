#include "client/chatrecorder.h"
#include "net/replystream.h"

using namespace throughline;
using namespace throughline::test;

namespace {

const QByteArray secret = "Bearer secret";
const QString confidence = QStringLiteral("what only this server may read");
const QString followsNoRedirect = QStringLiteral(
    "refused: The server sends this request on to another address, which is not followed. Check the server's "
    "address.");

QString sentence(const protocol::ApiError &error)
{
    return protocol::kindName(error.kind) + QStringLiteral(": ") + error.message;
}

/// Where a redirect may lead away from an origin, given the port of the server it should lead to.
using Target = QByteArray (*)(quint16 ownPort, quint16 otherPort);

QByteArray number(quint16 port)
{
    return QByteArray::number(port);
}

struct Way
{
    const char *name;
    Target target;
};

const Way ways[] = {
    {"another port", [](quint16, quint16 other) { return "http://127.0.0.1:" + number(other) + "/taken/"; }},
    {"no scheme", [](quint16, quint16 other) { return "//127.0.0.1:" + number(other) + "/taken/"; }},
    {"another name of the host",
        [](quint16 own, quint16) { return "http://localhost:" + number(own) + "/taken/"; }},
    {"the origin as a user",
        [](quint16 own, quint16 other) {
            return "http://127.0.0.1:" + number(own) + "@127.0.0.1:" + number(other) + "/taken/";
        }},
};

} // namespace
Q_DECLARE_METATYPE(Target)

/// A server that sends requests on to another origin, with every code and for every kind of request the
/// program makes: none follows, each ends with one error, and nothing at all arrives over there.
class TestRedirects : public QObject
{
    Q_OBJECT

private:
    static void codesAndWays()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<Target>("target");
        for (const int code : {301, 302, 303, 307, 308}) {
            for (const Way &way : ways)
                QTest::addRow("%d, %s", code, way.name) << code << way.target;
        }
    }

    /// Everything that is asked of the first server is to be asked of the other; it gives cookies on the way.
    static void redirectAll(ChatRecorder &chat, const ScriptedServer &other)
    {
        QFETCH(int, code);
        QFETCH(Target, target);
        const QByteArray location = target(chat.server.port(), other.port());
        const Script script = Script().answer(
            code, "application/json", "{}", {{"Location", location}, {"Set-Cookie", "session=secret"}});
        for (const QByteArray path :
            {"/api/chat/messages/", "/api/signals/", "/api/chat/threads/t1/messages/"}) {
            chat.server.always("GET", path, script);
            chat.server.always("POST", path, script);
        }
    }

    static void verifyNothingArrived(const ChatRecorder &chat, const ScriptedServer &other)
    {
        QCOMPARE(other.connections(), 0);
        QCOMPARE(chat.server.unscripted(), 0); // another name of this very server is another origin, too
        QCOMPARE(chat.server.requests().size(), 1);
        const ServedRequest &request = chat.server.requests().first();
        QCOMPARE(request.header("Authorization"), secret); // there was something to lose
    }

private Q_SLOTS:
    void aStreamThatIsPosted_data() { codesAndWays(); }
    void aStreamThatIsPosted()
    {
        const ScriptedServer other;
        ChatRecorder chat;
        redirectAll(chat, other);
        chat.start().send(chat.question(confidence));
        QVERIFY(chat.ends());
        const auto *failed = chat.ending<client::ReplyFailed>();
        QVERIFY(failed);
        QCOMPARE(sentence(failed->error), followsNoRedirect);
        QVERIFY(!failed->questionStored);
        verifyNothingArrived(chat, other);
        QVERIFY(chat.server.requests().first().body.contains(confidence.toUtf8()));
    }

    void aStreamThatIsGot_data() { codesAndWays(); }
    void aStreamThatIsGot()
    {
        const ScriptedServer other;
        ChatRecorder chat;
        redirectAll(chat, other);
        QList<net::StreamEnd> ends;
        net::ReplyStream stream(
            chat.transport, nullptr, chat.client.request("GET", QStringLiteral("chat/messages/")));
        connect(&stream, &net::ReplyStream::ended, this,
            [&ends](const net::StreamEnd &end) { ends.append(end); });
        QTRY_COMPARE(ends.size(), 1);
        const auto *refused = std::get_if<net::StreamRefused>(&ends.first());
        QVERIFY(refused);
        QCOMPARE(sentence(refused->error), followsNoRedirect);
        verifyNothingArrived(chat, other);
    }

    void aPoll_data() { codesAndWays(); }
    void aPoll()
    {
        const ScriptedServer other;
        ChatRecorder chat;
        redirectAll(chat, other);
        QStringList errors;
        chat.client.listSignals(this, QStringLiteral("t1"), {}, [&errors](const auto &list) {
            errors.append(list ? QStringLiteral("none") : sentence(list.error()));
        });
        QTRY_COMPARE(errors, QStringList(followsNoRedirect));
        verifyNothingArrived(chat, other);
    }

    void aMessageThatIsPosted_data() { codesAndWays(); }
    void aMessageThatIsPosted()
    {
        const ScriptedServer other;
        ChatRecorder chat;
        redirectAll(chat, other);
        QStringList errors;
        chat.client.postMessage(
            this, QStringLiteral("t1"), {.content = confidence}, "key", [&errors](const auto &message) {
                errors.append(message ? QStringLiteral("none") : sentence(message.error()));
            });
        QTRY_COMPARE(errors, QStringList(followsNoRedirect));
        verifyNothingArrived(chat, other);
    }

    void cookiesAreNeverSentBack()
    {
        ChatRecorder chat;
        chat.server.always("GET", "/api/chat/messages/",
            Script().json(200, page(QList<protocol::Message>()), {{"Set-Cookie", "session=secret; Path=/"}}));
        for (qsizetype i = 1; i <= 2; ++i) {
            chat.client.listMessages(this, QStringLiteral("t1"), [](const auto &) {});
            QTRY_COMPARE(chat.server.requests().size(), i);
            QCOMPARE(chat.server.requests().last().header("Cookie"), QByteArray());
        }
    }
};

QTEST_GUILESS_MAIN(TestRedirects)
#include "tst_redirects.moc"
