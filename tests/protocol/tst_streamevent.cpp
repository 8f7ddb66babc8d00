#include "protocol/streamevent.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace throughline::protocol;

class StreamEventTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadAgain_data();
    void whatIsWrittenIsReadAgain();
    void theOffsetComesFromTheEventId_data();
    void theOffsetComesFromTheEventId();
    void aNullMessageIdMeansThatNothingWasStored();
    void aStatusThatIsNoEndingIsNone();
    void aDeltaIsWhatQtReadsInIt_data();
    void aDeltaIsWhatQtReadsInIt();
    void everyCutOfADeltaIsNothing();
    void bytesThatAreNoTextBecomeReplacementCharacters_data();
    void bytesThatAreNoTextBecomeReplacementCharacters();
    void aByteOrderMarkInATextIsText_data();
    void aByteOrderMarkInATextIsText();
    void whatIsNotTheContractIsNothing_data();
    void whatIsNotTheContractIsNothing();
};

Q_DECLARE_METATYPE(throughline::protocol::StreamEvent)

void StreamEventTest::whatIsWrittenIsReadAgain_data()
{
    QTest::addColumn<StreamEvent>("event");
    QTest::newRow("start") << StreamEvent(StreamStart{QStringLiteral("u"), QStringLiteral("a")});
    QTest::newRow("chunk") << StreamEvent(StreamDelta{QStringLiteral("Hel\"lo\n\u2028"), std::nullopt});
    QTest::newRow("error") << StreamEvent(StreamError{QStringLiteral("c"), QStringLiteral("m"), true});
    QTest::newRow("reasoning") << StreamEvent(StreamReasoning{QStringLiteral("h\u00f6"), 3});
    QTest::newRow("waiting") << StreamEvent(StreamWaiting{QStringLiteral("It loads.")});
    QTest::newRow("done") << StreamEvent(StreamDone{QStringLiteral("a")});
    QTest::newRow("done, nothing stored") << StreamEvent(StreamDone{});
    QTest::newRow("done, stopped") << StreamEvent(
        StreamDone{QStringLiteral("a"), throughline::protocol::MessageStatus::Stopped});
}

void StreamEventTest::whatIsWrittenIsReadAgain()
{
    QFETCH(StreamEvent, event);
    const auto read = streamEventFromSse(
        QString::fromLatin1(streamEventName(event)), QString::fromUtf8(streamEventData(event)), {});
    QVERIFY(read);
    QVERIFY(*read == event);
}

void StreamEventTest::theOffsetComesFromTheEventId_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<qint64>("offset"); // -1: none
    QTest::newRow("ours") << QStringLiteral("0190-ab:17") << qint64(17);
    QTest::newRow("none") << QString() << qint64(-1);
    QTest::newRow("another server's") << QStringLiteral("17") << qint64(-1);
    QTest::newRow("negative") << QStringLiteral("m:-3") << qint64(-1);
    QTest::newRow("no number") << QStringLiteral("m:") << qint64(-1);
    QTest::newRow("more than a number") << QStringLiteral("m:17 ") << qint64(-1);
    QTest::newRow("too large") << QStringLiteral("m:9223372036854775808") << qint64(-1);
    QTest::newRow("words") << QStringLiteral("m:three") << qint64(-1);
}

void StreamEventTest::theOffsetComesFromTheEventId()
{
    QFETCH(QString, id);
    QFETCH(qint64, offset);
    const auto event = streamEventFromSse(QStringLiteral("chunk"), QStringLiteral("{\"delta\": \"x\"}"), id);
    QVERIFY(event);
    QCOMPARE(std::get<StreamDelta>(*event).offset.value_or(-1), offset);
}

void StreamEventTest::aNullMessageIdMeansThatNothingWasStored()
{
    const auto event =
        streamEventFromSse(QStringLiteral("done"), QStringLiteral("{\"message_id\": null}"), {});
    QVERIFY(event);
    QVERIFY(std::get<StreamDone>(*event).messageId.isEmpty());
}

void StreamEventTest::aStatusThatIsNoEndingIsNone()
{
    for (const char *status : {"paused", "", "streaming", "Complete"}) {
        const auto event = streamEventFromSse(QStringLiteral("done"),
            QStringLiteral("{\"message_id\": \"a\", \"status\": \"%1\"}").arg(QLatin1StringView(status)), {});
        QVERIFY(event);
        QVERIFY2(!std::get<StreamDone>(*event).status, status);
    }
}

