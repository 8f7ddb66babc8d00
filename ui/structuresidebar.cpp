#include "ui/structuresidebar.h"

#include "ui/flowlayout.h"
#include "ui/pollstatusline.h"
#include "ui/readingline.h"
#include "ui/searchfield.h"
#include "ui/signalfilter.h"
#include "ui/signallistview.h"
#include "ui/typenames.h"
#include "workspace/signalmodel.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace throughline::ui {

using Model = workspace::SignalModel;

StructureSidebar::StructureSidebar(const polling::Clock &clock, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_filter(new SignalFilter(this))
    , m_bar(new QWidget(this))
    , m_title(new Label(TextStyle::Title, Label::Ink::Text, appearance, m_bar))
    , m_count(new Label(TextStyle::Body, Label::Ink::Muted, appearance, m_bar))
    , m_more(new IconButton(IconId::Export, tr("Map, decision record and more"), appearance, m_bar))
    , m_collapse(new IconButton(IconId::PanelRight, tr("Hide Structure"), appearance, m_bar))
    , m_textRow(new QWidget(this))
    , m_text(new SearchField(IconId::Filter, tr("Filter"), appearance, m_textRow))
    , m_chipRow(new QWidget(this))
    , m_toReview(new Chip({}, appearance, m_chipRow))
    , m_list(new SignalListView(appearance, this))
    , m_empty(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_showAll(new LinkButton(tr("Show all"), appearance, this))
    , m_reading(new ReadingLine(clock, appearance, this))
    , m_status(new PollStatusLine(clock, appearance, this))
{
    setAccessibleName(tr("Structure"));
    setMinimumWidth(220);
    m_title->setText(tr("Structure"));
    m_collapse->setShortcutHint(QKeySequence(Qt::CTRL | Qt::Key_J));
    m_empty->setWordWrap(true);
    m_empty->setCentred(true);
    m_showAll->setAccessibleName(tr("Show all"));

    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(space::M, 0, space::M, 0);
    bar->setSpacing(space::S);
    bar->addWidget(m_title);
    bar->addWidget(m_count);
    bar->addStretch(1);
    bar->addWidget(m_more);
    bar->addWidget(m_collapse);

    auto *text = new QHBoxLayout(m_textRow);
    text->setContentsMargins(space::M, 0, space::M, space::S);
    text->addWidget(m_text);
    m_textRow->hide();

    auto *chips = new FlowLayout(5, 4, m_chipRow);
    chips->setContentsMargins(space::M, 0, space::M, space::S);
    chips->addWidget(m_toReview);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_textRow);
    column->addWidget(m_chipRow);
    column->addSpacing(1);
    column->addWidget(m_list, 1);
    column->addWidget(m_reading);
    column->addWidget(m_status);

    m_list->setModel(m_filter);
    connect(m_more, &QAbstractButton::clicked, this, &StructureSidebar::openMenu);
    connect(m_text, &QLineEdit::textChanged, this, &StructureSidebar::applyFilter);
    connect(m_list, &SignalListView::filterRequested, this, &StructureSidebar::openTextFilter);
    connect(m_list, &SignalListView::settleRequested, this, &StructureSidebar::settleRequested);
    connect(m_list, &SignalListView::evidenceRequested, this, &StructureSidebar::evidenceRequested);
    connect(m_list, &SignalListView::placeRequested, this, &StructureSidebar::placeRequested);
    connect(m_reading, &ReadingLine::extractRequested, this, &StructureSidebar::extractRequested);
    connect(m_collapse, &QAbstractButton::clicked, this, &StructureSidebar::collapseRequested);
    connect(m_toReview, &QAbstractButton::toggled, this, &StructureSidebar::applyFilter);
    connect(m_showAll, &QAbstractButton::clicked, this, &StructureSidebar::clearFilter);
    connect(m_status, &PollStatusLine::checkRequested, this, &StructureSidebar::checkRequested);
    connect(m_list, &SignalListView::selectedChanged, this, &StructureSidebar::selectedChanged);
    connect(m_list, &SignalListView::sourceRequested, this, &StructureSidebar::sourceRequested);
    connect(m_list, &SignalListView::cardRequested, this, [this](const QString &id) {
        showSignal(id);
        Q_EMIT selectedChanged(id);
    });
    connect(m_list, &SignalListView::confirmRequested, this, &StructureSidebar::confirmRequested);
    connect(m_list, &SignalListView::dismissRequested, this, &StructureSidebar::dismissRequested);
    connect(m_list, &SignalListView::editRequested, this, &StructureSidebar::editRequested);
    connect(m_list, &SignalListView::pinRequested, this, &StructureSidebar::pinRequested);
    connect(m_list, &SignalListView::undoRequested, this, &StructureSidebar::undoRequested);
    connect(&appearance, &Appearance::changed, this, &StructureSidebar::restyle);
    restyle();
    rowsChanged();
}

void StructureSidebar::restyle()
{
    m_bar->setFixedHeight(std::max(48, m_appearance.theme().scaled(28) + 20));
    showEmptiness();
    update();
}

void StructureSidebar::setModel(QAbstractItemModel *model)
{
    if (m_model == model)
        return;
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_list->showSelected({});
    m_filter->setSourceModel(model);
    if (model) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &StructureSidebar::rowsChanged);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &StructureSidebar::rowsChanged);
        connect(model, &QAbstractItemModel::modelReset, this, &StructureSidebar::rowsChanged);
        connect(model, &QAbstractItemModel::dataChanged, this, &StructureSidebar::rowsChanged);
    }
    clearFilter();
    rowsChanged();
}

