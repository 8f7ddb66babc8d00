#include "server/extraction/lexicalextractor.h"
#include "server/extraction/spanlocator.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throughline;
using namespace throughline::server::extraction;

class TestLexicalExtractor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theTypesOfTheDesign_data();
    void theTypesOfTheDesign();
    void noiseIsRead_data();
    void noiseIsRead();
    void talkThatIsNoSignalGivesNothing_data();
    void talkThatIsNoSignalGivesNothing();
    void codeAndQuotedLinesAreNeverMined();
    void aSentenceMaySaySeveralThings();
    void anAssumptionGoesOnBehindAnd();
    void confidenceSaysHowItWasSaid();
    void textIsReadableAndQuoteIsVerbatim();
    void onlyTheUsersMessagesAreRead();
    void theAnswerComesOnceAndAtOnce();
    void anyTextIsSurvived();

private:
    QString typesIn(const QString &text) const
    {
        QStringList types;
        const QList<TextSignal> found = m_extractor->signalsIn(text);
        for (const TextSignal &signal : found)
            types << protocol::signalTypeName(signal.type);
        return types.join(u' ');
    }
    std::unique_ptr<LexicalExtractor> m_extractor;
};

void TestLexicalExtractor::initTestCase()
{
    m_extractor = std::make_unique<LexicalExtractor>();
}

void TestLexicalExtractor::theTypesOfTheDesign_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("type");
    const auto row = [](const char *type, const QString &text) {
        QTest::addRow("%s", qPrintable(text)) << text << QString::fromLatin1(type);
    };
    row("Goal", u"I want onboarding to take one afternoon."_s);
    row("Goal", u"Cut our cloud bill by a third."_s);
    row("Goal", u"It'd be great if search worked offline."_s);
    row("Constraint", u"It has to run on 4 GB of RAM."_s);
    row("Constraint", u"We can't hire before June."_s);
    row("Constraint", u"No more than two vendors."_s);
    row("Assumption", u"I'm assuming the API stays free."_s);
    row("Assumption", u"Users probably won't read it."_s);
    row("Assumption", u"Presumably the old backups still restore."_s);
    row("Claim", u"SQLite handles this load fine."_s);
    row("Claim", u"Churn doubled last year."_s);
    row("Claim", u"Rust builds slower than Go."_s);
    row("Question", u"How big is the index?"_s);
    row("Question", u"I wonder whether it scales."_s);
    row("Question", u"Not sure if Qt supports that."_s);
    row("DecisionIntent", u"Should we lease or buy?"_s);
    row("DecisionIntent", u"I'm leaning towards Postgres."_s);
    row("DecisionIntent", u"Let's drop Windows 7."_s);
    row("EvidenceMention", u"The changelog says it's fixed."_s);
    row("EvidenceMention", u"Per our survey, 60 % churned."_s);
    row("EvidenceMention", u"I measured 40 ms on staging."_s);
}

void TestLexicalExtractor::theTypesOfTheDesign()
{
    QFETCH(QString, text);
    QFETCH(QString, type);
    QCOMPARE(typesIn(text), type);
}

void TestLexicalExtractor::noiseIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("type");
    QTest::newRow("no punctuation") << u"it has to run on 4gb of ram"_s << u"Constraint"_s;
    QTest::newRow("no apostrophe") << u"we cant hire before june"_s << u"Constraint"_s;
    QTest::newRow("chat spelling") << u"u shld know we gotta ship b4 june"_s << u"Constraint"_s;
    QTest::newRow("swapped letters") << u"im assumign the api stays free"_s << u"Assumption"_s;
    QTest::newRow("a letter missing") << u"presumbly the old backups still restore"_s << u"Assumption"_s;
    QTest::newRow("a letter doubled") << u"users probabbly wont read it"_s << u"Assumption"_s;
    QTest::newRow("question without its mark") << u"how big is the index"_s << u"Question"_s;
    QTest::newRow("abbreviated") << u"idk if qt supports that"_s << u"Question"_s;
    QTest::newRow("typographic apostrophe") << u"We can\u2019t hire before June."_s << u"Constraint"_s;
    QTest::newRow("shouting") << u"SHOULD WE LEASE OR BUY"_s << u"DecisionIntent"_s;
    QTest::newRow("fillers first") << u"so, um, basically i'm leaning towards postgres lol"_s
                                   << u"DecisionIntent"_s;
}

void TestLexicalExtractor::noiseIsRead()
{
    QFETCH(QString, text);
    QFETCH(QString, type);
    QCOMPARE(typesIn(text), type);
}

void TestLexicalExtractor::talkThatIsNoSignalGivesNothing_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts{u"Thanks, that's great!"_s, u"ok cool"_s, u"Hi there"_s,
        u"Good morning everyone."_s, u"How are you?"_s, u"Rewrite this in plain English."_s,
        u"Can you summarise that in three bullets?"_s, u"Please make it shorter."_s,
        u"Your last answer was cut off."_s, u"That's not what I asked."_s, u"Try again."_s, u"sounds good"_s,
        u"lol"_s, u"Tell me more about that."_s, u"Explain it like I'm five."_s,
        u"Write me a poem about it."_s, u"See you tomorrow!"_s, u"Have a nice weekend."_s, u"yes please"_s,
        u"Translate the following paragraph into French."_s, u"I'll paste the code below."_s,
        u"Got it, thanks."_s, u"My cat just walked over the keyboard."_s, u"I had pasta for lunch."_s,
        u"Why?"_s, u"Let's take a break."_s};
    for (const QString &text : texts)
        QTest::addRow("%s", qPrintable(text)) << text;
}

