#include "server/extraction/fuzzysearch.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace throughline::server::extraction {
namespace {

constexpr int mostCandidates = 400;

struct Ending
{
    qsizetype end = 0;
    int edits = 0;
};

/// Sellers' algorithm: the end in \a text of the best match of \a needle that may start anywhere, or, with
/// \a fixedStart, that starts at the beginning. The first of equals.
template <typename Text>
Ending bestEnding(const Text &charAt, qsizetype size, QStringView needle, bool reversed, bool fixedStart)
{
    const qsizetype m = needle.size();
    std::vector<int> column(size_t(m) + 1);
    std::iota(column.begin(), column.end(), 0);
    Ending best{0, column[size_t(m)]};
    for (qsizetype j = 0; j < size; ++j) {
        int diagonal = column[0];
        column[0] = fixedStart ? int(j) + 1 : 0;
        for (qsizetype i = 1; i <= m; ++i) {
            const QChar wanted = reversed ? needle[m - i] : needle[i - 1];
            const int substituted = diagonal + (charAt(j) == wanted ? 0 : 1);
            diagonal = column[size_t(i)];
            column[size_t(i)] = std::min({substituted, diagonal + 1, column[size_t(i) - 1] + 1});
        }
        if (column[size_t(m)] < best.edits)
            best = {j + 1, column[size_t(m)]};
    }
    return best;
}

/// The best match within \a window of the text, located at both ends.
FuzzyHit bestHit(QStringView window, QStringView needle)
{
    const Ending forward =
        bestEnding([&](qsizetype j) { return window[j]; }, window.size(), needle, false, false);
    // Backwards from the end found, the start is where the same number of edits is reached.
    const Ending backward =
        bestEnding([&](qsizetype j) { return window[forward.end - 1 - j]; }, forward.end, needle, true, true);
    return {forward.end - backward.end, forward.end, forward.edits};
}

} // namespace

std::optional<FuzzyHit> fuzzyFind(QStringView text, QStringView needle, int maxEdits)
{
    const qsizetype m = needle.size();
    const qsizetype pieces = maxEdits + 1;
    if (m < pieces || text.isEmpty())
        return std::nullopt;
    std::optional<FuzzyHit> best;
    int candidates = 0;
    for (qsizetype p = 0; p < pieces && candidates < mostCandidates; ++p) {
        const qsizetype from = m * p / pieces;
        const QStringView piece = needle.sliced(from, m * (p + 1) / pieces - from);
        qsizetype searchedUpTo = -1;
        for (qsizetype at = text.indexOf(piece); at >= 0 && candidates < mostCandidates;
             at = text.indexOf(piece, at + 1)) {
            // Neighbouring places share a window.
            if (at <= searchedUpTo)
                continue;
            ++candidates;
            const qsizetype start = std::max<qsizetype>(0, at - from - maxEdits);
            const qsizetype end = std::min<qsizetype>(text.size(), at - from + m + 2 * maxEdits);
            searchedUpTo = at + maxEdits;
            FuzzyHit hit = bestHit(text.sliced(start, end - start), needle);
            hit.start += start;
            hit.end += start;
            const bool better =
                !best || hit.edits < best->edits || (hit.edits == best->edits && hit.start < best->start);
            if (hit.edits <= maxEdits && hit.end > hit.start && better)
                best = hit;
        }
    }
    return best;
}

} // namespace throughline::server::extraction
