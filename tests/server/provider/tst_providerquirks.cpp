#include "server/provider/modelsite.h"
#include "server/provider/quirkrules.h"
#include "support/testdata.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QtTest>

#include <zlib.h>

using namespace throughline;
using namespace throughline::test;
using server::provider::ChatEnding;
using server::provider::Patience;
using server::provider::RetryAdvice;

namespace {

QByteArray gzipped(const QByteArray &body, bool flushEachEvent)
{
    z_stream stream{};
    constexpr int gzipFormat = 16;
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzipFormat, 8, Z_DEFAULT_STRATEGY);
    QByteArray result;
    const auto put = [&](QByteArray piece, int flush) {
        QByteArray room(4096, Qt::Uninitialized);
        stream.next_in = reinterpret_cast<Bytef *>(piece.data());
        stream.avail_in = uInt(piece.size());
        do {
            stream.next_out = reinterpret_cast<Bytef *>(room.data());
            stream.avail_out = uInt(room.size());
            deflate(&stream, flush);
            result += room.first(room.size() - qsizetype(stream.avail_out));
        } while (stream.avail_out == 0);
    };
    qsizetype at = 0;
    for (qsizetype end = body.indexOf("\n\n"); end >= 0; end = body.indexOf("\n\n", at)) {
        put(body.mid(at, end + 2 - at), flushEachEvent ? Z_SYNC_FLUSH : Z_NO_FLUSH);
        at = end + 2;
    }
    put(body.mid(at), Z_FINISH);
    deflateEnd(&stream);
    return result;
}

bool says(const Quirk &quirk, const char *words)
{
    return QRegularExpression(QString::fromUtf8(words), QRegularExpression::CaseInsensitiveOption)
        .match(quirk.rule)
        .hasMatch();
}

bool isRetryable(const protocol::ApiError &error)
{
    using Kind = protocol::ApiError::Kind;
    return error.kind == Kind::Network || error.kind == Kind::Timeout || error.kind == Kind::RateLimited ||
           error.kind == Kind::Server || error.kind == Kind::Malformed;
}

} // namespace

/// The recorded quirks once more, over a real connection: what a reply comes to when a server answers so, how
/// often it is asked, and what people are told.
class TestProviderQuirks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = testDataFile(QStringLiteral("provider-quirks.json"));
        if (path.isEmpty())
            QSKIP("no test data: set THROUGHLINE_TEST_DATA to the folder that has provider-quirks.json");
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        const QByteArray json = file.readAll().replace("\xEF\xBB\xBF", "\\ufeff");
        m_entries = QJsonDocument::fromJson(json).array();
        QVERIFY(!m_entries.isEmpty());
    }

    void theReplyIsWhatItMustBe_data()
    {
        QTest::addColumn<QJsonObject>("entry");
        QTest::addColumn<int>("piece");
        for (const QJsonValue &value : std::as_const(m_entries)) {
            for (const int piece : {1, 1'000'000}) {
                QTest::addRow("%s in pieces of %d", qPrintable(value[QLatin1String("id")].toString()), piece)
                    << value.toObject() << piece;
            }
        }
    }

    void theReplyIsWhatItMustBe()
    {
        QFETCH(QJsonObject, entry);
        QFETCH(int, piece);
        const Quirk quirk(entry);
        const bool isCut = quirk.category == QLatin1String("transport");

        Script script;
        script.head(200, headersOf(entry) + net::HeaderList{{"Transfer-Encoding", "chunked"}});
        for (qsizetype at = 0; at < quirk.body.size(); at += piece)
            script.chunk(quirk.body.mid(at, piece));
        if (isCut)
            script.close();
        else
            script.lastChunk();
        ModelSite site;
        site.answer(script);
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QCOMPARE(reply->endings, 1);
        QCOMPARE(site.asked(), 1);
        QCOMPARE(reply->text, quirk.outcome.text);
        QCOMPARE(reply->thoughts, quirk.outcome.reasoning);
        const bool isComplete = quirk.outcome.ending.kind == ChatEnding::Kind::Complete &&
                                (!reply->text.isEmpty() || quirk.outcome.toolCalls.isEmpty());
        QVERIFY2(reply->error.has_value() != isComplete, qPrintable(reply->message()));
        if (!reply->error)
            return;
        QVERIFY(!reply->message().contains(u'<'));
        QVERIFY2(reply->message().size() < 400, qPrintable(reply->message()));
        if (says(quirk, "retryable|interrupted|structured error"))
            QVERIFY(isRetryable(*reply->error));
        if (says(quirk, "Ray id"))
            QVERIFY(reply->message().contains(QString::number(quirk.outcome.ending.error->status)));
        if (says(quirk, "that message|as JSON error"))
            QVERIFY2(
                reply->message().contains(quirk.outcome.ending.error->message), qPrintable(reply->message()));
    }

    void theWayItIsAskedIsWhatItMustBe_data()
    {
        QTest::addColumn<QJsonObject>("entry");
        for (const QJsonValue &value : std::as_const(m_entries))
            QTest::newRow(qPrintable(value[QLatin1String("id")].toString())) << value.toObject();
    }

    void theWayItIsAskedIsWhatItMustBe()
    {
        QFETCH(QJsonObject, entry);
        const Quirk quirk(entry);
        if (says(quirk, "Idempotency-Key"))
            isSentOnceUnderAKey();
        if (says(quirk, "identity"))
            asksForNoCompressionAndReadsIt();
        const auto minutes = QRegularExpression(QStringLiteral("clock >= (\\d+) min")).match(quirk.rule);
        if (minutes.hasMatch()) {
            QVERIFY(Patience::local().silence >= std::chrono::minutes(minutes.captured(1).toInt()));
            QVERIFY(Patience::remote().silence > std::chrono::minutes(2));
        }
        if (says(quirk, "honour up to a cap"))
            waitsAsLongAsItIsTold(entry, quirk);
    }

