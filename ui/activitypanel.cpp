#include "ui/activitypanel.h"

#include "ui/activitydelegate.h"
#include "ui/activitydetail.h"
#include "ui/activitytext.h"
#include "ui/searchfield.h"
#include "ui/textpaint.h"
#include "workspace/activityarchive.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTableView>
#include <QTimerEvent>

namespace throughline::ui {

using workspace::ActivityModel;

namespace {
constexpr int TickMs = 200;
constexpr int SlowTickMs = 1000;
constexpr std::chrono::seconds Young{10}; ///< whose tenths of a second are worth looking at
} // namespace

ActivityPanel::ActivityPanel(workspace::ActivityModel &model, const polling::Clock &clock,
    const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_clock(clock)
    , m_appearance(appearance)
    , m_filtered(new QSortFilterProxyModel(this))
    , m_title(new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this))
    , m_summary(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, this))
    , m_filter(new SearchField(IconId::Filter, tr("Filter"), appearance, this))
    , m_export(new IconButton(IconId::Export, tr("Export as HAR…"), appearance, this))
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
    bar->addWidget(m_export);
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
    m_table->horizontalHeader()->setSectionResizeMode(ActivityModel::Path, QHeaderView::Stretch);

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
    connect(m_export, &QAbstractButton::clicked, this, &ActivityPanel::chooseArchive);
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
    // In this order: a default below the least is none, and the least is still that of the size before.
    m_table->verticalHeader()->setMinimumSectionSize(m_delegate->rowHeight());
    m_table->verticalHeader()->setDefaultSectionSize(m_delegate->rowHeight());
    QHeaderView *header = m_table->horizontalHeader();
    header->setFixedHeight(theme.scaled(25));
    m_table->setMinimumHeight(header->height() + 2 * m_delegate->rowHeight());
    fitColumns();
    updateGeometry();
    refresh();
    update();
}

QSize ActivityPanel::sizeHint() const
{
    return {m_appearance.theme().scaled(1000), m_appearance.theme().scaled(300)};
}

void ActivityPanel::fitColumns()
{
    const Theme &theme = m_appearance.theme();
    const struct
    {
        int column;
        int wide;
        QString longest; ///< of what it usually says
    } columns[]{{ActivityModel::Time, 98, QStringLiteral("00:00:00")},
        {ActivityModel::Method, 76, QStringLiteral("DELETE")},
        {ActivityModel::Status, 84, QStringLiteral("503")},
        {ActivityModel::Type, 120, QStringLiteral("event-stream")},
        {ActivityModel::Size, 84, QLocale().formattedDataSize(999)},
        {ActivityModel::Duration, 120, ActivityDelegate::tr("live %1 s").arg(QStringLiteral("00.0"))}};
    QHeaderView *header = m_table->horizontalHeader();
    const auto fit = [&](bool isWide) {
        int left = width();
        for (const auto &each : columns) {
            const QString name = m_model.headerData(each.column, Qt::Horizontal, Qt::DisplayRole).toString();
            const auto style = each.column == ActivityModel::Time ? TextStyle::CodeSmall : TextStyle::Caption;
            const double words = std::max(
                textWidth(theme, TextStyle::SmallStrong, name), textWidth(theme, style, each.longest));
            const int needed = int(words) + ActivityDelegate::BesideText;
            header->resizeSection(each.column, isWide ? std::max(theme.scaled(each.wide), needed) : needed);
            left -= header->isSectionHidden(each.column) ? 0 : header->sectionSize(each.column);
        }
        return left >= theme.scaled(220);
    };
    for (const auto &each : columns)
        header->setSectionHidden(each.column, false);
    if (fit(true))
        return;
    // What the opened row says, too, goes first.
    for (const int column : {ActivityModel::Type, ActivityModel::Size}) {
        if (fit(false))
            return;
        header->setSectionHidden(column, true);
    }
    fit(false);
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

std::optional<int> ActivityPanel::tickTime() const
{
    if (!isVisible() || window()->isMinimized())
        return std::nullopt;
    std::optional<int> time;
    const auto now = m_clock.monotonic();
    for (const net::ActivityRecord &record : m_model.log().records()) {
        if (!record.live)
            continue;
        time = SlowTickMs;
        if (now - record.startedMonotonic < Young)
            return TickMs;
    }
    return time;
}

void ActivityPanel::tickOrRest()
{
    const std::optional<int> time = tickTime();
    if (!time)
        m_tick.stop();
    else if (!m_tick.isActive() || *time != m_tickTime)
        m_tick.start(m_tickTime = *time, this);
}

void ActivityPanel::refresh()
{
    // Behind the scenes there is nothing to keep up to date; showEvent() catches up.
    if (!isVisible())
        return;
    m_summary->setText(activitySummary(m_model.log().totals()));
    m_summary->setToolTip(m_summary->text());
    const bool none = m_filtered->rowCount() == 0;
    m_export->setEnabled(!none);
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

    tickOrRest();
}

void ActivityPanel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_tick.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_table->viewport()->update();
    m_summary->setText(activitySummary(m_model.log().totals()));
    tickOrRest();
}

void ActivityPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_window != window()) {
        if (m_window)
            m_window->removeEventFilter(this);
        m_window = window();
        m_window->installEventFilter(this);
    }
    refresh();
}

bool ActivityPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::WindowStateChange)
        refresh();
    return QWidget::eventFilter(watched, event);
}

void ActivityPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tick.stop();
}

void ActivityPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitColumns();
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
        QApplication::clipboard()->setText(ActivityModel::asCurl(*record));
}

void ActivityPanel::chooseArchive()
{
    auto *dialog = new QFileDialog(this, tr("Export as HAR"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QStringLiteral("har"));
    dialog->setNameFilter(tr("HTTP archives (%1)").arg(QStringLiteral("*.har")));
    dialog->selectFile(QStringLiteral("throughline.har"));
    connect(dialog, &QFileDialog::fileSelected, this, &ActivityPanel::saveArchive);
    dialog->open();
}

/// What the filter lets through, oldest first.
void ActivityPanel::saveArchive(const QString &path)
{
    QList<net::ActivityRecord> records;
    for (int row = m_filtered->rowCount() - 1; row >= 0; --row) {
        if (const auto *record = m_model.record(m_filtered->mapToSource(m_filtered->index(row, 0))))
            records.append(*record);
    }
    const qsizetype count = records.size();
    workspace::saveHttpArchive(records, path, this, [this, count](const QString &problem) {
        const QString done = count == 1 ? tr("One request exported, without secrets.")
                                        : tr("%n requests exported, without secrets.", nullptr, int(count));
        Q_EMIT notice(problem.isEmpty() ? done : problem);
    });
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
