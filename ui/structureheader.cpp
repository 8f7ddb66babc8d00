#include "ui/structureheader.h"

#include "ui/searchfield.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QGridLayout>
#include <QMenu>

#include <utility>

namespace throughline::ui {

StructureHeader::StructureHeader(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_grid(new QGridLayout(this))
    , m_title(new Label(TextStyle::Title, Label::Ink::Text, appearance, this))
    , m_count(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_tools(new QWidget(this))
    , m_find(new IconButton(IconId::Search, tr("Filter by text"), appearance, m_tools))
    , m_sort(new IconButton(IconId::Sort, tr("Order of the cards"), appearance, m_tools))
    , m_map(new IconButton(IconId::Map, tr("Show as a map"), appearance, m_tools))
    , m_more(new IconButton(IconId::Export, tr("Decision record and more"), appearance, m_tools))
    , m_collapse(new IconButton(IconId::PanelRight, tr("Hide Structure"), appearance, this))
    , m_fieldRow(new QWidget(this))
    , m_field(new SearchField(IconId::Search, tr("Filter"), appearance, m_fieldRow))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_title->setText(tr("Structure"));
    m_find->setCheckable(true);
    m_find->setShortcutHint(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
    m_sort->setCheckable(true);
    m_map->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_M));
    m_collapse->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_J));

    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(space::S);
    for (IconButton *each : {m_find, m_sort, m_map, m_more})
        tools->addWidget(each);
    auto *field = new QHBoxLayout(m_fieldRow);
    field->setContentsMargins(0, 0, 0, space::S);
    field->addWidget(m_field);
    m_fieldRow->hide();

    m_grid->setContentsMargins(space::M, 0, space::M, 0);
    m_grid->setHorizontalSpacing(space::S);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(2, 1);
    m_grid->addWidget(m_title, 0, 0);
    m_grid->addWidget(m_count, 0, 1);
    m_grid->addWidget(m_tools, 0, 3);
    m_grid->addWidget(m_collapse, 0, 4);
    m_grid->addWidget(m_fieldRow, 2, 0, 1, 5);

    connect(m_find, &QAbstractButton::toggled, this, [this](bool on) { on ? openField() : closeField(); });
    connect(m_sort, &QAbstractButton::clicked, this, &StructureHeader::openOrders);
    connect(m_map, &QAbstractButton::clicked, this, &StructureHeader::mapRequested);
    connect(m_more, &QAbstractButton::clicked, this, &StructureHeader::openMenu);
    connect(m_collapse, &QAbstractButton::clicked, this, &StructureHeader::collapseRequested);
    connect(m_field, &QLineEdit::textChanged, this, &StructureHeader::wordsChanged);
    connect(&appearance, &Appearance::changed, this, &StructureHeader::restyle);
    restyle();
    showWhatIsOffered();
}

void StructureHeader::setCount(int count)
{
    m_cards = count;
    m_count->setText(QLocale().toString(count));
    showWhatIsOffered();
}

void StructureHeader::setReadings(bool canTell, bool canExtractNow)
{
    m_canTell = canTell;
    m_canExtractNow = canExtractNow;
    showWhatIsOffered();
}

void StructureHeader::setOrder(SignalFilter::Order order)
{
    m_order = order;
    m_sort->setChecked(order != SignalFilter::Order::AsSaid);
}

void StructureHeader::showWhatIsOffered()
{
    const bool isAny = m_cards > 0;
    m_count->setVisible(isAny);
    for (IconButton *each : {m_find, m_sort, m_map})
        each->setVisible(isAny);
    m_more->setVisible(isAny || m_canExtractNow);
    place();
}

QStringList StructureHeader::words() const
{
    return m_field->text().simplified().split(u' ', Qt::SkipEmptyParts);
}

bool StructureHeader::isInField() const
{
    return m_field->hasFocus();
}

void StructureHeader::openField()
{
    if (m_cards == 0)
        return;
    m_fieldRow->show();
    m_find->setChecked(true);
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void StructureHeader::closeField()
{
    const bool wasIn = m_field->hasFocus();
    m_field->clear();
    m_fieldRow->hide();
    m_find->setChecked(false);
    if (wasIn)
        Q_EMIT fieldLeft();
}

int StructureHeader::titleHeight() const
{
    return std::max(48, m_appearance.theme().scaled(28) + 20);
}

void StructureHeader::restyle()
{
    m_grid->setRowMinimumHeight(0, titleHeight());
    place();
}

void StructureHeader::place()
{
    // Of all that can be in the first row: the tools do not move when the first card comes.
    const int buttons = 5 * m_collapse->sizeHint().width() + 4 * space::S;
    const int words = m_title->sizeHint().width() + space::S + m_count->sizeHint().width();
    const bool isBelow = space::M + words + 2 * space::S + buttons + space::M > width();
    if (std::exchange(m_isBelow, isBelow) != isBelow) {
        m_grid->removeWidget(m_tools);
        if (isBelow)
            m_grid->addWidget(m_tools, 1, 0, 1, 5, Qt::AlignLeading);
        else
            m_grid->addWidget(m_tools, 0, 3);
    }
    const bool isAny = !m_find->isHidden() || !m_more->isHidden();
    m_tools->setVisible(isAny);
    m_tools->setContentsMargins(0, 0, 0, isBelow ? space::S : 0);
}

void StructureHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void StructureHeader::popUp(QMenu *menu, const QWidget &under)
{
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QRect below = under.rect();
    QPoint at = under.mapToGlobal(below.bottomLeft());
    if (layoutDirection() == Qt::RightToLeft)
        at = under.mapToGlobal(below.bottomRight()) - QPoint(menu->sizeHint().width(), 0);
    menu->popup(at);
}

void StructureHeader::openOrders()
{
    m_sort->setChecked(m_order != SignalFilter::Order::AsSaid); // which the click has changed
    using Order = SignalFilter::Order;
    auto *menu = new QMenu(this);
    menu->setAccessibleName(m_sort->accessibleName());
    auto *group = new QActionGroup(menu);
    const std::pair<Order, QString> orders[]{{Order::AsSaid, tr("As they were said")},
        {Order::SurestFirst, tr("The surest first")}, {Order::NewestFirst, tr("The newest first")}};
    for (const auto &[order, name] : orders) {
        QAction *entry = menu->addAction(name, this, [this, order = order] { Q_EMIT orderChosen(order); });
        entry->setCheckable(true);
        entry->setChecked(m_order == order);
        group->addAction(entry);
    }
    popUp(menu, *m_sort);
}

void StructureHeader::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAccessibleName(m_more->accessibleName());
    if (m_cards > 0) {
        menu->addAction(
            tr("Copy the decision record as Markdown"), this, &StructureHeader::recordCopyRequested);
        menu->addAction(tr("Save the decision record as…"), this, &StructureHeader::recordSaveRequested);
    }
    if (m_cards > 0 && (m_canTell || m_canExtractNow))
        menu->addSeparator();
    if (m_canExtractNow)
        menu->addAction(tr("Extract now"), this, &StructureHeader::extractRequested);
    if (m_canTell)
        menu->addAction(tr("What models read…"), this, &StructureHeader::readingsRequested);
    popUp(menu, *m_more);
}

} // namespace throughline::ui
