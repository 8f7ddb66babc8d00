#include "modeltrainer.h"

#include "server/extraction/sentencereader.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using namespace Qt::StringLiterals;
using namespace throughline;
using namespace throughline::server::extraction;
using protocol::SignalType;

namespace {

/// For each type, and behind them: that a sentence says nothing at all.
constexpr size_t nothing = signalTypeCount;
constexpr size_t outputCount = signalTypeCount + 1;
using Numbers = std::array<double, outputCount>;

// Learned more often, the sentences are learned by heart.
constexpr int passes = 15;
constexpr double rate = 0.5;
constexpr double shrinkage = 1e-4;

/// How many sentences a feature must be seen in. There are many pairs, and most are chance.
int fewestSentences(const QString &feature)
{
    return QStringView(u"wbce").contains(feature.front()) ? 2 : 3;
}

/// How much of what speaks for saying nothing speaks against every type. All neutral sentences teach that
/// together; what each type learns by itself is little.
constexpr double nothingCounts = 0.4;
constexpr double weightUnit = 100.0;
constexpr int leastWeight = 20; ///< smaller ones decide nothing

/// How much the cues and the model count (StatementModel::Mix). Fitted by logistic regression on sentences
/// that neither had seen when they were read: cues get better on what they are changed for, and would be
/// trusted too much. Of questions a little is taken off, against false alarms.
const QHash<SignalType, std::array<double, 4>> mixes{
    {SignalType::Goal, {-0.41, 0.31, 0.12, 0.94}},
    {SignalType::Constraint, {-0.36, 0.42, 0.15, 0.73}},
    {SignalType::Assumption, {0.39, 0.5, 0.23, 0.83}},
    {SignalType::Claim, {-0.78, 0.55, -0.09, 0.78}},
    {SignalType::Question, {-1.47, 0.66, -0.32, 0.78}},
    {SignalType::DecisionIntent, {-0.14, 0.77, -0.26, 0.89}},
    {SignalType::EvidenceMention, {0.23, 0.39, -0.01, 0.95}},
};

struct Example
{
    QList<qsizetype> features;
    Numbers wanted{};
};

class Trainer
{
public:
    Trainer(const CueBook &book, const QList<LabelledSentence> &sentences)
    {
        const SentenceReader reader(book);
        for (const LabelledSentence &sentence : sentences) {
            add(reader, sentence, 1);
            // Whoever types in haste leaves the mark out. It is no second sentence that a feature is seen in.
            if (LabelledSentence unmarked = sentence; unmarked.text.remove(u'?') != sentence.text)
                add(reader, unmarked, 0);
        }
        m_weights.resize(size_t(m_names.size()));
        m_squares.resize(size_t(m_names.size()));
    }

    void learn()
    {
        std::mt19937 random(7); // always the same
        for (int pass = 0; pass < passes; ++pass) {
            // Not std::shuffle, which may differ between libraries.
            for (size_t i = m_examples.size(); i > 1; --i)
                std::swap(m_examples[i - 1], m_examples[random() % i]);
            for (const Example &example : m_examples)
                learnFrom(example);
        }
    }

    QByteArray json() const
    {
        QByteArray json = "{\n\"types\": [";
        QByteArray mix = "\"mix\": {";
        for (size_t type = 0; type < signalTypeCount; ++type) {
            const QByteArray name = '"' + protocol::signalTypeName(SignalType(type)).toUtf8() + '"';
            json += (type == 0 ? "" : ", ") + name;
            mix += (type == 0 ? "" : ", ") + name + ": [";
            const std::array<double, 4> parts = mixes.value(SignalType(type));
            for (size_t i = 0; i < parts.size(); ++i)
                mix += (i == 0 ? "" : ", ") + QByteArray::number(parts[i]);
            mix += "]";
        }
        json += "],\n" + mix + "},\n\"bias\": " + row(againstNothing(m_bias)) + ",\n\"weights\": {\n";
        QStringList names = m_names;
        names.sort();
        bool first = true;
        for (const QString &name : std::as_const(names)) {
            const size_t feature = size_t(m_ids[name]);
            const Numbers weights = againstNothing(m_weights[feature]);
            const bool counts = std::any_of(weights.begin(), weights.begin() + signalTypeCount,
                [](double weight) { return std::abs(std::lround(weight * weightUnit)) >= leastWeight; });
            if (m_seen[qsizetype(feature)] < fewestSentences(name) || !counts)
                continue;
            QString escaped = name;
            escaped.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
            json += (first ? "" : ",\n") + QByteArray("\"") + escaped.toUtf8() + "\": " + row(weights);
            first = false;
        }
        return json + "\n}\n}\n";
    }

private:
    void add(const SentenceReader &reader, const LabelledSentence &labelled, int seen)
    {
        Example example;
        for (const SignalType type : labelled.types)
            example.wanted[size_t(type)] = 1.0;
        example.wanted[nothing] = labelled.types.isEmpty() ? 1.0 : 0.0;
        const SplitText split = SentenceSplitter().split(labelled.text);
        for (const TextRange &sentence : split.sentences) {
            const QStringList features = reader.features(split.masked, sentence);
            for (const QString &feature : features) {
                auto id = m_ids.constFind(feature);
                if (id == m_ids.constEnd()) {
                    id = m_ids.insert(feature, m_names.size());
                    m_names.append(feature);
                    m_seen.append(0);
                }
                m_seen[*id] += seen;
                example.features.append(*id);
            }
        }
        m_examples.push_back(example);
    }

