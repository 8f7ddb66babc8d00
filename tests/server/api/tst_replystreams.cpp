#include "apisite.h"
#include "streamclient.h"

using namespace throughline;
using namespace std::chrono_literals;
using throughline::tests::ApiSite;
using throughline::tests::RawClient;
using throughline::tests::StreamClient;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QByteArray question(const ApiSite &site, const QString &thread, const ApiSite::Headers &headers = {})
{
    return site.bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread),
        {{s("content"), s("What now?")}}, headers);
}

QByteArray resumption(const ApiSite &site, const QString &message, const QString &lastEventId = {})
{
    ApiSite::Headers headers{{"Accept", "text/event-stream"}};
    if (!lastEventId.isEmpty())
        headers.emplace_back("Last-Event-ID", lastEventId.toStdString());
    return site.bytes("GET", s("chat/messages/%1/stream/").arg(message), {}, headers);
}

QString statusOf(ApiSite &site, const QString &message)
{
    return site.ask("GET", s("chat/messages/%1/").arg(message))
        .object()
        .value(s("metadata"))
        .toObject()
        .value(s("status"))
        .toString();
}

} // namespace

class ReplyStreamsTest : public QObject
{
    Q_OBJECT

    /// The 99th of 100 polls, in microseconds, a delta going out before each; 0 when one fails.
    static qint64 slowPoll(ApiSite &site, RawClient &client)
    {
        QList<qint64> times;
        for (int i = 0; i < 100; ++i) {
            site.provider.say(s("word "));
            QElapsedTimer timer;
            timer.start();
            client.send(site.bytes("GET", s("chat/threads/")));
            if (client.answer().status != 200)
                return 0;
            times.append(timer.nsecsElapsed() / 1000);
        }
        std::sort(times.begin(), times.end());
        return times[98];
    }

private Q_SLOTS:
    void everyAcceptGetsAStream_data()
    {
        QTest::addColumn<QByteArray>("accept");
        QTest::newRow("event stream") << QByteArray("text/event-stream");
        QTest::newRow("anything") << QByteArray("*/*");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("mixed") << QByteArray("text/event-stream, application/json");
        QTest::newRow("json only") << QByteArray("application/json");
        QTest::newRow("nonsense") << QByteArray(";;;");
    }

