#include "guidefixture.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <ctime>
#include <limits>

using namespace throughline;
using namespace throughline::server::provider;
using namespace throughline::server::provider::guide;
using guide::test::Talk;
using protocol::SignalType;

Q_DECLARE_METATYPE(QuestionKind)

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

class TestGuide : public QObject
{
    Q_OBJECT

    /// Seconds of this process's time for a reply to a talk with \a count signals: the least of three.
    static double costOf(int count)
    {
        Talk talk;
        for (int i = 0; i < count; ++i) {
            talk.says(i % 2 ? SignalType::Claim : SignalType::EvidenceMention,
                QStringLiteral("The number %1 thing handles load %2 fine.").arg(i).arg(i * 7));
        }
        double least = std::numeric_limits<double>::max();
        for (int round = 0; round < 3; ++round) {
            const std::clock_t before = std::clock();
            replyTo(talk.request());
            least = std::min(least, double(std::clock() - before) / CLOCKS_PER_SEC);
        }
        return least;
    }

private Q_SLOTS:
    void oneStatementGetsTheQuestionItRaises_data()
    {
        QTest::addColumn<SignalType>("type");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QuestionKind>("kind");
        QTest::addColumn<QString>("mentions");
        const auto row = [](SignalType type, const char *said, QuestionKind kind, const char *mentions) {
            QTest::newRow(said) << type << text(said) << kind << text(mentions);
        };
        row(SignalType::Assumption, "Users probably won't read it.", QuestionKind::UntestedAssumption,
            "ask or watch");
        row(SignalType::Assumption, "I'm assuming the API stays free.", QuestionKind::UntestedAssumption,
            "first sign");
        row(SignalType::Assumption, "Presumably the old backups restore.", QuestionKind::UntestedAssumption,
            "cheap way to test");
        row(SignalType::Assumption, "It should cost about 300 euros.", QuestionKind::UntestedAssumption,
            "figure");
        row(SignalType::Goal, "It'd be great if search worked offline.", QuestionKind::GoalWithoutMeasure,
            "see or count");
        row(SignalType::Goal, "Make the build faster.", QuestionKind::GoalWithoutMeasure, "by how much");
        row(SignalType::Goal, "Cut our cloud bill by a third.", QuestionKind::GoalWithoutDate, "By when");
        row(SignalType::Constraint, "It has to run on 4 GB of RAM.", QuestionKind::NegotiableConstraint,
            "Who set that figure");
        row(SignalType::Constraint, "We can't hire before June.", QuestionKind::NegotiableConstraint,
            "that date");
        row(SignalType::Constraint, "The GDPR forbids it.", QuestionKind::NegotiableConstraint, "rule");
        row(SignalType::Constraint, "We can't touch the kernel.", QuestionKind::NegotiableConstraint,
            "could it move");
        row(SignalType::DecisionIntent, "I'm leaning towards Postgres.", QuestionKind::SingleOption,
            "strongest other");
        row(SignalType::DecisionIntent, "Should we lease or buy?", QuestionKind::Criterion, "settle this");
        row(SignalType::EvidenceMention, "60 % of them left.", QuestionKind::UnsourcedEvidence,
            "Where is that from");
        row(SignalType::EvidenceMention, "The changelog says it's fixed.", QuestionKind::UnsourcedEvidence,
            "From when");
        row(SignalType::Claim, "Rust builds slower than Go.", QuestionKind::UnsupportedClaim, "rest on");
        row(SignalType::Claim, "Churn rose to 12 %.", QuestionKind::UnsupportedClaim, "figure");
        row(SignalType::Question, "How big is the index?", QuestionKind::OpenQuestion,
            "I cannot answer that");
    }

    void oneStatementGetsTheQuestionItRaises()
    {
        QFETCH(SignalType, type);
        QFETCH(QString, said);
        QFETCH(QuestionKind, kind);
        QFETCH(QString, mentions);
        Talk talk;
        talk.says(type, said);
        const auto questions = questionsFrom(talk.request());
        QVERIFY(!questions.isEmpty());
        QCOMPARE(static_cast<int>(questions.first().kind), static_cast<int>(kind));
        const Reply reply = talk.answer();
        QVERIFY2(reply.text.contains(QStringLiteral("> ") + said), qPrintable(reply.text));
        QVERIFY2(reply.text.contains(mentions), qPrintable(reply.text));
        QCOMPARE(reply.asked, questions.first().key);
    }

    void evidenceSettlesWhatItIsAbout_data()
    {
        QTest::addColumn<SignalType>("type");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("evidence");
        QTest::addColumn<bool>("isSettled");
        QTest::newRow("assumption tested")
            << SignalType::Assumption << text("Presumably the old backups restore.")
            << text("I tested the old backups on Monday.") << true;
        QTest::newRow("claim supported")
            << SignalType::Claim << text("The nightly import is slow.")
            << text("The log of May 2025 shows the nightly import at 40 min.") << true;
        QTest::newRow("about something else") << SignalType::Claim << text("The nightly import is slow.")
                                              << text("The survey of 2024 shows happy readers.") << false;
    }

