#pragma once

#include "ui/appearance.h"
#include "ui/signalcardtext.h"

#include <QHash>
#include <QStyledItemDelegate>

#include <optional>

namespace throughline::ui {

/// Paints one signal as a card, and above the first of each type the type's name and count. Knows where a
/// card's parts are, so that the view can tell what was clicked; the view tells it what is selected, hovered
/// and edited.
class SignalDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    struct State
    {
        QString selected; ///< id
        QString hovered;  ///< id
        QString edited;   ///< id
        std::optional<CardAction> hoveredAction;
        int editorHeight = 0;
        int listWidth = 336; ///< scroll bar included: heights must not depend on whether there is one
        bool keepsReviewHere = false; ///< on this computer, not on the server
        bool supportsLinks = false;   ///< pairs can be settled, evidence linked
        bool hasEvidence = false;     ///< there is some that could be linked
    };

    SignalDelegate(const Appearance &appearance, QObject *parent);

    State state;

    QRect cardRect(const QRect &itemRect, const QModelIndex &index) const;
    /// Where the text stands, for the editor that takes its place.
    QRect textRect(const QRect &itemRect, const QModelIndex &index) const;
    /// Those that are buttons.
    QList<CardAction> actionsOf(const QModelIndex &index) const;
    /// The action under \a position: of the buttons, if the card shows them, or of the line.
    std::optional<CardAction> actionAt(const QPoint &position, const QRect &itemRect,
        const QModelIndex &index, Qt::LayoutDirection direction) const;

    /// The model changed: counts are taken anew.
    void setCounts(const QHash<QString, int> &byTypeName) { m_counts = byTypeName; }
    void forgetHeights() { m_heights.clear(); }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    bool beginsGroup(const QModelIndex &index) const;
    int captionHeight(const QModelIndex &index) const;
    QString facts(const QModelIndex &index) const;
    double textHeight(const QString &text, double width, TextStyle style = TextStyle::Body) const;
    int cardHeight(const QModelIndex &index) const;

    /// What stands below the text, left to right, each with the gap above it; null where there is none.
    struct Lines
    {
        QRectF facts;
        QRectF places;        ///< it was said in several
        QRectF contradiction; ///< what it seems to contradict
        QRectF settle;        ///< on the selected card: where one says that it does not
        double height = 0;    ///< of all of them
    };
    Lines linesOf(const QRectF &card, const QModelIndex &index) const;
    void paintFacts(
        QPainter &painter, const QRectF &card, const QModelIndex &index, Qt::LayoutDirection d) const;
    /// Those that do something.
    void paintLinks(
        QPainter &painter, const QRectF &card, const QModelIndex &index, Qt::LayoutDirection d) const;
    bool isRole(const QString &id, const QModelIndex &index) const;
    double markRoom() const; ///< of the mark at doubtful facts
    double iconSide() const; ///< of the actions
    QSizeF actionSize(const QRectF &card, const QModelIndex &index) const;
    /// Left-to-right places of the actions; mirrored by the callers.
    QList<QRectF> actionRects(const QRectF &card, const QModelIndex &index) const;

    void paintCaption(
        QPainter &painter, const QRectF &item, const QModelIndex &index, Qt::LayoutDirection d) const;
    void paintActions(
        QPainter &painter, const QRectF &card, const QModelIndex &index, Qt::LayoutDirection d) const;

    const Appearance &m_appearance;
    QHash<QString, int> m_counts;
    mutable QHash<QPair<QString, int>, double>
        m_heights; ///< by text, width and style: layouts are costly, 500 cards many
};

} // namespace throughline::ui
