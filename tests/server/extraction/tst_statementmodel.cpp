#include "modeltrainer.h"
#include "server/extraction/lexicalextractor.h"
#include "server/extraction/sentencereader.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throughline::server::extraction;
using throughline::protocol::SignalType;

namespace {

QStringList featuresOf(const QString &text)
{
    const SplitText split = SentenceSplitter().split(text);
    return SentenceReader(*CueBook::english()).features(split.masked, split.sentences.value(0));
}

/// A model of one weight for each type but claims, for which "w:zebra" speaks.
QByteArray zebraModel(const QByteArray &mix = "[0, 1, 0, 1]")
{
    QByteArray json = R"({"types": ["Goal", "Constraint", "Assumption", "Claim", "Question", "DecisionIntent",
        "EvidenceMention"], "bias": [0, 0, 0, 0, 0, 0, 0], "weights": {"w:zebra": [0, 0, 0, 5000, 0, 0, 0]}, "mix": {)";
    for (const char *type :
        {"Goal", "Constraint", "Assumption", "Claim", "Question", "DecisionIntent", "EvidenceMention"})
        json += '"' + QByteArray(type) + "\": " + mix + (qstrcmp(type, "EvidenceMention") == 0 ? "" : ", ");
    return json + "}}";
}

/// What is found where "w:zebra" speaks so for claims, and so for assumptions.
QSet<SignalType> typesIn(int claim, const QString &text, int assumption = 0)
{
    QByteArray json = zebraModel();
    json.replace("[0, 0, 0, 5000, 0, 0, 0]",
        "[0, 0, " + QByteArray::number(assumption) + ", " + QByteArray::number(claim) + ", 0, 0, 0]");
    const auto model = StatementModel::fromJson(json);
    QSet<SignalType> types;
    const LexicalExtractor extractor(CueBook::english(), std::make_shared<const StatementModel>(*model));
    const QList<TextSignal> found = extractor.signalsIn(text);
    for (const TextSignal &signal : found)
        types.insert(signal.type);
    return types;
}

} // namespace

class TestStatementModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFeatureSaysWhichWords();
    void spellingAndFinalMarksMakeNoDifference();
    void theModelRaisesWhatNoCueSays();
    void theModelLowersWhatACueSays();
    void onlyTheBestClauseIsMeant();
    void besideWhatIsClearNothingFaintIsSaid();
    void betweenTwoTypesTheLikelierIsMeant();
    void aBrokenFileIsRefused_data();
    void aBrokenFileIsRefused();
    void aConfidenceRisesWithTheProbability();
    void theSameSentencesGiveTheSameModel();
    void whatShipsIsWhatTheCorpusTeaches();
};

void TestStatementModel::aFeatureSaysWhichWords()
{
    const QStringList features = featuresOf(u"It must cost 3 kg."_s);
    for (const QString &expected :
        {u"w:must"_s, u"b:^_it"_s, u"b:it_must"_s, u"k:it_cost"_s, u"w:#"_s, u"c:modal"_s, u"b:kg_$"_s})
        QVERIFY2(features.contains(expected), qPrintable(expected + u" in "_s + features.join(u' ')));
    QCOMPARE(features.count(u"w:must"_s), 1);
}

void TestStatementModel::spellingAndFinalMarksMakeNoDifference()
{
    QCOMPARE(featuresOf(u"cant do it w/o them"_s), featuresOf(u"Can't do it without them."_s));
}

void TestStatementModel::theModelRaisesWhatNoCueSays()
{
    const auto model = StatementModel::fromJson(zebraModel());
    QVERIFY(model.has_value());
    const LexicalExtractor extractor(CueBook::english(), std::make_shared<const StatementModel>(*model));
    const QList<TextSignal> found = extractor.signalsIn(u"zebra over there somewhere"_s);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].type, SignalType::Claim);
    QVERIFY(found[0].confidence >= 0.7 && found[0].confidence < 0.9); // no cue says so outright
    QVERIFY(LexicalExtractor(CueBook::english()).signalsIn(u"zebra over there somewhere"_s).isEmpty());
}

void TestStatementModel::theModelLowersWhatACueSays()
{
    QByteArray json = zebraModel();
    json.replace("[0, 0, 0, 5000, 0, 0, 0]", "[0, -5000, 0, 0, 0, 0, 0]");
    const auto model = StatementModel::fromJson(json);
    QVERIFY(model.has_value());
    const LexicalExtractor extractor(CueBook::english(), std::make_shared<const StatementModel>(*model));
    QCOMPARE(extractor.signalsIn(u"The horse must stay here."_s).size(), 1);
    QVERIFY(extractor.signalsIn(u"The zebra must stay here."_s).isEmpty());
}

