#include "client/chatstream.h"
#include "client/threadserver.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"

#include <QTest>
#include <QTimer>

using namespace throughline;
using namespace throughline::test;

namespace {

const QString streamPath = QString::fromLatin1(ThreadServer::streamPath);
const QString resumePath = QStringLiteral("/api/chat/messages/a1/stream/");
const QString listPath = QStringLiteral("/api/chat/messages/");

/// One that has 2, 3 and 4 bytes in it, and escapes of JSON.
const QStringList pieces{QStringLiteral("The person asks \"why\";"), QStringLiteral(" häufig…\n\n"),
    QStringLiteral("so 🧭 first"), QStringLiteral(" and then.")};

QByteArray sse(const char *name, const QByteArray &data, qint64 textOffset = 0)
{
    return "event: " + QByteArray(name) + "\nid: a1:" + QByteArray::number(textOffset) + "\ndata: " + data +
           "\n\n";
}

QByteArray start()
{
    return sse("start", startData(QStringLiteral("u1"), QStringLiteral("a1")));
}

QByteArray thought(const QString &text, qint64 offset)
{
    return sse(
        "reasoning", protocol::streamEventData(protocol::StreamReasoning{.text = text, .offset = offset}));
}

QByteArray waiting(const char *sentence)
{
    return sse("waiting", compact({{QStringLiteral("message"), QString::fromUtf8(sentence)}}));
}

QByteArray answerAndDone()
{
    return sse("chunk", chunkData(QStringLiteral("Because.")), 8) +
           sse("done", doneData(QStringLiteral("a1")), 8);
}

/// All of \a list, each piece with its offset.
QByteArray thoughts(const QStringList &list)
{
    QByteArray bytes;
    qint64 offset = 0;
    for (const QString &piece : list) {
        offset += piece.toUtf8().size();
        bytes += thought(piece, offset);
    }
    return bytes;
}

/// A client of a server with the extensions, and what one stream says about the thoughts.
struct Bench
{
    explicit Bench(
        const QStringList &capabilities = {QStringLiteral("resume"), QStringLiteral("idempotency")})
    {
        timing.firstResumeDelay = timing.longestResumeDelay = std::chrono::milliseconds(0);
        timing.firstFallbackPoll = timing.longestFallbackPoll = std::chrono::milliseconds(1);
        transport.always("GET", listPath,
            [this](const net::HttpRequest &) { return FakeAnswer::json(200, page(stored)); });
        transport.once("GET", QStringLiteral("/api/"), FakeAnswer::json(200, serverInfo(capabilities)));
        bool known = false;
        client.fetchServerInfo(&client, [&](const auto &) { known = true; });
        [[maybe_unused]] const bool inTime = QTest::qWaitFor([&] { return known; });
        store(QStringLiteral("Because."), pieces.join(QString()));
    }

    void store(
        const QString &text, const QString &thoughts, const QString &status = QStringLiteral("complete"))
    {
        protocol::Message reply = test::reply(QStringLiteral("a1"), text, status);
        if (!thoughts.isEmpty())
            reply.metadata.insert(QStringLiteral("reasoning"), thoughts);
        stored = {userMessage(QStringLiteral("u1"), QStringLiteral("Why?")), reply};
    }

    client::ChatStream &make()
    {
        using client::ChatStream;
        stream = std::make_unique<ChatStream>(client, clock, timing);
        QObject::connect(
            stream.get(), &ChatStream::deltaReceived, stream.get(), [this](const QString &delta) {
                text += delta;
                said.append(QStringLiteral("text"));
            });
        QObject::connect(
            stream.get(), &ChatStream::thoughtsReceived, stream.get(), [this](const QString &piece) {
                shown += piece;
                said.append(QStringLiteral("thought"));
            });
        QObject::connect(
            stream.get(), &ChatStream::thoughtsReplaced, stream.get(), [this](const QString &all) {
                shown = all;
                ++replaced;
            });
        QObject::connect(stream.get(), &ChatStream::waitingChanged, stream.get(),
            [this](const QString &sentence) { said.append(QStringLiteral("waiting: ") + sentence); });
        QObject::connect(
            stream.get(), &ChatStream::ended, stream.get(), [this](const client::ReplyEnding &all) {
                said.append(QStringLiteral("ended"));
                ending = all;
            });
        return *stream;
    }

    void send()
    {
        make().send({.threadId = QStringLiteral("t1"),
            .content = QStringLiteral("Why?"),
            .idempotencyKey = "key",
            .knownIds = {}});
    }
    /// As QTest::qWaitFor(), which would sleep for 10 ms after each step.
    bool ends()
    {
        QTimer patience;
        patience.setSingleShot(true);
        patience.start(5'000);
        while (!ending && patience.isActive())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return ending.has_value();
    }
    template <typename Ending>
    const Ending *endedWith() const
    {
        return ending ? std::get_if<Ending>(&*ending) : nullptr;
    }

    FakeClock clock;
    FakeTransport transport;
    client::ApiClient client{
        transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}}};
    client::ChatStream::Timing timing;
    QList<protocol::Message> stored;
    std::unique_ptr<client::ChatStream> stream;
    QString text;
    QString shown;
    int replaced = 0;
    QStringList said;
    std::optional<client::ReplyEnding> ending;
};

} // namespace

