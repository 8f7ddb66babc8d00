#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

namespace throughline::ui {

/// The cards that the chips let through: any of the chosen types (none chosen: all), and of those, when
/// asked, only what waits for review. Types go by the server's spelling, so that unknown ones can be chosen
/// too.
class SignalFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setFilter(const QSet<QString> &typeNames, bool onlyToReview);
    bool isFiltering() const { return m_onlyToReview || !m_typeNames.isEmpty(); }

    static bool waitsForReview(const QModelIndex &index);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QSet<QString> m_typeNames;
    bool m_onlyToReview = false;
};

} // namespace throughline::ui
