#include "server/http/wireformat.h"

#include <QTest>

using namespace throughline::server::http;

class WireFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datesAreThoseOfTheStandard()
    {
        QCOMPARE(QByteArray::fromStdString(httpDate(784111777)),
            QByteArrayLiteral("Sun, 06 Nov 1994 08:49:37 GMT"));
    }

    void aHeadNeverLetsAHeaderSplitTheAnswer()
    {
        const auto head = QByteArray::fromStdString(headOf(200,
            {{"X-Good", "a\tb"}, {"X-Bad", "a\r\nSet-Cookie: b"}, {"X Bad", "x"}, {"", "x"},
                {"X-Nul", std::string("a\0b", 3)}},
            Framing::Length, 3, true));
        QVERIFY2(head.contains("X-Good: a\tb\r\n"), head.constData());
        QVERIFY2(!head.contains("Set-Cookie"), head.constData());
        QVERIFY2(!head.contains("X Bad"), head.constData());
        QVERIFY2(!head.contains("X-Nul"), head.constData());
        QVERIFY2(!head.contains("\r\n: "), head.constData());
        QVERIFY2(head.startsWith("HTTP/1.1 200 OK\r\n"), head.constData());
        QVERIFY2(head.contains("Content-Length: 3\r\n"), head.constData());
        QVERIFY2(head.endsWith("Connection: keep-alive\r\n\r\n"), head.constData());
    }

    void anEmptyBodyIsNotAnnouncedWhereThereCannotBeOne()
    {
        for (const int status : {204, 304}) {
            QVERIFY(isBodiless(status));
            const auto head = QByteArray::fromStdString(headOf(status, {}, Framing::None, 0, false));
            QVERIFY2(!head.contains("Content-Length"), head.constData());
            QVERIFY2(head.endsWith("Connection: close\r\n\r\n"), head.constData());
        }
    }

    void chunksAreHexadecimal() { QCOMPARE(chunkHead(0x1a2b), std::string("1a2b\r\n")); }

    void refusalsAreJsonWithASentence_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 408, 413, 417, 431, 500, 503, 505})
            QTest::addRow("%d", status) << status;
    }

    void refusalsAreJsonWithASentence()
    {
        QFETCH(int, status);
        const Response response = refusal(status);
        QCOMPARE(response.status, status);
        const QByteArray body = QByteArray::fromStdString(response.body);
        QVERIFY2(body.startsWith("{\"detail\":\"") && body.endsWith(".\"}"), body.constData());
    }

    void headersAreFoundInAnyCase()
    {
        Request request;
        request.headers = {{"Host", "a"}, {"hOST", "b"}, {"Accept", "c"}};
        QCOMPARE(QByteArray::fromStdString(std::string(request.header("HOST"))), QByteArray("a"));
        QCOMPARE(request.headerCount("host"), std::size_t(2));
        QVERIFY(request.header("Origin").empty());
    }
};

QTEST_GUILESS_MAIN(WireFormat)
#include "tst_wireformat.moc"
