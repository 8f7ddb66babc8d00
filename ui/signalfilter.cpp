#include "ui/signalfilter.h"

#include "workspace/signalmodel.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace throughline::ui {

using Model = workspace::SignalModel;

void SignalFilter::setWanted(const Wanted &wanted)
{
    if (m_wanted == wanted)
        return;
    m_wanted = wanted;
    invalidateFilter();
}

void SignalFilter::setOrder(Order order)
{
    if (std::exchange(m_order, order) == order)
        return;
    invalidate();
    sort(order == Order::AsSaid ? -1 : 0); // -1: as the model has them
}

bool SignalFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto key = [](const QModelIndex &index) {
        const auto type = protocol::SignalType(index.data(Model::TypeRole).toInt());
        return std::tuple(Model::groupOrder(type), index.data(Model::TypeNameRole).toString(),
            !index.data(Model::PinnedRole).toBool());
    };
    const auto a = key(left);
    const auto b = key(right);
    if (a != b)
        return a < b;
    if (m_order == Order::SurestFirst) {
        const double surer = left.data(Model::ConfidenceRole).toDouble();
        const double other = right.data(Model::ConfidenceRole).toDouble();
        if (surer > other || surer < other)
            return surer > other;
    } else {
        const QDateTime newer = left.data(Model::CreatedAtRole).toDateTime();
        const QDateTime other = right.data(Model::CreatedAtRole).toDateTime();
        if (newer != other)
            return newer > other;
    }
    return left.row() < right.row();
}

bool SignalFilter::waitsForReview(const QModelIndex &index)
{
    return index.data(Model::StatusRole).toInt() == int(protocol::SignalStatus::Suggested);
}

bool SignalFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_wanted.onlyToReview && !waitsForReview(index))
        return false;
    if (!m_wanted.typeNames.isEmpty() &&
        !m_wanted.typeNames.contains(index.data(Model::TypeNameRole).toString()))
        return false;
    const QString text = index.data(Model::TextRole).toString();
    const QString quote = index.data(Model::QuoteRole).toString();
    return std::all_of(m_wanted.words.cbegin(), m_wanted.words.cend(), [&](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive) || quote.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace throughline::ui
