#include "ui/sheet.h"

#include "ui/textpaint.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

namespace throughline::ui {

namespace {
constexpr int Shadow = 24;
constexpr double Dimming = 0.28;
} // namespace

Sheet::Sheet(QWidget *content, const QSize &size, const Appearance &appearance, QWidget *window)
    : QWidget(window)
    , m_appearance(appearance)
    , m_content(content)
    , m_size(size)
{
    hide();
    m_content->setParent(this);
    m_content->show();
    setFocusPolicy(Qt::NoFocus);
    window->installEventFilter(this);
    connect(&appearance, &Appearance::changed, this, [this] {
        place();
        update();
    });
}

void Sheet::open()
{
    if (isVisible())
        return;
    m_before = QApplication::focusWidget();
    place();
    show();
    raise();
    Q_EMIT opened();
    qApp->installEventFilter(this);
    // No ring on opening: it shows with the first key.
    if (QWidget *first = m_content->focusProxy())
        first->setFocus(Qt::OtherFocusReason);
    else
        focusNextPrevChild(true);
}

void Sheet::dismiss()
{
    if (!isVisible())
        return;
    qApp->removeEventFilter(this);
    hide();
    if (m_before)
        m_before->setFocus(Qt::OtherFocusReason);
    Q_EMIT dismissed();
}

void Sheet::place()
{
    const QRect room = parentWidget()->rect();
    setGeometry(room);
    const Theme &theme = m_appearance.theme();
    QSize size(theme.scaled(m_size.width()), theme.scaled(m_size.height()));
    // A strip of dimmed window at one side only would be of no use.
    if (size.width() > room.width() || size.height() > room.height())
        size = room.size();
    m_content->setGeometry(QRect(
        (room.width() - size.width()) / 2, (room.height() - size.height()) / 2, size.width(), size.height()));
}

void Sheet::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    QColor dim(Qt::black);
    dim.setAlphaF(Dimming);
    painter.fillRect(rect(), dim);
    const QRectF body = m_content->geometry();
    QColor shade(Qt::black);
    shade.setAlphaF(m_appearance.theme().colors.shadow.alphaF() / Shadow);
    for (int spread = Shadow - 2; spread > 0; spread -= 2)
        paintRounded(painter, body.adjusted(-spread, 6 - spread, spread, 4 + spread), 12 + spread, shade);
    const ThemeColors &colors = m_appearance.theme().colors;
    paintRounded(painter, body, radius::Composer, colors.surface, colors.border);
}

void Sheet::mousePressEvent(QMouseEvent *event)
{
    if (!m_content->geometry().contains(event->pos()))
        dismiss();
}

void Sheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
}

bool Sheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize && isVisible())
        place();
    if (event->type() == QEvent::ShortcutOverride && isVisible() && window()->isActiveWindow() &&
        !QApplication::activePopupWidget()) {
        // What lies below is not there for the time being.
        const auto *key = static_cast<QKeyEvent *>(event);
        if (!key->matches(QKeySequence::Quit)) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool Sheet::focusNextPrevChild(bool next)
{
    QWidget *from = QApplication::focusWidget();
    if (!from || !isAncestorOf(from))
        from = this;
    const auto takesFocus = [this](const QWidget *widget) {
        return isAncestorOf(widget) && widget->isVisible() && widget->isEnabled() &&
               (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy();
    };
    for (QWidget *candidate = next ? from->nextInFocusChain() : from->previousInFocusChain();
         candidate != from;
         candidate = next ? candidate->nextInFocusChain() : candidate->previousInFocusChain()) {
        if (takesFocus(candidate)) {
            candidate->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    }
    return true;
}

} // namespace throughline::ui
