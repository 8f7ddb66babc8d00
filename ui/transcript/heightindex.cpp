#include "ui/transcript/heightindex.h"

#include <algorithm>
#include <bit>

namespace throughline::ui {

namespace {

int lowestBit(int i)
{
    return i & -i;
}

} // namespace

void HeightIndex::reset(const QList<int> &heights)
{
    m_heights = heights;
    rebuild();
}

void HeightIndex::rebuild()
{
    const int n = count();
    m_sums.fill(0, n + 1);
    for (int i = 1; i <= n; ++i) {
        m_sums[i] += m_heights[i - 1];
        const int parent = i + lowestBit(i);
        if (parent <= n) {
            m_sums[parent] += m_sums[i];
        }
    }
}

void HeightIndex::insert(int row, const QList<int> &heights)
{
    if (row == count()) { // the common case stays cheap: a node's sum is made of those below it
        for (const int height : heights) {
            m_heights.append(height);
            const int i = count();
            m_sums.resize(i + 1);
            m_sums[i] = top(i - 1) + height - top(i - lowestBit(i));
        }
        return;
    }
    m_heights = m_heights.first(row) + heights + m_heights.sliced(row);
    rebuild();
}

void HeightIndex::remove(int row, int count)
{
    m_heights.remove(row, count);
    rebuild();
}

void HeightIndex::set(int row, int height)
{
    const int difference = height - m_heights[row];
    if (difference == 0) {
        return;
    }
    m_heights[row] = height;
    for (int i = row + 1; i <= count(); i += lowestBit(i)) {
        m_sums[i] += difference;
    }
}

qint64 HeightIndex::top(int row) const
{
    qint64 sum = 0;
    for (int i = row; i > 0; i -= lowestBit(i)) {
        sum += m_sums[i];
    }
    return sum;
}

int HeightIndex::rowAt(qint64 y) const
{
    const int n = count();
    if (n == 0) {
        return -1;
    }
    int row = 0;
    qint64 rest = y;
    for (auto step = static_cast<int>(std::bit_floor(static_cast<unsigned>(n))); step > 0; step /= 2) {
        if (row + step <= n && m_sums[row + step] <= rest) {
            row += step;
            rest -= m_sums[row];
        }
    }
    return std::clamp(row, 0, n - 1);
}

} // namespace throughline::ui
