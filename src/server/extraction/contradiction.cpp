#include "server/extraction/contradiction.h"

#include "server/extraction/tokenizer.h"

#include <algorithm>

namespace throughline::server::extraction {

namespace {

constexpr qsizetype longestEnding = 3;
constexpr qsizetype shortestStem = 3;
constexpr double nearlyAll = 0.6; ///< of the words of both, for the same words
constexpr double almostAll = 0.75;

/// "hire" and "hiring", "cost" and "costs": the same but for an ending.
bool isSameWord(const QString &a, const QString &b)
{
    const auto differs = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const qsizetype stem = differs.first - a.begin();
    return a == b || (stem >= shortestStem && std::max(a.size(), b.size()) - stem <= longestEnding &&
                         stem * 2 > std::max(a.size(), b.size()));
}

qsizetype sharedWords(const QStringList &a, const QStringList &b)
{
    return std::count_if(a.begin(), a.end(), [&b](const QString &word) {
        return std::any_of(
            b.begin(), b.end(), [&word](const QString &other) { return isSameWord(word, other); });
    });
}

bool haveOpposites(const Contradiction::Statement &a, const Contradiction::Statement &b)
{
    return std::any_of(a.opposites.begin(), a.opposites.end(), [&b](const std::pair<int, bool> &one) {
        return std::find(b.opposites.begin(), b.opposites.end(), std::pair(one.first, !one.second)) !=
               b.opposites.end();
    });
}

} // namespace

Contradiction::Contradiction(std::shared_ptr<const CueBook> book)
    : m_book(std::move(book))
{}

Contradiction::Statement Contradiction::statement(const QString &text) const
{
    const auto book = m_book ? m_book : CueBook::english();
    Statement statement;
    const QList<Token> tokens = Tokenizer(book->lexicon()).tokens(text, {.start = 0, .end = text.size()});
    for (const Token &token : tokens) {
        if (token.is(Token::Punctuation))
            continue;
        if (book->negations.contains(token.word)) {
            statement.isNegated = !statement.isNegated;
            continue;
        }
        const auto &pairs = book->opposites;
        const auto pair = std::find_if(pairs.begin(), pairs.end(), [&token](const CueBook::Opposites &words) {
            return words.one.contains(token.word) || words.other.contains(token.word);
        });
        if (pair != pairs.end())
            statement.opposites.emplace_back(int(pair - pairs.begin()), pair->one.contains(token.word));
        else if (token.is(Token::Number))
            statement.numbers.append(token.surface);
        else if (!book->lightWords.contains(token.word) && !statement.words.contains(token.surface))
            statement.words.append(token.surface);
    }
    return statement;
}

bool Contradiction::seemsBetween(const Statement &a, const Statement &b)
{
    const qsizetype shared = sharedWords(a.words, b.words);
    const qsizetype all = a.words.size() + b.words.size() - shared;
    if (shared == 0 || double(shared) < nearlyAll * double(all))
        return false;
    if (haveOpposites(a, b))
        return a.isNegated == b.isNegated && a.numbers == b.numbers;
    if (a.isNegated != b.isNegated)
        return shared > 1 && a.numbers == b.numbers && a.opposites == b.opposites;
    const bool isOtherNumber = a.numbers.size() == 1 && b.numbers.size() == 1 && a.numbers != b.numbers;
    return isOtherNumber && shared > 1 && double(shared) >= almostAll * double(all) &&
           a.opposites == b.opposites;
}

} // namespace throughline::server::extraction
