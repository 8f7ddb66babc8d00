#include "server/provider/chatoutcome.h"

#include <QtTest>

using namespace throughline::server::provider;
using namespace throughline::test;
using namespace std::chrono_literals;

namespace {

using Kind = ChatEnding::Kind;

QByteArray content(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

constexpr const char *done = "data: [DONE]\n\n";

UpstreamError::Kind errorKind(const ChatOutcome &outcome)
{
    return outcome.ending.error.value_or(UpstreamError{}).kind;
}

} // namespace

class TestChatCompletionDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textComesAsItArrives()
    {
        const FakeClock clock;
        ChatCompletionDecoder decoder(clock);
        decoder.begin(200);
        const QList<ChatDelta> first = decoder.feed(content("Hel"));
        QCOMPARE(first.size(), 1);
        QCOMPARE(first.first().text, QStringLiteral("Hel"));
        QVERIFY(!decoder.hasFinished());
        QVERIFY(decoder.feed(done).isEmpty());
        QVERIFY(decoder.isOver());
    }

    void aTerminalIsNeeded_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        const QByteArray finish = R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
                                  "\n\n";
        QTest::newRow("done") << content("A") + done << int(Kind::Complete);
        QTest::newRow("done without its blank line") << content("A") + "data: [DONE]" << int(Kind::Complete);
        QTest::newRow("finish reason") << content("A") + finish << int(Kind::Complete);
        QTest::newRow("finish reason without its blank line")
            << content("A") + finish.trimmed() << int(Kind::Complete);
        QTest::newRow("finish reason in half")
            << content("A") + finish.left(finish.size() - 10) << int(Kind::Interrupted);
        QTest::newRow("none") << content("A") << int(Kind::Interrupted);
        QTest::newRow("nothing at all") << QByteArray() << int(Kind::Failed);
        QTest::newRow("comments only") << QByteArray(": ping\n\n: ping\n\n") << int(Kind::Failed);
        QTest::newRow("done without text") << QByteArray(done) << int(Kind::Failed);
    }

    void aTerminalIsNeeded()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        const ChatOutcome outcome = outcomeOf(body);
        QCOMPARE(int(outcome.ending.kind), kind);
        QCOMPARE(outcome.ending.error.has_value(), Kind(kind) != Kind::Complete);
        QCOMPARE(whereSplitsDiffer(body, outcome), QString());
    }

    void aPlainAnswerIsReadAsOne()
    {
        const QByteArray body =
            "{\"choices\":[{\"finish_reason\":\"length\",\"index\":0,\"message\":{\"role\":\"assistant\","
            "\"content\":\"Yes {\\\"}\\\" no\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":16}}";
        const ChatOutcome outcome = outcomeOf(body);
        QCOMPARE(outcome.text, QStringLiteral("Yes {\"}\" no"));
        QCOMPARE(outcome.ending.kind, Kind::Complete);
        QCOMPARE(outcome.ending.finishReason, QStringLiteral("length"));
        QCOMPARE(outcome.facts[QLatin1String("prompt_tokens")].toInt(), 5);
        QCOMPARE(whereSplitsDiffer(body, outcome), QString());
    }

    void oneObjectALineIsReadAsItComes()
    {
        const FakeClock clock;
        ChatCompletionDecoder decoder(clock);
        decoder.begin(200);
        const auto deltas = decoder.feed(R"({"choices":[{"delta":{"content":"A"}}]})"
                                         "\n");
        QCOMPARE(deltas.size(), 1);
        QVERIFY(!decoder.isOver());
    }

    void anotherObjectIsNoAnswer()
    {
        const ChatOutcome outcome = outcomeOf(R"({"status":"ok"})");
        QCOMPARE(outcome.ending.kind, Kind::Failed);
        QCOMPARE(errorKind(outcome), UpstreamError::Kind::NotReadable);
    }

    void anErrorIsFoundInAnyForm_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        QTest::newRow("an object") << QByteArray(R"({"error":{"message":"boom"}})") << 500
                                   << QStringLiteral("boom");
        QTest::newRow("a text") << QByteArray(R"({"error":"boom"})") << 404 << QStringLiteral("boom");
        QTest::newRow("a list") << QByteArray(R"([{"error":{"code":400,"message":"boom"}}])") << 400
                                << QStringLiteral("boom");
        QTest::newRow("FastAPI") << QByteArray(R"({"detail":[{"loc":["body"],"msg":"boom"}]})") << 422
                                 << QStringLiteral("boom");
        QTest::newRow("a detail") << QByteArray(R"({"detail":"boom"})") << 401 << QStringLiteral("boom");
        QTest::newRow("vLLM") << QByteArray(R"({"object":"error","message":"boom","code":400})") << 400
                              << QStringLiteral("boom");
        QTest::newRow("a message only")
            << QByteArray(R"({"message":"boom"})") << 403 << QStringLiteral("boom");
        QTest::newRow("JSON in a text")
            << QByteArray("{\"error\":{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"boom\\\"}}\"}}")
            << 502 << QStringLiteral("boom");
        QTest::newRow("no JSON") << QByteArray("upstream connect error") << 503
                                 << QStringLiteral("upstream connect error");
        QTest::newRow("an event stream")
            << QByteArray("data: {\"error\":{\"message\":\"boom\"}}\n\n") << 500 << QStringLiteral("boom");
        QTest::newRow("nothing") << QByteArray() << 500 << QString();
        QTest::newRow("a page") << QByteArray("<html>boom</html>") << 502 << QString();
    }

    void anErrorIsFoundInAnyForm()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, message);
        const ChatOutcome outcome = outcomeOf(body, {}, status);
        QCOMPARE(outcome.ending.kind, Kind::Failed);
        QCOMPARE(outcome.ending.error->message, message);
        QCOMPARE(outcome.ending.error->status, status);
        QCOMPARE(outcome.text, QString());
        QCOMPARE(whereSplitsDiffer(body, outcome, status), QString());
    }

    void aMemberThatIsNoErrorIsNone_data()
    {
        QTest::addColumn<QByteArray>("member");
        for (const char *member : {"null", "\"\"", "{}", "false", "[]"})
            QTest::newRow(member) << QByteArray(member);
    }

    void aMemberThatIsNoErrorIsNone()
    {
        QFETCH(QByteArray, member);
        const ChatOutcome outcome = outcomeOf(
            "data: {\"error\":" + member + ",\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n" + done);
        QCOMPARE(outcome.ending.kind, Kind::Complete);
        QCOMPARE(outcome.text, QStringLiteral("A"));
    }

    void anErrorInAChoiceIsOne()
    {
        const ChatOutcome outcome = outcomeOf(
            content("A") +
            R"(data: {"choices":[{"index":0,"delta":{"content":"B"},"finish_reason":"error","error":{"code":502,"message":"boom"}}]})"
            "\n\n");
        QCOMPARE(outcome.text, QStringLiteral("AB"));
        QCOMPARE(outcome.ending.kind, Kind::Failed);
        QCOMPARE(outcome.ending.error->message, QStringLiteral("boom"));
        QCOMPARE(outcome.ending.error->status, 502);
    }

    void numbersOfAFullContextAreRead_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<qint64>("asked");
        QTest::addColumn<qint64>("limit");
        QTest::newRow("llama.cpp")
            << QByteArray(
                   R"({"error":{"code":400,"message":"request (842 tokens) exceeds the available context size (512 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":842,"n_ctx":512}})")
            << qint64(842) << qint64(512);
        QTest::newRow("OpenAI")
            << QByteArray(
                   R"({"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9,120 tokens. Please reduce the length of the messages.","code":"context_length_exceeded"}})")
            << qint64(9120) << qint64(8192);
        QTest::newRow("vLLM")
            << QByteArray(
                   R"({"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion).","code":400})")
            << qint64(5000) << qint64(4096);
    }

    void numbersOfAFullContextAreRead()
    {
        QFETCH(QByteArray, body);
        QFETCH(qint64, asked);
        QFETCH(qint64, limit);
        const ChatOutcome outcome = outcomeOf(body, {}, 400);
        QCOMPARE(outcome.ending.error->promptTokens, asked);
        QCOMPARE(outcome.ending.error->contextTokens, limit);
    }

    void thoughtsBeforeTheAnswerAreTakenOut_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("thoughts");
        QTest::newRow("thoughts") << QByteArray("<think>\\nhm</think>\\n\\nYes") << QStringLiteral("Yes")
                                  << QStringLiteral("\nhm");
        QTest::newRow("a tag further on")
            << QByteArray("Use <think>") << QStringLiteral("Use <think>") << QString();
        QTest::newRow("almost a tag")
            << QByteArray("<thin air>") << QStringLiteral("<thin air>") << QString();
        QTest::newRow("a beginning only") << QByteArray("<thi") << QStringLiteral("<thi") << QString();
        QTest::newRow("almost the end")
            << QByteArray("<think>a</thin</think>b") << QStringLiteral("b") << QStringLiteral("a</thin");
    }

    void thoughtsBeforeTheAnswerAreTakenOut()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, answer);
        QFETCH(QString, thoughts);
        const ChatOutcome whole = outcomeOf(content(text) + done);
        QCOMPARE(whole.text, answer);
        QCOMPARE(whole.reasoning, thoughts);
        QByteArray letters;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const qsizetype size = text.at(i) == '\\' ? 2 : 1;
            letters += content(text.mid(i, size));
            i += size - 1;
        }
        const ChatOutcome pieces = outcomeOf(letters + done);
        QCOMPARE(pieces.text, answer);
        QCOMPARE(pieces.reasoning, thoughts);
    }

    void thoughtsWithoutAnAnswerAreNoReply()
    {
        const ChatOutcome outcome =
            outcomeOf(R"(data: {"choices":[{"delta":{"reasoning_content":"hm"},"finish_reason":"length"}]})"
                      "\n\n");
        QCOMPARE(outcome.ending.kind, Kind::Failed);
        QCOMPARE(errorKind(outcome), UpstreamError::Kind::Nothing);
        QCOMPARE(outcome.ending.finishReason, QStringLiteral("length"));
        QCOMPARE(outcome.reasoning, QStringLiteral("hm"));
    }

    void aModelThatUsesAnotherChoiceIsReadAllTheSame()
    {
        const ChatOutcome outcome = outcomeOf(
            QByteArray("data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"A\"}}]}\n\n") + done);
        QCOMPARE(outcome.text, QStringLiteral("A"));
        QCOMPARE(outcome.ending.kind, Kind::Complete);
    }

    void aWordInPlaceOfAnObjectIsAKeepAlive()
    {
        const ChatOutcome outcome = outcomeOf("data: ping\n\n" + content("A") + done);
        QCOMPARE(outcome.text, QStringLiteral("A"));
        QCOMPARE(outcome.ending.kind, Kind::Complete);
    }

    void chunksWithoutBlankLinesAreRead()
    {
        QByteArray body = content("A").trimmed() + "\n" + content("B").trimmed() + "\ndata: [DONE]\n\n";
        const ChatOutcome outcome = outcomeOf(body);
        QCOMPARE(outcome.text, QStringLiteral("AB"));
        QCOMPARE(outcome.ending.kind, Kind::Complete);
    }

    void aBodyThatIsNotWhatWasAskedForIsNoAnswer()
    {
        QCOMPARE(errorKind(outcomeOf("Hello there")), UpstreamError::Kind::Nothing);
        QCOMPARE(errorKind(outcomeOf("\xEF\xBB")), UpstreamError::Kind::Nothing);
    }

    void textBeyondTheLimitEndsIt()
    {
        const ChatOutcome outcome = outcomeOf(content("ABCDEFGH") + content("I") + done, {.textLimit = 8});
        QCOMPARE(errorKind(outcome), UpstreamError::Kind::TooLong);
        QVERIFY(outcome.text.startsWith(QLatin1String("ABCDEFGH")));
    }

    void timingsStandInForUsage()
    {
        const ChatOutcome outcome = outcomeOf(
            content("A") + R"(data: {"choices":[],"timings":{"prompt_n":2,"cache_n":3,"predicted_n":7}})" +
            "\n\n" + done);
        QCOMPARE(outcome.facts[QLatin1String("completion_tokens")].toInt(), 7);
        QCOMPARE(outcome.facts[QLatin1String("prompt_tokens")].toInt(), 5);
    }

    void keepAlivesAreBytesButNoProgress()
    {
        FakeClock clock;
        const auto start = clock.monotonic();
        ChatCompletionDecoder decoder(clock);
        decoder.begin(200);
        clock.advance(10s);
        decoder.feed(": ping\n\n");
        clock.advance(10s);
        decoder.feed("data: \n\n");
        decoder.feed(R"(data: {"choices":[{"index":0,"delta":{"content":""}}]})"
                     "\n\n");
        QCOMPARE(decoder.lastByte(), start + 20s);
        QCOMPARE(decoder.lastProgress(), start);
        clock.advance(10s);
        decoder.feed(content("A"));
        QCOMPARE(decoder.lastByte(), start + 30s);
        QCOMPARE(decoder.lastProgress(), start + 30s);
        clock.advance(10s);
        decoder.feed(R"(data: {"choices":[{"index":0,"delta":{"reasoning":"hm"}}]})"
                     "\n\n");
        QCOMPARE(decoder.lastProgress(), start + 40s);
    }
};

QTEST_APPLESS_MAIN(TestChatCompletionDecoder)
#include "tst_chatcompletiondecoder.moc"
