#include "ui/activitydetail.h"

#include "ui/activitytext.h"
#include "ui/monotext.h"

#include <QBoxLayout>
#include <QPainter>

namespace throughline::ui {

ActivityDetail::ActivityDetail(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_error(new Label(TextStyle::Caption, Label::Ink::Danger, appearance, this))
    , m_eventCount(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_headers(new MonoText(MonoText::Head::Plain, tr("Headers"), appearance, this))
    , m_events(new MonoText(MonoText::Head::Muted, tr("Events"), appearance, this))
{
    auto *headersTitle = new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this);
    headersTitle->setText(tr("Headers"));
    auto *eventsTitle = new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this);
    eventsTitle->setText(tr("Events"));
    m_error->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // its tool tip says the whole

    auto *left = new QVBoxLayout;
    left->setContentsMargins(space::M, space::S, space::M, space::Xs);
    left->setSpacing(space::Xs);
    auto *headersHead = new QHBoxLayout;
    headersHead->setSpacing(space::M);
    headersHead->addWidget(headersTitle);
    headersHead->addWidget(m_error, 1);
    left->addLayout(headersHead);
    left->addWidget(m_headers, 1);

    auto *eventsHead = new QHBoxLayout;
    eventsHead->setSpacing(space::Xs);
    eventsHead->addWidget(eventsTitle);
    eventsHead->addWidget(m_eventCount);
    eventsHead->addStretch(1);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(space::M + 1, space::S, space::M, space::Xs);
    right->setSpacing(space::Xs);
    right->addLayout(eventsHead);
    right->addWidget(m_events, 1);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(left, 1);
    row->addLayout(right, 1);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

void ActivityDetail::show(const net::ActivityRecord &record)
{
    if (record.id != m_id) {
        m_id = record.id;
        m_shownEvents = 0;
        m_events->setLines({});
        m_headers->setLines({});
    }
    const QString headers = headersText(record);
    // Setting the same text again would take the reader's selection and place away.
    if (m_headers->toPlainText() != headers)
        m_headers->setLines(headers);

    m_error->setText(record.error);

    const auto kept = qint64(record.events.size());
    const qint64 fresh = std::min(record.eventCount - m_shownEvents, kept);
    for (qint64 i = kept - fresh; i < kept; ++i)
        m_events->appendLine(eventLine(record.events.at(size_t(i))));
    m_shownEvents = record.eventCount;
    m_eventCount->setText(QLocale().toString(record.eventCount));
}

void ActivityDetail::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    painter.fillRect(rect(), c.window);
    painter.fillRect(QRect(width() / 2, 0, 1, height()), c.border);
}

} // namespace throughline::ui
