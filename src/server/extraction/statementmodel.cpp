#include "server/extraction/statementmodel.h"

#include "server/extraction/resources.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace throughline::server::extraction {

using namespace Qt::StringLiterals;
using protocol::SignalType;

namespace {

// The file has whole numbers: a hundredth is more than can be learned.
constexpr float weightUnit = 100.0F;
// Cues are never certain; a score that nothing spoke for is not certain either.
constexpr double leastScore = 0.02;
// What is more likely wrong than right is not worth a look: a false alarm costs more than a miss.
constexpr double reported = 0.5;
constexpr double sure = 0.7; // is for what is right four times in five
constexpr double sureFrom = 0.8;
constexpr double mostConfidence = 0.97;
// From here on it is said in so many words, which only a cue can know.
constexpr double saidOutright = 0.9;
constexpr double mostImplied = 0.89;
// What a word ends in says something of words that were never seen.
constexpr qsizetype shortestWithEnding = 5;
constexpr qsizetype endingLength = 3;

double logOdds(double score)
{
    const double bounded = qBound(leastScore, score, 1.0 - leastScore);
    return std::log(bounded / (1.0 - bounded));
}

QString lengthFeature(qsizetype words)
{
    for (const qsizetype most : {3, 6, 10, 16}) {
        if (words <= most)
            return u"n:"_s + QString::number(most);
    }
    return u"n:more"_s;
}

/// A word as the model knows it.
struct Unit
{
    QString name;
    QStringList classes;
};

QList<Unit> unitsOf(const Lexicon &lexicon, const QList<Token> &tokens, qsizetype first, qsizetype last)
{
    QList<Unit> units;
    for (qsizetype i = first; i < last; ++i) {
        const Token &token = tokens[i];
        const bool asks = token.surface == u"?";
        // Final marks are left out as often as not.
        if (token.is(Token::Punctuation) && i == last - 1 && !asks)
            continue;
        if (token.is(Token::Opaque))
            units.append({u"<x>"_s, {}});
        else if (token.is(Token::Number))
            units.append({u"#"_s, lexicon.classesOf(token.word) << u"#"_s});
        else
            units.append({token.word == unknownWord ? token.surface : lexicon.wordOf(token.word),
                lexicon.classesOf(token.word)});
    }
    return units;
}

} // namespace

QStringList StatementModel::features(
    const Lexicon &lexicon, const QList<Token> &tokens, qsizetype first, qsizetype last)
{
    const QList<Unit> units = unitsOf(lexicon, tokens, first, last);
    QStringList features{lengthFeature(units.size())};
    Unit before{u"^"_s, {u"^"_s}};
    QString twoBefore;
    for (const Unit &unit : units) {
        features << u"w:"_s + unit.name << u"b:"_s + before.name + u'_' + unit.name;
        if (!twoBefore.isEmpty())
            features << u"k:"_s + twoBefore + u'_' + unit.name;
        if (unit.name.size() >= shortestWithEnding)
            features << u"e:"_s + unit.name.right(endingLength);
        for (const QString &name : unit.classes)
            features << u"c:"_s + name << u"d:"_s + before.name + u'_' + name;
        for (const QString &earlier : std::as_const(before.classes))
            features << u"g:"_s + earlier + u'_' + unit.name;
        twoBefore = before.name;
        before = unit;
    }
    features << u"b:"_s + before.name + u"_$"_s;
    // "Is there any …" is worth keeping when it is about servers, and polite when it is about milk.
    for (const Unit &unit : units) {
        for (const QString &name : unit.classes)
            features << u"t:"_s + units.first().name + u'_' + name;
    }
    features.removeDuplicates();
    return features;
}

TypeScores StatementModel::logits(const QStringList &features) const
{
    TypeScores sums{};
    for (const QString &feature : features) {
        const auto row = m_rows.constFind(feature);
        if (row == m_rows.constEnd())
            continue;
        for (size_t type = 0; type < signalTypeCount; ++type)
            sums[type] += double(m_weights[size_t(*row)][type]);
    }
    // A long sentence has more of everything, and means no more by it.
    const double scale = 1.0 / std::sqrt(double(qMax<qsizetype>(1, features.size())));
    for (size_t type = 0; type < signalTypeCount; ++type)
        sums[type] = m_bias[type] + sums[type] * scale;
    return sums;
}

