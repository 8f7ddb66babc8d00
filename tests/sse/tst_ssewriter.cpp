#include "sse/sseparser.h"
#include "sse/ssewriter.h"

#include <QtTest>

using namespace throughline;
using namespace std::chrono_literals;

class TestSseWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEventIsWrittenAsTheContractShowsIt()
    {
        QCOMPARE(sse::SseWriter::event("chunk", R"({"delta": "Hel"})"),
            QByteArray("event: chunk\ndata: {\"delta\": \"Hel\"}\n\n"));
        QCOMPARE(sse::SseWriter::event("chunk", "x", QByteArrayView("m:3")),
            QByteArray("event: chunk\nid: m:3\ndata: x\n\n"));
        QCOMPARE(sse::SseWriter::event("message", "x"), QByteArray("data: x\n\n"));
        QCOMPARE(sse::SseWriter::event("", ""), QByteArray("data: \n\n"));
    }

    void whatIsWrittenIsReadBack_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("readBack");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("leading spaces") << QByteArray("  x") << QByteArray("  x");
        QTest::newRow("leading colon") << QByteArray(":x") << QByteArray(":x");
        QTest::newRow("lines") << QByteArray("a\nb\n\nc") << QByteArray("a\nb\n\nc");
        QTest::newRow("ends in LF") << QByteArray("a\n") << QByteArray("a\n");
        QTest::newRow("only LF") << QByteArray("\n") << QByteArray("\n");
        QTest::newRow("CRLF is one line end")
            << QByteArray("a\r\nb\r\n\r\nc\r\n") << QByteArray("a\nb\n\nc\n");
        QTest::newRow("CR is one") << QByteArray("a\rb\r\rc\r") << QByteArray("a\nb\n\nc\n");
        QTest::newRow("LF before CR are two") << QByteArray("a\n\rb") << QByteArray("a\n\nb");
        QTest::newRow("fields in data stay data")
            << QByteArray("x\nid: 7\nevent: done") << QByteArray("x\nid: 7\nevent: done");
        QTest::newRow("NUL and broken UTF-8") << QByteArray("\0\xFF", 2) << QByteArray("\0\xFF", 2);
    }

    void whatIsWrittenIsReadBack()
    {
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, readBack);
        sse::SseParser parser;
        const auto events = parser.feed(sse::SseWriter::event("chunk", data, QByteArrayView("1")));
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0].type, QByteArray("chunk"));
        QCOMPARE(events[0].data, readBack);
        QCOMPARE(events[0].id, QByteArray("1"));
    }

    void lineEndsCannotBeSmuggledThroughNamesAndIds()
    {
        const QByteArray written =
            sse::SseWriter::event("a\r\ndata: forged", "x", QByteArrayView("7\n\ndata: forged\0", 16));
        const auto events = sse::SseParser().feed(written);
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0].data, QByteArray("x"));
        QCOMPARE(events[0].type, QByteArray("adata: forged"));
        QCOMPARE(events[0].id, QByteArray("7data: forged"));
    }

    void anEmptyIdResetsTheReaders()
    {
        sse::SseParser parser;
        parser.feed(sse::SseWriter::event("", "a", QByteArrayView("7")));
        QCOMPARE(parser.lastEventId(), QByteArray("7"));
        parser.feed(sse::SseWriter::event("", "b"));
        QCOMPARE(parser.lastEventId(), QByteArray("7"));
        parser.feed(sse::SseWriter::event("", "c", QByteArrayView("")));
        QCOMPARE(parser.lastEventId(), QByteArray(""));
    }

    void commentsAndRetryAreNoEvents()
    {
        sse::SseParser parser;
        const auto events = parser.feed(sse::SseWriter::comment("keep\ndata: alive") +
                                        sse::SseWriter::comment("") + sse::SseWriter::retry(1500ms));
        QCOMPARE(events.size(), 0);
        QCOMPARE(parser.retry(), std::optional(1500ms));
    }
};

QTEST_APPLESS_MAIN(TestSseWriter)
#include "tst_ssewriter.moc"