void StructureSidebar::setKeepsReviewHere(bool here)
{
    m_list->setKeepsReviewHere(here);
}

void StructureSidebar::setSupportsLinks(bool supported)
{
    m_list->setSupportsLinks(supported);
}

void StructureSidebar::setReading(const protocol::ReadingState &state, const ReadingAbilities &abilities)
{
    m_readingAbilities = abilities;
    m_reading->setState(abilities.canTell ? state : protocol::ReadingState(), abilities.canExtractNow);
    m_more->setVisible(m_model && (m_model->rowCount() > 0 || abilities.canExtractNow));
}

void StructureSidebar::openTextFilter()
{
    if (!m_model || m_model->rowCount() == 0)
        return;
    m_textRow->show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void StructureSidebar::closeTextFilter()
{
    m_text->clear();
    const bool hadFocus = m_text->hasFocus();
    m_textRow->hide();
    if (hadFocus)
        focusList();
}

void StructureSidebar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_text->hasFocus())
        closeTextFilter();
    else if (event->key() == Qt::Key_Down && m_text->hasFocus())
        focusList();
    else
        QWidget::keyPressEvent(event);
}

void StructureSidebar::setStatus(const client::PollStatus &status)
{
    m_status->setStatus(status);
}

QString StructureSidebar::statusText() const
{
    return m_status->text();
}

void StructureSidebar::addOrders(QMenu &menu)
{
    using Order = SignalFilter::Order;
    auto *group = new QActionGroup(&menu);
    const std::pair<Order, QString> orders[]{{Order::AsSaid, tr("As they were said")},
        {Order::SurestFirst, tr("The surest first")}, {Order::NewestFirst, tr("The newest first")}};
    for (const auto &[order, name] : orders) {
        QAction *entry = menu.addAction(name, this, [this, order = order] { m_filter->setOrder(order); });
        entry->setCheckable(true);
        entry->setChecked(m_filter->order() == order);
        group->addAction(entry);
    }
}

void StructureSidebar::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(
        tr("Show as a map"), QKeySequence(Qt::CTRL | Qt::Key_M), this, &StructureSidebar::mapRequested);
    const bool isAny = m_model && m_model->rowCount() > 0;
    if (isAny) {
        menu->addAction(
            tr("Copy the decision record as Markdown"), this, &StructureSidebar::recordCopyRequested);
        menu->addAction(tr("Save the decision record as…"), this, &StructureSidebar::recordSaveRequested);
        menu->addSeparator();
        menu->addAction(
            tr("Filter by text"), QKeySequence(Qt::Key_Slash), this, &StructureSidebar::openTextFilter);
        addOrders(*menu->addMenu(tr("Order of the cards")));
    }
    if (m_readingAbilities.canTell || m_readingAbilities.canExtractNow)
        menu->addSeparator();
    if (m_readingAbilities.canExtractNow)
        menu->addAction(tr("Extract now"), this, &StructureSidebar::extractRequested);
    if (m_readingAbilities.canTell)
        menu->addAction(tr("What models read…"), this, &StructureSidebar::readingsRequested);
    menu->popup(m_more->mapToGlobal(m_more->rect().bottomLeft()));
}

void StructureSidebar::showSignal(const QString &id)
{
    m_list->showSelected(id);
    const QModelIndexList found =
        m_filter->match(m_filter->index(0, 0), Model::IdRole, id, 1, Qt::MatchExactly);
    if (found.isEmpty() && m_filter->isFiltering()) {
        clearFilter();
        m_list->showSelected(id);
    }
}

