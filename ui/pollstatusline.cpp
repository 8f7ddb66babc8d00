#include "ui/pollstatusline.h"

#include "ui/plaintooltip.h"
#include "ui/pollstatustext.h"

#include <QBoxLayout>
#include <QPainter>
#include <QTimerEvent>

namespace throughline::ui {

namespace {

std::optional<std::chrono::milliseconds> dueTime(const client::PollStatus &status)
{
    if (const auto *waiting = std::get_if<client::PollWaiting>(&status))
        return waiting->due;
    if (const auto *retrying = std::get_if<client::PollRetrying>(&status))
        return retrying->due;
    return std::nullopt;
}

} // namespace

PollStatusLine::PollStatusLine(const polling::Clock &clock, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_appearance(appearance)
    , m_text(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, this))
    , m_action(new LinkButton({}, appearance, this))
{
    m_text->setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    m_text->setSizePolicy(policy);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 5, 10, 4);
    row->setSpacing(space::S);
    row->addWidget(m_text, 1, Qt::AlignVCenter);
    row->addWidget(m_action);
    connect(m_action, &QAbstractButton::clicked, this, &PollStatusLine::checkRequested);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void PollStatusLine::setStatus(const client::PollStatus &status)
{
    m_status = status;
    refresh();
}

QString PollStatusLine::text() const
{
    return m_text->text();
}

void PollStatusLine::refresh()
{
    const auto now = m_clock.monotonic();
    const auto countdown = isActiveWindow() ? Countdown::Counting : Countdown::Standing;
    const PollStatusText words = pollStatusText(m_status, now, countdown);
    m_text->setText(words.text);
    m_text->setToolTip(plainToolTip(words.text));
    m_text->setInk(words.warns ? Label::Ink::Warning : Label::Ink::Muted);
    if (m_action->text() != words.action) {
        m_action->setText(words.action);
        m_action->setAccessibleName(words.action);
        m_action->updateGeometry();
    }
    m_action->setVisible(!words.action.isEmpty());
    setMinimumHeight(std::max(34, m_appearance.theme().scaled(24) + 10));

    const bool minimized = m_window && m_window->isMinimized();
    const auto due = dueTime(m_status);
    if (!due || !words.ticks || !isVisible() || minimized || *due <= now) {
        m_tick.stop();
        return;
    }
    // To the moment the shown second changes, a little late rather than a little early.
    const auto toNext = (*due - now) % std::chrono::seconds(1);
    m_tick.start(int(toNext.count() > 0 ? toNext.count() : 1000), Qt::PreciseTimer, this);
}

void PollStatusLine::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_tick.timerId())
        refresh();
    else
        QWidget::timerEvent(event);
}

void PollStatusLine::showEvent(QShowEvent *event)
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

void PollStatusLine::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tick.stop();
}

bool PollStatusLine::eventFilter(QObject *watched, QEvent *event)
{
    const bool isNews = event->type() == QEvent::WindowStateChange ||
                        event->type() == QEvent::WindowActivate || event->type() == QEvent::WindowDeactivate;
    if (watched == m_window && isNews)
        refresh();
    return QWidget::eventFilter(watched, event);
}

void PollStatusLine::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    painter.fillRect(rect(), c.window);
    painter.fillRect(QRectF(0, 0, width(), 1), c.border);
}

} // namespace throughline::ui
