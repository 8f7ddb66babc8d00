#include "ui/chatheader.h"

#include <QBoxLayout>
#include <QPainter>

namespace throughline::ui {

ChatHeader::ChatHeader(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_sidebar(new IconButton(IconId::PanelLeft, tr("Show conversations"), appearance, this))
    , m_title(new Label(TextStyle::Title, Label::Ink::Text, appearance, this))
    , m_find(new IconButton(IconId::Search, tr("Find in the conversation"), appearance, this))
    , m_activity(new IconButton(IconId::Activity, tr("Activity"), appearance, this))
    , m_structure(new IconButton(IconId::PanelRight, tr("Structure"), appearance, this))
{
    m_sidebar->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_B));
    m_find->setShortcutHint(Qt::CTRL | Qt::Key_F);
    m_activity->setShortcutHint(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A));
    m_structure->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_J));
    m_sidebar->hide();
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::L, 0, space::L, 1);
    row->setSpacing(space::S);
    row->addWidget(m_sidebar);
    row->addWidget(m_title, 1);
    row->addWidget(m_find);
    row->addWidget(m_activity);
    row->addWidget(m_structure);

    connect(m_sidebar, &QAbstractButton::clicked, this, &ChatHeader::sidebarToggled);
    connect(m_find, &QAbstractButton::clicked, this, &ChatHeader::findRequested);
    connect(m_activity, &QAbstractButton::clicked, this, &ChatHeader::activityToggled);
    connect(m_structure, &QAbstractButton::clicked, this, &ChatHeader::structureToggled);
    connect(&appearance, &Appearance::changed, this, &ChatHeader::restyle);
    restyle();
    showState();
}

void ChatHeader::restyle()
{
    setFixedHeight(std::max(48, m_appearance.theme().scaled(28) + 20));
    update();
}

void ChatHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void ChatHeader::setSidebarShown(bool shown)
{
    m_sidebar->setVisible(!shown);
}

void ChatHeader::setActivityShown(bool shown)
{
    m_activity->setName(shown ? tr("Hide Activity") : tr("Show Activity"));
}

void ChatHeader::setStructureShown(bool shown)
{
    m_structureShown = shown;
    showState();
}

void ChatHeader::setNewSignals(int count)
{
    m_newSignals = count;
    showState();
}

void ChatHeader::showState()
{
    m_structure->setName(m_structureShown ? tr("Hide Structure") : tr("Show Structure"));
    m_structure->setBadge(m_structureShown ? 0 : m_newSignals);
}

void ChatHeader::mouseDoubleClickEvent(QMouseEvent *event)
{
    QWidget::mouseDoubleClickEvent(event);
    Q_EMIT renameRequested();
}

void ChatHeader::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    painter.fillRect(rect(), c.surface);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), c.border);
}

} // namespace throughline::ui
