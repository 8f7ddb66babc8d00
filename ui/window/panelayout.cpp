#include "ui/window/panelayout.h"

#include "ui/appearance.h"

#include <QDataStream>
#include <QIODevice>
#include <QKeyEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace throughline::ui {

namespace {

constexpr int chatAtLeast = 360;
constexpr quint8 stateVersion = 1;

QSplitter *makeSplitter(Qt::Orientation orientation)
{
    auto *splitter = new QSplitter(orientation);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

} // namespace

/// Dims the chat behind an open pane; a click on it closes the pane.
class PaneLayout::Veil final : public QWidget
{
public:
    explicit Veil(PaneLayout *layout)
        : QWidget(layout)
        , m_layout(layout)
    {
        hide();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), QColor(0, 0, 0, 70));
    }
    void mousePressEvent(QMouseEvent *) override { m_layout->closeOverlay(); }

private:
    PaneLayout *m_layout;
};

PaneLayout::PaneLayout(const Appearance &appearance, const Panes &panes, QWidget *parent)
    : QWidget(parent)
    , m_panes(panes)
    , m_outer(makeSplitter(Qt::Horizontal))
    , m_right(makeSplitter(Qt::Vertical))
    , m_inner(makeSplitter(Qt::Horizontal))
    , m_veil(new Veil(this))
{
    m_inner->addWidget(panes.chat);
    m_inner->addWidget(panes.structure);
    m_right->addWidget(m_inner);
    m_outer->addWidget(panes.sidebar);
    m_outer->addWidget(m_right);
    for (QSplitter *splitter : {m_outer, m_inner})
        splitter->setStretchFactor(splitter == m_outer ? 1 : 0, 1);
    m_right->setStretchFactor(0, 1);

    panes.chat->setMinimumWidth(chatAtLeast);
    panes.sidebar->setMinimumWidth(200);
    panes.structure->setMinimumWidth(260);
    m_outer->setSizes({m_sidebarWidth, 1000});
    m_inner->setSizes({1000, m_structureWidth});

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_outer);

    for (QWidget *pane : {panes.sidebar, panes.structure})
        pane->installEventFilter(this);
    // The widths are the user's: only a dragged handle changes them, a narrow window does not.
    connect(m_outer, &QSplitter::splitterMoved, this, &PaneLayout::rememberWidths);
    connect(m_inner, &QSplitter::splitterMoved, this, &PaneLayout::rememberWidths);
    connect(&appearance, &Appearance::changed, this, [this] { update(); });
}

bool PaneLayout::isSidebarShown() const
{
    return isFolded(m_panes.sidebar) ? m_overlay == m_panes.sidebar : m_sidebarWanted;
}

bool PaneLayout::isStructureShown() const
{
    return isFolded(m_panes.structure) ? m_overlay == m_panes.structure : m_structureWanted;
}

bool PaneLayout::isActivityShown() const
{
    return m_activity && !m_activity->isHidden();
}

void PaneLayout::toggle(QWidget *pane, bool &wanted)
{
    if (isFolded(pane)) {
        setOverlay(m_overlay == pane ? nullptr : pane);
    } else {
        wanted = !wanted;
        if (!wanted)
            letGoOfKeyboard(pane);
        pane->setVisible(wanted);
    }
    Q_EMIT shownChanged();
}

void PaneLayout::toggleSidebar()
{
    toggle(m_panes.sidebar, m_sidebarWanted);
}

void PaneLayout::toggleStructure()
{
    toggle(m_panes.structure, m_structureWanted);
}

void PaneLayout::setActivityShown(bool shown)
{
    if (shown == isActivityShown())
        return;
    if (!shown)
        m_activityHeight = m_activity->height();
    if (!m_activity) {
        m_activity = m_panes.makeActivity();
        m_right->addWidget(m_activity);
    }
    m_activity->setVisible(shown);
    if (shown) {
        const int most = m_right->height() * 3 / 5;
        const int height =
            m_activityHeight > 0 ? m_activityHeight : std::min(most, m_activity->sizeHint().height());
        m_right->setSizes({std::max(0, m_right->height() - height), height});
    }
    Q_EMIT shownChanged();
}

void PaneLayout::reveal(QWidget *pane)
{
    if (pane == m_panes.sidebar && !isSidebarShown())
        toggleSidebar();
    else if (pane == m_panes.structure && !isStructureShown())
        toggleStructure();
    else if (pane == m_panes.chat)
        closeOverlay();
    else if (pane == m_activity)
        setActivityShown(true);
}

bool PaneLayout::closeOverlay()
{
    if (!m_overlay)
        return false;
    setOverlay(nullptr);
    m_panes.chat->setFocus(Qt::OtherFocusReason);
    Q_EMIT shownChanged();
    return true;
}

