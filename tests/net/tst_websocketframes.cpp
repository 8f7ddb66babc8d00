#include "net/websocketframes.h"

#include <QRandomGenerator>
#include <QTest>
#include <QtEndian>

using namespace throughline::net;
using Kind = WebSocketReader::Kind;
using Item = WebSocketReader::Item;

namespace {

constexpr qsizetype longest = 100'000;

/// A server's frame, with a length of its shortest form.
QByteArray frame(int first, const QByteArray &payload)
{
    QByteArray bytes(1, char(first));
    if (payload.size() < 126) {
        bytes += char(payload.size());
    } else if (payload.size() < 0x10000) {
        bytes += char(126);
        bytes.append(2, '\0');
        qToBigEndian(quint16(payload.size()), bytes.data() + 2);
    } else {
        bytes += char(127);
        bytes.append(8, '\0');
        qToBigEndian(quint64(payload.size()), bytes.data() + 2);
    }
    return bytes + payload;
}

QList<Item> readAll(WebSocketReader &reader, const QByteArray &bytes, qsizetype piece)
{
    QList<Item> items;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.mid(at, piece));
        while (const auto item = reader.next())
            items.append(*item);
    }
    return items;
}

} // namespace

class TestWebSocketFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAnswerToAKeyIsTheStandards()
    {
        QCOMPARE(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    void framesOfAClientAreMasked()
    {
        // RFC 6455, 5.7: a masked "Hello", here in a Pong.
        QCOMPARE(webSocketFrame(ControlFrame::Pong, "Hello", 0x37fa213d),
            QByteArray::fromHex("8a8537fa213d7f9f4d5158"));
        QCOMPARE(webSocketFrame(ControlFrame::Close, {}, 0), QByteArray::fromHex("888000000000"));
    }

    void whateverTheCutsTheSameComesOut()
    {
        const QByteArray medium(300, 'm');
        const QByteArray large(70'000, 'l');
        const QByteArray bytes = frame(0x81, "Hello") + frame(0x01, "Hel") + frame(0x89, "ping") +
                                 frame(0x00, {}) + frame(0x80, "lo") + frame(0x81, medium) +
                                 frame(0x8a, "pong") + frame(0x81, large) + frame(0x81, {}) +
                                 frame(0x01, "\xe2\x82") + frame(0x80, "\xac") +
                                 frame(0x88, QByteArray("\x03\xe8", 2));
        const QList<Item> expected{{Kind::Text, "Hello"}, {Kind::Ping, "ping"}, {Kind::Text, "Hello"},
            {Kind::Text, medium}, {Kind::Pong, "pong"}, {Kind::Text, large}, {Kind::Text, {}},
            {Kind::Text, "\xe2\x82\xac"}, {Kind::Close, QByteArray("\x03\xe8", 2)}};
        for (const qsizetype piece : {1, 2, 3, 7, 1000, 1'000'000}) {
            WebSocketReader reader(longest);
            QCOMPARE(readAll(reader, bytes, piece), expected);
            QCOMPARE(reader.problem(), quint16(0));
        }
    }

    void whatBreaksTheRulesIsAProblem_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("problem");
        const auto row = [](const char *name, const QByteArray &bytes, int problem) {
            QTest::newRow(name) << bytes << problem;
        };
        row("masked", QByteArray::fromHex("818537fa213d7f9f4d5158"), 1002);
        row("reserved bit", frame(0xc1, "x"), 1002);
        row("unknown opcode", frame(0x83, "x"), 1002);
        row("unknown control", frame(0x8b, "x"), 1002);
        row("binary", frame(0x82, "x"), 1003);
        row("fragmented control", frame(0x09, "x"), 1002);
        row("long control", frame(0x89, QByteArray(126, 'x')), 1002);
        row("continues nothing", frame(0x80, "x"), 1002);
        row("begins inside", frame(0x01, "x") + frame(0x81, "x"), 1002);
        row("16 bits for a short length", QByteArray::fromHex("817e0005") + "Hello", 1002);
        row("64 bits for a short length", QByteArray::fromHex("817f000000000000ffff"), 1002);
        row("bad UTF-8", frame(0x81, "\xff"), 1007);
        row("cut UTF-8", frame(0x81, "\xe2\x82"), 1007);
        row("surrogates", frame(0x81, "\xed\xa0\x80"), 1007);
        row("close of one byte", frame(0x88, "x"), 1002);
        row("close with bad UTF-8", frame(0x88, "\x03\xe8\xff"), 1002);
        row("huge, announced", QByteArray::fromHex("817f7fffffffffffffff"), 1009);
        row("negative", QByteArray::fromHex("817fffffffffffffffff"), 1009);
        row("too long in sum", frame(0x01, QByteArray(60'000, 'x')) + frame(0x80, QByteArray(60'000, 'x')),
            1009);
        row("empty fragments without end", frame(0x01, {}) + frame(0x00, {}).repeated(5000), 1009);
    }
    void whatBreaksTheRulesIsAProblem()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, problem);
        for (const qsizetype piece : {qsizetype(1), bytes.size()}) {
            WebSocketReader reader(longest);
            QCOMPARE(readAll(reader, bytes, piece), QList<Item>());
            QCOMPARE(int(reader.problem()), problem);
            reader.feed(frame(0x81, "after"));
            QVERIFY(!reader.next());
        }
    }

    void noiseNeverGetsBeyondItsLimits()
    {
        QRandomGenerator dice(1);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes(qsizetype(dice.bounded(1, 200)), '\0');
            for (char &byte : bytes)
                byte = char(dice.bounded(256));
            if (round % 2 == 0)
                bytes[0] = char(0x81);
            WebSocketReader reader(64);
            for (const Item &item : readAll(reader, bytes, 1 + round % 9)) {
                QVERIFY(item.payload.size() <= 125);
                QVERIFY(item.kind != Kind::Text || (item.payload.size() <= 64 && item.payload.isValidUtf8()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestWebSocketFrames)
#include "tst_websocketframes.moc"
