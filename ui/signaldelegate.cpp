#include "ui/signaldelegate.h"

#include "ui/textpaint.h"
#include "ui/typenames.h"
#include "workspace/signalmodel.h"

#include <QPainter>

#include <cmath>

namespace throughline::ui {

using Model = workspace::SignalModel;
using protocol::SignalStatus;
using protocol::SignalType;

namespace {

constexpr int Side = 10; ///< between the pane's edge and a card; a scroll bar fits in
constexpr int PadStart = 13;
constexpr int PadEnd = 11;
constexpr QSize ActionSize(26, 24);
constexpr int ActionGap = 2;
constexpr double DotSize = 7;

SignalType typeOf(const QModelIndex &index)
{
    return SignalType(index.data(Model::TypeRole).toInt());
}

IconId iconOf(CardAction action)
{
    switch (action) {
    case CardAction::Confirm:
        return IconId::Check;
    case CardAction::Dismiss:
        return IconId::X;
    case CardAction::Edit:
        return IconId::Pencil;
    case CardAction::Pin:
        return IconId::Pin;
    case CardAction::ShowSource:
    case CardAction::ShowContradicted:
        return IconId::ArrowRight;
    }
    return IconId::X;
}

bool isConfirmed(const QModelIndex &index)
{
    return index.data(Model::StatusRole).toInt() == int(SignalStatus::Confirmed);
}

bool isOn(CardAction action, const QModelIndex &index)
{
    return (action == CardAction::Confirm && isConfirmed(index)) ||
           (action == CardAction::Pin && index.data(Model::PinnedRole).toBool());
}

/// So that the last card does not stick to the status line.
int roomBelow(const QModelIndex &index)
{
    return index.row() == index.model()->rowCount() - 1 ? space::M : 0;
}

QString contradictionText(const QModelIndex &index)
{
    const QString other = index.data(Model::ContradictsTextRole).toString();
    return other.isEmpty() ? other : SignalDelegate::tr("Seems to contradict: %1").arg(other.simplified());
}

bool sourceIsDoubtful(const QModelIndex &index)
{
    return index.data(Model::StaleRole).toBool() ||
           index.data(Model::AlignmentRole).toInt() == int(protocol::Alignment::None);
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

QStringList SignalDelegate::facts(const QModelIndex &index) const
{
    QStringList facts;
    if (isRole(state.edited, index))
        return {tr("Enter saves, Esc leaves it as it was")};
    if (state.supportsReview) {
        if (isConfirmed(index))
            facts.append(tr("Confirmed"));
        else if (index.data(Model::StatusRole).toInt() == int(SignalStatus::Suggested))
            facts.append(tr("Suggested"));
        if (index.data(Model::PinnedRole).toBool())
            facts.append(tr("Pinned"));
    }
    if (index.data(Model::StaleRole).toBool())
        facts.append(isRole(state.selected, index) ? tr("The message it was found in has changed since")
                                                   : tr("Source changed"));
    else if (index.data(Model::AlignmentRole).toInt() == int(protocol::Alignment::None))
        facts.append(tr("Quote not found"));
    if (index.data(Model::UngroundedRole).toBool())
        facts.append(tr("No evidence yet"));
    if (const int places = index.data(Model::PlaceCountRole).toInt(); places > 1)
        facts.append(tr("Said in %Ln places", nullptr, places));
    return facts;
}

double SignalDelegate::textHeight(const QString &text, double width) const
{
    const QPair<QString, int> key(text, qRound(width));
    const auto known = m_heights.constFind(key);
    if (known != m_heights.constEnd())
        return *known;
    if (m_heights.size() > 4000)
        m_heights.clear();
    const double height = paragraphHeight(m_appearance.theme(), TextStyle::Body, text, width);
    m_heights.insert(key, height);
    return height;
}

int SignalDelegate::cardHeight(const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const double width = state.listWidth - 2 * Side - PadStart - PadEnd;
    const bool edited = isRole(state.edited, index);
    double height = 2 * m_appearance.theme().rows().card;
    height += edited ? state.editorHeight : textHeight(index.data(Model::TextRole).toString(), width);
    if (!facts(index).isEmpty())
        height += m_appearance.theme().rows().cardLine + theme.lineHeight(TextStyle::Small);
    height += contradictionRect(QRectF(0, 0, width + PadStart + PadEnd, 0), index).height();
    if (isRole(state.selected, index) && !edited)
        height += m_appearance.theme().rows().cardActions + ActionSize.height() - 3;
    return int(std::ceil(height));
}

QRectF SignalDelegate::contradictionRect(const QRectF &card, const QModelIndex &index) const
{
    if (isRole(state.edited, index) || contradictionText(index).isEmpty())
        return {};
    const Theme &theme = m_appearance.theme();
    const double line = theme.rows().cardLine + theme.lineHeight(TextStyle::Small);
    const double width = card.width() - PadStart - PadEnd;
    const double above =
        textHeight(index.data(Model::TextRole).toString(), width) + (facts(index).isEmpty() ? 0 : line);
    return {card.left() + PadStart, card.top() + theme.rows().card + above, width, line};
}

QRect SignalDelegate::cardRect(const QRect &itemRect, const QModelIndex &index) const
{
    // The scroll bar stands in the margin beside the cards, which therefore never change their width.
    const int scrollBar = std::max(0, state.listWidth - itemRect.width());
    return itemRect.adjusted(Side, captionHeight(index) + m_appearance.theme().rows().cardGap,
        -std::max(0, Side - scrollBar), -roomBelow(index));
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
    QList<CardAction> actions;
    if (state.supportsReview)
        actions.append(CardAction::Confirm);
    actions.append(CardAction::Dismiss);
    actions.append(CardAction::Edit);
    if (state.supportsReview)
        actions.append(CardAction::Pin);
    if (index.data(Model::HasSpanRole).toBool())
        actions.append(CardAction::ShowSource);
    return actions;
}

QString SignalDelegate::actionName(CardAction action, const QModelIndex &index)
{
    switch (action) {
    case CardAction::Confirm:
        return isConfirmed(index) ? tr("Take back the confirmation") : tr("Confirm");
    case CardAction::Dismiss:
        return tr("Dismiss");
    case CardAction::Edit:
        return tr("Edit");
    case CardAction::Pin:
        return index.data(Model::PinnedRole).toBool() ? tr("Unpin") : tr("Pin");
    case CardAction::ShowSource:
        return tr("Show in conversation");
    case CardAction::ShowContradicted:
        return tr("Show what it seems to contradict");
    }
    return {};
}

QString SignalDelegate::toolTip(const QModelIndex &index) const
{
    QStringList lines;
    const int percent = qRound(index.data(Model::ConfidenceRole).toDouble() * 100);
    lines.append(tr("%1, confidence %2 %")
                     .arg(typeName(typeOf(index), index.data(Model::TypeNameRole).toString()))
                     .arg(percent));
    const QString quote = index.data(Model::QuoteRole).toString();
    if (!quote.isEmpty() && quote != index.data(Model::TextRole).toString())
        lines.append(tr("“%1”").arg(quote));
    if (index.data(Model::StaleRole).toBool())
        lines.append(tr("The message it was found in has changed since."));
    else if (index.data(Model::AlignmentRole).toInt() == int(protocol::Alignment::None))
        lines.append(tr("The sentence it came from could not be found in the message."));
    if (const QString contradiction = contradictionText(index); !contradiction.isEmpty())
        lines.append(contradiction);
    // Plain text from the network must not be taken for rich text.
    return QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>")
        .arg(lines.join(QLatin1Char('\n')).toHtmlEscaped());
}

QList<QRectF> SignalDelegate::actionRects(const QRectF &card, const QModelIndex &index) const
{
    const qsizetype count = actionsOf(index).size();
    QList<QRectF> rects;
    double x = card.left() + PadStart - 6;
    double y = card.bottom() - m_appearance.theme().rows().card - ActionSize.height() + 3;
    if (!isRole(state.selected, index)) {
        // Not selected, the card has no row for them: they float at the end of its last line.
        x = card.right() - 5 - double(count) * ActionSize.width() - double(count - 1) * ActionGap;
        y = card.bottom() - 6 - ActionSize.height();
    }
    for (qsizetype i = 0; i < count; ++i)
        rects.append(QRectF(
            x + double(i) * (ActionSize.width() + ActionGap), y, ActionSize.width(), ActionSize.height()));
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
    if (mirrored(contradictionRect(card, index), card, direction).contains(position))
        return CardAction::ShowContradicted;
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
    const SignalType type = typeOf(index);
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
        const QColor ink = isOn(actions[i], index) ? c.accent : (hovered ? c.text : c.muted);
        const QPointF half(8, 8);
        paintIcon(painter, QRectF(at.center() - half, QSizeF(16, 16)), iconOf(actions[i]), ink, d);
    }
}

void SignalDelegate::paintContradiction(
    QPainter &painter, const QRectF &card, const QModelIndex &index, Qt::LayoutDirection d) const
{
    const Theme &theme = m_appearance.theme();
    QRectF line = contradictionRect(card, index);
    line.setTop(line.top() + theme.rows().cardLine);
    const bool hovered = isRole(state.hovered, index) && state.hoveredAction == CardAction::ShowContradicted;
    paintLine(painter, mirrored(line, card, d), theme, TextStyle::Small, contradictionText(index),
        hovered ? theme.colors.accent : theme.colors.muted,
        d == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
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
    const bool suggested = state.supportsReview && !isConfirmed(index);
    paintRounded(*painter, card, radius::Card, suggested ? c.window : c.surface, c.border);
    if (selected || edited)
        paintRounded(*painter, card.adjusted(-1, -1, 1, 1), radius::Card + 1, {}, c.accent, 2);

    const QRectF words =
        mirrored(QRectF(card.left() + PadStart, card.top() + m_appearance.theme().rows().card,
                     card.width() - PadStart - PadEnd, card.height()),
            card, d);
    double y = words.top();
    if (edited) {
        y += state.editorHeight;
    } else {
        const QString text = index.data(Model::TextRole).toString();
        paintParagraph(*painter, words, theme, TextStyle::Body, text, c.text, leading);
        y += textHeight(text, words.width());
    }

    const QStringList facts = this->facts(index);
    if (!facts.isEmpty()) {
        QRectF line(words.left(), y + m_appearance.theme().rows().cardLine, words.width(),
            theme.lineHeight(TextStyle::Small));
        if (sourceIsDoubtful(index) && !edited) {
            const double side = theme.scaled(13);
            const QRectF at(line.left(), line.center().y() - side / 2, side, side);
            paintIcon(*painter, mirrored(at, line, d), IconId::Warning, c.warning, d);
            line =
                d == Qt::RightToLeft ? line.adjusted(0, 0, -side - 4, 0) : line.adjusted(side + 4, 0, 0, 0);
        }
        paintLine(
            *painter, line, theme, TextStyle::Small, facts.join(QStringLiteral(" · ")), c.muted, leading);
    }
    paintContradiction(*painter, card, index, d);
    if (!edited && (selected || isRole(state.hovered, index)))
        paintActions(*painter, card, index, d);

    if (index.data(Model::NewRole).toBool()) {
        const double middle = words.top() + theme.lineHeight(TextStyle::Body) / 2.0;
        const QRectF dot(card.left() - DotSize / 2, middle - DotSize / 2, DotSize, DotSize);
        paintRounded(*painter, mirrored(dot, card, d), DotSize / 2, c.accent);
    }
}

} // namespace throughline::ui
