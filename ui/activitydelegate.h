#pragma once

#include "polling/clock.h"
#include "ui/appearance.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace throughline::ui {

/// Paints a cell of the table of requests: times and paths in the monospace font, the status in its colour,
/// live durations counted on from the clock.
class ActivityDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ActivityDelegate(const polling::Clock &clock, const Appearance &appearance, QObject *parent);

    int rowHeight() const;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QString cellText(const QModelIndex &index) const;

    static constexpr int BesideText = 22; ///< in a cell, both sides together
    /// Numbers stand at the end of their cell.
    static bool isNumber(int column);

private:
    QColor inkOf(const QModelIndex &index) const;

    const polling::Clock &m_clock;
    const Appearance &m_appearance;
};

/// The table's head, set like the rest of the interface.
class ActivityHeader final : public QHeaderView
{
    Q_OBJECT

public:
    ActivityHeader(const Appearance &appearance, QWidget *parent);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;

private:
    const Appearance &m_appearance;
};

} // namespace throughline::ui
