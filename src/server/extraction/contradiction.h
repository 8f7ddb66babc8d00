#pragma once

#include "server/extraction/cuebook.h"

#include <memory>
#include <vector>

namespace throughline::server::extraction {

/// Whether two statements of one kind seem to contradict each other: nearly the same words, and either only
/// one of them negated, or an opposite in each ("faster", "slower"), or another number for the same thing. A
/// suggestion for a person to judge, and a careful one: different wordings of a contradiction are missed.
/// Any thread; the cue book is shared.
class Contradiction
{
public:
    /// Without a \a book it is the English one, read with the first statement.
    explicit Contradiction(std::shared_ptr<const CueBook> book = nullptr);

    /// What of a text is compared. Worth keeping where one is compared with many.
    struct Statement
    {
        QStringList words; ///< that carry meaning, once each, without numbers, negations and opposites
        QStringList numbers;
        std::vector<std::pair<int, bool>> opposites; ///< number of the pair, and its side
        bool isNegated = false;
    };
    Statement statement(const QString &text) const;

    static bool seemsBetween(const Statement &a, const Statement &b);

private:
    std::shared_ptr<const CueBook> m_book; ///< null: English
};

} // namespace throughline::server::extraction
