#include "server/provider/modelsite.h"
#include "server/provider/plainreading.h"
#include "support/testdata.h"

#include <QDir>
#include <QJsonDocument>
#include <QtTest>

using namespace throughline;
using namespace throughline::test;

namespace {

/// An answer as it was recorded from the wire.
struct Capture
{
    int status = 0;
    QByteArray body; ///< without the chunks' framing
    bool isWhole = false;
};

Capture captureFrom(const QByteArray &raw)
{
    Capture capture;
    const qsizetype headEnd = raw.indexOf("\r\n\r\n");
    const QByteArray head = raw.left(headEnd).toLower();
    QByteArray rest = raw.mid(headEnd + 4);
    capture.status = head.mid(head.indexOf(' ') + 1, 3).toInt();
    if (!head.contains("transfer-encoding: chunked")) {
        capture.body = rest;
        capture.isWhole = true;
        return capture;
    }
    while (!capture.isWhole && rest.contains("\r\n")) {
        const qsizetype lineEnd = rest.indexOf("\r\n");
        const qsizetype size = rest.left(lineEnd).toLongLong(nullptr, 16);
        capture.body += rest.mid(lineEnd + 2, size);
        capture.isWhole = size == 0;
        rest.remove(0, lineEnd + 2 + size + 2);
    }
    return capture;
}

} // namespace

/// Answers recorded from a llama.cpp server, head, chunks and all, sent over a real connection once more.
class TestLlamaCaptures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = QDir(testDataFolder().filePath(QStringLiteral("llama-captures")));
        m_names = m_folder.entryList({QStringLiteral("*.raw")}, QDir::Files, QDir::Name);
        if (m_names.isEmpty() && !qEnvironmentVariableIsSet("THROUGHLINE_TEST_DATA"))
            QSKIP("no test data: set THROUGHLINE_TEST_DATA to the folder that has llama-captures");
        QVERIFY2(!m_names.isEmpty(), qPrintable(m_folder.path()));
    }

    void itIsReadAsItWasMeant_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("piece");
        for (const QString &name : std::as_const(m_names)) {
            for (const int piece : {1, 7, 1'000'000})
                QTest::addRow("%s in pieces of %d", qPrintable(name), piece) << name << piece;
        }
    }

    void itIsReadAsItWasMeant()
    {
        QFETCH(QString, name);
        QFETCH(int, piece);
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray raw = file.readAll();
        const Capture capture = captureFrom(raw);
        const PlainReading reading(capture.body);

        ModelSite site;
        site.answer(Script().sendInPieces(raw, piece).close());
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QCOMPARE(reply->endings, 1);
        QCOMPARE(site.asked(), 1);

        if (capture.status / 100 != 2) {
            const QJsonObject error =
                QJsonDocument::fromJson(capture.body).object()[QLatin1String("error")].toObject();
            QVERIFY(reply->error);
            QCOMPARE(reply->error->status, capture.status);
            QCOMPARE(reply->text, QString());
            // The numbers where there are any, else the words.
            bool hasNumbers = false;
            for (const auto number : {"n_prompt_tokens", "n_ctx"}) {
                if (!error.contains(QLatin1String(number)))
                    continue;
                hasNumbers = true;
                const QString text = QLocale().toString(error[QLatin1String(number)].toInteger());
                QVERIFY2(reply->message().contains(text), qPrintable(reply->message()));
            }
            const QString words = error[QLatin1String("message")].toString();
            QVERIFY2(hasNumbers || reply->message().contains(words), qPrintable(reply->message()));
            return;
        }
        QCOMPARE(reply->text, reading.text);
        QCOMPARE(reply->thoughts, reading.reasoning);
        QVERIFY2(reply->error.has_value() == !reading.hasTerminal(), qPrintable(reply->message()));
        QCOMPARE(reply->facts[QLatin1String("finish_reason")].toString(), reading.finishReason);
        for (auto count = reading.usage.begin(); count != reading.usage.end(); ++count)
            QCOMPARE(reply->facts[count.key()].toInteger(), count->toInteger());
    }

private:
    QDir m_folder;
    QStringList m_names;
};

QTEST_GUILESS_MAIN(TestLlamaCaptures)
#include "tst_llamacaptures.moc"
