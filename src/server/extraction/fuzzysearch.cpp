#include "server/extraction/fuzzysearch.h"

#include <algorithm>
#include <vector>

namespace throughline::server::extraction {
namespace {

constexpr qsizetype mostCandidates = 400;
constexpr qsizetype fewestCandidates = 8;
// Cells of the edit-distance table for one search: some tens of milliseconds.
constexpr qsizetype workBudget = 20'000'000;

struct Ending
{
    qsizetype end = 0;
    int edits = 0;
};

/// Sellers' algorithm in a band: the end of the best match of \a needle among the \a size characters that
/// \a charAt gives. It may start anywhere or, with \a fixedStart, starts at the first. The first of equals.
/// Only alignments within \a maxEdits are of interest, so cells further off the diagonal are not computed.
template <typename Text, typename Needle>
Ending bestEnding(
    const Text &charAt, qsizetype size, const Needle &wanted, qsizetype m, int maxEdits, bool fixedStart)
{
    const int unreachable = int(m) + maxEdits + 1;
    std::vector<int> column(size_t(m) + 1, unreachable);
    for (qsizetype i = 0; i <= std::min<qsizetype>(m, maxEdits); ++i)
        column[size_t(i)] = int(i);
    Ending best{0, column[size_t(m)]};
    for (qsizetype j = 1; j <= size; ++j) {
        const qsizetype low = std::max<qsizetype>(1, j - 3 * qsizetype(maxEdits));
        const qsizetype high = std::min<qsizetype>(m, j + maxEdits);
        int diagonal = column[size_t(low) - 1];
        column[0] = fixedStart ? int(j) : 0;
        int below = low == 1 ? column[0] : unreachable;
        for (qsizetype i = low; i <= high; ++i) {
            int &cell = column[size_t(i)];
            const int substituted = diagonal + (charAt(j - 1) == wanted(i - 1) ? 0 : 1);
            diagonal = cell;
            cell = below = std::min({substituted, diagonal + 1, below + 1});
        }
        if (high == m && column[size_t(m)] < best.edits)
            best = {j, column[size_t(m)]};
    }
    return best;
}

/// The best match within \a window of the text, located at both ends.
FuzzyHit bestHit(QStringView window, QStringView needle, int maxEdits)
{
    const qsizetype m = needle.size();
    const Ending forward = bestEnding([&](qsizetype j) { return window[j]; }, window.size(),
        [&](qsizetype i) { return needle[i]; }, m, maxEdits, false);
    // Backwards from the end found, the start is where the same number of edits is reached.
    const Ending backward = bestEnding([&](qsizetype j) { return window[forward.end - 1 - j]; }, forward.end,
        [&](qsizetype i) { return needle[m - 1 - i]; }, m, maxEdits, true);
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
    const qsizetype affordable = workBudget / (m * 4 * pieces);
    const qsizetype allowed = std::clamp(affordable, fewestCandidates, mostCandidates);
    qsizetype candidates = 0;
    for (qsizetype p = 0; p < pieces && candidates < allowed; ++p) {
        const qsizetype from = m * p / pieces;
        const QStringView piece = needle.sliced(from, m * (p + 1) / pieces - from);
        qsizetype searchedUpTo = -1;
        for (qsizetype at = text.indexOf(piece); at >= 0 && candidates < allowed;
             at = text.indexOf(piece, at + 1)) {
            // Neighbouring places share a window.
            if (at <= searchedUpTo)
                continue;
            ++candidates;
            const qsizetype start = std::max<qsizetype>(0, at - from - maxEdits);
            const qsizetype end = std::min<qsizetype>(text.size(), at - from + m + 2 * qsizetype(maxEdits));
            searchedUpTo = at + maxEdits;
            FuzzyHit hit = bestHit(text.sliced(start, end - start), needle, maxEdits);
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
