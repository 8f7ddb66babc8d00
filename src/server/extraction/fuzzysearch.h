#pragma once

#include <QStringView>

#include <optional>

namespace throughline::server::extraction {

/// A place in a text that differs from what was looked for by some edits. Code units, half open.
struct FuzzyHit
{
    qsizetype start = 0;
    qsizetype end = 0;
    int edits = 0;
    bool operator==(const FuzzyHit &) const = default;
};

/// The place in \a text with the fewest edits (insertions, deletions, substitutions of code units) away from
/// \a needle, at most \a maxEdits; the first of equals. Looks only where one of maxEdits + 1 pieces of the
/// needle stands unchanged, which must be the case within the bound, and at no more than some hundred such
/// places, so a hostile text costs time in its length only (and may then have a later, better place missed).
std::optional<FuzzyHit> fuzzyFind(QStringView text, QStringView needle, int maxEdits);

} // namespace throughline::server::extraction