private:
    static void isSentOnceUnderAKey()
    {
        ModelSite site;
        site.answer(Script().close());
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY(reply->error && isRetryable(*reply->error));
        QCOMPARE(site.asked(), 1);
        const QByteArray key = site.server.requests().constFirst().header("Idempotency-Key");
        QCOMPARE(key.size(), 36);
        const auto again = site.ask();
        QVERIFY(again->wait());
        QVERIFY(site.server.requests().constLast().header("Idempotency-Key") != key);
    }

    static void asksForNoCompressionAndReadsIt()
    {
        const QByteArray body = "data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n"
                                "data: {\"choices\":[{\"delta\":{\"content\":\"B\"}}]}\n\ndata: [DONE]\n\n";
        for (const bool isFlushed : {true, false}) {
            const QByteArray bytes = gzipped(body, isFlushed);
            for (const qsizetype piece : {qsizetype(1), bytes.size()}) {
                ModelSite site;
                Script script;
                script.streamHead({{"Content-Encoding", "gzip"}});
                for (qsizetype at = 0; at < bytes.size(); at += piece)
                    script.chunk(bytes.mid(at, piece));
                site.answer(script.lastChunk());
                const auto reply = site.ask();
                QVERIFY(reply->wait());
                QCOMPARE(
                    site.server.requests().constFirst().header("Accept-Encoding"), QByteArray("identity"));
                QVERIFY2(!reply->error, qPrintable(reply->message()));
                QCOMPARE(reply->text, QStringLiteral("AB"));
            }
        }
    }

    /// With the entry's own headers on a 429: waits and asks again, or says when to.
    static void waitsAsLongAsItIsTold(const QJsonObject &entry, const Quirk &quirk)
    {
        const auto cap = QRegularExpression(QStringLiteral("(\\d+) s\\b")).match(quirk.rule);
        if (cap.hasMatch())
            QCOMPARE(
                RetryAdvice::cap, std::chrono::milliseconds(std::chrono::seconds(cap.captured(1).toInt())));
        const net::HeaderList headers = headersOf(entry);
        const RetryAdvice advice = server::provider::retryAdvice(headers, QDateTime::currentDateTimeUtc());
        constexpr std::chrono::milliseconds patienceOfATest{5000};
        if (advice.isWorthWaiting() && *advice.wait > patienceOfATest)
            return;
        ModelSite site;
        site.server.once("POST", chatPath,
            Script().answer(429, "application/json", "{\"error\":{\"message\":\"slow\"}}", headers));
        site.answer(
            Script().json(200, R"({"choices":[{"message":{"content":"A"},"finish_reason":"stop"}]})"));
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        if (advice.isWorthWaiting()) {
            QCOMPARE(site.asked(), 2);
            QCOMPARE(reply->text, QStringLiteral("A"));
        } else {
            QCOMPARE(site.asked(), 1);
            QVERIFY(reply->error && reply->error->kind == protocol::ApiError::Kind::RateLimited);
            QCOMPARE(reply->error->retryAfter, advice.wait);
        }
    }

    QJsonArray m_entries;
};

QTEST_GUILESS_MAIN(TestProviderQuirks)
#include "tst_providerquirks.moc"
