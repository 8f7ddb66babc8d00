#include "guidefixture.h"
#include "server/provider/guidecontinuation.h"

#include <QHash>
#include <QRegularExpression>
#include <QTest>

using namespace throughline;
using namespace throughline::server::provider;
using namespace throughline::server::provider::guide;
using guide::test::Talk;
using protocol::SignalType;

namespace {

const auto goal = QStringLiteral("Make the build faster.");
const auto claim = QStringLiteral("Rust builds slower than Go.");
const auto doubt = QStringLiteral("Users probably won't read it.");

/// A reply to \a said; with \a known, that was found out before.
Reply replyTo(const QString &said, SignalType type, const QString &known = {})
{
    Talk talk;
    if (!known.isEmpty())
        talk.says(SignalType::Goal, known);
    talk.says(type, said);
    return guide::replyTo(talk.request());
}

/// A sentence that \a text has more than once; empty when there is none.
QString doubledSentence(const QString &text)
{
    static const QRegularExpression between(QStringLiteral("(?<=[.?!:…])\\s+|\\n+"));
    QHash<QString, int> counts;
    const QStringList sentences = text.split(between, Qt::SkipEmptyParts);
    for (const QString &sentence : sentences) {
        if (++counts[sentence] > 1 && sentence != QStringLiteral(">"))
            return sentence;
    }
    return {};
}

} // namespace

class TestGuideContinuation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReplyThatWouldReadTheSameGoesOnWhereItBrokeOff()
    {
        const Reply reply = replyTo(goal, SignalType::Goal);
        QVERIFY(reply.text.size() > reply.body.size());
        for (qsizetype cut = 0; cut <= reply.text.size(); ++cut)
            QCOMPARE(reply.text.left(cut) + continuation(reply, reply.text.left(cut)), reply.text);
    }

    void onlyAnotherOpeningLeavesTheQuestionInOnePiece()
    {
        Reply now = replyTo(goal, SignalType::Goal);
        const QString before = QStringLiteral("Noted: a goal and 3 claims.\n\n");
        now.text = QStringLiteral("Noted: a goal.\n\n") + now.body;
        for (qsizetype cut = 0; cut <= now.body.size(); ++cut) {
            const QString partial = before + now.body.left(cut);
            QCOMPARE(partial + continuation(now, partial), before + now.body);
        }
    }

    void anotherQuestionFollowsInANewParagraph()
    {
        const Reply before = replyTo(goal, SignalType::Goal);
        const Reply now = replyTo(claim, SignalType::Claim);
        const QString partial = before.text.left(before.text.size() - 5);
        QCOMPARE(continuation(now, partial), QStringLiteral("…\n\n") + now.body);
        QCOMPARE(continuation(now, before.text), QStringLiteral("\n\n") + now.body);
        QCOMPARE(continuation(now, QStringLiteral("Noted: 2 claims.\n\n")), now.body);
    }

    void noSentenceIsSaidTwiceWhereverItBrokeOff_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<Reply>("now");
        Talk talk;
        talk.says(SignalType::Goal, goal).says(SignalType::Claim, claim).user(QStringLiteral("Sum up."));
        const Reply summary = guide::replyTo(talk.request());
        talk.says(SignalType::Assumption, doubt).user(QStringLiteral("Sum up."));
        const Reply longer = guide::replyTo(talk.request());
        const Reply asked = replyTo(goal, SignalType::Goal);

        QTest::newRow("another of the same kind")
            << asked.text << replyTo(QStringLiteral("Make the tests faster."), SignalType::Goal);
        QTest::newRow("something else") << asked.text << replyTo(doubt, SignalType::Assumption, goal);
        QTest::newRow("a summary with more in it") << summary.text << longer;
        QTest::newRow("a summary with less in it") << longer.text << summary;
        QTest::newRow("a question instead of a summary") << summary.text << asked;
    }

    void noSentenceIsSaidTwiceWhereverItBrokeOff()
    {
        QFETCH(QString, before);
        QFETCH(Reply, now);
        QCOMPARE(doubledSentence(before), QString());
        for (qsizetype cut = 1; cut <= before.size(); ++cut) {
            const QString partial = before.left(cut);
            const QString whole = partial + continuation(now, partial);
            QVERIFY2(doubledSentence(whole).isEmpty(), qPrintable(whole));
            QVERIFY2(whole.count(QStringLiteral("Noted:")) <= 1, qPrintable(whole));
            const QString last = now.body.section(u'\n', -1).section(u' ', -1);
            QVERIFY2(whole.contains(last), qPrintable(whole));
        }
    }

    void nothingIsAddedWhenEverythingHasBeenSaid()
    {
        Reply now = replyTo(goal, SignalType::Goal);
        const QString all = now.text;
        now.text = QStringLiteral("Noted: 2 goals.\n\n") + now.body;
        QCOMPARE(continuation(now, all), QString());
        QCOMPARE(continuation(now, all + QStringLiteral("\n\nAnd more.")), QString());
    }
};

QTEST_GUILESS_MAIN(TestGuideContinuation)
#include "tst_guidecontinuation.moc"
