#include "ui/transcript/messageitem.h"

#include "markdown/parser.h"

#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace throughline::ui {

using markdown::Block;
using markdown::BlockKind;
using markdown::BlockLayout;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

constexpr int LargestTypedPart = 4000;
constexpr int HighestPicture = 480;
constexpr int WaitingLeft = 18; ///< beside the caret

} // namespace

MessageItem::MessageItem(const TranscriptStyle &style)
    : m_style(style)
    , m_thoughts(style)
{}

MessageItem::~MessageItem() = default;

const markdown::MarkdownStyle &MessageItem::markdownStyle() const
{
    return isUser() ? m_style.user : m_style.reply;
}

bool MessageItem::isGrowing() const
{
    return !isUser() && (m_row.state == RowState::Waiting || m_row.state == RowState::Streaming ||
                            m_row.state == RowState::Reconnecting);
}

bool MessageItem::isFinishedReply() const
{
    return !isUser() && !isGrowing();
}

int MessageItem::setRow(const TranscriptModel::Row &row)
{
    const bool sameText = row.message.content == m_row.message.content && !m_parts.empty() &&
                          row.message.role == m_row.message.role;
    const bool wasGrowing = isGrowing();
    // What a message is marked with is known by its id, which it has once the server has taken it.
    const bool sameTop = row.waiting == m_row.waiting && row.message.id == m_row.message.id;
    const int before = m_partsBottom;
    m_row = row;
    const std::optional<int> thoughtsFrom = isUser() ? std::nullopt : m_thoughts.setRow(row);
    m_notice.setRow(row);
    int changedFrom = before;
    if (isUser()) {
        if (!sameText) {
            setUserParts();
            changedFrom = 0;
        }
    } else if (!sameText || wasGrowing != isGrowing()) {
        changedFrom = setReplyParts();
    }
    arrange();
    return std::min(
        {changedFrom, m_partsBottom, thoughtsFrom.value_or(changedFrom), sameTop ? changedFrom : 0});
}

void MessageItem::setHead(const RowHead &head)
{
    if (!(head == m_head)) {
        m_head = head;
        arrange();
    }
}

void MessageItem::setUserParts()
{
    m_parts.clear();
    m_markdown.setText({});
    const QString &text = m_row.message.content;
    qsizetype start = 0;
    do {
        qsizetype end =
            text.size() - start <= LargestTypedPart ? -1 : text.indexOf(u'\n', start + LargestTypedPart);
        end = end < 0 ? text.size() : end;
        Part part;
        part.block.kind = BlockKind::Typed;
        part.block.literal = text.sliced(start, end - start);
        part.textStart = static_cast<int>(start);
        m_parts.push_back(std::move(part));
        start = end + 1; // the line break between two parts belongs to neither
    } while (start <= text.size() && !text.isEmpty());
    setColumnWidth(m_columnWidth);
}

int MessageItem::setReplyParts()
{
    if (m_parts.empty() || m_parts[0].block.kind == BlockKind::Typed) {
        m_parts.clear();
    }
    m_markdown.setText(m_row.message.content);
    qsizetype first = isGrowing() ? m_markdown.update() : m_markdown.finish();
    const QList<Block> &blocks = m_markdown.blocks();
    first = std::min<qsizetype>(first, static_cast<qsizetype>(m_parts.size()));
    int changedFrom = first == 0 ? 0 : m_parts[static_cast<size_t>(first - 1)].bottom();
    if (first < blocks.size() && first < static_cast<qsizetype>(m_parts.size())) {
        Part &open = m_parts[static_cast<size_t>(first)];
        const std::optional<double> grownFrom =
            open.layout ? open.layout->grow(open.block, blocks[first]) : std::nullopt;
        if (grownFrom) {
            open.block = blocks[first];
            open.height = static_cast<int>(open.layout->height());
            changedFrom = open.top + static_cast<int>(*grownFrom);
            ++first;
        }
    }
    m_parts.resize(static_cast<size_t>(first));
    for (qsizetype i = first; i < blocks.size(); ++i) {
        Part part;
        part.block = blocks[i];
        part.height = BlockLayout::estimatedHeight(part.block, m_style.reply, partWidth());
        part.wraps = m_wrapsCode;
        m_parts.push_back(std::move(part));
    }
    return changedFrom;
}

