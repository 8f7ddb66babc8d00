#include "ui/transcript/messagefoot.h"

#include "ui/transcript/replyfacts.h"

#include <QFontMetrics>
#include <QLocale>

#include <algorithm>

namespace throughline::ui {

using workspace::RowState;
using workspace::TranscriptModel;

namespace {

constexpr int UserStripHeight = SmallestHit;
constexpr int UserStripGap = 2;
constexpr int ArrowWidth = SmallestHit;
/// From the edge of an arrow's button to the ink of the arrow, so that the ink is flush with the text.
constexpr int ArrowInset = 10;
constexpr int StateLine = 18;
constexpr int LinkPadding = 8;

} // namespace

struct MessageFoot::Metrics
{
    const TranscriptModel::Row &row;
    const TranscriptStyle &style;
    QList<RowAction> actions;
    int width = 0;

    int scaled(double pixels) const { return style.scaled(pixels); }
    bool hasBranches() const { return row.branchCount() > 1; }
    int branchNumberWidth() const
    {
        const QString most = QLocale().toString(row.branchCount());
        // As wide as any of its numbers, so that the arrows stay where they are.
        return QFontMetrics(style.caption).horizontalAdvance(QStringLiteral("%1/%1").arg(most)) + scaled(2);
    }
    int branchesWidth() const { return 2 * scaled(ArrowWidth) + branchNumberWidth(); }
};

int MessageFoot::overhang(const TranscriptStyle &style)
{
    return std::max(0, style.scaled(UserStripGap) + style.scaled(UserStripHeight) - style.rowGap());
}

void MessageFoot::arrange(const TranscriptModel::Row &row, bool isGrowing, const TranscriptStyle &style,
    int top, int columnWidth, bool mirrored)
{
    *this = {};
    const Metrics metrics{row, style, rowActions(row), columnWidth};
    if (row.message.role == protocol::Role::User)
        arrangeUser(metrics, top);
    else
        arrangeReply(metrics, isGrowing, top);
    if (!mirrored)
        return;
    const auto mirror = [&](QRect &rect) {
        if (!rect.isEmpty())
            rect.moveLeft(columnWidth - rect.left() - rect.width());
    };
    for (MessageButton &button : m_buttons)
        mirror(button.rect);
    for (QRect *rect : {&m_branchNumber, &m_facts, &m_state, &m_stateIcon})
        mirror(*rect);
}

void MessageFoot::addIcon(RowAction action, int x)
{
    m_buttons.append({.action = action,
        .rect = QRect(x, m_strip.top(), m_strip.height(), m_strip.height()),
        .onDemand = true});
}

int MessageFoot::addBranches(const Metrics &m, int x)
{
    const auto arrow = [&](RowAction action, int at) {
        m_buttons.append({.action = action,
            .rect = QRect(at, m_strip.top(), m.scaled(ArrowWidth), m_strip.height()),
            .isEnabled = m.actions.contains(action)});
    };
    arrow(RowAction::PreviousBranch, x);
    m_branchNumber = QRect(x + m.scaled(ArrowWidth), m_strip.top(), m.branchNumberWidth(), m_strip.height());
    arrow(RowAction::NextBranch, m_branchNumber.right() + 1);
    return x + m.branchesWidth();
}

void MessageFoot::arrangeReply(const Metrics &m, bool isGrowing, int top)
{
    // Kept free while the reply grows too, so that finishing it moves nothing.
    m_height = m.scaled(transcript::ActionsHeight);
    m_strip = QRect(0, top, m.width, m_height);
    int x = -m.scaled(6); // the icon, not its button, is flush with the text
    if (m.hasBranches())
        x = addBranches(m, -m.scaled(ArrowInset)) + m.scaled(2);
    if (isGrowing)
        return;
    for (const RowAction action : {RowAction::Copy, RowAction::Regenerate, RowAction::Branch}) {
        if (m.actions.contains(action)) {
            addIcon(action, x);
            x += m_strip.height();
        }
    }
    const int left = x + m.scaled(12);
    if (m.width - left >= m.scaled(60))
        m_facts = QRect(left, m_strip.top(), m.width - left, m_strip.height());
}

void MessageFoot::arrangeUser(const Metrics &m, int top)
{
    const bool hasState = !userStateText(m.row).isEmpty();
    if (hasState)
        m_height = arrangeState(m, top);
    if (hasState && !m.hasBranches())
        return;
    m_strip = QRect(0, top + m_height + m.scaled(UserStripGap), m.width, m.scaled(UserStripHeight));
    int x = m.width + m.scaled(4); // the icon's edge, not its button's, is flush with the message's
    if (m.hasBranches()) {
        x = m.width + m.scaled(ArrowInset) - m.branchesWidth();
        addBranches(m, x);
        x -= m.scaled(2);
        m_height += m.scaled(16);
    }
    if (hasState)
        return;
    for (const RowAction action : {RowAction::Copy, RowAction::Edit}) {
        if (m.actions.contains(action)) {
            x -= m_strip.height();
            addIcon(action, x);
        }
    }
    if (x >= m.scaled(60))
        m_facts = QRect(0, m_strip.top(), x - m.scaled(6), m_strip.height());
}

int MessageFoot::arrangeState(const Metrics &m, int top)
{
    const QFontMetrics metrics(m.style.caption);
    const QString text = userStateText(m.row);
    const bool isHeld = m.row.state == RowState::Held;
    const int icon = isHeld ? m.scaled(19) : 0; // and the gap behind it

    QList<MessageButton> links;
    int linksWidth = 0;
    for (const RowAction action : {RowAction::Retry, RowAction::TakeBack}) {
        if (!isHeld || !m.actions.contains(action))
            continue;
        const int width = metrics.horizontalAdvance(rowActionText(action, m.row)) + 2 * m.scaled(LinkPadding);
        links.append({.action = action,
            .rect = QRect(linksWidth, 0, width, m.scaled(SmallestHit)),
            .isLink = true,
            .isPrimary = action == RowAction::Retry});
        linksWidth += width;
    }

    // One line if it fits: the state, then what can be done. Otherwise the links go below.
    const int gap = links.isEmpty() ? 0 : m.scaled(4);
    const int whole = icon + metrics.horizontalAdvance(text) + 1;
    const bool oneLine = whole + gap + linksWidth <= m.width;
    const int textRoom = oneLine ? m.width - icon - gap - linksWidth : m.width - icon;
    const QRect wrapped =
        metrics.boundingRect(QRect(0, 0, textRoom, 10000), Qt::TextWordWrap | Qt::AlignRight, text);
    const int y = top + m.scaled(2);
    const int textWidth = std::min(textRoom, wrapped.width() + 1);
    int textHeight = std::max(m.scaled(StateLine), wrapped.height());
    if (oneLine && !links.isEmpty())
        textHeight = m.scaled(SmallestHit);
    // The words of the last link, not its button, are flush with the message's edge.
    const int linksRight = m.width + m.scaled(LinkPadding);
    const int textRight = oneLine && !links.isEmpty() ? linksRight - linksWidth - gap : m.width;
    m_state = QRect(textRight - textWidth, y, textWidth, textHeight);
    if (isHeld)
        m_stateIcon =
            QRect(m_state.left() - icon, y, m.scaled(14), oneLine ? textHeight : m.scaled(StateLine));
    int bottom = y + textHeight;
    if (!oneLine && !links.isEmpty())
        bottom += m.scaled(SmallestHit);
    for (MessageButton &link : links) {
        link.rect.moveTopLeft({linksRight - linksWidth + link.rect.left(), bottom - m.scaled(SmallestHit)});
        m_buttons.append(link);
    }
    return bottom - top;
}

} // namespace throughline::ui
