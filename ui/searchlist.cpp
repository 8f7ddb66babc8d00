#include "ui/searchlist.h"

#include "ui/searchfield.h"
#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace throughline::ui {

namespace {

constexpr int IdRole = Qt::UserRole + 1;
constexpr int CurrentRole = Qt::UserRole + 2;
constexpr int HintRole = Qt::UserRole + 3;

bool isGroup(const QModelIndex &index)
{
    return index.data(IdRole).toString().isEmpty();
}

class RowDelegate final : public QStyledItemDelegate
{
public:
    RowDelegate(const Appearance &appearance, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_appearance(appearance)
    {}

    QSize sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex &index) const override
    {
        return {0, m_appearance.theme().scaled(isGroup(index) ? 26 : 30)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = m_appearance.theme();
        const ThemeColors &c = theme.colors;
        const Qt::LayoutDirection direction = option.direction;
        const bool isMirrored = direction == Qt::RightToLeft;
        const Qt::Alignment start = isMirrored ? Qt::AlignRight : Qt::AlignLeft;
        const QRectF row = option.rect;
        const QString text = index.data().toString();
        if (isGroup(index)) {
            paintLine(
                *painter, row.adjusted(10, 4, -10, 0), theme, TextStyle::SmallMedium, text, c.muted, start);
            return;
        }
        if (option.state & QStyle::State_Selected)
            paintRounded(*painter, row, radius::Control, c.selection);
        else if (option.state & QStyle::State_MouseOver)
            paintRounded(*painter, row, radius::Control, c.hover);
        QRectF words = row.adjusted(10, 0, -10, 0);
        if (index.data(CurrentRole).toBool()) {
            const double side = theme.scaled(15);
            const QRectF mark(words.right() - side, row.top() + (row.height() - side) / 2, side, side);
            paintIcon(*painter, mirrored(mark, row, direction), IconId::Check, c.accent);
            words.setRight(words.right() - side - space::S);
        }
        if (const QString hint = index.data(HintRole).toString(); !hint.isEmpty()) {
            const double width = std::min(textWidth(theme, TextStyle::Small, hint), words.width() / 2);
            const QRectF place(words.right() - width, words.top(), width, words.height());
            paintLine(*painter, mirrored(place, row, direction), theme, TextStyle::Small, hint, c.muted,
                isMirrored ? Qt::AlignLeft : Qt::AlignRight);
            words.setRight(place.left() - space::M);
        }
        paintLine(*painter, mirrored(words, row, direction), theme, TextStyle::Body, text, c.text, start);
    }

private:
    const Appearance &m_appearance;
};

} // namespace

SearchList::SearchList(const QString &placeholder, const QString &listName, const QString &nothing,
    const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_search(new SearchField(IconId::Search, placeholder, appearance, this))
    , m_list(new QListView(this))
    , m_nothing(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
{
    m_list->setAccessibleName(listName);
    m_list->setProperty("role", QStringLiteral("bare"));
    m_list->setModel(&m_rows);
    m_list->setItemDelegate(new RowDelegate(appearance, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_nothing->setText(nothing);
    m_nothing->setCentred(true);
    m_nothing->hide();
    setFocusProxy(m_search);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::Xs);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1, Qt::AlignTop);

    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &SearchList::wordsChanged);
    connect(m_list, &QAbstractItemView::clicked, this, &SearchList::choose);
}

QString SearchList::words() const
{
    return m_search->text().trimmed();
}

void SearchList::setRows(const QList<Row> &rows, const QString &selectedId)
{
    m_rows.clear();
    const QStandardItem *selected = nullptr;
    const QStandardItem *first = nullptr;
    for (const Row &row : rows) {
        auto *item = new QStandardItem(row.text);
        if (row.id.isEmpty()) {
            item->setFlags(Qt::NoItemFlags);
        } else {
            item->setData(row.id, IdRole);
            item->setData(row.isCurrent, CurrentRole);
            item->setData(row.hint, HintRole);
            item->setData(row.spoken.isEmpty() ? row.text : row.spoken, Qt::AccessibleTextRole);
            if (!first)
                first = item;
            if (row.id == selectedId)
                selected = item;
        }
        m_rows.appendRow(item);
    }
    if (!selected)
        selected = first;
    m_list->setCurrentIndex(selected ? selected->index() : QModelIndex());
    m_list->setVisible(first != nullptr);
    m_nothing->setVisible(!first);
    showSelected();
}

QString SearchList::selectedId() const
{
    return m_list->currentIndex().data(IdRole).toString();
}

void SearchList::showSelected()
{
    const QModelIndex selected = m_list->currentIndex();
    // The name of the first group is above the first that can be chosen.
    if (selected.row() <= 1)
        m_list->scrollToTop();
    else
        m_list->scrollTo(selected);
}

void SearchList::begin()
{
    m_list->setCurrentIndex({});
    if (m_search->text().isEmpty())
        Q_EMIT wordsChanged();
    else
        m_search->clear();
    m_search->setFocus(Qt::PopupFocusReason);
}

int SearchList::heightFor(int mostRows) const
{
    int rows = 0;
    for (int row = 0; row < std::min(m_rows.rowCount(), mostRows); ++row)
        rows += m_list->sizeHintForRow(row);
    const int list = rows > 0 ? rows : m_appearance.theme().lineHeight(TextStyle::Body);
    return m_search->sizeHint().height() + space::Xs + list;
}

void SearchList::choose(const QModelIndex &index)
{
    if (const QString id = index.data(IdRole).toString(); !id.isEmpty())
        Q_EMIT chosen(id);
}

void SearchList::step(int by)
{
    int row = m_list->currentIndex().row() + by;
    while (row >= 0 && row < m_rows.rowCount() && isGroup(m_rows.index(row, 0)))
        row += by;
    if (row < 0 || row >= m_rows.rowCount())
        return;
    m_list->setCurrentIndex(m_rows.index(row, 0));
    showSelected();
}

bool SearchList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        switch (static_cast<const QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            step(1);
            return true;
        case Qt::Key_Up:
            step(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose(m_list->currentIndex());
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace throughline::ui
