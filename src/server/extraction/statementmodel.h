#pragma once

#include "server/extraction/cuebook.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>

#include <memory>
#include <tl/expected.hpp>
#include <vector>

namespace throughline::server::extraction {

/// A second opinion on what a sentence says: a linear model over its words, pairs of words and their classes,
/// learned from the corpus by `throughline_train_extraction` (docs/extraction.md). It weighs what the cues
/// say, raising what reads like its type and lowering what does not; each weight of its file can be read.
/// Constant, so one model serves any number of threads.
class StatementModel
{
public:
    /// How what the cues say and what the model says make one probability, by type: logits times these.
    struct Mix
    {
        double bias = 0;
        double cues = 0;  ///< what the clause was found to say
        double heard = 0; ///< the same before one type outranked another
        double model = 0;
    };

    static tl::expected<StatementModel, QString> fromJson(const QByteArray &json);

    /// The model that comes with the program, learned with the words and classes of CueBook::english().
    static std::shared_ptr<const StatementModel> english();

    /// What the model sees of tokens [first, last), each once. A feature has a kind (before the colon) and
    /// says which words: "w:must", "b:must_be", "c:limitnoun".
    static QStringList features(
        const Lexicon &lexicon, const QList<Token> &tokens, qsizetype first, qsizetype last);

    /// The log-odds of each type.
    TypeScores logits(const QStringList &features) const;

    /// The confidence (0 to 1) that the sentence says \a type; below 0.5 it does not. \a cues and \a heard
    /// are scores, \a logit the model's.
    double confidence(size_t type, double cues, double heard, double logit) const;

private:
    std::optional<QString> read(const QJsonObject &object);

    QHash<QString, qsizetype> m_rows;
    std::vector<std::array<float, signalTypeCount>> m_weights;
    TypeScores m_bias{};
    std::array<Mix, signalTypeCount> m_mix;
};

} // namespace throughline::server::extraction
