#include "server/extraction/spanlocator.h"

#include "server/extraction/foldedtext.h"
#include "server/extraction/fuzzysearch.h"

#include <algorithm>

namespace throughline::server::extraction {
namespace {

// Shorter quotes are near too many things to be found by resemblance.
constexpr qsizetype shortestFuzzyQuote = 12;
constexpr int mostEdits = 24;
constexpr int charactersPerEdit = 6;

bool isLetterOrDigit(QChar c)
{
    return c.isLetterOrNumber();
}

/// True when [start, end) cuts no word of \a text in two.
bool standsAlone(QStringView text, qsizetype start, qsizetype end)
{
    const bool cutsFront = start > 0 && isLetterOrDigit(text[start - 1]) && isLetterOrDigit(text[start]);
    const bool cutsBack = end < text.size() && isLetterOrDigit(text[end - 1]) && isLetterOrDigit(text[end]);
    return !cutsFront && !cutsBack;
}

/// The first place of \a needle that stands alone, else the first at all, else -1.
qsizetype findWhole(QStringView text, QStringView needle)
{
    const qsizetype first = text.indexOf(needle);
    for (qsizetype at = first; at >= 0; at = text.indexOf(needle, at + 1)) {
        if (standsAlone(text, at, at + needle.size()))
            return at;
    }
    return first;
}

} // namespace

protocol::Alignment LocatedSpan::alignment() const
{
    switch (match) {
    case Match::Exact:
    case Match::Folded:
        return protocol::Alignment::Exact;
    case Match::Fuzzy:
        return protocol::Alignment::Fuzzy;
    case Match::None:
        break;
    }
    return protocol::Alignment::None;
}

LocatedSpan SpanLocator::locate(QStringView message, QStringView quote) const
{
    const QStringView wanted = quote.trimmed();
    if (wanted.isEmpty())
        return {};
    if (const qsizetype at = findWhole(message, wanted); at >= 0)
        return {LocatedSpan::Match::Exact, at, at + wanted.size()};

    const FoldedText text(message);
    const QString needle = FoldedText(wanted).text().trimmed();
    if (needle.isEmpty())
        return {};
    if (const qsizetype at = findWhole(text.text(), needle); at >= 0) {
        return {LocatedSpan::Match::Folded, text.originalStart(at), text.originalEnd(at + needle.size())};
    }
    if (needle.size() < shortestFuzzyQuote)
        return {};
    const int edits = std::min<int>(mostEdits, int(needle.size()) / charactersPerEdit);
    const std::optional<FuzzyHit> hit = fuzzyFind(text.text(), needle, edits);
    if (!hit)
        return {};
    return {LocatedSpan::Match::Fuzzy, text.originalStart(hit->start), text.originalEnd(hit->end)};
}

} // namespace throughline::server::extraction
