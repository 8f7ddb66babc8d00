#include "server/extraction/sentencesplitter.h"

#include "server/extraction/messageblocks.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

namespace throughline::server::extraction {
namespace {

using namespace Qt::StringLiterals;

// A full stop behind these ends no sentence. Lower case, without the final stop.
constexpr std::array abbreviations{"e.g"_L1, "i.e"_L1, "eg"_L1, "ie"_L1, "vs"_L1, "cf"_L1, "approx"_L1,
    "resp"_L1, "incl"_L1, "excl"_L1, "dr"_L1, "mr"_L1, "mrs"_L1, "ms"_L1, "prof"_L1, "st"_L1, "sen"_L1,
    "gov"_L1, "dept"_L1, "est"_L1, "fig"_L1, "figs"_L1, "sec"_L1, "ch"_L1, "eq"_L1, "ref"_L1, "vol"_L1,
    "pp"_L1, "ca"_L1, "al"_L1, "viz"_L1, "w.r.t"_L1, "esp"_L1, "inc"_L1, "ltd"_L1, "corp"_L1, "u.s"_L1,
    "u.k"_L1, "e.u"_L1, "jan"_L1, "feb"_L1, "aug"_L1, "sept"_L1, "oct"_L1, "nov"_L1, "dec"_L1, "max"_L1,
    "min"_L1, "avg"_L1};
// These end one unless a lower-case word or a number follows.
constexpr std::array softAbbreviations{"etc"_L1, "no"_L1, "nr"_L1, "a.m"_L1, "p.m"_L1, "co"_L1, "jr"_L1,
    "sr"_L1, "mar"_L1, "apr"_L1, "jun"_L1, "jul"_L1};

bool isStop(QChar c)
{
    return c == u'.' || c == u'!' || c == u'?' || c == u'\u2026';
}

bool isCloser(QChar c)
{
    return c == u')' || c == u']' || c == u'"' || c == u'\'' || c == u'\u201D' || c == u'\u2019' ||
           c == u'*' || c == u'_' || c == u'\u00BB';
}

/// The last word of \a text before its final full stop, lower-cased letters, digits and inner stops.
QString wordBeforeStop(QStringView text)
{
    qsizetype end = text.size();
    if (end > 0 && text[end - 1] == u'.')
        --end;
    qsizetype start = end;
    while (start > 0 && (text[start - 1].isLetterOrNumber() || text[start - 1] == u'.'))
        --start;
    return text.sliced(start, end - start).toString().toLower();
}

/// True when the stop that ends \a before belongs to a word, so that the sentence goes on with \a after.
bool isAbbreviation(QStringView before, QStringView after)
{
    if (!before.endsWith(u'.') || after.isEmpty())
        return false;
    const QString word = wordBeforeStop(before);
    const auto is = [&word](QLatin1StringView abbreviation) { return word == abbreviation; };
    if (std::any_of(abbreviations.begin(), abbreviations.end(), is))
        return true;
    if (std::any_of(softAbbreviations.begin(), softAbbreviations.end(), is))
        return after[0].isLower() || after[0].isDigit();
    // An initial ("J. Smith"), but not the pronoun.
    const qsizetype wordStart = before.size() - 1 - word.size();
    return word.size() == 1 && word[0].isLetter() && word != u"i" && before[wordStart].isUpper() &&
           after[0].isUpper();
}

class ParagraphSplitter
{
public:
    ParagraphSplitter(const QString &text, TextRange block, QList<TextRange> &out)
        : m_text(text)
        , m_block(block)
        , m_out(out)
    {}

    void split()
    {
        QList<qsizetype> cuts = unicodeCuts();
        addLowerCaseCuts(cuts);
        std::sort(cuts.begin(), cuts.end());
        qsizetype start = m_block.start;
        for (const qsizetype cut : std::as_const(cuts)) {
            if (cut <= start || !mayCut(start, cut))
                continue;
            append(start, cut);
            start = cut;
        }
        append(start, m_block.end);
    }

private:
    QStringView view(qsizetype from, qsizetype to) const
    {
        return QStringView(m_text).sliced(from, to - from);
    }

    QList<qsizetype> unicodeCuts() const
    {
        QList<qsizetype> cuts;
        // To the finder every line break ends a paragraph; here a block is one.
        QString block = view(m_block.start, m_block.end).toString();
        block.replace(u'\n', u' ').replace(u'\r', u' ');
        QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, block);
        for (qsizetype at = finder.toNextBoundary(); at >= 0; at = finder.toNextBoundary())
            cuts.append(m_block.start + at);
        return cuts;
    }

    /// People type without capitals; the Unicode rules see no sentence in "too slow. we need more".
    void addLowerCaseCuts(QList<qsizetype> &cuts) const
    {
        for (qsizetype i = m_block.start; i + 1 < m_block.end; ++i) {
            const QChar c = m_text[i];
            if (c == u';' && m_text[i + 1].isSpace()) {
                cuts.append(i + 1);
                continue;
            }
            if (!isStop(c))
                continue;
            qsizetype next = i + 1;
            while (next < m_block.end && (isCloser(m_text[next]) || isStop(m_text[next])))
                ++next;
            const bool ellipsis = c == u'\u2026' || (next - i >= 2 && m_text[i + 1] == u'.' && c == u'.');
            if (next < m_block.end && m_text[next].isSpace() && !ellipsis)
                cuts.append(next);
            i = next - 1;
        }
    }

    bool mayCut(qsizetype start, qsizetype cut) const
    {
        const QStringView before = view(start, cut).trimmed();
        const QStringView after = view(cut, m_block.end).trimmed();
        if (before.isEmpty())
            return false;
        // A lone number with a stop is a list marker within a line, not a sentence.
        const bool onlyMarker = before.size() <= 3 && before.endsWith(u'.') && before[0].isDigit();
        return !onlyMarker && !isAbbreviation(before, after);
    }

    void append(qsizetype start, qsizetype end)
    {
        static constexpr QStringView edge = u"*_#~ \t\r\n\u00A0";
        while (start < end && (edge.contains(m_text[start]) || m_text[start].isSpace()))
            ++start;
        while (end > start && (edge.contains(m_text[end - 1]) || m_text[end - 1].isSpace()))
            --end;
        const QStringView text = view(start, end);
        if (std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); }))
            m_out.append({start, end});
    }

    const QString &m_text;
    TextRange m_block;
    QList<TextRange> &m_out;
};

} // namespace

SplitText SentenceSplitter::split(const QString &message) const
{
    SplitText result{message, {}};
    const QList<TextRange> blocks = proseBlocks(message);
    maskOpaque(result.masked, blocks);
    for (const TextRange &block : blocks)
        ParagraphSplitter(result.masked, block, result.sentences).split();
    return result;
}

} // namespace throughline::server::extraction
