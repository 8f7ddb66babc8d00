#include "ui/threadsidebar.h"

#include "ui/plaintooltip.h"
#include "ui/searchfield.h"
#include "ui/textpaint.h"
#include "ui/threadlistview.h"
#include "workspace/threadlistmodel.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QTimeZone>
#include <QTimerEvent>

#include <utility>

namespace throughline::ui {

namespace {
constexpr std::chrono::seconds ChangeIsNow{61};   ///< until what has just changed is not "now" any more
constexpr std::chrono::seconds LongestWait{3600}; ///< the clock may be set, and a computer sleep
constexpr double StateDotSize = 8;
} // namespace

ThreadSidebar::ThreadSidebar(const Appearance &appearance, std::function<QDateTime()> now, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_search(new SearchField(IconId::Search, tr("Search"), appearance, this))
    , m_new(new IconButton(IconId::Plus, tr("New conversation"), appearance, this))
    , m_list(new ThreadListView(appearance, now, this))
    , m_empty(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_foot(new QWidget(this))
    , m_connection(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, m_foot))
    , m_servers(new IconButton(IconId::ChevronDown, tr("Go to another server"), appearance, m_foot))
    , m_commands(new IconButton(IconId::Command, tr("Commands"), appearance, m_foot))
    , m_settings(new IconButton(IconId::Settings, tr("Settings"), appearance, m_foot))
    , m_now(std::move(now))
{
    setAccessibleName(tr("Conversations"));
    setMinimumWidth(180);
    m_new->setShortcutHint(QKeySequence::New);
    m_commands->setShortcutHint(Qt::CTRL | Qt::SHIFT | Qt::Key_P);
    m_settings->setShortcutHint(Qt::CTRL | Qt::Key_Comma);
    m_empty->setWordWrap(true);
    m_empty->setCentred(true);
    m_empty->hide();

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(space::M, 9, space::M, 9);
    bar->setSpacing(space::S);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_new);

    auto *foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(space::M, 9, space::M, space::S);
    foot->setSpacing(space::S);
    foot->addSpacing(int(StateDotSize) + space::S); // the dot is painted there; mirrored with the layout
    foot->addWidget(m_connection, 1);
    foot->addWidget(m_servers);
    foot->addWidget(m_commands);
    foot->addWidget(m_settings);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_list, 1);
    column->addWidget(m_foot);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        showEmptiness();
        Q_EMIT searchChanged(text.trimmed());
    });
    m_search->installEventFilter(this);
    connect(m_new, &QAbstractButton::clicked, this, &ThreadSidebar::newRequested);
    m_servers->hide();
    connect(m_servers, &QAbstractButton::clicked, this, &ThreadSidebar::serversRequested);
    connect(m_commands, &QAbstractButton::clicked, this, &ThreadSidebar::commandsRequested);
    connect(m_settings, &QAbstractButton::clicked, this, &ThreadSidebar::settingsRequested);
    connect(m_list, &ThreadListView::openRequested, this, &ThreadSidebar::openRequested);
    connect(m_list, &ThreadListView::renameRequested, this, &ThreadSidebar::renameRequested);
    connect(m_list, &ThreadListView::archiveRequested, this, &ThreadSidebar::archiveRequested);
    connect(m_list, &ThreadListView::pinRequested, this, &ThreadSidebar::pinRequested);
    connect(m_list, &ThreadListView::saveRequested, this, &ThreadSidebar::saveRequested);
    connect(m_list, &ThreadListView::printRequested, this, &ThreadSidebar::printRequested);
    connect(m_list, &ThreadListView::deleteRequested, this, &ThreadSidebar::deleteRequested);
    connect(m_list, &ThreadListView::undoDeleteRequested, this, &ThreadSidebar::undoDeleteRequested);
    connect(&appearance, &Appearance::changed, this, &ThreadSidebar::restyle);
    restyle();
}

void ThreadSidebar::restyle()
{
    m_foot->setMinimumHeight(m_appearance.theme().scaled(28) + 17);
    fitFoot();
    update();
}

void ThreadSidebar::setModel(QAbstractItemModel *threads)
{
    m_list->setModel(threads);
    connect(threads, &QAbstractItemModel::rowsInserted, this, &ThreadSidebar::showEmptiness);
    connect(threads, &QAbstractItemModel::rowsRemoved, this, &ThreadSidebar::showEmptiness);
    connect(threads, &QAbstractItemModel::modelReset, this, &ThreadSidebar::showEmptiness);
    // Looking through all of them at every change would cost more than one wake-up does.
    const auto somethingIsNow = [this] {
        if (m_times.isActive() && !m_timesAreSoon)
            startTimes(ChangeIsNow);
    };
    connect(threads, &QAbstractItemModel::dataChanged, this, somethingIsNow);
    connect(threads, &QAbstractItemModel::rowsInserted, this, somethingIsNow);
    connect(threads, &QAbstractItemModel::modelReset, this, somethingIsNow);
    m_list->setOpenThread(m_openThread);
    showEmptiness();
}

