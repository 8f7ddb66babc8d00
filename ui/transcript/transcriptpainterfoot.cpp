#include "ui/icons.h"
#include "ui/textpaint.h"
#include "ui/transcript/transcriptpainter.h"
#include "ui/transcript/transcriptwords.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

// What stands under a message: the notice, the state, the versions, the buttons and the facts.

namespace throughline::ui {

namespace {

constexpr int ReplyIcon = 18;
constexpr int UserIcon = 16;

bool isBranchArrow(RowAction action)
{
    return action == RowAction::PreviousBranch || action == RowAction::NextBranch;
}

} // namespace

bool TranscriptPainter::isEdited(const MessageItem &item) const
{
    return !m_state.editedId.isEmpty() && m_state.editedId == item.row().message.id;
}

void TranscriptPainter::paintNotice(const MessageItem &item, int row, const QPoint &origin)
{
    const NoticeBox &box = item.notice();
    if (box.isEmpty()) {
        return;
    }
    const ThemeColors &colors = m_style.theme.colors;
    const QRectF frame = QRectF(box.rect().translated(origin));
    const bool leftToRight = m_direction == Qt::LeftToRight;

    QPainterPath outline;
    outline.addRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    m_painter->setPen(QPen(colors.border, 1));
    m_painter->setBrush(Qt::NoBrush);
    m_painter->drawPath(outline);
    // A coloured edge that follows the rounded corners.
    m_painter->save();
    QPainterPath outer;
    outer.addRoundedRect(frame, 8, 8);
    QPainterPath inner;
    inner.addRoundedRect(leftToRight ? frame.adjusted(3, 0, 8, 0) : frame.adjusted(-8, 0, -3, 0), 8, 8);
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(box.notice().isDanger ? colors.danger : colors.warning);
    m_painter->drawPath(outer.subtracted(inner));
    m_painter->restore();

    const int flags = static_cast<int>(Qt::AlignVCenter | leading()) | Qt::TextWordWrap;
    m_painter->setFont(m_style.noticeTitle);
    m_painter->setPen(colors.text);
    m_painter->drawText(box.title().translated(origin), flags, box.notice().title);
    if (!box.notice().detail.isEmpty()) {
        m_painter->setFont(m_style.noticeText);
        m_painter->setPen(colors.muted);
        m_painter->drawText(box.detail().translated(origin), flags, box.notice().detail);
    }
    m_painter->setFont(m_style.noticeText);
    for (const MessageButton &button : box.buttons()) {
        paintButton(item, row, button, origin);
    }
}

void TranscriptPainter::paintButton(
    const MessageItem &item, int row, const MessageButton &button, const QPoint &origin)
{
    const ThemeColors &colors = m_style.theme.colors;
    const QRect rect = button.rect.translated(origin);
    const bool hovered = m_state.hover.kind == TranscriptHit::Kind::Button && m_state.hover.row == row &&
                         m_state.hover.action == button.action;
    if (hovered) {
        m_painter->setPen(Qt::NoPen);
        m_painter->setBrush(colors.hover);
        m_painter->drawRoundedRect(rect, radius::Control, radius::Control);
    }
    if (button.isLink) {
        m_painter->setPen(button.isPrimary ? colors.accent : colors.text);
        m_painter->drawText(rect, Qt::AlignCenter, rowActionText(button.action, item.row()));
        return;
    }
    const bool copied =
        button.action == RowAction::Copy && m_state.copiedRow == row && m_state.copiedPart < 0;
    const bool small = item.isUser() || isBranchArrow(button.action);
    const int side = m_style.scaled(small ? UserIcon : ReplyIcon);
    const QRectF icon(
        rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0, side, side);
    const QColor ink = !button.isEnabled   ? withAlpha(colors.muted, 0.4)
                       : hovered || copied ? colors.text
                                           : colors.muted;
    paintIcon(*m_painter, icon, copied ? IconId::Check : rowActionIcon(button.action), ink, m_direction);
}

void TranscriptPainter::paintState(const MessageItem &item, const QPoint &origin)
{
    const MessageFoot &foot = item.foot();
    if (foot.state().isEmpty()) {
        return;
    }
    const QColor &muted = m_style.theme.colors.muted;
    if (!foot.stateIcon().isEmpty()) {
        paintIcon(*m_painter, foot.stateIcon().translated(origin), IconId::Clock, muted, m_direction);
    }
    m_painter->setFont(m_style.caption);
    m_painter->setPen(muted);
    m_painter->drawText(foot.state().translated(origin),
        static_cast<int>(Qt::AlignVCenter | trailing()) | Qt::TextWordWrap, item.stateText());
}

void TranscriptPainter::paintEdited(const MessageItem &item, const QPoint &origin)
{
    const ThemeColors &colors = m_style.theme.colors;
    const bool leftToRight = m_direction == Qt::LeftToRight;
    const QString text = TranscriptWords::tr("Editing");
    QRect room = item.foot().strip();
    for (const MessageButton &button : item.foot().buttons()) {
        if (isBranchArrow(button.action) && leftToRight) {
            room.setRight(std::min(room.right(), button.rect.left()));
        } else if (isBranchArrow(button.action)) {
            room.setLeft(std::max(room.left(), button.rect.right()));
        }
    }
    m_painter->setFont(m_style.caption);
    m_painter->setPen(colors.accent);
    m_painter->drawText(room.translated(origin), Qt::AlignVCenter | trailing(), text);
}

void TranscriptPainter::paintFoot(const MessageItem &item, int row, const QPoint &origin)
{
    const ThemeColors &colors = m_style.theme.colors;
    const MessageFoot &foot = item.foot();
    paintState(item, origin);
    const bool edited = isEdited(item);
    if (edited) {
        paintEdited(item, origin);
    }
    const bool wanted =
        !edited && (row == m_state.hoverRow || (m_state.hasFocus && row == m_state.currentRow));
    m_painter->setFont(m_style.caption);
    for (const MessageButton &button : foot.buttons()) {
        if (wanted || !button.onDemand) {
            paintButton(item, row, button, origin);
        }
    }
    m_painter->setPen(colors.muted);
    if (!foot.branchNumber().isEmpty()) {
        m_painter->drawText(foot.branchNumber().translated(origin), Qt::AlignCenter, branchText(item.row()));
    }
    const QString facts = wanted && !foot.facts().isEmpty() ? item.facts(m_state.wall) : QString();
    if (!facts.isEmpty()) {
        const QRect room = foot.facts().translated(origin);
        m_painter->drawText(room, Qt::AlignVCenter | trailing(),
            m_painter->fontMetrics().elidedText(facts, Qt::ElideRight, room.width()));
    }
}

} // namespace throughline::ui
