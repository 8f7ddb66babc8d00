#include "ui/signaldelegate.h"

#include "ui/textpaint.h"
#include "ui/typenames.h"
#include "workspace/signalmodel.h"

#include <QPainter>

#include <cmath>

namespace throughline::ui {

using Model = workspace::SignalModel;
using protocol::SignalType;

namespace {

constexpr int CardSide = 10; ///< between the pane's edge and a card; a scroll bar fits in
constexpr int PadStart = 13;
constexpr int PadEnd = 11;
constexpr QSize ActionSize(26, 24); ///< at the usual size of text
constexpr int ActionGap = 2;
constexpr double DotSize = 7;
constexpr int ChevronRoom = 14;

/// So that the last card does not stick to the status line.
int roomBelow(const QModelIndex &index)
{
    return index.row() == index.model()->rowCount() - 1 ? space::M : 0;
}

} // namespace

SignalDelegate::SignalDelegate(const Appearance &appearance, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_appearance(appearance)
{}

bool SignalDelegate::isRole(const QString &id, const QModelIndex &index) const
{
    return !id.isEmpty() && index.data(Model::IdRole).toString() == id;
}

bool SignalDelegate::beginsGroup(const QModelIndex &index) const
{
    return index.row() == 0 ||
           index.data(Model::TypeNameRole) != index.sibling(index.row() - 1, 0).data(Model::TypeNameRole);
}

int SignalDelegate::captionHeight(const QModelIndex &index) const
{
    if (!beginsGroup(index))
        return 0;
    return (index.row() > 0 ? m_appearance.theme().rows().cardGap : 0) + space::M +
           m_appearance.theme().lineHeight(TextStyle::CaptionStrong) + 5;
}

QString SignalDelegate::facts(const QModelIndex &index) const
{
    if (isRole(state.edited, index))
        return tr("Enter saves, Esc leaves it as it was");
    return signalcard::facts(
        index, {.isSelected = isRole(state.selected, index), .keepsReviewHere = state.keepsReviewHere});
}

double SignalDelegate::textHeight(const QString &text, double width, TextStyle style) const
{
    const QPair<QString, int> key(text, qRound(width) * 2 + (style == TextStyle::Body ? 0 : 1));
    const auto known = m_heights.constFind(key);
    if (known != m_heights.constEnd())
        return *known;
    if (m_heights.size() > 4000)
        m_heights.clear();
    const double height = paragraphHeight(m_appearance.theme(), style, text, width);
    m_heights.insert(key, height);
    return height;
}

int SignalDelegate::cardHeight(const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const double width = state.listWidth - 2 * CardSide - PadStart - PadEnd;
    const bool edited = isRole(state.edited, index);
    double height = 2 * m_appearance.theme().rows().card;
    height += edited ? state.editorHeight : textHeight(index.data(Model::TextRole).toString(), width);
    height += linesOf(QRectF(0, 0, width + PadStart + PadEnd, 0), index).height;
    if (isRole(state.selected, index) && !edited)
        height += m_appearance.theme().rows().cardActions + theme.scaled(ActionSize.height()) - 3;
    return int(std::ceil(height));
}

SignalDelegate::Lines SignalDelegate::linesOf(const QRectF &card, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const bool isEdited = isRole(state.edited, index);
    const double width = card.width() - PadStart - PadEnd;
    const double top =
        card.top() + theme.rows().card +
        (isEdited ? state.editorHeight : textHeight(index.data(Model::TextRole).toString(), width));
    Lines lines;
    const double one = theme.lineHeight(TextStyle::Small);
    const auto next = [&](double itsWidth, double height) {
        const QRectF line(card.left() + PadStart, top + lines.height, std::min(itsWidth, width),
            theme.rows().cardLine + height);
        lines.height += line.height();
        return line;
    };
    if (const QString said = facts(index); !said.isEmpty()) {
        const double mark = !isEdited && signalcard::isDoubtful(index) ? markRoom() : 0;
        lines.facts = next(width, textHeight(said, width - mark, TextStyle::Small));
    }
    if (isEdited)
        return lines;
    if (const QString places = signalcard::places(index); !places.isEmpty())
        lines.places = next(textWidth(theme, TextStyle::Small, places) + 1 + theme.scaled(ChevronRoom), one);
    if (!signalcard::contradiction(index).isEmpty()) {
        lines.contradiction = next(width, one);
        if (state.supportsLinks && isRole(state.selected, index))
            lines.settle = next(
                textWidth(theme, TextStyle::Small, signalcard::actionName(CardAction::Settle, index)) + 1,
                one);
    }
    return lines;
}

QRect SignalDelegate::cardRect(const QRect &itemRect, const QModelIndex &index) const
{
    // The scroll bar stands in the margin beside the cards, which therefore never change their width.
    const int scrollBar = std::max(0, state.listWidth - itemRect.width());
    return itemRect.adjusted(CardSide, captionHeight(index) + m_appearance.theme().rows().cardGap,
        -std::max(0, CardSide - scrollBar), -roomBelow(index));
}

QRect SignalDelegate::textRect(const QRect &itemRect, const QModelIndex &index) const
{
    const QRect card = cardRect(itemRect, index);
    const int height =
        isRole(state.edited, index)
            ? state.editorHeight
            : int(textHeight(index.data(Model::TextRole).toString(), card.width() - PadStart - PadEnd));
    return {card.left() + PadStart, card.top() + m_appearance.theme().rows().card,
        card.width() - PadStart - PadEnd, height};
}

QList<CardAction> SignalDelegate::actionsOf(const QModelIndex &index) const
{
    QList<CardAction> actions{CardAction::Confirm, CardAction::Dismiss, CardAction::Edit, CardAction::Pin};
    if (state.supportsLinks && state.hasEvidence && signalcard::canHaveEvidence(index))
        actions.append(CardAction::LinkEvidence);
    if (index.data(Model::HasSpanRole).toBool())
        actions.append(CardAction::ShowSource);
    return actions;
}

double SignalDelegate::markRoom() const
{
    return m_appearance.theme().scaled(13) + 4;
}

double SignalDelegate::iconSide() const
{
    return m_appearance.theme().scaled(16);
}

QSizeF SignalDelegate::actionSize(const QRectF &card, const QModelIndex &index) const
{
    const double count = double(actionsOf(index).size());
    const double room = (card.width() - PadStart - (count - 1) * ActionGap) / std::max(1.0, count);
    return {std::min(double(m_appearance.theme().scaled(ActionSize.width())), std::floor(room)),
        double(m_appearance.theme().scaled(ActionSize.height()))};
}

QList<QRectF> SignalDelegate::actionRects(const QRectF &card, const QModelIndex &index) const
{
    const qsizetype count = actionsOf(index).size();
    const QSizeF size = actionSize(card, index);
    QList<QRectF> rects;
    double x = card.left() + PadStart - (size.width() - iconSide()) / 2;
    double y = card.bottom() - m_appearance.theme().rows().card - size.height() + 3;
    if (!isRole(state.selected, index)) {
        // Not selected, the card has no row for them: they float at the end of its facts, and leave the lines
        // below, which can be clicked, alone.
        const Lines lines = linesOf(card, index);
        const double below = lines.height - lines.facts.height();
        const auto &rows = m_appearance.theme().rows();
        const double end = below > 0 ? below + rows.card - rows.cardLine : 6; // down to their words
        x = card.right() - 5 - double(count) * size.width() - double(count - 1) * ActionGap;
        y = card.bottom() - end - size.height();
    }
    for (qsizetype i = 0; i < count; ++i)
        rects.append(QRectF(QPointF(x + double(i) * (size.width() + ActionGap), y), size));
    return rects;
}

std::optional<CardAction> SignalDelegate::actionAt(const QPoint &position, const QRect &itemRect,
    const QModelIndex &index, Qt::LayoutDirection direction) const
{
    if (isRole(state.edited, index))
        return std::nullopt;
    const bool hasButtons = isRole(state.selected, index) || isRole(state.hovered, index);
    const QList<CardAction> actions = hasButtons ? actionsOf(index) : QList<CardAction>();
    const QRectF card = mirrored(cardRect(itemRect, index), itemRect, direction);
    const QList<QRectF> rects = actionRects(card, index);
    for (qsizetype i = 0; i < actions.size(); ++i) {
        if (mirrored(rects[i], card, direction).contains(position))
            return actions[i];
    }
    const Lines lines = linesOf(card, index);
    const std::pair<QRectF, CardAction> links[]{{lines.places, CardAction::ShowPlaces},
        {lines.contradiction, CardAction::ShowContradicted}, {lines.settle, CardAction::Settle}};
    for (const auto &[line, action] : links) {
        if (mirrored(line, card, direction).contains(position))
            return action;
    }
    return std::nullopt;
}

QSize SignalDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex &index) const
{
    return {100,
        captionHeight(index) + m_appearance.theme().rows().cardGap + cardHeight(index) + roomBelow(index)};
}

void SignalDelegate::paintCaption(
    QPainter &painter, const QRectF &item, const QModelIndex &index, Qt::LayoutDirection d) const
{
    const Theme &theme = m_appearance.theme();
    const SignalType type = signalcard::typeOf(index);
    const QString serverName = index.data(Model::TypeNameRole).toString();
    const double height = theme.lineHeight(TextStyle::CaptionStrong);
    const double top = item.top() + (index.row() > 0 ? m_appearance.theme().rows().cardGap : 0) + space::M;
    const Qt::Alignment leading = d == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    const QColor color = theme.typeColor(type);
    const double glyph = theme.scaled(16);
    double x = item.left() + 14;
    paintIcon(painter, mirrored(QRectF(x, top + (height - glyph) / 2, glyph, glyph), item, d),
        iconForType(type), color, d);
    x += glyph + 6;
    const QString name = typeNamePlural(type, serverName);
    const double width = std::min(textWidth(theme, TextStyle::CaptionStrong, name) + 1, item.width() - 90);
    paintLine(painter, mirrored(QRectF(x, top, width, height), item, d), theme, TextStyle::CaptionStrong,
        name, color, leading);
    x += width + 5;
    paintLine(painter, mirrored(QRectF(x, top, 40, height), item, d), theme, TextStyle::Caption,
        QLocale().toString(m_counts.value(serverName)), theme.colors.muted, leading);
}

void SignalDelegate::paintActions(
    QPainter &painter, const QRectF &card, const QModelIndex &index, Qt::LayoutDirection d) const
{
    const Theme &theme = m_appearance.theme();
    const ThemeColors &c = theme.colors;
    const QList<CardAction> actions = actionsOf(index);
    const QList<QRectF> rects = actionRects(card, index);
    if (!isRole(state.selected, index) && !rects.isEmpty()) {
        const QRectF pad = rects.first().united(rects.last()).adjusted(-2, -1, 2, 1);
        paintRounded(painter, mirrored(pad, card, d), radius::Control, c.surface, c.border);
    }
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const QRectF at = mirrored(rects[i], card, d);
        const bool hovered = isRole(state.hovered, index) && state.hoveredAction == actions[i];
        if (hovered)
            paintRounded(painter, at, radius::Control, c.hover);
        const QColor ink = signalcard::isOn(actions[i], index) ? c.accent : (hovered ? c.text : c.muted);
        const QPointF half(iconSide() / 2, iconSide() / 2);
        paintIcon(painter, QRectF(at.center() - half, QSizeF(iconSide(), iconSide())),
            signalcard::actionIcon(actions[i]), ink, d);
    }
}

