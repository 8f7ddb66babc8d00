#pragma once

#include "server/extraction/lexicon.h"
#include "server/extraction/sentencesplitter.h"

#include <QList>
#include <QString>

namespace throughline::server::extraction {

/// One word, number or punctuation mark of a sentence. Words that stand for two ("can't") give two tokens
/// with the same place.
struct Token
{
    enum Flag : unsigned {
        Number = 1,      ///< starts with a digit, or is a currency amount
        Punctuation = 2, ///< , ; : ? ! ( ) and dashes; nothing else is a token
        Capital = 4,     ///< written with a capital first letter
        Opaque = 8       ///< masked: code, a URL
    };
    WordId word = unknownWord;
    unsigned flags = 0;
    TextRange range; ///< in the message
    QString surface; ///< lower case, as far as endings matter

    bool is(Flag flag) const { return flags & flag; }
};

/// Cuts one sentence of a masked message into tokens.
class Tokenizer
{
public:
    explicit Tokenizer(const Lexicon &lexicon)
        : m_lexicon(lexicon)
    {}
    QList<Token> tokens(const QString &masked, TextRange sentence) const;

private:
    qsizetype abbreviationEnd(
        const QString &masked, qsizetype start, qsizetype wordEnd, qsizetype sentenceEnd) const;

    const Lexicon &m_lexicon;
};

} // namespace throughline::server::extraction