void PaneLayout::setOverlay(QWidget *pane)
{
    if (m_overlay)
        m_overlay->hide();
    m_overlay = pane;
    m_veil->setVisible(pane != nullptr);
    if (!pane)
        return;
    placeOverlay();
    m_veil->raise();
    pane->show();
    pane->raise();
    pane->setFocus(Qt::OtherFocusReason);
}

void PaneLayout::placeOverlay()
{
    m_veil->setGeometry(rect());
    if (!m_overlay)
        return;
    const bool leading = m_overlay == m_panes.sidebar;
    const int wish = leading ? m_sidebarWidth : m_structureWidth;
    const int paneWidth = std::min(wish, width() - 48);
    const bool left = leading == (layoutDirection() == Qt::LeftToRight);
    m_overlay->setGeometry(left ? 0 : width() - paneWidth, 0, paneWidth, height());
}

void PaneLayout::dock(QWidget *pane, QSplitter *splitter, int index)
{
    if (!isFolded(pane))
        return;
    if (m_overlay == pane)
        setOverlay(nullptr);
    splitter->insertWidget(index, pane);
}

void PaneLayout::rememberWidths()
{
    if (!isFolded(m_panes.sidebar) && m_panes.sidebar->isVisible())
        m_sidebarWidth = m_panes.sidebar->width();
    if (!isFolded(m_panes.structure) && m_panes.structure->isVisible())
        m_structureWidth = m_panes.structure->width();
}

void PaneLayout::applyWidths()
{
    const bool sidebar = !isFolded(m_panes.sidebar) && m_sidebarWanted;
    if (sidebar)
        m_outer->setSizes({m_sidebarWidth, std::max(1, width() - m_sidebarWidth)});
    if (!isFolded(m_panes.structure) && m_structureWanted) {
        const int room = width() - (sidebar ? m_sidebarWidth : 0);
        m_inner->setSizes({std::max(1, room - m_structureWidth), m_structureWidth});
    }
}

/// What had the keyboard in \a pane, which goes, hands it to where one writes.
void PaneLayout::letGoOfKeyboard(const QWidget *pane)
{
    const QWidget *focused = window()->focusWidget();
    if (focused && (focused == pane || pane->isAncestorOf(focused)))
        m_panes.chat->setFocus(Qt::OtherFocusReason);
}

void PaneLayout::undock(QWidget *pane)
{
    if (isFolded(pane))
        return;
    letGoOfKeyboard(pane);
    pane->hide();
    pane->setParent(this);
}

void PaneLayout::fold()
{
    const bool sidebarWas = isSidebarShown();
    const bool structureWas = isStructureShown();
    if (width() < sidebarFoldsBelow) {
        undock(m_panes.sidebar);
    } else {
        dock(m_panes.sidebar, m_outer, 0);
        m_panes.sidebar->setVisible(m_sidebarWanted);
    }
    if (width() < structureFoldsBelow) {
        undock(m_panes.structure);
    } else {
        dock(m_panes.structure, m_inner, 1);
        m_panes.structure->setVisible(m_structureWanted);
    }
    applyWidths();
    placeOverlay();
    if (sidebarWas != isSidebarShown() || structureWas != isStructureShown())
        Q_EMIT shownChanged();
}

void PaneLayout::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

bool PaneLayout::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched == m_overlay &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        closeOverlay();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QByteArray PaneLayout::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << stateVersion << m_sidebarWanted << m_structureWanted << isActivityShown() << m_sidebarWidth
           << m_structureWidth << (isActivityShown() ? m_activity->height() : m_activityHeight);
    return state;
}

void PaneLayout::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    quint8 version = 0;
    bool sidebar = true;
    bool structure = true;
    bool activity = false;
    int sidebarWidth = 0;
    int structureWidth = 0;
    int activityHeight = 0;
    stream >> version >> sidebar >> structure >> activity >> sidebarWidth >> structureWidth >> activityHeight;
    if (stream.status() != QDataStream::Ok || version != stateVersion)
        return;
    m_sidebarWanted = sidebar;
    m_structureWanted = structure;
    m_sidebarWidth = std::clamp(sidebarWidth, 200, 600);
    m_structureWidth = std::clamp(structureWidth, 260, 800);
    m_activityHeight = std::clamp(activityHeight, 0, 1200);
    if (!isFolded(m_panes.sidebar))
        m_panes.sidebar->setVisible(sidebar);
    if (!isFolded(m_panes.structure))
        m_panes.structure->setVisible(structure);
    applyWidths();
    setActivityShown(activity);
    Q_EMIT shownChanged();
}

} // namespace throughline::ui
