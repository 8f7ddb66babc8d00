#include "ui/threaddelegate.h"

#include "ui/relativetime.h"
#include "ui/textpaint.h"
#include "workspace/threadlistmodel.h"

#include <QPainter>

#include <utility>

namespace throughline::ui {

using workspace::ThreadListModel;

namespace {

constexpr int Outer = space::S; ///< between the pane's edge and the row's tint
constexpr int Inner = space::S; ///< between the tint's edge and the words
constexpr double UnreadDotSize = 7;

} // namespace

ThreadDelegate::ThreadDelegate(const Appearance &appearance, std::function<QDateTime()> now, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_appearance(appearance)
    , m_now(std::move(now))
{}

bool ThreadDelegate::beginsGroup(const QModelIndex &index) const
{
    return index.row() == 0 || index.data(ThreadListModel::GroupRole) !=
                                   index.sibling(index.row() - 1, 0).data(ThreadListModel::GroupRole);
}

int ThreadDelegate::captionHeight(const QModelIndex &index) const
{
    if (!beginsGroup(index))
        return 0;
    return space::M + m_appearance.theme().lineHeight(TextStyle::SmallMedium) + space::Xs;
}

QString ThreadDelegate::groupName(int group)
{
    switch (ThreadListModel::Group(group)) {
    case ThreadListModel::Group::Pinned:
        return tr("Pinned");
    case ThreadListModel::Group::Today:
        return tr("Today");
    case ThreadListModel::Group::Yesterday:
        return tr("Yesterday");
    case ThreadListModel::Group::Previous7Days:
        return tr("Previous 7 days");
    case ThreadListModel::Group::Older:
        return tr("Older");
    case ThreadListModel::Group::Archived:
        return tr("Archived");
    }
    return {};
}

QRect ThreadDelegate::cardRect(
    const QRect &itemRect, const QModelIndex &index, Qt::LayoutDirection direction) const
{
    const int scrollBar = std::max(0, m_listWidth - itemRect.width());
    const QRect card =
        itemRect.adjusted(Outer, captionHeight(index) + 1, -std::max(0, Outer - scrollBar), -1);
    return mirrored(card, itemRect, direction).toRect();
}

QRect ThreadDelegate::titleRect(
    const QRect &itemRect, const QModelIndex &index, Qt::LayoutDirection direction) const
{
    const QRect card = cardRect(itemRect, index, direction);
    return {card.left() + 2, card.top() + m_appearance.theme().rows().thread - 5, card.width() - 4,
        m_appearance.theme().lineHeight(TextStyle::BodyMedium) + 10};
}

QSize ThreadDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    int height = captionHeight(index) + 2 + 2 * theme.rows().thread + theme.lineHeight(TextStyle::BodyMedium);
    if (!index.data(ThreadListModel::PreviewRole).toString().isEmpty())
        height += 1 + theme.lineHeight(TextStyle::Caption);
    return {100, height};
}

void ThreadDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const ThemeColors &c = theme.colors;
    const Qt::LayoutDirection direction = option.direction;
    const Qt::Alignment leading = direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    const Qt::Alignment trailing = direction == Qt::RightToLeft ? Qt::AlignLeft : Qt::AlignRight;
    const QRectF item = option.rect;
    const QRectF card = cardRect(option.rect, index, direction);
    const auto place = [&](const QRectF &rect) { return mirrored(rect, card, direction); };

    if (const int caption = captionHeight(index); caption > 0) {
        const QRectF at(item.left() + Outer + Inner, item.top() + space::M,
            item.width() - 2 * (Outer + Inner), caption - space::M - space::Xs);
        paintLine(*painter, place(at), theme, TextStyle::SmallMedium,
            groupName(index.data(ThreadListModel::GroupRole).toInt()), c.muted, leading);
    }

    const bool open = index.data(ThreadListModel::IdRole).toString() == m_openThread;
    if (open)
        paintRounded(*painter, card, radius::Control, c.selection);
    else if (option.state & QStyle::State_MouseOver)
        paintRounded(*painter, card, radius::Control, c.hover);

    const QRectF words = card.adjusted(Inner, theme.rows().thread, -Inner, -theme.rows().thread);
    const double titleHeight = theme.lineHeight(TextStyle::BodyMedium);
    const bool archived = index.data(ThreadListModel::ArchivedRole).toBool();
    const bool unread = index.data(ThreadListModel::UnreadRole).toBool();

    const int group = index.data(ThreadListModel::GroupRole).toInt();
    const QString time = relativeTime(index.data(ThreadListModel::UpdatedAtRole).toDateTime(), m_now(),
        QLocale(), group == int(ThreadListModel::Group::Yesterday));
    const double timeWidth = textWidth(theme, TextStyle::Small, time);
    paintLine(*painter, place(QRectF(words.right() - timeWidth - 1, words.top(), timeWidth + 1, titleHeight)),
        theme, TextStyle::Small, time, c.muted, trailing);

    double left = words.left();
    if (index.data(ThreadListModel::StreamingRole).toBool()) {
        QColor dot = c.accent;
        dot.setAlphaF(float(0.35 + 0.65 * m_pulse));
        const QRectF at(left, words.top() + (titleHeight - UnreadDotSize) / 2, UnreadDotSize, UnreadDotSize);
        paintRounded(*painter, place(at), UnreadDotSize / 2, dot);
        left += UnreadDotSize + 6;
    }
    const QRectF title(left, words.top(), words.right() - timeWidth - space::S - left, titleHeight);
    paintLine(*painter, place(title), theme, unread ? TextStyle::BodyStrong : TextStyle::BodyMedium,
        index.data(ThreadListModel::TitleRole).toString(), archived && !open ? c.muted : c.text, leading);

    const QString preview = index.data(ThreadListModel::PreviewRole).toString();
    if (!preview.isEmpty()) {
        const QRectF at(
            words.left(), words.top() + titleHeight + 1, words.width(), theme.lineHeight(TextStyle::Caption));
        paintLine(*painter, place(at), theme, TextStyle::Caption, preview, c.muted, leading);
    }
    if (m_keyboardFocus && (option.state & QStyle::State_HasFocus))
        paintFocusRing(*painter, card, radius::Control, theme);
}

} // namespace throughline::ui
