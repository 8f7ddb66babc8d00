#pragma once

#include <QAbstractListModel>
#include <QList>
#include <QSet>
#include <QString>

#include <algorithm>

namespace throughline::workspace {

/// A flat list whose rows have an id of their own, and which can be brought to a wanted content with
/// removals, moves, insertions and changes instead of a reset, so that a view keeps its selection, scroll
/// position and editors.
class RowSyncModel : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

protected:
    /// Makes \a rows what \a wanted says. \a idOf gives a row's id; of rows with the same id only the first
    /// is taken (lists that are fetched in pages repeat a row when something is added meanwhile). Row must
    /// have ==.
    template <typename Row, typename IdOf>
    void syncRows(QList<Row> &rows, const QList<Row> &wanted, IdOf idOf)
    {
        syncRows(rows, wanted, idOf, [](const Row &row, const Row &other) { return row == other; });
    }

    /// The same for rows that are held as something more, which is made of a Row; \a same compares the two.
    template <typename Held, typename Row, typename IdOf, typename Same>
    void syncRows(QList<Held> &rows, const QList<Row> &wanted, IdOf idOf, Same same)
    {
        QList<const Row *> unique;
        QSet<QString> wantedIds;
        for (const Row &row : wanted) {
            const QString id = idOf(row);
            if (wantedIds.contains(id))
                continue;
            wantedIds.insert(id);
            unique.append(&row);
        }

        const QSet<QString> kept = removeUnwanted(rows, wantedIds, idOf);
        for (int i = 0; i < unique.size(); ++i) {
            const QString id = idOf(*unique.at(i));
            if (!kept.contains(id)) {
                i = insertRun(rows, unique, kept, i, idOf);
                continue;
            }
            const auto found = std::find_if(
                rows.cbegin() + i, rows.cend(), [&](const Held &row) { return idOf(row) == id; });
            const int from = static_cast<int>(found - rows.cbegin());
            if (from != i) {
                beginMoveRows({}, from, from, {}, i);
                rows.move(from, i);
                endMoveRows();
            }
            if (!same(rows.at(i), *unique.at(i))) {
                rows[i] = *unique.at(i);
                Q_EMIT dataChanged(index(i), index(i));
            }
        }
    }

private:
    /// Removes, in runs, what is not wanted; returns the ids that are left.
    template <typename Held, typename IdOf>
    QSet<QString> removeUnwanted(QList<Held> &rows, const QSet<QString> &wantedIds, IdOf idOf)
    {
        QSet<QString> kept;
        for (int last = static_cast<int>(rows.size()) - 1; last >= 0;) {
            const QString id = idOf(rows.at(last));
            if (wantedIds.contains(id)) {
                kept.insert(id);
                --last;
                continue;
            }
            int first = last;
            while (first > 0 && !wantedIds.contains(idOf(rows.at(first - 1))))
                --first;
            beginRemoveRows({}, first, last);
            rows.remove(first, last - first + 1);
            endRemoveRows();
            last = first - 1;
        }
        return kept;
    }

    /// Inserts the run of new rows that begins at \a first; returns the last row inserted.
    template <typename Held, typename Row, typename IdOf>
    int insertRun(
        QList<Held> &rows, const QList<const Row *> &wanted, const QSet<QString> &kept, int first, IdOf idOf)
    {
        int last = first;
        while (last + 1 < wanted.size() && !kept.contains(idOf(*wanted.at(last + 1))))
            ++last;
        beginInsertRows({}, first, last);
        rows.insert(first, last - first + 1, Held(*wanted.at(first))); // at once: what is behind moves once
        for (int i = first + 1; i <= last; ++i)
            rows[i] = *wanted.at(i);
        endInsertRows();
        return last;
    }
};

} // namespace throughline::workspace
