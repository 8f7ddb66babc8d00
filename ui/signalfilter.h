#pragma once

#include <QSet>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace throughline::ui {

/// The cards that the filters let through: any of the chosen types (none chosen: all), and of those, when
/// asked, only what waits for review, and what has all the words that were typed in its text or quote. Types
/// go by the server's spelling, so that unknown ones can be chosen too. Within a type, pinned ones first,
/// they come in the order that was chosen.
class SignalFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    struct Wanted
    {
        QSet<QString> typeNames{};
        bool onlyToReview = false;
        QStringList words{};
        bool operator==(const Wanted &) const = default;
    };
    void setWanted(const Wanted &wanted);
    bool isFiltering() const { return m_wanted != Wanted(); }

    enum class Order { AsSaid, SurestFirst, NewestFirst };
    void setOrder(Order order);
    Order order() const { return m_order; }

    static bool waitsForReview(const QModelIndex &index);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    Wanted m_wanted;
    Order m_order = Order::AsSaid;
};

} // namespace throughline::ui
