#include "ui/structuresidebar.h"

#include "ui/chiparea.h"
#include "ui/flowlayout.h"
#include "ui/pollstatusline.h"
#include "ui/readingline.h"
#include "ui/signalfilter.h"
#include "ui/signallistview.h"
#include "ui/structureheader.h"
#include "ui/typenames.h"
#include "workspace/signalmodel.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLayout>
#include <QPainter>

namespace throughline::ui {

using Model = workspace::SignalModel;

StructureSidebar::StructureSidebar(const polling::Clock &clock, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_filter(new SignalFilter(this))
    , m_header(new StructureHeader(appearance, this))
    , m_chipRow(new ChipArea(this))
    , m_toReview(new Chip({}, appearance, m_chipRow->chips()))
    , m_list(new SignalListView(appearance, this))
    , m_empty(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_showAll(new LinkButton(tr("Show all"), appearance, this))
    , m_reading(new ReadingLine(clock, appearance, this))
    , m_status(new PollStatusLine(clock, appearance, this))
{
    setAccessibleName(tr("Structure"));
    setMinimumWidth(220);
    m_empty->setWordWrap(true);
    m_empty->setCentred(true);
    m_showAll->setAccessibleName(tr("Show all"));

    m_chipRow->flow().addWidget(m_toReview);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_chipRow);
    column->addSpacing(1);
    column->addWidget(m_list, 1);
    column->addWidget(m_reading);
    column->addWidget(m_status);

    m_list->setModel(m_filter);
    connect(m_header, &StructureHeader::wordsChanged, this, &StructureSidebar::applyFilter);
    connect(m_header, &StructureHeader::fieldLeft, this, &StructureSidebar::focusList);
    connect(m_header, &StructureHeader::orderChosen, this, [this](SignalFilter::Order order) {
        m_filter->setOrder(order);
        m_header->setOrder(order);
    });
    connect(m_header, &StructureHeader::mapRequested, this, &StructureSidebar::mapRequested);
    connect(m_header, &StructureHeader::recordCopyRequested, this, &StructureSidebar::recordCopyRequested);
    connect(m_header, &StructureHeader::recordSaveRequested, this, &StructureSidebar::recordSaveRequested);
    connect(m_header, &StructureHeader::extractRequested, this, &StructureSidebar::extractRequested);
    connect(m_header, &StructureHeader::readingsRequested, this, &StructureSidebar::readingsRequested);
    connect(m_header, &StructureHeader::collapseRequested, this, &StructureSidebar::collapseRequested);
    connect(m_list, &SignalListView::filterRequested, this, &StructureSidebar::openTextFilter);
    connect(m_list, &SignalListView::settleRequested, this, &StructureSidebar::settleRequested);
    connect(m_list, &SignalListView::evidenceRequested, this, &StructureSidebar::evidenceRequested);
    connect(m_list, &SignalListView::placeRequested, this, &StructureSidebar::placeRequested);
    connect(m_reading, &ReadingLine::extractRequested, this, &StructureSidebar::extractRequested);
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
    m_list->setMinimumHeight(m_appearance.theme().scaled(44)); // about a card
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
    m_reading->setState(abilities.canTell ? state : protocol::ReadingState(), abilities.canExtractNow);
    m_header->setReadings(abilities.canTell, abilities.canExtractNow);
}

void StructureSidebar::openTextFilter()
{
    m_header->openField();
}

void StructureSidebar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_header->isInField())
        m_header->closeField();
    else if (event->key() == Qt::Key_Down && m_header->isInField())
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
    m_header->setCount(count);
    m_chipRow->setVisible(count > 0);
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
            m_chipRow->flow().removeWidget(chip);
            chip->hide();
            chip->deleteLater();
        }
        m_chips.clear();
        QWidget *before = m_toReview;
        for (const QString &name : order) {
            auto *chip = new Chip({}, m_appearance, m_chipRow->chips());
            setTabOrder(before, chip);
            before = chip;
            chip->setChecked(checked.value(name, false));
            connect(chip, &QAbstractButton::toggled, this, &StructureSidebar::applyFilter);
            m_chipRow->flow().addWidget(chip);
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
    m_filter->setWanted(
        {.typeNames = types, .onlyToReview = m_toReview->isChecked(), .words = m_header->words()});
    showEmptiness();
}

void StructureSidebar::clearFilter()
{
    m_toReview->setChecked(false);
    m_header->closeField();
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
    const int top = filtered ? m_list->y() + space::Xxl : m_header->height() + 40;
    const int width = std::max(24, this->width() - 2 * space::Xxl);
    m_empty->setGeometry(space::Xxl, top, width, m_empty->heightForWidth(width));
    const QSize link = m_showAll->sizeHint();
    m_showAll->setGeometry((this->width() - link.width()) / 2, m_empty->geometry().bottom() + space::S,
        link.width(), link.height());
    m_empty->raise();
    m_showAll->raise();
}

QSize StructureSidebar::minimumSizeHint() const
{
    // What the foot says takes more lines in a narrow pane.
    const QSize usual = QWidget::minimumSizeHint();
    return {usual.width(), std::max(usual.height(), layout()->minimumHeightForWidth(width()))};
}

void StructureSidebar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != width())
        updateGeometry();
    m_chipRow->setHighest(height() / 3); // most of the room is for the cards
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
