#include "ui/signalfilter.h"

#include "workspace/signalmodel.h"

namespace throughline::ui {

using Model = workspace::SignalModel;

void SignalFilter::setFilter(const QSet<QString> &typeNames, bool onlyToReview)
{
    if (m_typeNames == typeNames && m_onlyToReview == onlyToReview)
        return;
    m_typeNames = typeNames;
    m_onlyToReview = onlyToReview;
    invalidateFilter();
}

bool SignalFilter::waitsForReview(const QModelIndex &index)
{
    return index.data(Model::StatusRole).toInt() == int(protocol::SignalStatus::Suggested);
}

bool SignalFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_onlyToReview && !waitsForReview(index))
        return false;
    return m_typeNames.isEmpty() || m_typeNames.contains(index.data(Model::TypeNameRole).toString());
}

} // namespace throughline::ui
