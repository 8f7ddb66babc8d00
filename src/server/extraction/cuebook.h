#pragma once

#include "protocol/values.h"
#include "server/extraction/cuepattern.h"
#include "server/extraction/lexicon.h"

#include <QByteArray>

#include <array>
#include <memory>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

namespace throughline::server::extraction {

/// One number for each type of signal.
constexpr size_t signalTypeCount = size_t(protocol::SignalType::Unknown);
using TypeScores = std::array<double, signalTypeCount>;

/// Patterns that are looked up by the word a match starts with. Each belongs to a group; what a group means
/// is its owner's business.
class PatternIndex
{
public:
    void add(CuePattern pattern, int group);
    void finish(); ///< call once, after the last add

    /// Calls \a found(group, matchStart, matchEnd) for every match in [first, last).
    template <typename Found>
    void matches(const QList<Token> &tokens, qsizetype first, qsizetype last, Found found) const
    {
        for (qsizetype at = first; at < last; ++at)
            matchesAt(tokens, first, last, at, found);
    }

    template <typename Found>
    void matchesAt(
        const QList<Token> &tokens, qsizetype first, qsizetype last, qsizetype at, Found found) const
    {
        const auto tryAll = [&](const std::vector<int> &candidates) {
            for (const int index : candidates) {
                const Entry &entry = m_entries[size_t(index)];
                const qsizetype end = entry.pattern.match(tokens, first, last, at);
                if (end >= 0)
                    found(entry.group, at, end);
            }
        };
        tryAll(m_anywhere);
        const WordId word = tokens[at].word;
        if (word >= 0 && word < int(m_byWord.size()))
            tryAll(m_byWord[size_t(word)]);
    }

    /// The furthest end of a match at \a at, or -1.
    qsizetype longestAt(const QList<Token> &tokens, qsizetype first, qsizetype last, qsizetype at) const;
    bool anyIn(const QList<Token> &tokens, qsizetype first, qsizetype last) const;

private:
    struct Entry
    {
        CuePattern pattern;
        int group;
    };
    std::vector<Entry> m_entries;
    std::vector<std::vector<int>> m_byWord;
    std::vector<int> m_anywhere;
};

/// What one language knows: its words, its cues and their weights. Read from
/// resources/extraction/<language>.json (the format is in docs/extraction.md), constant afterwards, so one
/// book serves any number of threads.
class CueBook
{
public:
    /// A cue speaks for a type with a weight: the confidence it gives on its own.
    struct Cue
    {
        protocol::SignalType type = protocol::SignalType::Unknown;
        double weight = 0;
        bool strip = false;         ///< at the start of a clause it is a frame and not part of the statement
        bool statementOnly = false; ///< says nothing in a question
        WordSet notAfter;           ///< void when one of these is among the two words before
    };
    /// Words that say the opposite of each other.
    struct Opposites
    {
        WordSet one;
        WordSet other;
    };
    /// A damper multiplies what the cues say.
    struct Damper
    {
        TypeScores factors;
    };

    static tl::expected<CueBook, QString> fromJson(const QByteArray &json);

    /// The book that comes with the program. English is the only language so far.
    static std::shared_ptr<const CueBook> english();

    const Lexicon &lexicon() const { return m_lexicon; }
    const std::vector<Cue> &cues() const { return m_cues; }
    const std::vector<Damper> &dampers() const { return m_dampers; }

    PatternIndex cuePatterns;    ///< group: index into cues()
    PatternIndex damperPatterns; ///< group: index into dampers()
    PatternIndex fillers;        ///< openings that say nothing
    PatternIndex skips;          ///< sentences that are for the assistant, about the chat, or courtesy
    PatternIndex skipExceptions; ///< … unless one of these is in them
    PatternIndex clauseStarts;   ///< what a clause of its own starts with
    WordSet smallWords;          ///< a sentence of only these is courtesy
    WordSet joiners;             ///< may join two clauses
    WordSet carriers;            ///< joiners behind which the clause before goes on being meant
    WordSet reasonJoiners;       ///< joiners that make what follows a reason
    WordSet openers;             ///< words a clause starts with that has no statement of its own
    WordSet negations;
    WordSet lightWords; ///< that carry little of what is meant
    std::vector<Opposites> opposites;
    TypeScores caps{};  ///< the most confidence each type may have
    TypeScores trust{}; ///< how much of what lies above 0.5 experience leaves of it
    std::array<std::array<bool, signalTypeCount>, signalTypeCount> outranks{}; ///< [stronger][weaker]

private:
    explicit CueBook(const QJsonObject &language)
        : m_lexicon(language)
    {}
    std::optional<QString> read(const QJsonObject &language);
    std::optional<QString> readCues(const QJsonArray &cues);
    std::optional<QString> readOpposites(const QJsonArray &pairs);
    std::optional<QString> readDampers(const QJsonArray &dampers);
    std::optional<QString> compileInto(PatternIndex &index, const QJsonArray &patterns, int group);

    Lexicon m_lexicon;
    std::vector<Cue> m_cues;
    std::vector<Damper> m_dampers;
};

} // namespace throughline::server::extraction
