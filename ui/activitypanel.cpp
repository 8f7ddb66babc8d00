#include "ui/activitypanel.h"

#include "ui/activitydelegate.h"
#include "ui/activitydetail.h"
#include "ui/activitytext.h"
#include "ui/searchfield.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTableView>
#include <QTimerEvent>

namespace throughline::ui {

using Model = workspace::ActivityModel;

namespace {
constexpr int TickMs = 200;
} // namespace

ActivityPanel::ActivityPanel(workspace::ActivityModel &model, const polling::Clock &clock,
    const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_appearance(appearance)
    , m_filtered(new QSortFilterProxyModel(this))
    , m_title(new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this))
    , m_summary(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, this))
    , m_filter(new SearchField(IconId::Filter, tr("Filter"), appearance, this))
    , m_copy(new IconButton(IconId::Copy, tr("Copy as curl"), appearance, this))
    , m_close(new IconButton(IconId::X, tr("Close Activity"), appearance, this))
    , m_bar(new QWidget(this))
    , m_table(new QTableView(this))
    , m_delegate(new ActivityDelegate(clock, appearance, this))
    , m_detail(new ActivityDetail(appearance, this))
    , m_empty(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
{
    setAccessibleName(tr("Activity"));
    m_title->setText(tr("Activity"));
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_filter->setAccessibleName(tr("Filter requests"));
    m_filter->setProperty("compact", true);
    m_empty->setCentred(true);
    m_copy->setEnabled(false);

    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(space::M, 0, space::M, 1);
    bar->setSpacing(space::S);
    bar->addWidget(m_title);
    bar->addWidget(m_summary, 1);
    bar->addWidget(m_filter);
    bar->addWidget(m_copy);
    bar->addWidget(m_close);

    m_filtered->setSourceModel(&model);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);

    m_table->setModel(m_filtered);
    m_table->setItemDelegate(m_delegate);
    m_table->setAccessibleName(tr("Requests"));
    m_table->setProperty("role", QStringLiteral("bare"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->viewport()->setAttribute(Qt::WA_Hover);
    m_table->viewport()->setAutoFillBackground(false);
    m_table->verticalHeader()->hide();
    m_table->setHorizontalHeader(new ActivityHeader(appearance, m_table));
    m_table->horizontalHeader()->setSectionResizeMode(Model::Path, QHeaderView::Stretch);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_table, 1);
    column->addSpacing(1);
    column->addWidget(m_detail, 1);
    m_detail->hide();

    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::textChanged, this, &ActivityPanel::refresh);
    connect(m_copy, &QAbstractButton::clicked, this, &ActivityPanel::copyAsCurl);
    connect(m_close, &QAbstractButton::clicked, this, &ActivityPanel::closeRequested);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ActivityPanel::openMenu);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ActivityPanel::openCurrent);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ActivityPanel::refresh);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ActivityPanel::refresh);
    connect(&model, &QAbstractItemModel::dataChanged, this, &ActivityPanel::refresh);
    connect(&model, &QAbstractItemModel::modelReset, this, &ActivityPanel::refresh);
    connect(&appearance, &Appearance::changed, this, &ActivityPanel::restyle);
    restyle();
}

void ActivityPanel::restyle()
{
    const Theme &theme = m_appearance.theme();
    m_bar->setFixedHeight(std::max(38, theme.scaled(26) + 12));
    m_filter->setFixedWidth(theme.scaled(150));
    m_table->verticalHeader()->setDefaultSectionSize(m_delegate->rowHeight());
    m_table->verticalHeader()->setMinimumSectionSize(m_delegate->rowHeight());
    QHeaderView *header = m_table->horizontalHeader();
    header->setFixedHeight(theme.scaled(25));
    const struct
    {
        int column;
        int width;
    } widths[]{{Model::Time, 98}, {Model::Method, 76}, {Model::Status, 84}, {Model::Type, 120},
        {Model::Size, 84}, {Model::Duration, 120}};
    for (const auto &w : widths)
        header->resizeSection(w.column, theme.scaled(w.width));
    refresh();
    update();
}

void ActivityPanel::focusTable()
{
    m_table->setFocus(Qt::ShortcutFocusReason);
}

const net::ActivityRecord *ActivityPanel::currentRecord() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : m_model.record(m_filtered->mapToSource(rows.first()));
}

void ActivityPanel::openCurrent()
{
    const net::ActivityRecord *record = currentRecord();
    m_copy->setEnabled(record != nullptr);
    if (record)
        m_detail->show(*record);
    const bool opening = record && m_detail->isHidden();
    m_detail->setVisible(record != nullptr);
    if (opening) {
        layout()->activate();
        m_table->scrollTo(m_table->currentIndex());
    }
    update();
}

bool ActivityPanel::anyLiveRow() const
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.index(row, 0).data(Model::LiveRole).toBool())
            return true;
    }
    return false;
}

void ActivityPanel::refresh()
{
    // Behind the scenes there is nothing to keep up to date; showEvent() catches up.
    if (!isVisible())
        return;
    m_summary->setText(activitySummary(m_model.log().totals()));
    m_summary->setToolTip(m_summary->text());
    const bool none = m_filtered->rowCount() == 0;
    m_empty->setText(m_model.rowCount() == 0 ? tr("Requests will appear here as they are made.")
                                             : tr("No request matches this filter."));
    m_empty->setVisible(none);
    if (none) {
        const int top = m_bar->height() + m_table->horizontalHeader()->height() + space::Xl;
        m_empty->setGeometry(space::M, top, width() - 2 * space::M, m_empty->sizeHint().height());
        m_empty->raise();
    }
    if (const net::ActivityRecord *record = currentRecord())
        m_detail->show(*record);

    if (anyLiveRow()) {
        if (!m_tick.isActive())
            m_tick.start(TickMs, this);
    } else {
        m_tick.stop();
    }
}

void ActivityPanel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_tick.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_table->viewport()->update();
    m_summary->setText(activitySummary(m_model.log().totals()));
}

void ActivityPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void ActivityPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tick.stop();
}

void ActivityPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void ActivityPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (m_detail->isVisible())
            m_table->clearSelection();
        else
            Q_EMIT closeRequested();
        return;
    }
    if (event->matches(QKeySequence::Copy) && m_table->hasFocus()) {
        copyAsCurl();
        return;
    }
    QWidget::keyPressEvent(event);
}

void ActivityPanel::copyAsCurl()
{
    if (const net::ActivityRecord *record = currentRecord())
        QApplication::clipboard()->setText(Model::asCurl(*record));
}

void ActivityPanel::openMenu(const QPoint &position)
{
    const QModelIndex index = m_table->indexAt(position);
    if (index.isValid())
        m_table->selectRow(index.row());
    const net::ActivityRecord *record = currentRecord();
    if (!record)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Copy as curl")), &QAction::triggered, this, &ActivityPanel::copyAsCurl);
    const auto addCopy = [this, menu](const QString &text, const QString &what) {
        connect(menu->addAction(text), &QAction::triggered, this,
            [what] { QApplication::clipboard()->setText(what); });
    };
    addCopy(tr("Copy address"), record->url.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo));
    if (!record->correlationId.isEmpty())
        addCopy(tr("Copy correlation ID"), record->correlationId);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void ActivityPanel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    painter.fillRect(rect(), c.window);
    painter.fillRect(QRectF(0, 0, width(), 1), c.border);
    painter.fillRect(QRectF(0, m_bar->geometry().bottom(), width(), 1), c.border);
    if (m_detail->isVisible())
        painter.fillRect(QRectF(0, m_detail->y() - 1, width(), 1), c.border);
}

} // namespace throughline::ui