void ThreadSidebar::setOpenThread(const QString &id)
{
    m_openThread = id;
    m_list->setOpenThread(id);
}

void ThreadSidebar::setSupportsPinning(bool supported)
{
    m_list->setSupportsPinning(supported);
}

void ThreadSidebar::setConnection(Connection connection, const QString &text)
{
    m_state = connection;
    m_connection->setText(text);
    m_connection->setToolTip(plainToolTip(text));
    fitFoot();
    update();
    m_foot->update();
}

void ThreadSidebar::setHasOtherServers(bool has)
{
    m_servers->setVisible(has);
    fitFoot();
}

/// Where the conversations are comes first: commands can be found in the settings, too.
void ThreadSidebar::fitFoot()
{
    const Theme &theme = m_appearance.theme();
    int room = width() - 2 * space::M - int(StateDotSize) - space::S;
    const QList<const IconButton *> buttons{m_servers, m_commands, m_settings};
    for (const IconButton *button : buttons) {
        if (button == m_commands || !button->isHidden())
            room -= button->sizeHint().width() + space::S;
    }
    m_commands->setVisible(textWidth(theme, TextStyle::Caption, m_connection->text()) <= room);
}

QPoint ThreadSidebar::placeAboveFoot(const QSize &size) const
{
    // Above: the foot is at the bottom of the screen more often than not.
    const int x = layoutDirection() == Qt::RightToLeft ? width() - size.width() - space::S : space::S;
    return m_foot->mapToGlobal(QPoint(x, -size.height()));
}

void ThreadSidebar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ThreadSidebar::focusList()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void ThreadSidebar::renameOpenThread()
{
    const QAbstractItemModel *model = m_list->model();
    for (int row = 0; model && row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        if (index.data(workspace::ThreadListModel::IdRole).toString() == m_openThread)
            m_list->rename(index);
    }
}

void ThreadSidebar::clearSearch()
{
    const QSignalBlocker blocker(m_search);
    m_search->clear();
    showEmptiness();
}

void ThreadSidebar::showEmptiness()
{
    const bool none = !m_list->model() || m_list->model()->rowCount() == 0;
    const QString query = m_search->text().trimmed();
    m_empty->setText(query.isEmpty() ? tr("Conversations will appear here.")
                                     : tr("No conversation matches “%1”.").arg(query));
    m_empty->setVisible(none);
    if (none) {
        const int width = std::max(24, this->width() - 2 * space::Xl);
        m_empty->setGeometry(space::Xl, 48 + space::Xxl, width, m_empty->heightForWidth(width));
    }
}

void ThreadSidebar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showEmptiness();
    fitFoot();
}

void ThreadSidebar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    painter.fillRect(rect(), c.window);
    const QRectF foot = m_foot->geometry();
    painter.fillRect(QRectF(foot.left(), foot.top(), foot.width(), 1), c.border);
    QColor dot = c.muted;
    if (m_state == Connection::Online)
        dot = c.success;
    else if (m_state == Connection::Offline)
        dot = c.danger;
    const QRectF at(space::M, foot.center().y() - StateDotSize / 2 + 0.5, StateDotSize, StateDotSize);
    paintRounded(painter, mirrored(at, rect(), layoutDirection()), StateDotSize / 2, dot);
}

void ThreadSidebar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_list->viewport()->update();
    waitForTimes();
}

void ThreadSidebar::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_times.stop();
}

bool ThreadSidebar::event(QEvent *event)
{
    // Somebody looks; the clock may have been set, and a computer that slept did not count the time.
    if (event->type() == QEvent::WindowActivate && m_times.isActive())
        tellTimesAnew();
    return QWidget::event(event);
}

void ThreadSidebar::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_times.timerId())
        tellTimesAnew();
    else
        QWidget::timerEvent(event);
}

void ThreadSidebar::tellTimesAnew()
{
    m_list->viewport()->update();
    Q_EMIT timePassed();
    waitForTimes();
}

void ThreadSidebar::waitForTimes()
{
    const QAbstractItemModel *model = m_list->model();
    const QDateTime now = m_now();
    const QDateTime midnight = now.date().addDays(1).startOfDay(now.timeZone());
    auto wait = std::min(LongestWait, std::chrono::seconds(now.secsTo(midnight)));
    for (int row = 0; model && row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row, 0);
        if (const auto left =
                nowHolds(index.data(workspace::ThreadListModel::UpdatedAtRole).toDateTime(), now))
            wait = std::min(wait, *left);
    }
    startTimes(wait + std::chrono::seconds(1));
}

void ThreadSidebar::startTimes(std::chrono::milliseconds wait)
{
    m_timesAreSoon = wait <= ChangeIsNow;
    m_times.start(int(wait.count()), Qt::VeryCoarseTimer, this);
}

bool ThreadSidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_list->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace throughline::ui