double StatementModel::confidence(size_t type, double cues, double heard, double logit) const
{
    const Mix &mix = m_mix[type];
    const double odds = mix.bias + mix.cues * logOdds(cues) + mix.heard * logOdds(heard) + mix.model * logit;
    const double probability = 1.0 / (1.0 + std::exp(-odds));
    if (probability < reported)
        return probability;
    if (probability < sureFrom)
        return reported + (sure - reported) * (probability - reported) / (sureFrom - reported);
    const double above = (probability - sureFrom) / (1.0 - sureFrom);
    return qMin(cues < saidOutright ? mostImplied : mostConfidence, sure + (1.0 - sure) * above);
}

tl::expected<StatementModel, QString> StatementModel::fromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return tl::make_unexpected(u"Not a model: %1"_s.arg(error.errorString()));
    StatementModel model;
    if (const std::optional<QString> problem = model.read(document.object()))
        return tl::make_unexpected(*problem);
    return model;
}

std::shared_ptr<const StatementModel> StatementModel::english()
{
    static const std::shared_ptr<const StatementModel> shared = [] {
        registerResources();
        QFile file(u":/extraction/en-model.json"_s);
        const bool open = file.open(QIODevice::ReadOnly);
        tl::expected<StatementModel, QString> model = fromJson(open ? file.readAll() : QByteArray());
        // Compiled in and covered by a test, as the cues are.
        if (!model)
            qFatal("extraction/en-model.json: %s", qPrintable(model.error()));
        return std::make_shared<const StatementModel>(std::move(*model));
    }();
    return shared;
}

std::optional<QString> StatementModel::read(const QJsonObject &object)
{
    // Rows have their numbers in the order that "types" says.
    std::array<size_t, signalTypeCount> order{};
    const QJsonArray types = object["types"_L1].toArray();
    if (types.size() != qsizetype(signalTypeCount))
        return u"\"types\" must name every type."_s;
    for (size_t i = 0; i < signalTypeCount; ++i) {
        const SignalType type = protocol::signalTypeFromName(types[qsizetype(i)].toString());
        if (type == SignalType::Unknown)
            return u"\"types\" names an unknown type."_s;
        order[i] = size_t(type);
    }
    const QJsonObject mix = object["mix"_L1].toObject();
    const QJsonObject weights = object["weights"_L1].toObject();
    const QJsonArray bias = object["bias"_L1].toArray();
    if (bias.size() != qsizetype(signalTypeCount) || weights.isEmpty())
        return u"No bias or no weights."_s;
    for (size_t i = 0; i < signalTypeCount; ++i) {
        const QJsonArray parts = mix[types[qsizetype(i)].toString()].toArray();
        if (parts.size() != 4)
            return u"\"mix\" must have four numbers for every type."_s;
        m_mix[order[i]] = {
            parts[0].toDouble(), parts[1].toDouble(), parts[2].toDouble(), parts[3].toDouble()};
        m_bias[order[i]] = bias[qsizetype(i)].toDouble() / double(weightUnit);
    }
    m_rows.reserve(weights.size());
    m_weights.reserve(size_t(weights.size()));
    for (auto it = weights.begin(); it != weights.end(); ++it) {
        const QJsonArray numbers = it.value().toArray();
        if (numbers.size() != qsizetype(signalTypeCount))
            return u"A row of weights without a number for every type: %1"_s.arg(it.key());
        std::array<float, signalTypeCount> row{};
        for (size_t i = 0; i < signalTypeCount; ++i)
            row[order[i]] = float(numbers[qsizetype(i)].toInt()) / weightUnit;
        m_rows.insert(it.key(), qsizetype(m_weights.size()));
        m_weights.push_back(row);
    }
    return std::nullopt;
}

} // namespace throughline::server::extraction
