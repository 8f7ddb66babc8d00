#include "server/extraction/clausesplitter.h"

#include <optional>

namespace throughline::server::extraction {
namespace {

// A clause has a subject and a verb, and mostly something more.
constexpr qsizetype shortestClause = 3;

bool isLongEnough(const QList<Token> &tokens, qsizetype first, qsizetype last)
{
    qsizetype words = 0;
    for (qsizetype i = first; i < last && words < shortestClause; ++i) {
        // Both halves of a contraction have one place.
        const bool again = i > first && tokens[i].range == tokens[i - 1].range;
        words += tokens[i].is(Token::Punctuation) || again ? 0 : 1;
    }
    return words >= shortestClause;
}

class Splitter
{
public:
    Splitter(const CueBook &book, const QList<Token> &tokens)
        : m_book(book)
        , m_tokens(tokens)
    {}

    QList<Clause> split(qsizetype first)
    {
        Clause clause{first, m_tokens.size(), unknownWord};
        for (qsizetype i = first + 1; i < m_tokens.size(); ++i) {
            const std::optional<qsizetype> next = clauseBehind(clause.first, i);
            if (!next)
                continue;
            const WordId joiner =
                m_book.joiners.contains(m_tokens[*next - 1].word) ? m_tokens[*next - 1].word : unknownWord;
            m_clauses.append({clause.first, i, clause.joiner});
            clause = {*next, m_tokens.size(), joiner};
            i = *next;
        }
        m_clauses.append(clause);
        return m_clauses;
    }

private:
    /// The first token of the clause that starts behind the joint at \a i, if there is one.
    std::optional<qsizetype> clauseBehind(qsizetype first, qsizetype i) const
    {
        const Token &token = m_tokens[i];
        qsizetype next = i;
        bool mark = false;
        if (token.is(Token::Punctuation)) {
            if (token.surface != u"," && token.surface != u"-" && token.surface != u";")
                return std::nullopt;
            mark = true;
            ++next;
        }
        const bool joined = next < m_tokens.size() && m_book.joiners.contains(m_tokens[next].word);
        if (joined)
            ++next;
        else if (!mark || (token.surface == u"," && !isClause(first)))
            return std::nullopt;
        const bool enough = isLongEnough(m_tokens, first, i) && isLongEnough(m_tokens, next, m_tokens.size());
        return enough && startsClause(next) ? std::optional(next) : std::nullopt;
    }

    /// "If we wait, …", "according to the docs, …": the comma does not end a statement.
    bool isClause(qsizetype first) const
    {
        return !m_book.openers.contains(m_tokens[first].word) && startsClause(first);
    }

    bool startsClause(qsizetype at) const
    {
        return at < m_tokens.size() && m_book.clauseStarts.longestAt(m_tokens, at, m_tokens.size(), at) >= 0;
    }

    const CueBook &m_book;
    const QList<Token> &m_tokens;
    QList<Clause> m_clauses;
};

} // namespace

QList<Clause> splitClauses(const CueBook &book, const QList<Token> &tokens, qsizetype first)
{
    return Splitter(book, tokens).split(first);
}

} // namespace throughline::server::extraction
