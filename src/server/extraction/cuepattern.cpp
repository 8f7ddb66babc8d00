#include "server/extraction/cuepattern.h"

#include <algorithm>

namespace throughline::server::extraction {
namespace {

using namespace Qt::StringLiterals;

// Gaps make a match try several ways; a clause that needs more than this has no cue.
constexpr int matchBudget = 400;
constexpr qsizetype shortestEnding = 4;

bool isFinalMark(const Token &token)
{
    return token.is(Token::Punctuation) && token.surface != u"?" && token.surface != u"%";
}

} // namespace

tl::expected<CuePattern, QString> CuePattern::compile(const QString &source, Lexicon &lexicon)
{
    CuePattern pattern;
    const QStringList parts = source.split(u' ', Qt::SkipEmptyParts);
    for (QString part : parts) {
        Element element;
        if (part == u"^") {
            pattern.m_anchored = true;
            continue;
        }
        if (part == u"$") {
            element.kind = Element::Kind::End;
            pattern.m_elements.push_back(element);
            continue;
        }
        if (part.size() > 1 && part.startsWith(u'*')) {
            element.kind = Element::Kind::Gap;
            element.gap = part.mid(1).toInt();
            pattern.m_elements.push_back(element);
            continue;
        }
        if (part.size() > 1 && part.endsWith(u'?')) {
            element.optional = true;
            part.chop(1);
        }
        if (part.size() > 1 && part.startsWith(u'!')) {
            element.kind = Element::Kind::Not;
            part.remove(0, 1);
        }
        const QStringList alternatives = part.split(u'|', Qt::SkipEmptyParts);
        for (const QString &alternative : alternatives) {
            if (alternative == u"#") {
                element.number = true;
                const WordSet numbers = lexicon.wordClass(u"number"_s);
                for (const WordId word : numbers.ids())
                    element.words.insert(word);
            } else if (alternative.size() > 1 && alternative.startsWith(u'~')) {
                element.endings.append(alternative.mid(1));
                element.withoutEnding = lexicon.wordClass(u"noending"_s);
            } else if (alternative.startsWith(u'@')) {
                bool found = false;
                const WordSet set = lexicon.wordClass(alternative.mid(1), &found);
                if (!found)
                    return tl::make_unexpected(u"No class \"%1\" (in \"%2\")."_s.arg(alternative, source));
                for (const WordId word : set.ids())
                    element.words.insert(word);
            } else if (alternative.size() > 1 && alternative.endsWith(u'+')) {
                const QStringList forms = Lexicon::inflections(alternative.chopped(1));
                for (const QString &form : forms)
                    element.words.insert(lexicon.intern(form));
            } else {
                element.words.insert(lexicon.intern(alternative));
            }
        }
        if (element.words.isEmpty() && !element.number && element.endings.isEmpty())
            return tl::make_unexpected(u"An empty alternative in \"%1\"."_s.arg(source));
        pattern.m_elements.push_back(element);
    }
    if (pattern.m_elements.empty())
        return tl::make_unexpected(u"An empty pattern."_s);
    // The index needs to know what a match can start with.
    for (const Element &element : pattern.m_elements) {
        if (element.kind != Element::Kind::Words || element.number || !element.endings.isEmpty()) {
            pattern.m_starters = {};
            break;
        }
        for (const WordId word : element.words.ids())
            pattern.m_starters.insert(word);
        if (!element.optional)
            break;
    }
    return pattern;
}

qsizetype CuePattern::match(const QList<Token> &tokens, qsizetype first, qsizetype last, qsizetype at) const
{
    if (m_anchored && at != first)
        return -1;
    int budget = matchBudget;
    return matchFrom(0, tokens, last, at, budget);
}

bool CuePattern::matchesOne(const Element &element, const Token &token)
{
    if (element.words.contains(token.word) || (element.number && token.is(Token::Number)))
        return true;
    if (element.endings.isEmpty() || element.withoutEnding.contains(token.word))
        return false;
    return token.surface.size() >= shortestEnding &&
           std::any_of(element.endings.begin(), element.endings.end(),
               [&token](const QString &ending) { return token.surface.endsWith(ending); });
}

qsizetype CuePattern::matchFrom(
    size_t index, const QList<Token> &tokens, qsizetype last, qsizetype at, int &budget) const
{
    if (index == m_elements.size())
        return at;
    if (--budget < 0)
        return -1;
    const Element &element = m_elements[index];
    switch (element.kind) {
    case Element::Kind::End: {
        qsizetype rest = at;
        while (rest < last && isFinalMark(tokens[rest]))
            ++rest;
        return rest == last ? matchFrom(index + 1, tokens, last, at, budget) : -1;
    }
    case Element::Kind::Not:
        if (at < last && matchesOne(element, tokens[at]))
            return -1;
        return matchFrom(index + 1, tokens, last, at, budget);
    case Element::Kind::Gap:
        for (int skipped = 0; skipped <= element.gap && at + skipped <= last; ++skipped) {
            if (skipped > 0 && tokens[at + skipped - 1].is(Token::Punctuation))
                return -1;
            const qsizetype end = matchFrom(index + 1, tokens, last, at + skipped, budget);
            if (end >= 0)
                return end;
        }
        return -1;
    case Element::Kind::Words:
        if (at < last && matchesOne(element, tokens[at])) {
            const qsizetype end = matchFrom(index + 1, tokens, last, at + 1, budget);
            if (end >= 0)
                return end;
        }
        return element.optional ? matchFrom(index + 1, tokens, last, at, budget) : -1;
    }
    return -1;
}

} // namespace throughline::server::extraction
