#include "server/extraction/sentencereader.h"

#include "server/extraction/tokenizer.h"

#include <algorithm>
#include <numeric>

namespace throughline::server::extraction {
namespace {

using protocol::SignalType;

constexpr double leastConfidence = 0.5;
// Of types that share what a clause says, the likeliest has to be this likely.
constexpr double leastOfSeveral = 0.34;
// A second type in the same clause has to be this sure of itself.
constexpr double secondTypeConfidence = 0.7;
// A clause that is this sure of its own type is not what the one before is about.
constexpr double independentConfidence = 0.78;
constexpr double questionConfidence = 0.65;
// How far a more specific type may score behind the best and still be meant.
constexpr double closeBehind = 0.3;
// A reason is an assertion, however it is worded.
constexpr double reasonConfidence = 0.6;
constexpr qsizetype fewestWords = 3;

size_t index(SignalType type)
{
    return size_t(type);
}

} // namespace

QList<SentenceReader::Finding> SentenceReader::read(const QString &masked, TextRange sentence) const
{
    const QList<Token> tokens = Tokenizer(m_book.lexicon()).tokens(masked, sentence);
    const qsizetype first = behindFillers(tokens, 0, tokens.size());
    if (first >= tokens.size() || isForNobody(tokens, first))
        return {};

    QList<Reading> readings;
    const QList<Clause> clauses = splitClauses(m_book, tokens, first);
    for (const Clause &clause : clauses)
        readings.append(readClause(tokens, clause));
    carryOver(readings);
    if (m_model)
        weigh(tokens, first, readings);

    QList<Finding> findings;
    for (size_t type = 0; type < signalTypeCount; ++type) {
        for (qsizetype i = 0; i < readings.size(); ++i) {
            if (readings[i].scores[type] < leastConfidence)
                continue;
            // Neighbouring clauses of one type are one signal.
            qsizetype lastReading = i;
            double confidence = readings[i].scores[type];
            while (lastReading + 1 < readings.size() &&
                   readings[lastReading + 1].scores[type] >= leastConfidence) {
                ++lastReading;
                confidence = std::max(confidence, readings[lastReading].scores[type]);
            }
            const TextRange range =
                trimmedRange(tokens, readings[i].statementStart[type], readings[lastReading].clause.last);
            if (range.length() > 0)
                findings.append({SignalType(type), trusted(type, confidence), range});
            i = lastReading;
        }
    }
    std::stable_sort(findings.begin(), findings.end(),
        [](const Finding &a, const Finding &b) { return a.range.start < b.range.start; });
    return findings;
}

QStringList SentenceReader::features(const QString &masked, TextRange sentence) const
{
    const QList<Token> tokens = Tokenizer(m_book.lexicon()).tokens(masked, sentence);
    const qsizetype first = behindFillers(tokens, 0, tokens.size());
    return StatementModel::features(m_book.lexicon(), tokens, first, tokens.size());
}

/// Cues are weighed on sentences one has seen; of some types they promise too much elsewhere. The model's
/// confidence knows that already.
double SentenceReader::trusted(size_t type, double score) const
{
    return m_model ? score : leastConfidence + (score - leastConfidence) * m_book.trust[type];
}

qsizetype SentenceReader::behindFillers(const QList<Token> &tokens, qsizetype first, qsizetype last) const
{
    while (first < last) {
        const qsizetype end = m_book.fillers.longestAt(tokens, first, last, first);
        if (end <= first && !tokens[first].is(Token::Punctuation))
            break;
        first = std::max(end, first + 1);
    }
    return first;
}

bool SentenceReader::isForNobody(const QList<Token> &tokens, qsizetype first) const
{
    qsizetype words = 0;
    bool onlySmall = true;
    bool number = false;
    for (qsizetype i = first; i < tokens.size(); ++i) {
        const Token &token = tokens[i];
        if (token.is(Token::Punctuation))
            continue;
        const bool again = i > first && token.range == tokens[i - 1].range;
        words += again ? 0 : 1;
        number = number || token.is(Token::Number);
        onlySmall = onlySmall && m_book.smallWords.contains(token.word);
    }
    if (onlySmall)
        return true;
    const bool isShort = words < fewestWords && !number;
    return (isShort || m_book.skips.anyIn(tokens, first, tokens.size())) &&
           !m_book.skipExceptions.anyIn(tokens, first, tokens.size());
}

SentenceReader::Reading SentenceReader::readClause(const QList<Token> &tokens, const Clause &clause) const
{
    Reading reading;
    reading.clause = clause;
    const qsizetype first = std::min(behindFillers(tokens, clause.first, clause.last), clause.last);
    reading.statementStart.fill(first);

    std::vector<int> found;
    std::array<qsizetype, signalTypeCount> stripped{};
    m_book.cuePatterns.matches(tokens, first, clause.last, [&](int group, qsizetype start, qsizetype end) {
        const CueBook::Cue &cue = m_book.cues()[size_t(group)];
        for (qsizetype back = 1; back <= 2 && start - back >= first; ++back) {
            if (cue.notAfter.contains(tokens[start - back].word))
                return;
        }
        if (cue.strip && start == first)
            stripped[index(cue.type)] = std::max(stripped[index(cue.type)], end);
        if (std::find(found.begin(), found.end(), group) == found.end())
            found.push_back(group);
    });

    TypeScores doubt;
    doubt.fill(1.0);
    const auto add = [&](const CueBook::Cue &cue) { doubt[index(cue.type)] *= 1.0 - cue.weight; };
    for (const int group : found) {
        if (!m_book.cues()[size_t(group)].statementOnly)
            add(m_book.cues()[size_t(group)]);
    }
    if (m_book.reasonJoiners.contains(clause.joiner))
        doubt[index(SignalType::Claim)] *= 1.0 - reasonConfidence;
    if (1.0 - doubt[index(SignalType::Question)] < questionConfidence) {
        for (const int group : found) {
            if (m_book.cues()[size_t(group)].statementOnly)
                add(m_book.cues()[size_t(group)]);
        }
    }
    std::vector<int> damped;
    m_book.damperPatterns.matches(tokens, first, clause.last, [&](int group, qsizetype, qsizetype) {
        if (std::find(damped.begin(), damped.end(), group) == damped.end())
            damped.push_back(group);
    });
    for (size_t type = 0; type < signalTypeCount; ++type) {
        double score = 1.0 - doubt[type];
        for (const int group : damped)
            score *= m_book.dampers()[size_t(group)].factors[type];
        reading.scores[type] = std::min(score, m_book.caps[type]);
        if (stripped[type] > first && stripped[type] < clause.last)
            reading.statementStart[type] = stripped[type];
    }
    reading.heard = reading.scores;
    applyRanks(reading.scores);
    return reading;
}

/// One clause says one thing, unless it says a second one clearly. What it says is its best-scored type, or
/// one that is more specific ("assume" before plain assertion) and not far behind.
void SentenceReader::applyRanks(TypeScores &scores) const
{
    const TypeScores given = scores;
    const auto outranks = [this](
                              size_t stronger, size_t weaker) { return m_book.outranks[stronger][weaker]; };
    size_t winner = size_t(std::max_element(given.begin(), given.end()) - given.begin());
    const double needed = std::max(leastConfidence, given[winner] - closeBehind);
    size_t specific = winner;
    for (size_t type = 0; type < signalTypeCount; ++type) {
        const bool moreSpecific = outranks(type, winner) && !outranks(winner, type) && given[type] >= needed;
        if (moreSpecific && (specific == winner || given[type] > given[specific]))
            specific = type;
    }
    winner = specific;
    for (size_t type = 0; type < signalTypeCount; ++type) {
        const bool second = given[type] >= secondTypeConfidence && !outranks(winner, type);
        if (type != winner && !second)
            scores[type] = 0;
    }
}

/// "I assume the API is free and the docs are good": the assumption goes on behind the "and".
void SentenceReader::carryOver(QList<Reading> &readings) const
{
    for (qsizetype i = 1; i < readings.size(); ++i) {
        if (!m_book.carriers.contains(readings[i].clause.joiner))
            continue;
        const TypeScores &before = readings[i - 1].scores;
        TypeScores &scores = readings[i].scores;
        for (const SignalType type :
            {SignalType::Assumption, SignalType::Question, SignalType::EvidenceMention}) {
            if (before[index(type)] < secondTypeConfidence)
                continue;
            // A claim is only what is left when nothing says more, so it never ends what came before.
            TypeScores others = scores;
            others[index(SignalType::Claim)] = 0;
            if (*std::max_element(others.begin(), others.end()) < independentConfidence) {
                scores.fill(0);
                scores[index(type)] = before[index(type)];
            }
        }
    }
}

/// Sets what the cues say against what the model takes the sentence for.
void SentenceReader::weigh(const QList<Token> &tokens, qsizetype first, QList<Reading> &readings) const
{
    const Lexicon &lexicon = m_book.lexicon();
    const TypeScores logits =
        m_model->logits(StatementModel::features(lexicon, tokens, first, tokens.size()));
    // A clause may read more like its type than the long sentence that it is in.
    std::vector<TypeScores> ownLogits(size_t(readings.size()), logits);
    for (qsizetype i = 0; readings.size() > 1 && i < readings.size(); ++i) {
        const Clause &clause = readings[i].clause;
        const TypeScores own =
            m_model->logits(StatementModel::features(lexicon, tokens, clause.first, clause.last));
        for (size_t type = 0; type < signalTypeCount; ++type)
            ownLogits[size_t(i)][type] = std::max(logits[type], own[type]);
    }
    std::array<bool, signalTypeCount> faint{}; // no cue speaks for it
    for (size_t type = 0; type < signalTypeCount; ++type) {
        const bool anyCue = std::any_of(readings.cbegin(), readings.cend(),
            [type](const Reading &reading) { return reading.scores[type] >= leastConfidence; });
        for (qsizetype i = 0; i < readings.size(); ++i) {
            Reading &reading = readings[i];
            const bool otherClause = anyCue && reading.scores[type] < leastConfidence;
            reading.scores[type] = otherClause ? 0
                                               : m_model->confidence(type, reading.scores[type],
                                                     reading.heard[type], ownLogits[size_t(i)][type]);
        }
        if (!anyCue && readings.size() > 1)
            keepBestClause(tokens, type, readings);
        faint[type] = !anyCue;
    }
    dropFaint(faint, readings);
    for (Reading &reading : readings)
        settleBetweenTypes(reading.scores);
}

/// "I think the load is fine" may be a claim or an assumption: that it says something can be sure where
/// neither type is. It is then taken for the likelier one.
void SentenceReader::settleBetweenTypes(TypeScores &scores)
{
    const auto best = std::max_element(scores.begin(), scores.end());
    const double anyType = std::accumulate(scores.begin(), scores.end(), 0.0);
    if (*best < leastConfidence && *best >= leastOfSeveral && anyType >= leastConfidence)
        *best = leastConfidence;
}

/// Beside a type that is clear, one that no cue speaks for has to be clear as well.
void SentenceReader::dropFaint(const std::array<bool, signalTypeCount> &faint, QList<Reading> &readings)
{
    for (Reading &reading : readings) {
        double clearest = 0;
        for (size_t type = 0; type < signalTypeCount; ++type)
            clearest = std::max(clearest, faint[type] ? 0 : reading.scores[type]);
        for (size_t type = 0; type < signalTypeCount && clearest >= secondTypeConfidence; ++type) {
            if (faint[type] && reading.scores[type] < secondTypeConfidence)
                reading.scores[type] = 0;
        }
    }
}

/// What only the model finds was said in the clause that reads most like it.
void SentenceReader::keepBestClause(const QList<Token> &tokens, size_t type, QList<Reading> &readings) const
{
    const auto isFound = [type](const Reading &reading) { return reading.scores[type] >= leastConfidence; };
    if (std::none_of(readings.cbegin(), readings.cend(), isFound))
        return;
    qsizetype best = 0;
    double bestLogit = 0;
    for (qsizetype i = 0; i < readings.size(); ++i) {
        const Clause &clause = readings[i].clause;
        const QStringList features =
            StatementModel::features(m_book.lexicon(), tokens, clause.first, clause.last);
        const double logit = m_model->logits(features)[type];
        if (i == 0 || logit > bestLogit) {
            best = i;
            bestLogit = logit;
        }
    }
    for (qsizetype i = 0; i < readings.size(); ++i) {
        if (i != best)
            readings[i].scores[type] = 0;
    }
}

TextRange SentenceReader::trimmedRange(const QList<Token> &tokens, qsizetype first, qsizetype last)
{
    while (first < last && tokens[first].is(Token::Punctuation))
        ++first;
    const auto isDropped = [](const Token &token) {
        return token.is(Token::Punctuation) && QStringView(u",;:!-(").contains(token.surface);
    };
    while (last > first && isDropped(tokens[last - 1]))
        --last;
    if (first >= last)
        return {};
    return {tokens[first].range.start, tokens[last - 1].range.end};
}

} // namespace throughline::server::extraction
