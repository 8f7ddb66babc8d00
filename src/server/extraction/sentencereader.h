#pragma once

#include "server/extraction/clausesplitter.h"
#include "server/extraction/cuebook.h"
#include "server/extraction/sentencesplitter.h"
#include "server/extraction/statementmodel.h"

namespace throughline::server::extraction {

/// What one sentence says, as types, places and confidences. Knows cues and their weights, not text.
class SentenceReader
{
public:
    struct Finding
    {
        protocol::SignalType type = protocol::SignalType::Unknown;
        double confidence = 0;
        TextRange range; ///< in the message, without the frame ("I assume that") and final punctuation
    };

    /// Without a \a model the cues alone decide.
    explicit SentenceReader(const CueBook &book, const StatementModel *model = nullptr)
        : m_book(book)
        , m_model(model)
    {}

    QList<Finding> read(const QString &masked, TextRange sentence) const;

    /// What a model may learn from, and sees, of the sentence.
    QStringList features(const QString &masked, TextRange sentence) const;

private:
    struct Reading
    {
        Clause clause;
        TypeScores heard{};                                      ///< what the cues say, each type for itself
        TypeScores scores{};                                     ///< what is left when types compete
        std::array<qsizetype, signalTypeCount> statementStart{}; ///< behind a stripped frame
    };

    double trusted(size_t type, double score) const;
    qsizetype behindFillers(const QList<Token> &tokens, qsizetype first, qsizetype last) const;
    bool isForNobody(const QList<Token> &tokens, qsizetype first) const;
    Reading readClause(const QList<Token> &tokens, const Clause &clause) const;
    void applyRanks(TypeScores &scores) const;
    void carryOver(QList<Reading> &readings) const;
    void weigh(const QList<Token> &tokens, qsizetype first, QList<Reading> &readings) const;
    static void dropFaint(const std::array<bool, signalTypeCount> &faint, QList<Reading> &readings);
    static void settleBetweenTypes(TypeScores &scores);
    void keepBestClause(const QList<Token> &tokens, size_t type, QList<Reading> &readings) const;
    static TextRange trimmedRange(const QList<Token> &tokens, qsizetype first, qsizetype last);

    const CueBook &m_book;
    const StatementModel *m_model;
};

} // namespace throughline::server::extraction
