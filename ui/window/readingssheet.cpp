#include "ui/window/readingssheet.h"

#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>

#include <utility>

namespace throughline::ui {

ReadingsSheet::ReadingsSheet(const Appearance &appearance)
    : m_appearance(appearance)
    , m_totals(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_scroll(new QScrollArea(this))
    , m_list(new QWidget)
    , m_column(new QVBoxLayout(m_list))
    , m_extract(new PushButton(PushButton::Kind::Plain, tr("Extract now"), appearance, this))
    , m_close(new PushButton(PushButton::Kind::Plain, tr("Close"), appearance, this))
{
    setAccessibleName(tr("What models read"));
    auto *title = new Label(TextStyle::Title, Label::Ink::Text, appearance, this);
    title->setText(tr("What models read"));
    wrap(*m_totals);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Readings, the newest first"));
    m_scroll->setFocusPolicy(Qt::StrongFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_column->setContentsMargins(0, space::S, space::S, 0);
    m_column->setSpacing(space::M);
    m_column->addStretch(1);
    m_scroll->setWidget(m_list); // which would fill it
    m_list->setAutoFillBackground(false);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_extract);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(title);
    column->addWidget(m_totals);
    column->addWidget(m_scroll, 1);
    column->addLayout(buttons);
    connect(m_extract, &QAbstractButton::clicked, this, &ReadingsSheet::extractRequested);
    connect(m_close, &QAbstractButton::clicked, this, &ReadingsSheet::closeRequested);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
    setState({}, false);
}

void ReadingsSheet::setState(const protocol::ReadingState &state, bool canExtractNow)
{
    const QLocale locale;
    m_totals->setText(
        state.readingCount == 0
            ? tr("No model has read anything here. Rules cost nothing and are not listed.")
            : tr("%1 readings; %2 tokens read and %3 written, as far as the services counted them.")
                  .arg(locale.toString(state.readingCount), locale.toString(state.promptTokens),
                      locale.toString(state.completionTokens)));
    m_extract->setVisible(canExtractNow);
    m_extract->setEnabled(!state.isReading);
    if (std::exchange(m_entries, state.readings) == state.readings)
        return;
    m_isStale = true;
    if (isVisible())
        showReadings();
}

void ReadingsSheet::showReadings()
{
    m_isStale = false;
    qDeleteAll(m_list->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    for (const protocol::Reading &reading : std::as_const(m_entries))
        addReading(reading);
}

void ReadingsSheet::addReading(const protocol::Reading &reading)
{
    const QString who =
        reading.provider.isEmpty() ? reading.model : tr("%1 · %2").arg(reading.provider, reading.model);
    const QLocale locale;
    const QString when = locale.toString(reading.createdAt.toLocalTime(), QLocale::ShortFormat);
    const QString cost =
        tr("%1 tokens read, %2 written")
            .arg(locale.toString(reading.promptTokens), locale.toString(reading.completionTokens));
    const QString messages =
        reading.messageCount == 1 ? tr("One message") : tr("%n messages", nullptr, reading.messageCount);
    const QString found = !reading.problem.isEmpty() ? reading.problem
                          : reading.found == 1       ? tr("one signal found")
                                                     : tr("%n signals found", nullptr, reading.found);
    auto *row = new QWidget(m_list);
    auto *entry = new QVBoxLayout(row);
    entry->setContentsMargins(0, 0, 0, 0);
    entry->setSpacing(2);
    auto *head = new QHBoxLayout;
    auto *name = new Label(TextStyle::BodyMedium, Label::Ink::Text, m_appearance, row);
    name->setText(who.simplified());
    auto *time = new Label(TextStyle::Caption, Label::Ink::Muted, m_appearance, row);
    time->setText(when);
    head->addWidget(name, 1);
    head->addWidget(time);
    auto *facts = new Label(TextStyle::Caption,
        reading.problem.isEmpty() ? Label::Ink::Muted : Label::Ink::Warning, m_appearance, row);
    facts->setText(tr("%1 · %2 · %3").arg(messages, cost, found.simplified()));
    wrap(*facts);
    entry->addLayout(head);
    entry->addWidget(facts);
    m_column->insertWidget(m_column->count() - 1, row);
    row->show(); // at once: else the list is laid out without it first, and has nowhere to be scrolled to
}

void ReadingsSheet::showEvent(QShowEvent *event)
{
    if (m_isStale)
        showReadings();
    QWidget::showEvent(event);
}

} // namespace throughline::ui