int MessageItem::partWidth() const
{
    return isUser() ? m_bubbleTextWidth : std::max(1, m_columnWidth);
}

void MessageItem::setColumnWidth(int width)
{
    m_columnWidth = width;
    if (isUser()) {
        const int padding = 2 * m_style.bubbleX();
        const int most = std::max(1, static_cast<int>(width * transcript::BubbleShare) - padding);
        // A short message has a bubble of its own width; what is longer than a line fills it.
        m_bubbleTextWidth = most;
        if (m_parts.size() == 1 && m_row.message.content.size() / 2 < most) {
            Part &part = m_parts[0];
            part.layout = std::make_unique<BlockLayout>(part.block, m_style.user);
            m_bubbleTextWidth = std::clamp(static_cast<int>(part.layout->naturalWidth()) + 1, 1, most);
        }
    }
    setWidth(m_parts, markdownStyle(), partWidth());
    m_thoughts.setColumnWidth(width);
    arrange();
}

bool MessageItem::layOut(int from, int to)
{
    const bool inThoughts = m_thoughts.layOut(from, to);
    const bool corrected = layOutParts(m_parts, markdownStyle(), partWidth(), from, to) || inThoughts;
    if (corrected) {
        arrange();
    }
    return corrected;
}

void MessageItem::layOutPart(int index)
{
    if (index >= 0 && index < partCount()) {
        ui::layOutPart(m_parts[static_cast<size_t>(index)], markdownStyle(), partWidth());
        arrange();
    }
}

void MessageItem::layOutThought(int piece)
{
    m_thoughts.layOutPiece(piece);
    arrange();
}

void MessageItem::dropLayoutsOutside(int from, int to)
{
    ui::dropLayoutsOutside(m_parts, from, to);
    m_thoughts.dropLayoutsOutside(from, to);
}

void MessageItem::arrange()
{
    const int top = headHeight();
    m_textTop = isUser() ? top + m_style.bubbleY() : m_thoughts.arrange(m_mirrored, top);
    int y = m_textTop;
    int below = 0;
    m_pictures.clear();
    for (size_t i = 0; i < m_parts.size(); ++i) {
        Part &part = m_parts[i];
        if (i > 0) {
            y += std::max(below, BlockLayout::topMargin(part.block, markdownStyle()));
        }
        part.top = y;
        y = arrangePictures(part.block, y + part.height);
        below = BlockLayout::bottomMargin(part.block, markdownStyle());
    }
    // A reply that ended without a word is its notice; there is nothing to keep room for above it.
    const bool isNoticeOnly = m_parts.empty() && isFinishedReply() && !m_notice.isEmpty();
    if (m_parts.empty() && !isNoticeOnly) {
        y += m_style.reply.lineHeight; // the caret's
        below = m_style.scaled(11);
    }
    y = isUser() ? y + m_style.bubbleY() : arrangeWaiting(y);
    m_partsBottom = y;
    const int noticeTop = isNoticeOnly && y == top ? top : y + m_style.scaled(12);
    m_notice.arrange(m_row, m_style, noticeTop, m_columnWidth, m_mirrored);
    if (!m_notice.isEmpty()) {
        y = m_notice.rect().bottom() + 1;
        below = m_style.scaled(8);
    }
    y += isUser() ? 0 : below;
    m_foot.arrange(m_row, isGrowing(), m_style, y, m_columnWidth, m_mirrored);
    m_height = y + m_foot.height() + m_style.rowGap();
}

void MessageItem::setPictures(const ShownPictures &pictures)
{
    m_known = &pictures;
    arrange();
}

/// At most as wide as the column and as high as a good part of a window, and never larger than it is.
int MessageItem::arrangePictures(const Block &block, int bottom)
{
    const QList<QImage> named = m_known ? m_known->namedIn(block) : QList<QImage>();
    for (const QImage &image : named) {
        const QSize room(std::max(1, m_columnWidth), m_style.scaled(HighestPicture));
        QSize size = image.size();
        if (size.width() > room.width() || size.height() > room.height()) {
            size = size.scaled(room, Qt::KeepAspectRatio).expandedTo({1, 1});
        }
        const int left = m_mirrored ? m_columnWidth - size.width() : 0;
        m_pictures.append({image, QRect(QPoint(left, bottom + m_style.scaled(8)), size)});
        bottom = m_pictures.constLast().rect.bottom() + 1;
    }
    return bottom;
}

