#include "ui/readingline.h"

#include "ui/plaintooltip.h"

#include <QBoxLayout>
#include <QLocale>
#include <QPainter>

namespace throughline::ui {

ReadingLine::ReadingLine(const polling::Clock &clock, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_appearance(appearance)
    , m_text(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, this))
    , m_extract(new LinkButton(tr("Extract now"), appearance, this))
{
    wrap(*m_text);
    m_extract->setAccessibleName(tr("Extract now"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 5, 10, 4);
    row->setSpacing(space::S);
    row->addWidget(m_text, 1, Qt::AlignVCenter);
    row->addWidget(m_extract);
    connect(m_extract, &QAbstractButton::clicked, this, &ReadingLine::extractRequested);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
    hide();
}

QString ReadingLine::text() const
{
    return isHidden() ? QString() : m_text->text();
}

QString ReadingLine::words() const
{
    const int count = m_state.pendingMessages;
    if (m_state.isReading)
        return count == 1 ? tr("One message is being read…")
                          : tr("%n messages are being read…", nullptr, count);
    const QString waiting =
        count == 1 ? tr("One message waits to be read.") : tr("%n messages wait to be read.", nullptr, count);
    if (m_state.problem.isEmpty())
        return waiting;
    const QString why = tr("%1 %2").arg(waiting, m_state.problem);
    if (!m_state.retryAt)
        return why;
    const QDateTime next = m_state.retryAt->toLocalTime();
    const bool isToday = next.date() == m_clock.wall().toLocalTime().date();
    return tr("%1 Next try at %2.")
        .arg(why, isToday ? QLocale().toString(next.time(), QLocale::ShortFormat)
                          : QLocale().toString(next, QLocale::ShortFormat));
}

void ReadingLine::setState(const protocol::ReadingState &state, bool canExtractNow)
{
    m_state = state;
    const bool isAnything = state.pendingMessages > 0 || state.isReading;
    m_text->setText(isAnything ? words() : QString());
    m_text->setToolTip(plainToolTip(m_text->text()));
    m_text->setInk(state.problem.isEmpty() || state.isReading ? Label::Ink::Muted : Label::Ink::Warning);
    m_extract->setVisible(canExtractNow && !state.isReading);
    setVisible(isAnything);
}

void ReadingLine::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    painter.fillRect(rect(), c.window);
    painter.fillRect(QRectF(0, 0, width(), 1), c.border);
}

} // namespace throughline::ui
