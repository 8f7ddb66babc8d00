#include "server/extraction/tokenizer.h"

namespace throughline::server::extraction {
namespace {

bool isApostrophe(QChar c)
{
    return c == u'\'' || c == u'\u2019' || c == u'\u2018' || c == u'\u02BC' || c == u'`';
}

bool isDash(QChar c)
{
    return c == u'\u2013' || c == u'\u2014' || c == u'-';
}

bool isMark(QChar c)
{
    return QStringView(u",;:?!()%&+=<>/\u2264\u2265").contains(c);
}

bool isCurrency(QChar c)
{
    return c.category() == QChar::Symbol_Currency;
}

bool isWordChar(QChar c)
{
    return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_';
}

/// The end of the word that starts at \a i: letters and digits, with apostrophes, and stops, commas, hyphens
/// and slashes only between them ("o'clock", "v2.1", "1,000", "and/or", "read-only").
qsizetype wordEnd(const QString &text, qsizetype i, qsizetype end)
{
    const bool number = text[i].isDigit();
    while (i < end) {
        const QChar c = text[i];
        const bool inner = i + 1 < end && isWordChar(text[i + 1]) &&
                           (isApostrophe(c) || c == u'.' || c == u'-' || c == u'\u2011' ||
                               (number && (c == u',' || c == u':')));
        if (!isWordChar(c) && !inner)
            break;
        ++i;
    }
    return i;
}

QString surfaceOf(QStringView word)
{
    QString surface = word.toString().toLower();
    for (QChar &c : surface) {
        if (isApostrophe(c))
            c = u'\'';
    }
    return surface;
}

} // namespace

/// "w/", "w/o", "b/c": a slash belongs to the word when the language file knows the whole.
qsizetype Tokenizer::abbreviationEnd(
    const QString &masked, qsizetype start, qsizetype wordEnd, qsizetype sentenceEnd) const
{
    if (wordEnd - start != 1 || wordEnd >= sentenceEnd || masked[wordEnd] != u'/')
        return wordEnd;
    qsizetype end = wordEnd + 1;
    while (end < sentenceEnd && end <= wordEnd + 2 && masked[end].isLetter())
        ++end;
    return m_lexicon.isSpelledOut(surfaceOf(QStringView(masked).sliced(start, end - start))) ? end : wordEnd;
}

QList<Token> Tokenizer::tokens(const QString &masked, TextRange sentence) const
{
    QList<Token> tokens;
    qsizetype i = sentence.start;
    while (i < sentence.end) {
        const QChar c = masked[i];
        const qsizetype start = i;
        Token token;
        if (c == SplitText::blank) {
            while (i < sentence.end && masked[i] == SplitText::blank)
                ++i;
            token.flags = Token::Opaque;
            token.range = {start, i};
            tokens.append(token);
        } else if (isCurrency(c) || isWordChar(c)) {
            if (isCurrency(c))
                ++i;
            i = i < sentence.end && isWordChar(masked[i]) ? wordEnd(masked, i, sentence.end) : i;
            i = abbreviationEnd(masked, start, i, sentence.end);
            token.range = {start, i};
            token.surface = surfaceOf(QStringView(masked).sliced(start, i - start));
            if (isCurrency(c) || c.isDigit())
                token.flags |= Token::Number;
            if (c.isUpper())
                token.flags |= Token::Capital;
            const QList<WordId> words = m_lexicon.wordsFor(token.surface);
            for (const WordId word : words) {
                token.word = word;
                tokens.append(token);
            }
        } else if (isMark(c) || (isDash(c) && !(start > 0 && isWordChar(masked[start - 1]))) ||
                   c == u'\u2014') {
            ++i;
            // "--" is one dash.
            while (isDash(c) && i < sentence.end && isDash(masked[i]))
                ++i;
            token.flags = Token::Punctuation;
            token.range = {start, i};
            token.surface = isDash(c) ? QString(u'-') : QString(c);
            token.word = m_lexicon.find(token.surface);
            tokens.append(token);
        } else {
            ++i;
        }
    }
    return tokens;
}

} // namespace throughline::server::extraction