void TestLexicalExtractor::talkThatIsNoSignalGivesNothing()
{
    QFETCH(QString, text);
    QCOMPARE(typesIn(text), QString());
}

void TestLexicalExtractor::codeAndQuotedLinesAreNeverMined()
{
    QCOMPARE(typesIn(u"```\nWe must ship by June.\n```"_s), QString());
    QCOMPARE(typesIn(u"> We must ship by June."_s), QString());
    QCOMPARE(typesIn(u"\n    We must ship by June.\n"_s), QString());
    QCOMPARE(typesIn(u"the line `we must ship by June` there"_s), QString());
    QCOMPARE(typesIn(u"> We must ship by June.\n\nI'm assuming that's final."_s), u"Assumption"_s);
}

void TestLexicalExtractor::aSentenceMaySaySeveralThings()
{
    const QString text =
        u"I'm leaning towards SQLite until we need a second node. It has to run on a 4 GB machine, and I "
        "assume writes will stay under 200 a second in the first year. We want to launch in six weeks."_s;
    const QList<TextSignal> found = m_extractor->signalsIn(text);
    QStringList seen;
    for (const TextSignal &signal : found) {
        seen << protocol::signalTypeName(signal.type) + u": "_s +
                    text.mid(signal.range.start, signal.range.length());
    }
    QCOMPARE(seen, (QStringList{u"DecisionIntent: I'm leaning towards SQLite until we need a second node"_s,
                       u"Constraint: It has to run on a 4 GB machine"_s,
                       u"Assumption: writes will stay under 200 a second in the first year"_s,
                       u"Goal: We want to launch in six weeks"_s}));
}

void TestLexicalExtractor::anAssumptionGoesOnBehindAnd()
{
    const QString text = u"I assume the API is free and the docs are good."_s;
    const QList<TextSignal> found = m_extractor->signalsIn(text);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].type, protocol::SignalType::Assumption);
    QCOMPARE(found[0].text, u"The API is free and the docs are good"_s);
}

void TestLexicalExtractor::confidenceSaysHowItWasSaid()
{
    const auto confidence = [this](const QString &text) {
        const QList<TextSignal> found = m_extractor->signalsIn(text);
        return found.isEmpty() ? 0.0 : found[0].confidence;
    };
    const double said = confidence(u"I'm assuming the API stays free."_s);
    const double implied = confidence(u"Users probably won't read it."_s);
    QVERIFY2(said >= 0.9 && said <= 1.0, qPrintable(QString::number(said)));
    QVERIFY2(implied >= 0.7 && implied < 0.9, qPrintable(QString::number(implied)));
}

void TestLexicalExtractor::textIsReadableAndQuoteIsVerbatim()
{
    const QString message = u"so basically,  we can't hire\nbefore June."_s;
    QList<FoundSignal> found;
    m_extractor->extract(
        {{u"m1"_s, protocol::Role::User, message}}, {}, [&](const Extraction &read) { found = *read.found; });
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].messageId, u"m1"_s);
    QVERIFY2(message.contains(found[0].quote), qPrintable(found[0].quote));
    QCOMPARE(int(SpanLocator().locate(message, found[0].quote).match), int(LocatedSpan::Match::Exact));
    QVERIFY2(found[0].text.startsWith(u"We can't hire"), qPrintable(found[0].text));
    QVERIFY(!found[0].text.contains(u'\n'));
}

void TestLexicalExtractor::onlyTheUsersMessagesAreRead()
{
    const SourceMessage user{u"u"_s, protocol::Role::User, u"We can't hire before June."_s};
    const SourceMessage reply{u"a"_s, protocol::Role::Assistant, u"We must ship by June."_s};
    QList<FoundSignal> found;
    m_extractor->extract({user, reply}, {reply, user}, [&](const Extraction &read) { found = *read.found; });
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].messageId, u"u"_s);
}

void TestLexicalExtractor::theAnswerComesOnceAndAtOnce()
{
    int calls = 0;
    m_extractor->extract({}, {}, [&](const Extraction &read) {
        ++calls;
        QVERIFY(read.found && read.found->isEmpty());
    });
    QCOMPARE(calls, 1);
    QVERIFY(m_extractor->isCostless());
}

void TestLexicalExtractor::anyTextIsSurvived()
{
    const QStringList pieces{u"i assume and we must , "_s, u"a , i , i "_s,
        u"\U0001F600"_s + QChar(0xD800) + u" x"_s, u"? ! . "_s, u"we we we "_s, u"not sure if how "_s,
        QChar(0) + u"\u0301 i "_s};
    for (const QString &piece : pieces) {
        QElapsedTimer timer;
        timer.start();
        const QString text = piece.repeated(40'000 / piece.size());
        const QList<TextSignal> found = m_extractor->signalsIn(text);
        for (const TextSignal &signal : found)
            QVERIFY(signal.range.start >= 0 && signal.range.end <= text.size() && signal.range.length() > 0);
        QVERIFY2(timer.elapsed() < 40000, qPrintable(piece + QString::number(timer.elapsed())));
    }
}

QTEST_GUILESS_MAIN(TestLexicalExtractor)
#include "tst_lexicalextractor.moc"
