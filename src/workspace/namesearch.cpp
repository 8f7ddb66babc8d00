#include "workspace/namesearch.h"

#include <algorithm>
#include <optional>

namespace throughline::workspace {

namespace {

/// 0 is the best; nothing when \a word is not in \a name.
std::optional<int> distanceOf(QStringView name, QStringView word)
{
    std::optional<int> best;
    for (qsizetype at = name.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = name.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        if (at == 0)
            return 0;
        best = std::min(best.value_or(2), name.at(at - 1).isLetterOrNumber() ? 2 : 1);
    }
    return best;
}

} // namespace

QList<int> namesThatFit(const QStringList &names, QStringView words)
{
    QList<QStringView> parts;
    for (const QStringView part : words.split(u' ', Qt::SkipEmptyParts))
        parts.append(part);
    QList<std::pair<int, int>> found; // distance, index
    for (int index = 0; index < names.size(); ++index) {
        int distance = 0;
        const bool fits = std::all_of(parts.cbegin(), parts.cend(), [&](QStringView part) {
            const std::optional<int> of = distanceOf(names[index], part);
            distance += of.value_or(0);
            return of.has_value();
        });
        if (fits)
            found.emplaceBack(distance, index);
    }
    std::sort(found.begin(), found.end());
    QList<int> indexes;
    for (const auto &[distance, index] : std::as_const(found))
        indexes.append(index);
    return indexes;
}

} // namespace throughline::workspace