    void learnFrom(const Example &example)
    {
        const double scale = 1.0 / std::sqrt(double(std::max<qsizetype>(1, example.features.size())));
        Numbers error = m_bias;
        for (const qsizetype feature : example.features) {
            for (size_t type = 0; type < outputCount; ++type)
                error[type] += m_weights[size_t(feature)][type] * scale;
        }
        for (size_t type = 0; type < outputCount; ++type) {
            error[type] = 1.0 / (1.0 + std::exp(-error[type])) - example.wanted[type];
            step(m_bias[type], m_biasSquares[type], error[type]);
        }
        for (const qsizetype feature : example.features) {
            if (m_seen[feature] < fewestSentences(m_names[feature]))
                continue;
            for (size_t type = 0; type < outputCount; ++type) {
                double &weight = m_weights[size_t(feature)][type];
                step(weight, m_squares[size_t(feature)][type], error[type] * scale + shrinkage * weight);
            }
        }
    }

    static void step(double &weight, double &squares, double gradient)
    {
        squares += gradient * gradient;
        if (squares > 0)
            weight -= rate * gradient / std::sqrt(squares);
    }

    static Numbers againstNothing(Numbers numbers)
    {
        for (size_t type = 0; type < signalTypeCount; ++type)
            numbers[type] -= nothingCounts * numbers[nothing];
        return numbers;
    }

    static QByteArray row(const Numbers &numbers)
    {
        QByteArray row = "[";
        for (size_t type = 0; type < signalTypeCount; ++type)
            row += (type == 0 ? "" : ",") +
                   QByteArray::number(qlonglong(std::lround(numbers[type] * weightUnit)));
        return row + "]";
    }

    QHash<QString, qsizetype> m_ids;
    QStringList m_names;
    QList<int> m_seen;
    std::vector<Example> m_examples;
    std::vector<Numbers> m_weights;
    std::vector<Numbers> m_squares;
    Numbers m_bias{};
    Numbers m_biasSquares{};
};

} // namespace

QStringList developmentSources()
{
    return {u"issues"_s, u"meetings"_s, u"requirements"_s, u"essays"_s, u"product"_s, u"smalltalk"_s,
        u"planning"_s, u"civic"_s, u"kitchen"_s, u"support"_s, u"optimisation"_s, u"philosophy"_s, u"shall"_s,
        u"standup"_s, u"nonnative"_s, u"household"_s, u"transcript"_s, u"srs"_s, u"chitchat"_s,
        u"wordproblems"_s, u"memos"_s, u"forum"_s, u"bugreports"_s, u"committee"_s, u"specs"_s, u"opinion"_s,
        u"planners"_s, u"banter"_s, u"seconda"_s, u"secondb"_s, u"secondc"_s, u"third"_s, u"fourth"_s,
        u"asking"_s, u"travel"_s, u"clinic"_s, u"city"_s, u"ops"_s, u"encounters"_s, u"breadth"_s,
        u"replicas"_s, u"sixth"_s};
}

QStringList heldOutSources()
{
    return {u"laboratory"_s, u"mixed"_s, u"tracker"_s, u"argument"_s, u"fifth"_s, u"apart"_s, u"last"_s};
}

QByteArray trainModel(const CueBook &book, const QList<LabelledSentence> &sentences)
{
    Trainer trainer(book, sentences);
    trainer.learn();
    return trainer.json();
}
