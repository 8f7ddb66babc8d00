#pragma once

#include "protocol/values.h"

#include <QStringView>

namespace throughline::server::extraction {

/// Where a quote stands in a message.
struct LocatedSpan
{
    enum class Match {
        Exact,  ///< character for character
        Folded, ///< the same words: case, white space, typography or emphasis differ
        Fuzzy,  ///< nearly the same words
        None    ///< not there
    };
    Match match = Match::None;
    qsizetype start = 0; ///< UTF-16 code units of the message, half open
    qsizetype end = 0;

    /// The contract's grade. Folded is Exact there: the words and the place are certain.
    protocol::Alignment alignment() const;
    bool operator==(const LocatedSpan &) const = default;
};

/// Finds a quote in the message it was taken from, because nobody's offsets are to be trusted: exactly, else
/// folded, else within a bounded edit distance (a sixth of the quote, at most 24 edits). Several places:
/// whole words are preferred, then the fewest edits, then the first. Time grows with the length of the
/// message, not with its product with the quote's. Pure, safe in any thread.
class SpanLocator
{
public:
    LocatedSpan locate(QStringView message, QStringView quote) const;
};

} // namespace throughline::server::extraction