/// What a model thinks, and why nothing comes, as a client hears it.
class TestChatStreamThoughts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyAreKeptApartFromTheText()
    {
        Bench bench;
        bench.transport.once(
            "POST", streamPath, FakeAnswer::stream({start() + thoughts(pieces) + answerAndDone()}));
        bench.send();
        QVERIFY(bench.ends());
        QVERIFY(bench.endedWith<client::ReplyCompleted>());
        QCOMPARE(bench.shown, pieces.join(QString()));
        QCOMPARE(bench.stream->thoughts(), pieces.join(QString()));
        QCOMPARE(bench.text, QStringLiteral("Because."));
        QCOMPARE(bench.stream->text(), QStringLiteral("Because."));
        QCOMPARE(bench.replaced, 0);
    }

    /// The link is cut there, and what comes then has all the thoughts once more, as our server sends them.
    void cutAtEveryByteTheyAreShownOnce()
    {
        const QByteArray whole = start() + thoughts(pieces) + answerAndDone();
        for (qsizetype at = 0; at < whole.size(); ++at) {
            Bench bench;
            FakeAnswer cut = FakeAnswer::stream({whole.left(at)});
            if (at % 2 == 0)
                cut.error = protocol::ApiError::Kind::Network;
            bench.transport.once("POST", streamPath, cut);
            bench.transport.once(
                "POST", streamPath, FakeAnswer::stream({whole})); // before `start`, by its key
            bench.transport.always("GET", resumePath, [&](const net::HttpRequest &request) {
                const QByteArray held = net::headerValue(request.headers, "Last-Event-ID");
                const QByteArray rest =
                    held == "a1:8" ? sse("done", doneData(QStringLiteral("a1")), 8) : answerAndDone();
                return FakeAnswer::stream({start() + thoughts(pieces) + rest});
            });
            bench.send();
            const QByteArray where = "cut at byte " + QByteArray::number(at);
            QVERIFY2(bench.ends(), where);
            QVERIFY2(bench.endedWith<client::ReplyCompleted>(), where);
            QVERIFY2(bench.shown == pieces.join(QString()), where);
            QVERIFY2(bench.text == QStringLiteral("Because."), where);
            QCOMPARE(bench.replaced, 0);
            QCOMPARE(bench.transport.unscripted(), 0);
        }
    }

    void piecesThatOverlapAreShownOnce()
    {
        Bench bench;
        bench.store(QStringLiteral("Because."), QStringLiteral("ä🧭b"));
        bench.transport.once("POST", streamPath,
            FakeAnswer::stream({start() + thought(QStringLiteral("ä"), 2) + thought(QStringLiteral("ä"), 2) +
                                thought(QStringLiteral("ä🧭"), 6) + thought(QStringLiteral("🧭b"), 7) +
                                answerAndDone()}));
        bench.send();
        QVERIFY(bench.ends());
        QCOMPARE(bench.shown, QStringLiteral("ä🧭b"));
        QCOMPARE(bench.replaced, 0);
    }

    void aGapIsFilledWithAWholeCopy()
    {
        // Nothing of what was held is trusted then.
        Bench bench;
        bench.transport.once("POST", streamPath,
            FakeAnswer::stream(
                {start() + thought(QString(22, u'x'), 22) + thought(QStringLiteral("then."), 99)}));
        bench.transport.once(
            "GET", resumePath, FakeAnswer::stream({start() + thoughts(pieces) + answerAndDone()}));
        bench.send();
        QVERIFY(bench.ends());
        QVERIFY(bench.endedWith<client::ReplyCompleted>());
        QCOMPARE(bench.shown, pieces.join(QString()));
        QCOMPARE(bench.transport.requests("GET", resumePath).size(), 1);
    }

    void followingDropsWhatIsHeld()
    {
        Bench bench;
        bench.transport.once(
            "GET", resumePath, FakeAnswer::stream({start() + thoughts(pieces) + answerAndDone()}));
        bench.make().follow(
            QStringLiteral("t1"), QStringLiteral("a1"), {}, pieces.first() + pieces.at(1).left(3));
        QVERIFY(bench.ends());
        QCOMPARE(bench.shown, pieces.join(QString()).sliced(pieces.first().size() + 3));
        QCOMPARE(bench.stream->thoughts(), pieces.join(QString()));
        QCOMPARE(bench.replaced, 0);
    }

    void aReplyThatGoesOnThinksOn()
    {
        Bench bench;
        bench.transport.once("POST", QStringLiteral("/api/chat/messages/a1/continue/"),
            FakeAnswer::stream(
                {start() + thoughts(pieces) + sse("done", doneData(QStringLiteral("a1")), 8)}));
        bench.make().continueReply(
            QStringLiteral("t1"), QStringLiteral("a1"), QStringLiteral("Because."), "key", pieces.first());
        QVERIFY(bench.ends());
        QCOMPARE(bench.shown, pieces.join(QString()).sliced(pieces.first().size()));
        QVERIFY(bench.text.isEmpty());
    }

    void whatWasThoughtMeanwhileIsReadWithTheMessage()
    {
        // A finished reply sends no thoughts: they are in the message.
        Bench bench;
        bench.transport.once("POST", streamPath, FakeAnswer::stream({start() + thought(pieces.first(), 22)}));
        bench.transport.once("GET", resumePath, FakeAnswer::stream({start() + answerAndDone()}));
        bench.send();
        QVERIFY(bench.ends());
        QCOMPARE(bench.shown, pieces.join(QString()));
    }

    void whereStreamsAreRefusedTheyAreReadAsTheyGrow()
    {
        Bench bench;
        bench.store(QString(), pieces.first(), QStringLiteral("streaming"));
        bench.transport.once("POST", streamPath, FakeAnswer::json(406, "{}"));
        bench.transport.once("POST", QString::fromLatin1(ThreadServer::plainPath),
            FakeAnswer::json(201, compact(protocol::toJson(bench.stored.first()))));
        bench.send();
        QTRY_COMPARE(bench.shown, pieces.first());
        bench.store(QStringLiteral("Because."), pieces.join(QString()));
        QVERIFY(bench.ends());
        QCOMPARE(bench.shown, pieces.join(QString()));
    }

    void thoughtsWithoutEndAreCutOffWithWhatTheyAre()
    {
        Bench bench;
        QByteArray bytes = start();
        const QString piece = QStringLiteral("hm ").repeated(40'000);
        for (int i = 1; i <= 20; ++i)
            bytes += thought(piece, i * piece.size());
        FakeAnswer answer = FakeAnswer::stream({bytes});
        answer.holdEnd = true;
        bench.transport.once("POST", streamPath, answer);
        bench.send();
        QVERIFY(bench.ends());
        const auto *interrupted = bench.endedWith<client::ReplyInterrupted>();
        QVERIFY(interrupted);
        QCOMPARE(interrupted->error.message, QStringLiteral("The reply goes on without end."));
        QVERIFY(bench.shown.size() > 2 * 1024 * 1024);
        QVERIFY(bench.shown.size() <= 2 * 1024 * 1024 + piece.size());
    }

    void whyNothingComesIsSaidUntilSomethingDoes_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QString>("word");
        QTest::newRow("a thought") << thought(pieces.first(), 22) << QStringLiteral("thought");
        QTest::newRow("text") << sse("chunk", chunkData(QStringLiteral("Be")), 2) << QStringLiteral("text");
    }
    void whyNothingComesIsSaidUntilSomethingDoes()
    {
        QFETCH(QByteArray, first);
        QFETCH(QString, word);
        Bench bench;
        FakeAnswer answer =
            FakeAnswer::stream({start() + waiting("It\n loads."), waiting("Asks again."), first});
        answer.holdEnd = true;
        bench.transport.once("POST", streamPath, answer);
        bench.send();
        QTRY_VERIFY(bench.said.size() == 4);
        QCOMPARE(bench.said, (QStringList{QStringLiteral("waiting: It loads."),
                                 QStringLiteral("waiting: Asks again."), word, QStringLiteral("waiting: ")}));
    }

    void itIsOverWhenTheReplyEnds()
    {
        Bench bench;
        bench.transport.once("POST", streamPath,
            FakeAnswer::stream(
                {start() + waiting("It loads.") + sse("done", doneData(QStringLiteral("a1")))}));
        bench.send();
        QVERIFY(bench.ends());
        QCOMPARE(bench.said.first(2),
            (QStringList{QStringLiteral("waiting: It loads."), QStringLiteral("waiting: ")}));
        QCOMPARE(bench.said.constLast(), QStringLiteral("ended"));
    }

    void aLinkThatBreaksSaysNothingOfIt()
    {
        Bench bench;
        bench.transport.once("POST", streamPath, FakeAnswer::stream({start() + waiting("It loads.")}));
        FakeAnswer again = FakeAnswer::stream({start()});
        again.holdEnd = true;
        bench.transport.once("GET", resumePath, again);
        bench.send();
        QTRY_COMPARE(bench.transport.requests("GET", resumePath).size(), 1);
        QCOMPARE(
            bench.said, (QStringList{QStringLiteral("waiting: It loads."), QStringLiteral("waiting: ")}));
    }

    void aSentenceWithoutEndIsCut()
    {
        Bench bench;
        FakeAnswer answer =
            FakeAnswer::stream({start() + waiting(QByteArray("a ").repeated(100'000).constData())});
        answer.holdEnd = true;
        bench.transport.once("POST", streamPath, answer);
        bench.send();
        QTRY_COMPARE(bench.said.size(), 1);
        QVERIFY(bench.said.first().size() < 420);
    }
};

QTEST_GUILESS_MAIN(TestChatStreamThoughts)
#include "tst_chatstreamthoughts.moc"
