#include "ui/mappicture.h"

#include "ui/icons.h"
#include "ui/textpaint.h"
#include "ui/typenames.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QSvgGenerator>
#include <QSvgRenderer>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <map>

namespace throughline::ui {

namespace {

using protocol::SignalStatus;
using workspace::MapLink;
using workspace::MapLinkKind;

constexpr int mostLines = 3;
constexpr double pad = 11;
constexpr double corner = 8;
constexpr double sample = 34; ///< of a link, in the legend
constexpr double faded = 0.32;
constexpr double pngScale = 2;
constexpr double mostPixels = 60e6;

struct MapWords
{
    Q_DECLARE_TR_FUNCTIONS(DecisionMap)
};

/// The same everywhere it is drawn: points would be of the device.
QFont inPixels(QFont font)
{
    font.setPixelSize(QFontInfo(font).pixelSize());
    return font;
}

/// At most mostLines lines of \a width, the last one elided.
QStringList brokenLines(const QFont &font, const QString &text, double width)
{
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() == mostLines - 1) {
            lines.append(QFontMetricsF(font).elidedText(text.mid(line.textStart()), Qt::ElideRight, width));
            break;
        }
        lines.append(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

QPainterPath rounded(const QList<QPointF> &points)
{
    QPainterPath path(points.constFirst());
    for (qsizetype i = 1; i + 1 < points.size(); ++i) {
        const QLineF in(points.at(i), points.at(i - 1));
        const QLineF out(points.at(i), points.at(i + 1));
        const double bend = std::min({corner, in.length() / 2, out.length() / 2});
        path.lineTo(in.length() > 0 ? in.pointAt(bend / in.length()) : in.p1());
        path.quadTo(points.at(i), out.length() > 0 ? out.pointAt(bend / out.length()) : out.p1());
    }
    path.lineTo(points.constLast());
    return path;
}

QStringList textsOf(const workspace::DecisionMap &map, const QList<int> &nodes)
{
    QStringList texts;
    for (const int node : nodes)
        texts.append(map.nodes.at(node).signal.text.simplified());
    return texts;
}

} // namespace

MapPicture::MapPicture(const workspace::DecisionMap &map, const Theme &theme, Qt::LayoutDirection direction)
    : m_map(map)
    , m_theme(theme)
    , m_direction(direction)
    , m_font(inPixels(theme.font(TextStyle::Body)))
    , m_caption(inPixels(theme.font(TextStyle::Small)))
    , m_captionStrong(inPixels(theme.font(TextStyle::SmallStrong)))
    , m_title(inPixels(theme.font(TextStyle::Title)))
    , m_glyph(15 * theme.textScale)
    , m_lineHeight(theme.lineHeight(TextStyle::Body))
    , m_captionHeight(theme.lineHeight(TextStyle::Small))
{
    workspace::MapMetrics metrics;
    metrics.nodeWidth *= theme.textScale;
    metrics.port = pad + m_captionHeight / 2;
    QList<double> heights;
    for (const workspace::MapNode &node : map.nodes) {
        Card card{.lines = brokenLines(m_font, node.signal.text.simplified(), metrics.nodeWidth - 2 * pad),
            .type = typeName(node.signal.type, node.signal.typeName),
            .state = node.signal.stale                               ? MapWords::tr("Source changed")
                     : node.signal.status == SignalStatus::Suggested ? MapWords::tr("Suggested")
                                                                     : QString()};
        heights.append(std::ceil(2 * pad + m_captionHeight + 3 + double(card.lines.size()) * m_lineHeight));
        m_cards.append(card);
    }
    m_layout = workspace::layOut(map, heights, metrics);
    if (direction == Qt::RightToLeft)
        m_layout = workspace::mirrored(m_layout);
}

QPen MapPicture::penOf(MapLinkKind kind) const
{
    QPen pen(m_theme.colors.muted, 1.25);
    if (kind == MapLinkKind::Together)
        pen.setColor(blended(QColor(m_theme.colors.muted.red(), m_theme.colors.muted.green(),
                                 m_theme.colors.muted.blue(), 150),
            m_theme.colors.window));
    else if (kind == MapLinkKind::Evidence)
        pen = QPen(m_theme.colors.evidence, 2.25);
    else
        pen = QPen(m_theme.colors.danger, 1.75, Qt::CustomDashLine);
    if (kind == MapLinkKind::Contradiction)
        pen.setDashPattern({4, 3});
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

/// So that a contradiction is not told by its colour alone.
void MapPicture::paintMark(QPainter &painter, const QPointF &middle) const
{
    const QRectF disc(middle - QPointF(8, 8), QSizeF(16, 16));
    painter.setPen(QPen(m_theme.colors.danger, 1.25));
    painter.setBrush(m_theme.colors.surface);
    painter.drawEllipse(disc);
    painter.setPen(QPen(m_theme.colors.danger, 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(middle + QPointF(-3.5, -2), middle + QPointF(3.5, -2));
    painter.drawLine(middle + QPointF(-3.5, 2), middle + QPointF(3.5, 2));
    painter.drawLine(middle + QPointF(-2.5, 4.5), middle + QPointF(2.5, -4.5));
    painter.setBrush(Qt::NoBrush);
}

void MapPicture::paintLink(QPainter &painter, int link, bool isBroughtOut) const
{
    const QList<QPointF> &route = m_layout.routes.at(link);
    const MapLinkKind kind = m_map.links.at(link).kind;
    QPen pen = penOf(kind);
    if (isBroughtOut) {
        pen.setWidthF(pen.widthF() + 0.75);
        if (kind != MapLinkKind::Contradiction)
            pen.setColor(m_theme.colors.accent);
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(rounded(route));
    if (kind == MapLinkKind::Contradiction) {
        const qsizetype middle = route.size() / 2;
        paintMark(painter, (route.at(middle - 1) + route.at(middle)) / 2);
    }
}

void MapPicture::paintCard(QPainter &painter, int node, QSvgRenderer &icon, const Emphasis &emphasis) const
{
    const ThemeColors &c = m_theme.colors;
    const Card &card = m_cards.at(node);
    const protocol::Signal &signal = m_map.nodes.at(node).signal;
    const QRectF rect = m_layout.nodes.at(node);
    const bool isSuggested = signal.status == SignalStatus::Suggested;
    const bool isHovered = node == emphasis.hovered;
    paintRounded(
        painter, rect, radius::Card, isSuggested ? c.window : c.surface, isHovered ? c.muted : c.border);
    if (node == emphasis.selected)
        paintRounded(painter, rect.adjusted(-1, -1, 1, 1), radius::Card + 1, {}, c.accent, 2);

    const QRectF inside = rect.adjusted(pad, pad - 1, -pad, -pad);
    const QRectF caption(inside.left(), inside.top(), inside.width(), m_captionHeight);
    const bool isMirrored = m_direction == Qt::RightToLeft;
    const QRectF at(caption.left(), caption.center().y() - m_glyph / 2, m_glyph, m_glyph);
    icon.render(&painter, mirrored(at, caption, m_direction));
    const int leading = Qt::AlignVCenter | Qt::AlignAbsolute | (isMirrored ? Qt::AlignRight : Qt::AlignLeft);
    const int trailing = Qt::AlignVCenter | Qt::AlignAbsolute | (isMirrored ? Qt::AlignLeft : Qt::AlignRight);
    painter.setFont(m_captionStrong);
    painter.setPen(m_theme.typeColor(signal.type));
    const QRectF words = mirrored(caption.adjusted(m_glyph + 5, 0, 0, 0), caption, m_direction);
    painter.drawText(words, leading, card.type);
    painter.setFont(m_caption);
    painter.setPen(c.muted);
    painter.drawText(caption, trailing, card.state);

    painter.setFont(m_font);
    painter.setPen(c.text);
    QRectF line(inside.left(), caption.bottom() + 3, inside.width(), m_lineHeight);
    for (const QString &text : card.lines) {
        painter.drawText(line, leading | Qt::TextSingleLine, text);
        line.translate(0, m_lineHeight);
    }
}

void MapPicture::paint(QPainter &painter, const QRectF &exposed, const Emphasis &emphasis) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasSelected = emphasis.selected >= 0 && emphasis.selected < m_map.nodes.size();
    const QList<int> near = hasSelected ? workspace::linkedWith(m_map, emphasis.selected) : QList<int>();
    const auto isOf = [&emphasis](const MapLink &link) {
        return link.from == emphasis.selected || link.to == emphasis.selected;
    };
    // What is brought out lies over the others.
    for (const bool broughtOut : {false, true}) {
        for (int link = 0; link < m_map.links.size(); ++link) {
            if ((hasSelected && isOf(m_map.links.at(link))) != broughtOut ||
                !QPolygonF(m_layout.routes.at(link))
                     .boundingRect()
                     .adjusted(-9, -9, 9, 9)
                     .intersects(exposed))
                continue;
            painter.setOpacity(hasSelected && !broughtOut ? faded : 1);
            paintLink(painter, link, broughtOut);
        }
    }
    std::map<protocol::SignalType, QSvgRenderer> icons;
    for (int node = 0; node < m_map.nodes.size(); ++node) {
        if (!m_layout.nodes.at(node).adjusted(-2, -2, 2, 2).intersects(exposed))
            continue;
        const protocol::SignalType type = m_map.nodes.at(node).signal.type;
        QSvgRenderer &icon =
            icons.try_emplace(type, iconSvg(iconForType(type), m_theme.typeColor(type))).first->second;
        painter.setOpacity(hasSelected && !near.contains(node) ? faded + 0.2 : 1);
        paintCard(painter, node, icon, emphasis);
    }
    painter.setOpacity(1);
}

QList<MapPicture::LegendEntry> MapPicture::legend() const
{
    const auto has = [this](MapLinkKind kind) {
        return std::any_of(m_map.links.cbegin(), m_map.links.cend(),
            [kind](const MapLink &link) { return link.kind == kind; });
    };
    QList<LegendEntry> entries;
    if (has(MapLinkKind::Together))
        entries.append({MapLinkKind::Together, MapWords::tr("Said in the same message")});
    if (has(MapLinkKind::Evidence))
        entries.append({MapLinkKind::Evidence, MapWords::tr("Linked as evidence")});
    if (has(MapLinkKind::Contradiction))
        entries.append({MapLinkKind::Contradiction, MapWords::tr("Seem to contradict")});
    return entries;
}

double MapPicture::legendHeight() const
{
    return std::max(18.0, m_captionHeight);
}

QSizeF MapPicture::legendSize() const
{
    double width = 0;
    const QList<LegendEntry> entries = legend();
    for (const LegendEntry &entry : entries)
        width += sample + 6 + QFontMetricsF(m_caption).horizontalAdvance(entry.words) + space::L;
    return {std::max(0.0, width - space::L), legendHeight()};
}

void MapPicture::paintLegend(QPainter &painter, const QPointF &corner) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF all(corner, legendSize());
    double x = corner.x();
    const QList<LegendEntry> entries = legend();
    for (const LegendEntry &entry : entries) {
        const QRectF line = mirrored(QRectF(x, all.top(), sample, all.height()), all, m_direction);
        painter.setPen(penOf(entry.kind));
        painter.drawLine(QPointF(line.left(), line.center().y()), QPointF(line.right(), line.center().y()));
        if (entry.kind == MapLinkKind::Contradiction)
            paintMark(painter, line.center());
        x += sample + 6;
        const double width = QFontMetricsF(m_caption).horizontalAdvance(entry.words);
        painter.setFont(m_caption);
        painter.setPen(m_theme.colors.muted);
        painter.drawText(mirrored(QRectF(x, all.top(), width + 1, all.height()), all, m_direction),
            Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute, entry.words);
        x += width + space::L;
    }
}

QString MapPicture::nameOf(int node) const
{
    return MapWords::tr("%1: %2").arg(m_cards.at(node).type, m_map.nodes.at(node).signal.text.simplified());
}

QString MapPicture::linksOf(int node) const
{
    QList<int> grounds;
    QList<int> carried;
    QList<int> contrary;
    for (const MapLink &link : m_map.links) {
        if (link.from != node && link.to != node)
            continue;
        const int other = link.from == node ? link.to : link.from;
        if (link.kind == MapLinkKind::Contradiction)
            contrary.append(other);
        else
            (link.from == node ? grounds : carried).append(other);
    }
    const auto say = [this](const char *words, const QList<int> &nodes) {
        return nodes.isEmpty() ? QString()
                               : MapWords::tr(words).arg(textsOf(m_map, nodes).join(QStringLiteral("; ")));
    };
    QStringList said{say(QT_TRANSLATE_NOOP("DecisionMap", "Rests on: %1."), grounds),
        say(QT_TRANSLATE_NOOP("DecisionMap", "Supports: %1."), carried),
        say(QT_TRANSLATE_NOOP("DecisionMap", "Seems to contradict: %1."), contrary)};
    said.removeAll({});
    return said.join(u' ');
}

QSizeF MapPicture::wholeSize() const
{
    const double width = std::max({m_layout.size.width(), legendSize().width() + 2 * space::Xl, 400.0});
    return {std::ceil(width),
        std::ceil(space::Xl + m_lineHeight + m_layout.size.height() + legendHeight() + space::Xl)};
}

void MapPicture::paintWhole(QPainter &painter, const QString &title) const
{
    const QSizeF size = wholeSize();
    const bool isMirrored = m_direction == Qt::RightToLeft;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(QPointF(), size), m_theme.colors.window);
    painter.setFont(m_title);
    painter.setPen(m_theme.colors.text);
    const double width = size.width() - 2 * space::Xl;
    painter.drawText(QRectF(space::Xl, space::L, width, m_lineHeight + space::S),
        Qt::AlignVCenter | Qt::AlignAbsolute | (isMirrored ? Qt::AlignRight : Qt::AlignLeft),
        QFontMetricsF(m_title).elidedText(title, Qt::ElideRight, width));
    painter.save();
    painter.translate(isMirrored ? size.width() - m_layout.size.width() : 0, space::Xl + m_lineHeight);
    paint(painter, QRectF(QPointF(), m_layout.size), {});
    painter.restore();
    const QSizeF legend = legendSize();
    paintLegend(painter, {isMirrored ? size.width() - space::Xl - legend.width() : space::Xl,
                             size.height() - space::L - legend.height()});
}

QByteArray MapPicture::toSvg(const QString &title) const
{
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&file);
    generator.setResolution(96); // a pixel is one of CSS
    const QSize size = wholeSize().toSize();
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(title.toHtmlEscaped());
    QPainter painter(&generator);
    paintWhole(painter, title);
    painter.end();
    return file.data();
}

QByteArray MapPicture::toPng(const QString &title) const
{
    const QSizeF size = wholeSize();
    const double scale = std::min(pngScale, std::sqrt(mostPixels / (size.width() * size.height())));
    QImage image((size * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(m_theme.colors.window);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paintWhole(painter, title);
    painter.end();
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    image.save(&file, "PNG");
    return file.data();
}

} // namespace throughline::ui
