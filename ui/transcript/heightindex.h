#pragma once

#include <QList>

namespace throughline::ui {

/// The heights of all rows and where each starts, in 12 bytes a row: reading and changing one take O(log n).
/// Pure arithmetic; pixels.
class HeightIndex
{
public:
    void reset(const QList<int> &heights);
    void insert(int row, const QList<int> &heights);
    void remove(int row, int count);
    void set(int row, int height);

    int count() const { return static_cast<int>(m_heights.size()); }
    int height(int row) const { return m_heights[row]; }
    qint64 top(int row) const; ///< top(count()) is total()
    qint64 total() const { return top(count()); }
    /// The row that covers \a y; the nearest one when y is outside. -1 when there is no row.
    int rowAt(qint64 y) const;

private:
    void rebuild();

    QList<int> m_heights;
    QList<qint64> m_sums; ///< a Fenwick tree, one-based
};

} // namespace throughline::ui
