#pragma once

#include "protocol/values.h"

#include <QColor>
#include <QIcon>
#include <QRectF>

class QPainter;

namespace throughline::ui {

/// Our own icons: SVGs on a 20 px grid with 1.5 px strokes, tinted when drawn.
enum class IconId {
    Search,
    Plus,
    PanelRight,
    PanelLeft,
    Activity,
    Export,
    Copy,
    Refresh,
    Branch,
    Check,
    X,
    Pencil,
    Pin,
    ArrowRight,
    ArrowUp,
    ArrowDown,
    Stop,
    Settings,
    Paperclip,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Clock,
    Trash,
    Archive,
    Undo,
    Warning,
    Filter,
    Sort,
    Map,
    Minus,
    Fit,
    Command,
    Decision,
    Goal,
    Constraint,
    Assumption,
    Question,
    Claim,
    Evidence,
    Signal, ///< a type this program does not know
};

/// The glyph that stands for \a type; types are never told apart by colour alone.
IconId iconForType(protocol::SignalType type);

/// The drawing of \a id, for what is drawn at any scale. Any thread once the program has an icon on screen.
QByteArray iconSvg(IconId id, const QColor &color);

/// Draws \a id in \a color into \a rect (logical pixels), sharp at the painter's device scale. Icons that
/// point along the text (arrow-right, chevron-left and -right, undo, panels, map) are mirrored when \a
/// direction is right-to-left.
void paintIcon(QPainter &painter, const QRectF &rect, IconId id, const QColor &color,
    Qt::LayoutDirection direction = Qt::LeftToRight);

/// An icon for actions and menus; \a disabled is used in disabled mode.
QIcon makeIcon(IconId id, const QColor &color, const QColor &disabled = {});

/// The program's own icon, in its own colours.
QIcon applicationIcon();

} // namespace throughline::ui
