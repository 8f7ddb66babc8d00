#include "guidefixture.h"
#include "server/provider/guideprovider.h"
#include "server/provider/pacedgeneration.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::server::provider;
using guide::test::Talk;

namespace {

struct Streamed
{
    QStringList deltas;
    QList<qint64> times;
    QJsonObject facts;
    int endings = 0;
    bool hasFailed = false;
};

/// Everything a generation gives out, with its time.
Streamed streamed(Generation &generation)
{
    Streamed result;
    QElapsedTimer timer;
    timer.start();
    QObject context;
    QObject::connect(&generation, &Generation::delta, &context, [&](const QString &text) {
        result.deltas.append(text);
        result.times.append(timer.elapsed());
    });
    QObject::connect(&generation, &Generation::finished, &context,
        [&](const std::optional<protocol::ApiError> &error, const QJsonObject &facts) {
            ++result.endings;
            result.facts = facts;
            result.hasFailed = error.has_value();
        });
    if (!QTest::qWaitFor([&result] { return result.endings > 0; }, 10'000))
        qWarning("no ending");
    QTest::qWait(20); // nothing may follow
    return result;
}

} // namespace

class TestGuideProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDeltasAreTheReplyAndThenItEnds()
    {
        GuideProvider provider(0);
        Talk talk;
        talk.says(protocol::SignalType::Claim, QStringLiteral("Rust builds slower than Go."));
        const auto generation = provider.generate(talk.request());
        const Streamed result = streamed(*generation);
        QCOMPARE(result.deltas.join(QString()), guide::replyTo(talk.request()).text);
        QVERIFY(result.deltas.size() > 1);
        QCOMPARE(result.endings, 1);
        QVERIFY(!result.hasFailed);
        QCOMPARE(result.facts.value(QStringLiteral("finish_reason")).toString(), QStringLiteral("stop"));
        QCOMPARE(result.facts.value(guide::askedKey).toString(), guide::replyTo(talk.request()).asked);
    }

    void aReplyThatBrokeOffGetsOnlyItsRest()
    {
        GuideProvider provider(0);
        Talk talk;
        talk.says(protocol::SignalType::Claim, QStringLiteral("Rust builds slower than Go."));
        const guide::Reply reply = guide::replyTo(talk.request());
        for (const qsizetype held : {qsizetype(1), reply.text.size() / 2, reply.text.size()}) {
            GenerationRequest request = talk.request();
            request.partialReply = reply.text.left(held);
            const auto generation = provider.generate(request);
            const Streamed result = streamed(*generation);
            QCOMPARE(request.partialReply + result.deltas.join(QString()), reply.text);
            QCOMPARE(result.endings, 1);
            QCOMPARE(result.facts.value(guide::askedKey).toString(), reply.asked);
        }
    }

    void nothingComesFromInsideGenerate()
    {
        GuideProvider provider(0);
        const auto generation = provider.generate({});
        QSignalSpy deltas(generation.get(), &Generation::delta);
        QCOMPARE(deltas.size(), 0);
        QVERIFY(deltas.wait());
    }

    void theNaturalPaceIs25To40WordsASecond()
    {
        PacedGeneration generation(
            QStringLiteral("one two three four five six seven eight nine ten eleven"), 1.0, {});
        const Streamed result = streamed(generation);
        QCOMPARE(result.deltas.size(), 11);
        QCOMPARE(result.deltas.at(1), QStringLiteral("two "));
        const double seconds = double(result.times.last() - result.times.first()) / 1000.0;
        const double wordsASecond = 10 / seconds;
        // A busy machine may be slower, never faster.
        QVERIFY2(wordsASecond <= 40, qPrintable(QString::number(wordsASecond)));
        QVERIFY2(wordsASecond >= 5, qPrintable(QString::number(wordsASecond)));
        QCOMPARE(1000 / PacedGeneration::wordInterval, 33);
    }

    void aGenerationThatIsDestroyedIsSilent()
    {
        auto generation = std::make_unique<PacedGeneration>(QStringLiteral("a b c d e"), 1.0, QJsonObject());
        int calls = 0;
        connect(generation.get(), &Generation::delta, this, [&calls] { ++calls; });
        connect(generation.get(), &Generation::finished, this, [&calls] { ++calls; });
        generation.reset();
        QTest::qWait(60);
        QCOMPARE(calls, 0);
    }

    void wordsKeepTheirSpace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("pieces");
        QTest::newRow("none") << QString() << QStringList();
        QTest::newRow("words") << QStringLiteral("a bc\n\nd")
                               << QStringList{
                                      QStringLiteral("a "), QStringLiteral("bc\n\n"), QStringLiteral("d")};
        QTest::newRow("space around")
            << QStringLiteral("  a ") << QStringList{QStringLiteral("  "), QStringLiteral("a ")};
    }

    void wordsKeepTheirSpace()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, pieces);
        QCOMPARE(wordsWithSpace(text), pieces);
    }

    void itCallsItselfGuide()
    {
        const GuideProvider provider;
        QCOMPARE(provider.name(), QStringLiteral("guide"));
        QCOMPARE(provider.model(), QStringLiteral("Guide"));
    }
};

QTEST_GUILESS_MAIN(TestGuideProvider)
#include "tst_guideprovider.moc"