/// Beside the caret where there is no text yet; below the text of a reply that goes on.
int MessageItem::arrangeWaiting(int bottom)
{
    m_waiting = {};
    if (m_row.waiting.isEmpty() || isUser()) {
        return bottom; // the user's says it below the bubble
    }
    const bool isFirst = m_parts.empty();
    const int left = isFirst ? m_style.scaled(WaitingLeft) : 0;
    const int width = std::max(1, m_columnWidth - left);
    const QRect bounds = QFontMetrics(m_style.noticeText)
                             .boundingRect(QRect(0, 0, width, 10000), Qt::TextWordWrap, m_row.waiting);
    m_waiting = QRect(m_mirrored ? 0 : left, isFirst ? m_textTop : bottom + m_style.scaled(8), width,
        std::max(bounds.height(), m_style.reply.lineHeight));
    return std::max(bottom, m_waiting.bottom() + 1);
}

int MessageItem::estimatedHeight(
    const TranscriptModel::Row &row, const TranscriptStyle &style, int columnWidth)
{
    const bool user = row.message.role == protocol::Role::User;
    const double width = user ? columnWidth * transcript::BubbleShare : columnWidth;
    const int perLine = std::max(8, static_cast<int>(width / (style.reply.bodyPixels * 0.5)));
    const auto lines = static_cast<int>(row.message.content.size()) / perLine + 1;
    const int around = user ? 2 * style.theme.rows().bubbleY : transcript::ActionsHeight + 11;
    const int thoughts = user ? 0 : ThoughtsBox::estimatedHeight(row, style, columnWidth);
    return thoughts + lines * style.reply.lineHeight + style.scaled(around + style.theme.rows().message);
}

int MessageItem::partAt(int y) const
{
    for (int i = 0; i < partCount(); ++i) {
        if (y < part(i).top + part(i).height || i == partCount() - 1) {
            return i;
        }
    }
    return -1;
}

int MessageItem::textLeft() const
{
    return isUser() ? bubble().left() + m_style.bubbleX() : 0;
}

QRect MessageItem::bubble() const
{
    if (!isUser()) {
        return {};
    }
    const int width = m_bubbleTextWidth + 2 * m_style.bubbleX();
    const int top = headHeight();
    return {m_mirrored ? 0 : m_columnWidth - width, top, width, m_partsBottom - top};
}

const MessageButton *MessageItem::buttonAt(const QPoint &point) const
{
    if (!m_thoughts.isEmpty() && m_thoughts.line().rect.contains(point)) {
        return &m_thoughts.line();
    }
    for (const QList<MessageButton> *list : {&m_notice.buttons(), &m_foot.buttons()}) {
        const auto found = std::find_if(list->cbegin(), list->cend(),
            [&](const MessageButton &button) { return button.rect.contains(point); });
        if (found != list->cend()) {
            return &*found;
        }
    }
    return nullptr;
}

QString MessageItem::facts(const QDateTime &now) const
{
    QStringList facts;
    if (isUser() || isFinishedReply()) {
        facts.append(messageTime(m_row.message.createdAt, now));
    }
    if (isFinishedReply()) {
        facts.append(replyFacts(m_row.message.metadata));
    }
    facts.removeAll({});
    return facts.join(QStringLiteral(" \u00B7 "));
}

QRectF MessageItem::caretRect() const
{
    if (!isGrowing()) {
        return {};
    }
    const double scale = m_style.theme.textScale;
    const QSizeF size(std::round(8 * scale), std::round(17 * scale));
    if (m_parts.empty()) {
        const double x = m_mirrored ? m_columnWidth - size.width() : 0;
        return {QPointF(x, m_textTop + std::round((m_style.reply.lineHeight - size.height()) / 2)), size};
    }
    const Part &last = m_parts.back();
    if (!last.layout) {
        return {};
    }
    const QRectF line = last.layout->cursorRect(last.layout->endOfText());
    // Where a long line of code is being written, the caret stays at the edge.
    const double x = std::min(line.x(), last.layout->width() - size.width() - 2);
    const QPointF corner(
        textLeft() + std::round(x) + 2, last.top + std::round(line.center().y() - size.height() / 2));
    return {corner, size};
}

} // namespace throughline::ui
