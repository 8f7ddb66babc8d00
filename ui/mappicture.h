#pragma once

#include "ui/theme.h"
#include "workspace/maplayout.h"

#include <QFont>
#include <QStringList>

class QPainter;
class QSvgRenderer;

namespace throughline::ui {

/// A decision map as it is drawn, on the screen and into files. Made on the GUI thread, which knows the
/// fonts; a value, and painted by any one thread at a time.
class MapPicture
{
public:
    MapPicture() = default;
    MapPicture(const workspace::DecisionMap &map, const Theme &theme, Qt::LayoutDirection direction);

    const workspace::DecisionMap &map() const { return m_map; }
    const workspace::MapLayout &layout() const { return m_layout; }
    const Theme &theme() const { return m_theme; }

    /// What to bring out; -1: nobody. What a selected node is not linked with stands back.
    struct Emphasis
    {
        int selected = -1;
        int hovered = -1;
    };
    /// What of it is in \a exposed, both in the units of the layout.
    void paint(QPainter &painter, const QRectF &exposed, const Emphasis &emphasis) const;

    QSizeF legendSize() const;
    /// How each kind of link that there is looks, from \a corner on.
    void paintLegend(QPainter &painter, const QPointF &corner) const;

    /// "Constraint: It has to run on a 4 GB machine"
    QString nameOf(int node) const;
    /// What it is linked with, in words.
    QString linksOf(int node) const;

    // Whole files, with \a title above and the legend below.
    QByteArray toSvg(const QString &title) const;
    QByteArray toPng(const QString &title) const;

private:
    struct Card
    {
        QStringList lines;
        QString type;
        QString state;
    };
    struct LegendEntry
    {
        workspace::MapLinkKind kind;
        QString words;
    };

    QList<LegendEntry> legend() const;
    double legendHeight() const;
    QPen penOf(workspace::MapLinkKind kind) const;
    void paintLink(QPainter &painter, int link, bool isBroughtOut) const;
    void paintMark(QPainter &painter, const QPointF &middle) const;
    void paintCard(QPainter &painter, int node, QSvgRenderer &icon, const Emphasis &emphasis) const;
    void paintWhole(QPainter &painter, const QString &title) const;
    QSizeF wholeSize() const;

    workspace::DecisionMap m_map;
    workspace::MapLayout m_layout;
    Theme m_theme;
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
    QFont m_font;
    QFont m_caption;
    QFont m_captionStrong;
    QFont m_title;
    double m_glyph;
    double m_lineHeight = 0;
    double m_captionHeight = 0;
    QList<Card> m_cards;
};

} // namespace throughline::ui