    void evidenceSettlesWhatItIsAbout()
    {
        QFETCH(SignalType, type);
        QFETCH(QString, said);
        QFETCH(QString, evidence);
        QFETCH(bool, isSettled);
        Talk talk;
        talk.says(type, said);
        talk.says(SignalType::EvidenceMention, evidence);
        const auto questions = questionsFrom(talk.request());
        const bool isStillAsked = std::any_of(questions.begin(), questions.end(),
            [&said](const GuideQuestion &question) { return question.quotes.contains(said); });
        QCOMPARE(isStillAsked, !isSettled);
    }

    void twoClaimsThatCannotBothHoldComeFirst()
    {
        Talk talk;
        talk.says(SignalType::Claim, text("SQLite handles this load fine."));
        talk.says(SignalType::Assumption, text("Users probably won't notice."));
        talk.says(SignalType::Claim, text("SQLite can't handle this load."));
        const Reply reply = talk.answer();
        QVERIFY2(reply.text.contains(
                     text("> SQLite handles this load fine.\n>\n> SQLite can't handle this load.")),
            qPrintable(reply.text));
        QVERIFY2(reply.text.contains(text("may not both hold")), qPrintable(reply.text));
    }

    void evidenceAgainstAClaimIsPutBesideIt()
    {
        Talk talk;
        talk.says(SignalType::Claim, text("SQLite handles this load fine"));
        talk.says(SignalType::EvidenceMention,
            text("Our benchmark from last week shows that SQLite can't handle this load"));
        const Reply reply = talk.answer();
        QVERIFY2(reply.text.contains(text("> SQLite handles this load fine\n>\n> Our benchmark")),
            qPrintable(reply.text));
    }

    void whatWasSaidToTheGuideItselfIsNoSubject()
    {
        Talk talk;
        talk.says(SignalType::Question, text("What are you?"));
        talk.says(SignalType::Claim, text("I don't know"));
        talk.user(text("Hm."));
        const QString reply = talk.answer().text;
        QVERIFY2(!reply.contains(text("What are you?")) && !reply.contains(text("I don't know")),
            qPrintable(reply));
    }

    void theNewestMessageIsAskedAboutBeforeOlderOnes()
    {
        Talk talk;
        talk.says(SignalType::DecisionIntent, text("I'm leaning towards Postgres."));
        talk.says(SignalType::Claim, text("Rust builds slower than Go."));
        QVERIFY(talk.answer().text.contains(text("> Rust builds slower")));
        talk.user(text("Hm, no idea."));
        QVERIFY(talk.answer().text.contains(text("> I'm leaning towards Postgres.")));
    }

    void whatWasFoundInTheNewestMessageIsNamed()
    {
        Talk talk;
        talk.user(text("Long message"));
        talk.found(SignalType::Constraint, text("It has to run on 4 GB of RAM."));
        talk.found(SignalType::Assumption, text("Users probably won't read it."));
        talk.found(SignalType::Assumption, text("The API stays free."));
        const QString reply = talk.answer().text;
        QVERIFY2(reply.startsWith(text("Noted: a constraint and 2 assumptions.\n\n> ")), qPrintable(reply));
        talk.user(text("And?"));
        QVERIFY(!talk.answer().text.contains(text("Noted")));
    }

    void noQuestionComesTwiceWhileAnotherIsOpen()
    {
        Talk talk;
        talk.says(SignalType::Goal, text("Make the build faster."));
        talk.says(SignalType::Constraint, text("We can't touch the kernel."));
        talk.says(SignalType::Assumption, text("Presumably the cache is cold."));
        talk.says(SignalType::Claim, text("The linker is the bottleneck."));
        const auto open = questionsFrom(talk.request()).size();
        QCOMPARE(open, 4);
        QSet<QString> asked;
        for (int turn = 0; turn < open; ++turn) {
            const Reply reply = talk.answer();
            QVERIFY2(!asked.contains(reply.asked), qPrintable(reply.text));
            asked.insert(reply.asked);
            talk.user(text("I don't know."));
        }
        const Reply wrapUp = talk.answer();
        QVERIFY2(wrapUp.text.contains(text("no new question")), qPrintable(wrapUp.text));
        talk.user(text("Go on."));
        const Reply back = talk.answer();
        QVERIFY2(back.text.contains(text("To come back to this")), qPrintable(back.text));
        QVERIFY2(back.text.contains(text("> The linker is the bottleneck.")),
            qPrintable(back.text)); // asked first
    }

    void whatTheUserTurnedDownIsLeftAlone()
    {
        Talk talk;
        talk.says(SignalType::Claim, text("Rust builds slower than Go."));
        talk.lastSignal().status = protocol::SignalStatus::Rejected;
        talk.says(SignalType::Claim, text("Go binaries are big."));
        talk.lastSignal().dismissedAt = QDateTime::currentDateTimeUtc();
        const QString reply = talk.answer().text;
        QVERIFY2(!reply.contains(text("Rust")) && !reply.contains(text("Go binaries")), qPrintable(reply));
    }