void StreamEventTest::aDeltaIsWhatQtReadsInIt_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << QByteArray(R"({"delta": "Hello"})");
    QTest::newRow("empty") << QByteArray(R"({"delta":""})");
    QTest::newRow("space everywhere") << QByteArray("\t{ \n\"delta\" : \r\"x\" } \n");
    QTest::newRow("each escape") << QByteArray(R"({"delta": "\"\\\/\b\f\n\r\t"})");
    QTest::newRow("code units") << QByteArray(R"({"delta": "\u00e9\u20AC\u0000\uffff\uD83C\uDF31"})");
    QTest::newRow("high surrogate alone") << QByteArray(R"({"delta": "a\ud83cb"})");
    QTest::newRow("low surrogate alone") << QByteArray(R"({"delta": "a\udf31b"})");
    QTest::newRow("surrogates the wrong way round") << QByteArray(R"({"delta": "\udf31\ud83c"})");
    QTest::newRow("two bytes") << QByteArray("{\"delta\": \"\xC2\x80 \xDF\xBF\"}");
    QTest::newRow("three bytes") << QByteArray("{\"delta\": \"\xE0\xA0\x80 \xED\x9F\xBF \xEF\xBF\xBF\"}");
    QTest::newRow("four bytes") << QByteArray("{\"delta\": \"\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF\"}");
    QTest::newRow("an escape no standard knows") << QByteArray(R"({"delta": "\x"})");
    QTest::newRow("code unit cut short") << QByteArray(R"({"delta": "\u12"})");
    QTest::newRow("no hexadecimal digit") << QByteArray(R"({"delta": "\u12g4"})");
    QTest::newRow("a character below U+0020") << QByteArray("{\"delta\": \"a\tb\"}");
    QTest::newRow("NUL") << QByteArray("{\"delta\": \"a\0b\"}", 16);
    QTest::newRow("other fields") << QByteArray(
        R"({"index": 0, "delta": "x", "extra": [1, {"delta": "y"}]})");
    QTest::newRow("twice: the last counts") << QByteArray(R"({"delta": "x", "delta": "y"})");
    QTest::newRow("the key in escapes") << QByteArray(R"({"\u0064elta": "x"})");
    QTest::newRow("something after it") << QByteArray(R"({"delta": "x"} {})");
    QTest::newRow("a comma after it") << QByteArray(R"({"delta": "x",})");
    QTest::newRow("nested deeply") << R"({"deep": )" + QByteArray(2000, '[') + QByteArray(2000, ']') +
                                          R"(, "delta": "x"})";
    QTest::newRow("nested deeply, but not too")
        << R"({"deep": )" + QByteArray(500, '[') + QByteArray(500, ']') + R"(, "delta": "x"})";
    QTest::newRow("long") << R"({"delta": ")" + QByteArray("word \\n \xC3\xA9").repeated(100'000) + R"("})";
}

void StreamEventTest::aDeltaIsWhatQtReadsInIt()
{
    QFETCH(QByteArray, json);
    const QJsonValue expected = QJsonDocument::fromJson(json).object().value(QLatin1StringView("delta"));
    const auto event = streamEventFromSse("chunk", json, {});
    QCOMPARE(event.has_value(), expected.isString());
    if (event)
        QCOMPARE(std::get<StreamDelta>(*event).text, expected.toString());
}

void StreamEventTest::everyCutOfADeltaIsNothing()
{
    const QByteArray json = "{\"delta\": \"a\\u00e9\\n\xF0\x9F\x8C\xB1\"}";
    for (qsizetype size = 0; size < json.size(); ++size)
        QVERIFY2(!streamEventFromSse("chunk", json.first(size), {}), json.first(size).constData());
    QVERIFY(streamEventFromSse("chunk", json, {}));
}

void StreamEventTest::bytesThatAreNoTextBecomeReplacementCharacters_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("continuation alone") << QByteArray("\x80");
    QTest::newRow("never in UTF-8") << QByteArray("\xFF");
    QTest::newRow("cut short") << QByteArray("\xE2\x82");
    QTest::newRow("longer than needed") << QByteArray("\xC0\xAF");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\xBC");
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80");
}

void StreamEventTest::bytesThatAreNoTextBecomeReplacementCharacters()
{
    QFETCH(QByteArray, bytes);
    const auto event = streamEventFromSse("chunk", "{\"delta\": \"before " + bytes + " after\"}", {});
    QVERIFY(event);
    const QString text = std::get<StreamDelta>(*event).text;
    QVERIFY2(text.startsWith(u"before \uFFFD") && text.endsWith(u"\uFFFD after"), qPrintable(text));
}

void StreamEventTest::aByteOrderMarkInATextIsText_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("quick") << QByteArray("{\"delta\": \"\xEF\xBB\xBFx\"}");
    QTest::newRow("thorough") << QByteArray("{\"delta\": \"\xEF\xBB\xBFx\", \"more\": 1}");
    QTest::newRow("escaped") << QByteArray(R"({"delta": "\ufeffx"})");
}

void StreamEventTest::aByteOrderMarkInATextIsText()
{
    QFETCH(QByteArray, json);
    const auto event = streamEventFromSse("chunk", json, {});
    QVERIFY(event);
    QCOMPARE(std::get<StreamDelta>(*event).text, QStringLiteral("\uFEFFx"));
}

void StreamEventTest::whatIsNotTheContractIsNothing_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<QString>("data");
    QTest::newRow("unknown name") << QStringLiteral("usage") << QStringLiteral("{}");
    QTest::newRow("no JSON") << QStringLiteral("chunk") << QStringLiteral("Hel");
    QTest::newRow("array") << QStringLiteral("chunk") << QStringLiteral("[]");
    QTest::newRow("delta is no text") << QStringLiteral("chunk") << QStringLiteral("{\"delta\": 3}");
    QTest::newRow("no delta") << QStringLiteral("chunk") << QStringLiteral("{}");
}

void StreamEventTest::whatIsNotTheContractIsNothing()
{
    QFETCH(QString, event);
    QFETCH(QString, data);
    QVERIFY(!streamEventFromSse(event, data, {}));
}

QTEST_APPLESS_MAIN(StreamEventTest)
#include "tst_streamevent.moc"