void TestStatementModel::onlyTheBestClauseIsMeant()
{
    const auto model = StatementModel::fromJson(zebraModel());
    QVERIFY(model.has_value());
    const LexicalExtractor extractor(CueBook::english(), std::make_shared<const StatementModel>(*model));
    const QString text = u"We went to the river, and they met a zebra there"_s;
    const QList<TextSignal> found = extractor.signalsIn(text);
    QCOMPARE(found.size(), 1);
    QCOMPARE(text.mid(found[0].range.start, found[0].range.length()), u"they met a zebra there"_s);
}

void TestStatementModel::besideWhatIsClearNothingFaintIsSaid()
{
    const QString clear = u"The zebra must be fenced in."_s;
    // Enough for a claim by itself, too little beside a constraint.
    QCOMPARE(typesIn(2700, u"A zebra over there somewhere."_s), QSet{SignalType::Claim});
    QCOMPARE(typesIn(2700, clear), QSet{SignalType::Constraint});
    QCOMPARE(typesIn(9000, clear), (QSet{SignalType::Constraint, SignalType::Claim}));
}

void TestStatementModel::betweenTwoTypesTheLikelierIsMeant()
{
    const QString text = u"A zebra over there somewhere."_s;
    int between = 0;
    for (int weight = 1000; weight <= 2700; weight += 20) {
        if (!typesIn(weight, text).isEmpty())
            continue;
        const QSet<SignalType> found = typesIn(weight, text, weight - 40);
        if (!found.isEmpty()) {
            QCOMPARE(found, QSet{SignalType::Claim});
            ++between;
        }
    }
    QVERIFY2(between > 3, qPrintable(QString::number(between)));
}

void TestStatementModel::aBrokenFileIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QByteArray unknownType = zebraModel();
    unknownType.replace("\"Claim\", ", "\"Klaim\", ");
    QByteArray shortRow = zebraModel();
    shortRow.replace("[0, 0, 0, 5000, 0, 0, 0]", "[0, 5000]");
    QTest::newRow("not JSON") << QByteArray("{");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("unknown type") << unknownType;
    QTest::newRow("short row") << shortRow;
    QTest::newRow("short mix") << zebraModel("[1]");
}

void TestStatementModel::aBrokenFileIsRefused()
{
    QFETCH(QByteArray, json);
    const auto model = StatementModel::fromJson(json);
    QVERIFY(!model.has_value());
    QVERIFY(!model.error().isEmpty());
}

void TestStatementModel::aConfidenceRisesWithTheProbability()
{
    const auto model = StatementModel::fromJson(zebraModel());
    QVERIFY(model.has_value());
    double before = -1;
    for (double logit = -12; logit <= 12; logit += 0.25) {
        const double confidence = model->confidence(size_t(SignalType::Goal), 0.5, 0, logit);
        QVERIFY(confidence > before || confidence >= 0.89);
        QVERIFY(confidence >= 0 && confidence < 0.9);
        QVERIFY(model->confidence(size_t(SignalType::Goal), 0.95, 0, logit) >= confidence);
        QCOMPARE(confidence >= 0.5, logit >= 0);
        before = confidence;
    }
}

void TestStatementModel::theSameSentencesGiveTheSameModel()
{
    const QList<LabelledSentence> sentences = readCorpus(u"meetings"_s);
    const QByteArray once = trainModel(*CueBook::english(), sentences);
    QCOMPARE(trainModel(*CueBook::english(), sentences), once);
    QVERIFY(StatementModel::fromJson(once).has_value());
}

void TestStatementModel::whatShipsIsWhatTheCorpusTeaches()
{
    QList<LabelledSentence> sentences;
    const QStringList sources = developmentSources();
    for (const QString &source : sources)
        sentences += readCorpus(source);
    QFile file(u":/extraction/en-model.json"_s);
    QVERIFY(StatementModel::english()); // registers the resources
    QVERIFY(file.open(QIODevice::ReadOnly));
    // Whoever changes cues, classes or sentences learns again: throughline_train_extraction.
    const auto learned = StatementModel::fromJson(trainModel(*CueBook::english(), sentences));
    const auto shipped = StatementModel::fromJson(file.readAll());
    QVERIFY(learned.has_value() && shipped.has_value());
    for (size_t type = 0; type < signalTypeCount; ++type) {
        for (const double cues : {0.0, 0.3, 0.6, 0.9}) {
            for (const double logit : {-4.0, -1.0, 0.0, 1.0, 4.0})
                QVERIFY(std::abs(learned->confidence(type, cues, cues, logit) -
                                 shipped->confidence(type, cues, cues, logit)) < 0.02);
        }
    }
    for (const LabelledSentence &sentence : std::as_const(sentences)) {
        const QStringList features = featuresOf(sentence.text);
        const TypeScores expected = learned->logits(features);
        const TypeScores actual = shipped->logits(features);
        // Compilers round differently.
        for (size_t type = 0; type < signalTypeCount; ++type)
            QVERIFY2(std::abs(expected[type] - actual[type]) < 0.1, qPrintable(sentence.text));
    }
}

QTEST_GUILESS_MAIN(TestStatementModel)
#include "tst_statementmodel.moc"
