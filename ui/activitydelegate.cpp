#include "ui/activitydelegate.h"

#include "ui/textpaint.h"
#include "workspace/activitymodel.h"

#include <QAbstractProxyModel>
#include <QLocale>
#include <QPainter>
#include <QRegularExpression>

namespace throughline::ui {

using workspace::ActivityModel;

namespace {

const net::ActivityRecord *recordOf(QModelIndex index)
{
    while (const auto *proxy = qobject_cast<const QAbstractProxyModel *>(index.model()))
        index = proxy->mapToSource(index);
    const auto *model = qobject_cast<const ActivityModel *>(index.model());
    return model ? model->record(index) : nullptr;
}

} // namespace

ActivityDelegate::ActivityDelegate(const polling::Clock &clock, const Appearance &appearance, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_clock(clock)
    , m_appearance(appearance)
{}

int ActivityDelegate::rowHeight() const
{
    return std::max(SmallestHit,
        m_appearance.theme().lineHeight(TextStyle::Caption) + m_appearance.theme().rows().activity);
}

QString ActivityDelegate::cellText(const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    if (index.column() == ActivityModel::Time) {
        // The fraction is in the way of reading; the tool tip has it.
        return text.section(QLatin1Char('.'), 0, 0).section(QLatin1Char(','), 0, 0);
    }
    if (index.column() == ActivityModel::Path) {
        // An id is known by how it begins; what follows it says what was asked for.
        static const QRegularExpression id(
            QStringLiteral("([0-9a-fA-F]{4})[0-9a-fA-F]{4}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"));
        return QString(text).replace(id, QStringLiteral("\\1…"));
    }
    if (index.column() == ActivityModel::Type)
        return text.section(QLatin1Char('/'), -1);
    if (index.column() != ActivityModel::Duration || !index.data(ActivityModel::LiveRole).toBool())
        return text;
    const net::ActivityRecord *record = recordOf(index);
    if (!record)
        return text;
    const double seconds = double(std::max<qint64>(0, record->startedAt.msecsTo(m_clock.wall()))) / 1000.0;
    return tr("live %1 s").arg(QLocale().toString(seconds, 'f', 1));
}

QColor ActivityDelegate::inkOf(const QModelIndex &index) const
{
    const ThemeColors &c = m_appearance.theme().colors;
    if (index.column() != ActivityModel::Status)
        return c.text;
    const int status = index.data(ActivityModel::StatusCodeRole).toInt();
    if (status == 0)
        return index.data(ActivityModel::LiveRole).toBool() ? c.muted : c.danger;
    return status < 400 ? c.success : c.danger;
}

bool ActivityDelegate::isNumber(int column)
{
    return column == ActivityModel::Size || column == ActivityModel::Duration;
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex &index) const
{
    const bool mono = index.column() == ActivityModel::Time || index.column() == ActivityModel::Path;
    const double width =
        textWidth(m_appearance.theme(), mono ? TextStyle::CodeSmall : TextStyle::Caption, cellText(index));
    return {int(width) + BesideText, rowHeight()};
}

void ActivityDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    const ThemeColors &c = theme.colors;
    const QRectF cell = option.rect;
    if (option.state & QStyle::State_Selected)
        painter->fillRect(cell, c.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(cell, c.hover);
    painter->fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), c.border);

    const bool mono = index.column() == ActivityModel::Time || index.column() == ActivityModel::Path;
    // Paths read from the left in every language.
    const bool atRight = isNumber(index.column()) !=
                         (option.direction == Qt::RightToLeft && index.column() != ActivityModel::Path);
    paintLine(*painter, cell.adjusted(10, 0, -10, -1), theme,
        mono ? TextStyle::CodeSmall : TextStyle::Caption, cellText(index), inkOf(index),
        atRight ? Qt::AlignRight : Qt::AlignLeft);
}

ActivityHeader::ActivityHeader(const Appearance &appearance, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_appearance(appearance)
{
    setHighlightSections(false);
    setSectionsClickable(false);
    setMinimumSectionSize(40);
    setSectionResizeMode(QHeaderView::Fixed);
}

void ActivityHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    const Theme &theme = m_appearance.theme();
    const QRectF box = rect;
    painter->fillRect(box, theme.colors.window);
    painter->fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colors.border);
    const bool atRight = ActivityDelegate::isNumber(column) != (layoutDirection() == Qt::RightToLeft);
    paintLine(*painter, box.adjusted(10, 0, -10, -1), theme, TextStyle::SmallStrong,
        model()->headerData(column, Qt::Horizontal).toString(), theme.colors.muted,
        atRight ? Qt::AlignRight : Qt::AlignLeft);
}

} // namespace throughline::ui