void StructureSidebar::finishEditing()
{
    m_list->finishEditing(true);
}

void StructureSidebar::focusList()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void StructureSidebar::rowsChanged()
{
    const int count = m_model ? m_model->rowCount() : 0;
    m_count->setText(QLocale().toString(count));
    m_count->setVisible(count > 0);
    m_chipRow->setVisible(count > 0);
    m_more->setVisible(count > 0 || (m_model && m_readingAbilities.canExtractNow));
    rebuildChips();
    showEmptiness();
    update();
}

void StructureSidebar::rebuildChips()
{
    QStringList order;
    QHash<QString, int> counts;
    QHash<QString, QString> names;
    int toReview = 0;
    bool hasEvidence = false;
    for (int row = 0; m_model && row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const QString serverName = index.data(Model::TypeNameRole).toString();
        if (!counts.contains(serverName)) {
            order.append(serverName);
            names.insert(serverName,
                typeNamePlural(protocol::SignalType(index.data(Model::TypeRole).toInt()), serverName));
        }
        ++counts[serverName];
        toReview += SignalFilter::waitsForReview(index) ? 1 : 0;
        hasEvidence = hasEvidence || signalcard::typeOf(index) == protocol::SignalType::EvidenceMention;
    }
    m_list->setHasEvidence(hasEvidence);

    QStringList shown;
    for (const auto &[name, chip] : m_chips)
        shown.append(name);
    if (shown != order) {
        QHash<QString, bool> checked;
        for (const auto &[name, chip] : m_chips) {
            checked.insert(name, chip->isChecked());
            m_chipRow->layout()->removeWidget(chip);
            chip->hide();
            chip->deleteLater();
        }
        m_chips.clear();
        QWidget *before = m_toReview;
        for (const QString &name : order) {
            auto *chip = new Chip({}, m_appearance, m_chipRow);
            setTabOrder(before, chip);
            before = chip;
            chip->setChecked(checked.value(name, false));
            connect(chip, &QAbstractButton::toggled, this, &StructureSidebar::applyFilter);
            m_chipRow->layout()->addWidget(chip);
            chip->show();
            m_chips.append({name, chip});
        }
    }
    const auto label = [](Chip *chip, const QString &name, int count) {
        const QString text = QStringLiteral("%1 %2").arg(name, QLocale().toString(count));
        if (chip->text() == text)
            return;
        chip->setText(text);
        chip->setAccessibleName(text);
        chip->updateGeometry();
    };
    label(m_toReview, tr("To review"), toReview);
    m_toReview->setVisible(toReview > 0 || m_toReview->isChecked());
    for (const auto &[name, chip] : m_chips)
        label(chip, names.value(name), counts.value(name));
    applyFilter();
}

void StructureSidebar::applyFilter()
{
    QSet<QString> types;
    for (const auto &[name, chip] : m_chips) {
        if (chip->isChecked())
            types.insert(name);
    }
    m_filter->setWanted({.typeNames = types,
        .onlyToReview = m_toReview->isChecked(),
        .words = m_text->text().simplified().split(u' ', Qt::SkipEmptyParts)});
    showEmptiness();
}

void StructureSidebar::clearFilter()
{
    m_toReview->setChecked(false);
    closeTextFilter();
    for (const auto &[name, chip] : m_chips)
        chip->setChecked(false);
    applyFilter();
}

void StructureSidebar::showEmptiness()
{
    const bool none = m_filter->rowCount() == 0;
    const bool filtered = none && m_model && m_model->rowCount() > 0;
    m_empty->setVisible(none);
    m_showAll->setVisible(filtered);
    if (!none)
        return;
    m_empty->setText(
        filtered ? tr("No card matches these filters.")
                 : tr("Goals, constraints, assumptions and questions from this conversation will appear "
                      "here, each with the sentence it came from."));
    const int top = filtered ? m_list->y() + space::Xxl : m_bar->height() + 40;
    const int width = std::max(24, this->width() - 2 * space::Xxl);
    m_empty->setGeometry(space::Xxl, top, width, m_empty->heightForWidth(width));
    const QSize link = m_showAll->sizeHint();
    m_showAll->setGeometry((this->width() - link.width()) / 2, m_empty->geometry().bottom() + space::S,
        link.width(), link.height());
    m_empty->raise();
    m_showAll->raise();
}

void StructureSidebar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showEmptiness();
}

void StructureSidebar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    painter.fillRect(rect(), c.window);
    if (m_chipRow->isVisible())
        painter.fillRect(QRectF(0, m_list->y() - 1, width(), 1), c.border);
}

} // namespace throughline::ui
