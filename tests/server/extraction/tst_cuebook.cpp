#include "server/extraction/cuebook.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace throughline::server::extraction;

class TestCueBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBookThatShipsIsValid();
    void aBrokenFileIsRefusedWithASentence_data();
    void aBrokenFileIsRefusedWithASentence();
    void aPatternMatches_data();
    void aPatternMatches();
    void wordsAreInflected_data();
    void wordsAreInflected();
    void aMisspellingOfTwoWordsIsTheFirst();
};

void TestCueBook::theBookThatShipsIsValid()
{
    const std::shared_ptr<const CueBook> book = CueBook::english();
    QVERIFY(book->cues().size() > 10);
}

void TestCueBook::aBrokenFileIsRefusedWithASentence_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("no cues") << QByteArray("{}");
    QTest::newRow("unknown type") << QByteArray(
        R"({"cues":[{"type":"Wish","weight":0.5,"patterns":["a"]}]})");
    QTest::newRow("no weight") << QByteArray(R"({"cues":[{"type":"Goal","patterns":["a"]}]})");
    QTest::newRow("certainty") << QByteArray(R"({"cues":[{"type":"Goal","weight":1,"patterns":["a"]}]})");
    QTest::newRow("unknown class") << QByteArray(
        R"({"cues":[{"type":"Goal","weight":0.5,"patterns":["@x"]}]})");
    QTest::newRow("empty pattern") << QByteArray(
        R"({"cues":[{"type":"Goal","weight":0.5,"patterns":[""]}]})");
}

void TestCueBook::aBrokenFileIsRefusedWithASentence()
{
    QFETCH(QByteArray, json);
    const auto book = CueBook::fromJson(json);
    QVERIFY(!book);
    QVERIFY(!book.error().isEmpty());
}

void TestCueBook::aPatternMatches_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("clause");
    QTest::addColumn<bool>("matches");
    QTest::newRow("sequence") << u"has to run"_s << u"it has to run"_s << true;
    QTest::newRow("not in sequence") << u"has to run"_s << u"it has run to"_s << false;
    QTest::newRow("alternatives") << u"must|shall"_s << u"it shall run"_s << true;
    QTest::newRow("inflection") << u"lean+ towards"_s << u"I was leaning towards it"_s << true;
    QTest::newRow("optional there") << u"it not? runs"_s << u"it not runs"_s << true;
    QTest::newRow("optional not there") << u"it not? runs"_s << u"it runs"_s << true;
    QTest::newRow("gap") << u"it *2 runs"_s << u"it still mostly runs"_s << true;
    QTest::newRow("gap too wide") << u"it *2 runs"_s << u"it is still mostly runs"_s << false;
    QTest::newRow("gap over a comma") << u"it *2 runs"_s << u"it, still runs"_s << false;
    QTest::newRow("number") << u"under #"_s << u"stay under 200"_s << true;
    QTest::newRow("currency") << u"under #"_s << u"stay under \u20AC200"_s << true;
    QTest::newRow("ending") << u"~er than"_s << u"slower than that"_s << true;
    QTest::newRow("ending too short a word") << u"~er than"_s << u"er than that"_s << false;
    QTest::newRow("not followed") << u"can !wait"_s << u"I can wait"_s << false;
    QTest::newRow("followed by another") << u"can !wait"_s << u"I can run"_s << true;
    QTest::newRow("start") << u"^ run"_s << u"run it"_s << true;
    QTest::newRow("not at the start") << u"^ run"_s << u"we run it"_s << false;
    QTest::newRow("end") << u"run $"_s << u"we run!"_s << true;
    QTest::newRow("not at the end") << u"run $"_s << u"we run it"_s << false;
    QTest::newRow("contraction") << u"can not"_s << u"we can\u2019t"_s << true;
    QTest::newRow("class") << u"@fruit tree"_s << u"a pear tree"_s << true;
}

void TestCueBook::aPatternMatches()
{
    QFETCH(QString, pattern);
    QFETCH(QString, clause);
    QFETCH(bool, matches);
    Lexicon lexicon(QJsonObject{{"classes"_L1, QJsonObject{{"fruit"_L1, "apple pear"_L1}}},
        {"expansions"_L1, QJsonObject{{"can't"_L1, "can not"_L1}}}});
    const auto compiled = CuePattern::compile(pattern, lexicon);
    QVERIFY2(compiled, qPrintable(compiled ? QString() : compiled.error()));
    const QList<Token> tokens = Tokenizer(lexicon).tokens(clause, {0, clause.size()});
    bool found = false;
    for (qsizetype at = 0; at < tokens.size(); ++at)
        found = found || compiled->match(tokens, 0, tokens.size(), at) >= 0;
    QCOMPARE(found, matches);
}

void TestCueBook::wordsAreInflected_data()
{
    QTest::addColumn<QString>("stem");
    QTest::addColumn<QStringList>("forms");
    QTest::newRow("e") << u"assume"_s << QStringList{u"assume"_s, u"assumes"_s, u"assumed"_s, u"assuming"_s};
    QTest::newRow("y") << u"try"_s << QStringList{u"try"_s, u"tries"_s, u"tried"_s, u"trying"_s};
    QTest::newRow("vowel y") << u"delay"_s
                             << QStringList{u"delay"_s, u"delays"_s, u"delayed"_s, u"delaying"_s};
    QTest::newRow("hiss") << u"pass"_s << QStringList{u"pass"_s, u"passes"_s, u"passed"_s, u"passing"_s};
    QTest::newRow("doubled") << u"drop"_s
                             << QStringList{u"drop"_s, u"drops"_s, u"droped"_s, u"droping"_s, u"dropped"_s,
                                    u"dropping"_s};
}

void TestCueBook::wordsAreInflected()
{
    QFETCH(QString, stem);
    QFETCH(QStringList, forms);
    QCOMPARE(Lexicon::inflections(stem), forms);
}

void TestCueBook::aMisspellingOfTwoWordsIsTheFirst()
{
    // In a table without an order, one of so many pairs would come out wrong.
    const QList<std::array<QString, 3>> pairs{{u"staple"_s, u"stable"_s, u"stale"_s},
        {u"winter"_s, u"winder"_s, u"winer"_s}, {u"cradle"_s, u"craule"_s, u"crale"_s},
        {u"bitter"_s, u"bitser"_s, u"biter"_s}, {u"marble"_s, u"marole"_s, u"marle"_s},
        {u"planet"_s, u"planst"_s, u"plant"_s}, {u"coster"_s, u"coater"_s, u"coter"_s},
        {u"hunger"_s, u"hunter"_s, u"huner"_s}, {u"mister"_s, u"minter"_s, u"miter"_s},
        {u"parcel"_s, u"parsel"_s, u"parel"_s}};
    QStringList words;
    for (const auto &[first, second, misspelt] : pairs)
        words << first << second;
    Lexicon lexicon(QJsonObject{{"known"_L1, words.join(u' ')}});
    lexicon.finish();
    for (const auto &[first, second, misspelt] : pairs)
        QCOMPARE(lexicon.wordOf(lexicon.wordsFor(misspelt).value(0)), first);
}

QTEST_GUILESS_MAIN(TestCueBook)
#include "tst_cuebook.moc"