void SignalDelegate::paintFacts(
    QPainter &painter, const QRectF &card, const QModelIndex &index, Qt::LayoutDirection d) const
{
    const Theme &theme = m_appearance.theme();
    QRectF line = linesOf(card, index).facts;
    if (line.isNull())
        return;
    line.setTop(line.top() + theme.rows().cardLine);
    if (signalcard::isDoubtful(index) && !isRole(state.edited, index)) {
        const double side = theme.scaled(13);
        const double middle = line.top() + theme.lineHeight(TextStyle::Small) / 2.0;
        paintIcon(painter, mirrored(QRectF(line.left(), middle - side / 2, side, side), card, d),
            IconId::Warning, theme.colors.warning, d);
        line.setLeft(line.left() + markRoom());
    }
    paintParagraph(painter, mirrored(line, card, d), theme, TextStyle::Small, facts(index),
        theme.colors.muted, d == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
}

void SignalDelegate::paintLinks(
    QPainter &painter, const QRectF &card, const QModelIndex &index, Qt::LayoutDirection d) const
{
    const Theme &theme = m_appearance.theme();
    const ThemeColors &c = theme.colors;
    const Lines lines = linesOf(card, index);
    const auto ink = [&](CardAction action) {
        const bool isHovered = isRole(state.hovered, index) && state.hoveredAction == action;
        return isHovered || action == CardAction::Settle ? c.accent : c.muted;
    };
    const auto say = [&](QRectF line, CardAction action, const QString &words) {
        line.setTop(line.top() + theme.rows().cardLine);
        paintLine(painter, mirrored(line, card, d), theme, TextStyle::Small, words, ink(action),
            d == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    };
    if (!lines.places.isNull()) {
        const double side = theme.scaled(ChevronRoom) - 2;
        const QRectF below = lines.places.adjusted(0, theme.rows().cardLine, 0, 0);
        const QRectF at(below.right() - side, below.center().y() - side / 2, side, side);
        paintIcon(painter, mirrored(at, card, d), IconId::ChevronDown, ink(CardAction::ShowPlaces), d);
        say(lines.places.adjusted(0, 0, -side - 2, 0), CardAction::ShowPlaces, signalcard::places(index));
    }
    if (!lines.contradiction.isNull())
        say(lines.contradiction, CardAction::ShowContradicted, signalcard::contradiction(index));
    if (!lines.settle.isNull())
        say(lines.settle, CardAction::Settle, signalcard::actionName(CardAction::Settle, index));
}

void SignalDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const ThemeColors &c = theme.colors;
    const Qt::LayoutDirection d = option.direction;
    const QRectF item = option.rect;
    const Qt::Alignment leading = d == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;

    if (beginsGroup(index))
        paintCaption(*painter, item, index, d);

    const QRectF card = mirrored(cardRect(option.rect, index), item, d);
    const bool selected = isRole(state.selected, index);
    const bool edited = isRole(state.edited, index);
    const bool suggested = !signalcard::isConfirmed(index);
    paintRounded(*painter, card, radius::Card, suggested ? c.window : c.surface, c.border);
    if (selected || edited)
        paintRounded(*painter, card.adjusted(-1, -1, 1, 1), radius::Card + 1, {}, c.accent, 2);

    const QRectF words =
        mirrored(QRectF(card.left() + PadStart, card.top() + m_appearance.theme().rows().card,
                     card.width() - PadStart - PadEnd, card.height()),
            card, d);
    if (!edited)
        paintParagraph(
            *painter, words, theme, TextStyle::Body, index.data(Model::TextRole).toString(), c.text, leading);
    paintFacts(*painter, card, index, d);
    paintLinks(*painter, card, index, d);
    if (!edited && (selected || isRole(state.hovered, index)))
        paintActions(*painter, card, index, d);

    if (index.data(Model::NewRole).toBool()) {
        const double middle = words.top() + theme.lineHeight(TextStyle::Body) / 2.0;
        const QRectF dot(card.left() - DotSize / 2, middle - DotSize / 2, DotSize, DotSize);
        paintRounded(*painter, mirrored(dot, card, d), DotSize / 2, c.accent);
    }
}

} // namespace throughline::ui
