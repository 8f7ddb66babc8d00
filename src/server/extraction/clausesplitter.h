#pragma once

#include "server/extraction/cuebook.h"
#include "server/extraction/tokenizer.h"

namespace throughline::server::extraction {

/// A part of a sentence that makes a statement of its own. Indices into the sentence's tokens, half open.
struct Clause
{
    qsizetype first = 0;
    qsizetype last = 0;
    WordId joiner = unknownWord; ///< the word that joins it to the clause before
};

/// Where \a tokens fall into clauses: at joiners ("and", "but", "because") and commas before something that
/// can start a clause. When in doubt the sentence stays whole.
QList<Clause> splitClauses(const CueBook &book, const QList<Token> &tokens, qsizetype first);

} // namespace throughline::server::extraction
