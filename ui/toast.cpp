#include "ui/toast.h"

#include "ui/textpaint.h"

#include <QAccessible>
#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QTimerEvent>

#include <utility>

namespace throughline::ui {

namespace {
constexpr int ShownMs = 8000;
constexpr int ToastShadow = 12; ///< room around the body for its shadow
} // namespace

Toast::Toast(const Appearance &appearance, QWidget *host)
    : QWidget(host)
    , m_appearance(appearance)
    , m_text(new Label(TextStyle::Body, Label::Ink::Inverted, appearance, this))
    , m_action(new LinkButton({}, appearance, this))
{
    m_action->setOnToast(true);
    m_action->setFocusPolicy(Qt::TabFocus); // a click on it takes the keyboard from nobody
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(ToastShadow + 14, ToastShadow + 6, ToastShadow + 10, ToastShadow + 6);
    row->setSpacing(10);
    row->addWidget(m_text);
    row->addWidget(m_action);
    hide();
    host->installEventFilter(this);
    connect(m_action, &QAbstractButton::clicked, this, [this] {
        const std::function<void()> act = std::exchange(m_act, {});
        m_passed = {};
        m_timer.stop();
        leave();
        if (act)
            act();
    });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *before, const QWidget *now) {
        if (now == m_action)
            m_before = before;
    });
    connect(&appearance, &Appearance::changed, this, &Toast::place);
}

QString Toast::text() const
{
    return m_text->text();
}

void Toast::setClearance(int pixels)
{
    m_clearance = pixels;
    if (isVisible())
        place();
}

int Toast::tell(
    const QString &text, const QString &action, std::function<void()> act, std::function<void()> passed)
{
    dismiss();
    m_text->setText(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    m_act = std::move(act);
    m_passed = std::move(passed);
    show();
    raise();
    place();
    m_timer.start(ShownMs, this);
    setAccessibleName(text);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    return ++m_id;
}

void Toast::dismiss(int id)
{
    if (id == m_id)
        dismiss();
}

void Toast::dismiss()
{
    if (!m_timer.isActive())
        return;
    m_timer.stop();
    m_act = {};
    leave();
    if (const std::function<void()> passed = std::exchange(m_passed, {}))
        passed();
}

/// Qt would hand the keyboard on to whatever comes next in the window.
void Toast::leave()
{
    if (m_action->hasFocus() && m_before)
        m_before->setFocus(Qt::OtherFocusReason);
    hide();
}

void Toast::place()
{
    const QWidget *host = parentWidget();
    layout()->invalidate();
    const int most = host->width() - 2 * space::S;
    m_text->setMaximumWidth(std::max(80, most - m_action->sizeHint().width() - 2 * ToastShadow - 44));
    const QSize size = sizeHint().boundedTo(QSize(most + 2 * ToastShadow, host->height()));
    const QRect at(host->width() - size.width() - space::L + ToastShadow,
        host->height() - size.height() - m_clearance + ToastShadow, size.width(), size.height());
    setGeometry(QRectF(mirrored(at, host->rect(), layoutDirection())).toRect());
}

void Toast::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    // Somebody is reaching for it: it stays for another round.
    if (underMouse() || m_action->hasFocus())
        return;
    dismiss();
}

void Toast::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QWidget::keyPressEvent(event);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void Toast::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const QRectF body = QRectF(rect()).adjusted(ToastShadow, ToastShadow, -ToastShadow, -ToastShadow);
    const ThemeColors &c = m_appearance.theme().colors;
    QColor shade(Qt::black);
    shade.setAlphaF(c.shadow.alphaF() / ToastShadow);
    for (int spread = ToastShadow - 2; spread > 0; --spread)
        paintRounded(painter, body.adjusted(-spread, 3 - spread, spread, 2 + spread), 8 + spread, shade);
    paintRounded(painter, body, 8, c.text);
}

} // namespace throughline::ui