    void whenNothingIsKnownItAsksWhatIsToBeDecided()
    {
        Talk talk;
        QCOMPARE(talk.user(text("Hi!")).answer().text,
            text("Hello.\n\nWhat are you trying to decide or work out?"));
        QVERIFY(talk.user(text("Well.")).answer().text.contains(text("*I want …*")));
        const Reply third = talk.user(text("Our move to the new office is a mess")).answer();
        QVERIFY2(third.text.startsWith(text("> Our move to the new office is a mess\n\n")),
            qPrintable(third.text));
    }

    void aMissingGoalIsAskedForWhenNothingElseIsFresh()
    {
        Talk talk;
        talk.says(SignalType::EvidenceMention, text("The survey of 2024 shows it."));
        talk.says(SignalType::EvidenceMention, text("The audit of 2023 agrees."));
        const Reply reply = talk.answer();
        QVERIFY2(reply.text.contains(text("different from today")), qPrintable(reply.text));
    }

    void itSaysWhatItIs()
    {
        Talk talk;
        talk.says(SignalType::Goal, text("Make the build faster."));
        talk.user(text("Are you an AI?"));
        const QString reply = talk.answer().text;
        QVERIFY2(reply.contains(text("not a language model")), qPrintable(reply));
        QVERIFY2(reply.contains(text("*sum up*")), qPrintable(reply));
    }

    void theSummaryIsInGroupsWithWhatIsOpen()
    {
        Talk talk;
        talk.says(SignalType::Goal, text("Cut our cloud bill by a third."));
        talk.says(SignalType::Constraint, text("It has to run on 4 GB of RAM."));
        talk.lastSignal().status = protocol::SignalStatus::Confirmed;
        talk.says(SignalType::Assumption, text("Users probably won't notice."));
        talk.says(SignalType::DecisionIntent, text("I'm leaning towards Postgres."));
        talk.says(SignalType::EvidenceMention, text("Per our survey of 2024, 60 % churned."));
        talk.user(text("Sum it up, please."));
        const Reply reply = talk.answer();
        QCOMPARE(reply.text, text(R"(### Where this stands

**Decisions**

- I'm leaning towards Postgres.

**Goals**

- Cut our cloud bill by a third.

**Constraints**

- It has to run on 4 GB of RAM. (confirmed)

**Assumptions**

- Users probably won't notice.

**Evidence**

- Per our survey of 2024, 60 % churned.

### Still open

- Only one option: “I'm leaning towards Postgres.”
- Not tested: “Users probably won't notice.”
- Fixed, or open to discussion: “It has to run on 4 GB of RAM.”
- No date yet: “Cut our cloud bill by a third.”)"));
        QCOMPARE(reply.asked, QString());
    }

    void aLongListOfOpenPointsIsCut()
    {
        Talk talk;
        for (int i = 0; i < 9; ++i)
            talk.says(
                SignalType::Claim, QStringLiteral("Thing %1 is what it is%2").arg(i).arg(QString(i, u'x')));
        talk.user(text("recap"));
        const QString reply = talk.answer().text;
        QVERIFY2(
            reply.endsWith(text("- … and 3 more")), qPrintable(reply)); // nine claims and the missing goal
    }

    void aSummaryOfNothingSaysSo()
    {
        const QString reply = Talk().user(text("Where are we?")).answer().text;
        QVERIFY2(reply.startsWith(text("There is nothing to sum up yet")), qPrintable(reply));
    }

    void theUsersWordsStayWordsInMarkdown_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("shown");
        QTest::newRow("heading") << text("# 1 is the best") << text("> \\# 1 is the best\n");
        QTest::newRow("list") << text("- faster") << text("> \\- faster\n");
        QTest::newRow("numbered") << text("2. ship it") << text("> 2\\. ship it\n");
        QTest::newRow("several lines") << text("one\n\n# two") << text("> one # two\n");
        QTest::newRow("long") << QString(300, u'a')
                              << u'>' + QString(u' ') + QString(240, u'a') + text("…\n");
    }

    void theUsersWordsStayWordsInMarkdown()
    {
        QFETCH(QString, said);
        QFETCH(QString, shown);
        const QString reply = Talk().says(SignalType::Constraint, said).answer().text;
        QVERIFY2(reply.contains(shown), qPrintable(reply));
    }

    void theSameConversationGetsTheSameReply()
    {
        Talk talk;
        talk.says(SignalType::Goal, text("Make the build faster."));
        talk.says(SignalType::Claim, text("The linker is the bottleneck."));
        QCOMPARE(replyTo(talk.request()), replyTo(talk.request()));
    }

    void manySignalsCostWhatTheyAreInNumber()
    {
        const double few = costOf(250);
        const double many = costOf(1'000);
        qInfo("250 signals %.0f ms, 1,000 signals %.0f ms", few * 1e3, many * 1e3);
        QVERIFY2(many < 10 * few, qPrintable(QStringLiteral("%1 and %2 s").arg(few).arg(many)));
    }

    void anEmptyRequestIsAnsweredToo() { QVERIFY(!replyTo({}).text.isEmpty()); }
};

QTEST_GUILESS_MAIN(TestGuide)
#include "tst_guide.moc"
