#include "ui/transcript/noticebox.h"

#include <QFontMetrics>

#include <algorithm>

namespace throughline::ui {

using workspace::TranscriptModel;

namespace {

constexpr int PaddingX = 15;
constexpr int PaddingY = 10;
constexpr int ButtonPadding = 8;
constexpr int LinkHeight = 28;
constexpr int LinkGap = 4;          ///< above and below links that are below the text
constexpr double WidestLinks = 0.4; ///< of the box; wider ones go below the text

} // namespace

void NoticeBox::setRow(const TranscriptModel::Row &row)
{
    m_notice = noticeFor(row);
}

void NoticeBox::arrange(
    const TranscriptModel::Row &row, const TranscriptStyle &style, int top, int columnWidth, bool mirrored)
{
    m_rect = m_title = m_detail = {};
    m_buttons.clear();
    if (m_notice.isEmpty())
        return;

    const QFontMetrics linkMetrics(style.noticeText);
    const int padding = style.scaled(ButtonPadding);
    int linksWidth = 0;
    for (const RowAction action : m_notice.actions) {
        const int width = linkMetrics.horizontalAdvance(rowActionText(action, row)) + 2 * padding;
        m_buttons.append({.action = action,
            .rect = QRect(0, 0, width, style.scaled(LinkHeight)),
            .isLink = true,
            .isPrimary = m_buttons.isEmpty()});
        linksWidth += width;
    }
    const bool below = linksWidth > columnWidth * WidestLinks;

    const int left = style.scaled(PaddingX);
    const int beside = m_buttons.isEmpty() || below ? 0 : linksWidth - left + 2 * padding;
    const int width = std::max(1, columnWidth - 2 * left - beside);
    const auto textSize = [&](const QFont &font, const QString &text) {
        const QRect bounds =
            QFontMetrics(font).boundingRect(QRect(0, 0, width, 10000), Qt::TextWordWrap, text);
        return QSize(width, text.isEmpty() ? 0 : std::max(bounds.height() + 1, style.scaled(20)));
    };
    m_title = {QPoint(left, top + style.scaled(PaddingY)), textSize(style.noticeTitle, m_notice.title)};
    m_detail = {QPoint(left, m_title.bottom() + 1), textSize(style.noticeText, m_notice.detail)};
    const int textBottom = m_detail.top() + m_detail.height();
    const int bottom = textBottom + style.scaled(below ? LinkGap + LinkHeight + LinkGap : PaddingY);
    m_rect = QRect(0, top, columnWidth, bottom - top);

    // The most wanted one is at the far end beside the text, and comes first below it.
    int x = below ? left - padding : m_rect.right() - padding + 4;
    const int y =
        below ? textBottom + style.scaled(LinkGap) : m_rect.center().y() - style.scaled(LinkHeight) / 2 + 1;
    for (MessageButton &button : m_buttons) {
        x -= below ? 0 : button.rect.width();
        button.rect.moveTopLeft({x, y});
        x += below ? button.rect.width() : 0;
    }
    if (!mirrored)
        return;
    const auto mirror = [&](QRect &rect) { rect.moveLeft(columnWidth - rect.left() - rect.width()); };
    mirror(m_title);
    mirror(m_detail);
    for (MessageButton &button : m_buttons)
        mirror(button.rect);
}

} // namespace throughline::ui
