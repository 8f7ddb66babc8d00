#pragma once

#include "server/extraction/lexicon.h"
#include "server/extraction/tokenizer.h"

#include <tl/expected.hpp>
#include <vector>

namespace throughline::server::extraction {

/// A short pattern over the words of a clause, as the language file writes it (docs/extraction.md):
///
///     i be+ assuming        words in sequence; + adds the regular inflections
///     must|shall|@limit     alternatives; @name is a class of the language file
///     not?                  optional
///     *3                    up to three words of any kind, no punctuation
///     #                     a number
///     ~ed                   any word of four letters or more that ends so, function words (class noending)
///     aside !wait                 the next word is not this one (takes no word) ^ and $               the
///     start and the end of the clause, fillers and final marks aside
///
/// Compiled once; matching allocates nothing.
class CuePattern
{
public:
    static tl::expected<CuePattern, QString> compile(const QString &source, Lexicon &lexicon);

    /// The token behind the last one matched when the pattern matches at \a at, or -1. \a first and \a last
    /// are the bounds of the clause (half open).
    qsizetype match(const QList<Token> &tokens, qsizetype first, qsizetype last, qsizetype at) const;

    /// The words that a match can start with; empty when any token may start one.
    const WordSet &starters() const { return m_starters; }
    bool isAnchored() const { return m_anchored; } ///< starts with ^

private:
    struct Element
    {
        enum class Kind { Words, Gap, Not, End };
        Kind kind = Kind::Words;
        bool optional = false;
        int gap = 0;
        WordSet words;
        QStringList endings;
        WordSet withoutEnding; ///< function words, whose endings mean nothing
        bool number = false;
    };

    qsizetype matchFrom(
        size_t element, const QList<Token> &tokens, qsizetype last, qsizetype at, int &budget) const;
    static bool matchesOne(const Element &element, const Token &token);

    std::vector<Element> m_elements;
    WordSet m_starters;
    bool m_anchored = false;
};

} // namespace throughline::server::extraction