    void everyAcceptGetsAStream()
    {
        QFETCH(QByteArray, accept);
        ApiSite site;
        QVERIFY(site.listen());
        ApiSite::Headers headers{{"X-Correlation-ID", "stream-1"}};
        if (!accept.isEmpty())
            headers.emplace_back("Accept", accept.toStdString());
        StreamClient stream(site.port, question(site, site.newThread(), headers));
        QCOMPARE(stream.status(), 200);
        for (const char *line : {"\r\nContent-Type: text/event-stream", "\r\nCache-Control: no-cache\r\n",
                 "\r\nX-Accel-Buffering: no\r\n", "\r\nX-Correlation-ID: stream-1\r\n"})
            QVERIFY2(stream.head.contains(line), stream.head.constData());
        site.provider.say(s("Hello"));
        site.provider.end();
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.names(), QStringList({s("start"), s("chunk"), s("done")}));
        QCOMPARE(stream.text(), s("Hello"));
    }

    void onlyExactlyTrueStreams_data()
    {
        QTest::addColumn<QString>("query");
        for (const char *query : {"", "?stream=", "?stream=false", "?stream=1", "?stream=True"})
            QTest::newRow(query) << s(query);
    }

    void onlyExactlyTrueStreams()
    {
        QFETCH(QString, query);
        ApiSite site;
        QVERIFY(site.listen());
        RawClient client = site.client();
        client.send(site.bytes("POST", s("chat/threads/%1/messages/").arg(site.newThread()) + query,
            {{s("content"), s("Hi")}}, {{"Accept", "text/event-stream"}}));
        const auto answer = client.answer();
        QCOMPARE(answer.status, 201);
        QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
    }

    void deltasArriveWhenTheyAreProduced()
    {
        ApiSite site;
        QVERIFY(site.listen());
        StreamClient stream(site.port, question(site, site.newThread()));
        QVERIFY(stream.waitForEvents(1)); // start, before anything was said
        const auto start = stream.start();
        QVERIFY(!start.messageId.isEmpty());
        QVERIFY(!start.userMessageId.isEmpty());
        QCOMPARE(stream.events().first().idText(), start.messageId + s(":0"));
        qint64 offset = 0;
        for (int i = 0; i < 20; ++i) {
            const QString delta = s("größer %1 ").arg(i);
            site.provider.say(delta);
            QVERIFY(stream.waitForEvents(i + 2, 1000));
            offset += delta.toUtf8().size();
            QCOMPARE(stream.events().last().idText(), start.messageId + u':' + QString::number(offset));
        }
        site.provider.end();
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.names().last(), s("done"));
        QCOMPARE(stream.events().last().idText(), start.messageId + u':' + QString::number(offset));
        QCOMPARE(stream.names().count(s("done")), 1);
        QCOMPARE(site.ask("GET", s("chat/messages/%1/").arg(start.messageId)).text("content"), stream.text());
        QCOMPARE(statusOf(site, start.messageId), s("complete"));
    }

    void resumingAtEveryOffsetGivesTheText_data()
    {
        QTest::addColumn<bool>("isFinished");
        QTest::newRow("finished") << true;
        QTest::newRow("under way") << false;
    }

    void resumingAtEveryOffsetGivesTheText()
    {
        QFETCH(bool, isFinished);
        ApiSite site;
        QVERIFY(site.listen());
        StreamClient first(site.port, question(site, site.newThread()));
        // fromUtf8() would take the byte order mark off the front.
        const QString text = QChar(QChar::ByteOrderMark) + s("a ä € 😀 and plain words\r\nmore");
        const QByteArray bytes = text.toUtf8();
        site.provider.say(text);
        QVERIFY(first.waitForEvents(2));
        const auto start = first.start();
        if (isFinished) {
            site.provider.end();
            QVERIFY(first.waitForEnd());
        }
        std::vector<std::unique_ptr<StreamClient>> resumed;
        for (qsizetype offset = 0; offset <= bytes.size(); ++offset) {
            resumed.push_back(std::make_unique<StreamClient>(site.port,
                resumption(site, start.messageId, start.messageId + u':' + QString::number(offset))));
        }
        if (!isFinished) {
            for (const auto &stream : resumed)
                QVERIFY(stream->waitForEvents(1));
            site.provider.say(s(" and on"));
            site.provider.end();
        }
        const QByteArray all = bytes + (isFinished ? "" : " and on");
        for (qsizetype offset = 0; offset <= bytes.size(); ++offset) {
            StreamClient &stream = *resumed[static_cast<std::size_t>(offset)];
            QVERIFY(stream.waitForEnd());
            const bool isInside = offset < bytes.size() && (bytes[offset] & 0xc0) == 0x80;
            const qsizetype from = isInside ? 0 : offset;
            QCOMPARE(stream.start().messageId, start.messageId);
            QCOMPARE(stream.start().userMessageId, start.userMessageId);
            QCOMPARE(stream.events().first().idText(), start.messageId + u':' + QString::number(from));
            QCOMPARE(all.left(from) + stream.text().toUtf8(), all);
            QCOMPARE(stream.names().count(s("done")), 1);
            QCOMPARE(stream.names().last(), s("done"));
        }
        QCOMPARE(site.provider.requests.size(), 1);
    }

    void whatIsNoOffsetGetsEverything_data()
    {
        QTest::addColumn<QString>("lastEventId");
        QTest::newRow("nothing") << QString();
        QTest::newRow("beyond the end") << s("%1:99999");
        QTest::newRow("negative") << s("%1:-1");
        QTest::newRow("no number") << s("%1:x");
        QTest::newRow("huge") << s("%1:99999999999999999999999");
        QTest::newRow("no colon") << s("%1");
        QTest::newRow("of another reply") << s("0190f0a1-0000-7000-8000-000000000000:3");
    }

    void whatIsNoOffsetGetsEverything()
    {
        QFETCH(QString, lastEventId);
        ApiSite site;
        QVERIFY(site.listen());
        StreamClient first(site.port, question(site, site.newThread()));
        site.provider.say(s("All of it."));
        QVERIFY(first.waitForEvents(2));
        const QString id = first.start().messageId;
        if (lastEventId.contains(s("%1")))
            lastEventId = lastEventId.arg(id);
        StreamClient again(site.port, resumption(site, id, lastEventId));
        QVERIFY(again.waitForEvents(2));
        QCOMPARE(again.text(), s("All of it."));
        QCOMPARE(again.events().first().idText(), id + s(":0"));
    }

    void onlyRepliesCanBeListenedTo()
    {
        ApiSite site;
        QVERIFY(site.listen());
        const QString mine = site.newMessage(site.newThread(), s("Hello"));
        for (const QString &id : {mine, s("0190f0a1-0000-7000-8000-000000000000"), s("x")}) {
            RawClient client = site.client();
            client.send(resumption(site, id));
            QCOMPARE(client.answer().status, 404);
        }
    }

    void aClientThatGoesDoesNotStopTheReply()
    {
        ApiSite site;
        QVERIFY(site.listen());
        auto stream = std::make_unique<StreamClient>(site.port, question(site, site.newThread()));
        site.provider.say(s("First, "));
        QVERIFY(stream->waitForEvents(2));
        const QString id = stream->start().messageId;
        stream->client.socket.abort();
        stream.reset();
        QTest::qWait(50);
        QVERIFY(site.provider.current);
        site.provider.say(s("second."));
        site.provider.end();
        QTRY_COMPARE(statusOf(site, id), s("complete"));
        StreamClient again(site.port, resumption(site, id, id + s(":7")));
        QVERIFY(again.waitForEnd());
        QCOMPARE(again.text(), s("second."));
        QCOMPARE(site.provider.requests.size(), 1);
    }

    void theSameKeyFindsTheSameReply()
    {
        ApiSite site;
        QVERIFY(site.listen());
        const QString thread = site.newThread();
        const ApiSite::Headers key{{"Idempotency-Key", "5b7e4a0e-8a53-4c39-8a3b-333333333333"}};
        StreamClient first(site.port, question(site, thread, key));
        site.provider.say(s("One "));
        QVERIFY(first.waitForEvents(2));
        StreamClient second(site.port, question(site, thread, key));
        QVERIFY(second.waitForEvents(2));
        QCOMPARE(second.start(), first.start());
        site.provider.say(s("two"));
        site.provider.end();
        QVERIFY(first.waitForEnd() && second.waitForEnd());
        QCOMPARE(first.text(), s("One two"));
        QCOMPARE(second.text(), s("One two"));
        StreamClient third(site.port, question(site, thread, key));
        QVERIFY(third.waitForEnd());
        QCOMPARE(third.text(), s("One two"));
        QCOMPARE(site.provider.requests.size(), 1);
        QCOMPARE(site.ask("GET", s("chat/messages/?thread=") + thread).results().size(), 2);
    }

    void aFailureIsNotDressedAsAReply()
    {
        ApiSite site;
        QVERIFY(site.listen());
        StreamClient stream(site.port, question(site, site.newThread()));
        site.provider.say(s("So far"));
        protocol::ApiError error;
        error.kind = protocol::ApiError::Kind::Network;
        error.message = s("The model cannot be reached.");
        site.provider.end(error);
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.names(), QStringList({s("start"), s("chunk"), s("error"), s("done")}));
        const QJsonObject said = QJsonDocument::fromJson(stream.events().at(2).data).object();
        QCOMPARE(said.value(s("message")).toString(), error.message);
        QCOMPARE(said.value(s("code")).toString(), s("network"));
        QVERIFY(said.value(s("retryable")).toBool());
        const QString id = stream.start().messageId;
        QCOMPARE(site.ask("GET", s("chat/messages/%1/").arg(id)).text("content"), s("So far"));
        QCOMPARE(statusOf(site, id), s("failed"));
    }

    void cancellingEndsTheStream()
    {
        ApiSite site;
        QVERIFY(site.listen());
        StreamClient stream(site.port, question(site, site.newThread()));
        site.provider.say(s("Up to here"));
        QVERIFY(stream.waitForEvents(2));
        RawClient client = site.client();
        client.send(site.bytes("POST", s("chat/messages/%1/cancel/").arg(stream.start().messageId)));
        QCOMPARE(client.answer().status, 200);
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.names(), QStringList({s("start"), s("chunk"), s("done")}));
        QCOMPARE(statusOf(site, stream.start().messageId), s("stopped"));
    }

    void idleStreamsAreKeptAwake()
    {
        ApiSite site(20ms);
        QVERIFY(site.listen());
        StreamClient stream(site.port, question(site, site.newThread()));
        QVERIFY(stream.waitForEvents(1));
        QTRY_VERIFY_WITH_TIMEOUT((stream.waitForEvents(2, 20), stream.body.count("\n:") >= 2), 2000);
        QCOMPARE(stream.events().size(), 1);
    }

    void closingCutsStreamsWithoutAnEnding()
    {
        ApiSite site;
        QVERIFY(site.listen());
        StreamClient stream(site.port, question(site, site.newThread()));
        site.provider.say(s("Half"));
        QVERIFY(stream.waitForEvents(2));
        site.api.close();
        QVERIFY(!stream.waitForEnd(1000));
        QCOMPARE(stream.client.socket.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(!stream.names().contains(s("done")));
    }

    void aHeadOfAStreamIsJustAHead()
    {
        ApiSite site;
        QVERIFY(site.listen());
        StreamClient first(site.port, question(site, site.newThread()));
        QVERIFY(first.waitForEvents(1));
        RawClient client = site.client();
        QByteArray request = resumption(site, first.start().messageId);
        client.send(request.replace(0, 3, "HEAD"));
        QVERIFY(client.waitForEnd());
        QVERIFY2(client.received.startsWith("HTTP/1.1 200"), client.received.constData());
        QVERIFY(client.received.endsWith("\r\n\r\n"));
    }

    /// At most 50 ms, or on a machine that has other work little more than without the streams.
    void pollsAreQuickWhileManyStreams()
    {
        ApiSite site;
        QVERIFY(site.listen());
        RawClient client = site.client();
        const qint64 alone = slowPoll(site, client);
        QVERIFY(alone > 0);
        std::vector<std::unique_ptr<StreamClient>> streams;
        for (int i = 0; i < 8; ++i) {
            streams.push_back(std::make_unique<StreamClient>(site.port, question(site, site.newThread())));
            QVERIFY(streams.back()->waitForEvents(1));
        }
        const qint64 beside = slowPoll(site, client);
        QVERIFY(beside > 0);
        QVERIFY2(beside < std::max<qint64>(50'000, 6 * alone),
            qPrintable(s("p99 %1 µs alone, %2 µs beside eight streams").arg(alone).arg(beside)));
    }
};

QTEST_GUILESS_MAIN(ReplyStreamsTest)
#include "tst_replystreams.moc"
