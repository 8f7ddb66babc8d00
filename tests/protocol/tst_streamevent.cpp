#include "protocol/streamevent.h"

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
    QTest::newRow("done") << StreamEvent(StreamDone{QStringLiteral("a")});
    QTest::newRow("done, nothing stored") << StreamEvent(StreamDone{});
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
