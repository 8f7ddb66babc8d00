#include "screenshots/access.h"

#include "ui/sheet.h"
#include "ui/theme.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QTest>

#include <algorithm>

namespace throughline::screenshots {

namespace {

QString nameOf(QWidget &widget)
{
    QAccessibleInterface *found = QAccessible::queryAccessibleInterface(&widget);
    return found ? found->text(QAccessible::Name) : QString();
}

QString described(QWidget &widget)
{
    return QStringLiteral("%1 “%2”").arg(QLatin1String(widget.metaObject()->className()), nameOf(widget));
}

/// Where the keyboard is to stay.
QWidget &areaOf(QWidget &window)
{
    if (QWidget *popup = QApplication::activePopupWidget())
        return *popup;
    const QList<ui::Sheet *> sheets = window.findChildren<ui::Sheet *>();
    for (ui::Sheet *sheet : sheets) {
        if (sheet->isVisible())
            return *sheet;
    }
    return window;
}

QList<QWidget *> stopsIn(const QWidget &area)
{
    QList<QWidget *> stops;
    const QList<QWidget *> all = area.findChildren<QWidget *>();
    for (QWidget *widget : all) {
        const bool isStop = widget->isVisible() && widget->isEnabled() && widget->window() == area.window() &&
                            (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy();
        if (isStop)
            stops.append(widget);
    }
    return stops;
}

/// Of several of which one is chosen the Tab key reaches that one, and the arrows the others.
bool isReachedByArrows(QWidget &stop, const QList<QWidget *> &reached)
{
    const auto *button = qobject_cast<QAbstractButton *>(&stop);
    if (!button || !button->autoExclusive())
        return false;
    return std::any_of(reached.begin(), reached.end(), [&](QWidget *other) {
        const auto *chosen = qobject_cast<QAbstractButton *>(other);
        return chosen && chosen->autoExclusive() && other->parentWidget() == stop.parentWidget();
    });
}

/// From the first of \a stops once around.
QList<QWidget *> visited(const QList<QWidget *> &stops)
{
    QList<QWidget *> seen;
    QWidget *window = stops.first()->window();
    stops.first()->setFocus(Qt::TabFocusReason);
    for (QWidget *at = window->focusWidget(); at && !seen.contains(at) && seen.size() < 100;
         at = window->focusWidget()) {
        seen.append(at);
        QTest::keyClick(at, Qt::Key_Tab);
    }
    return seen;
}

/// Below, or on the same line and further along.
bool isFurther(const QWidget &before, const QWidget &after)
{
    const QPoint a = before.mapTo(before.window(), before.rect().center());
    const QPoint b = after.mapTo(after.window(), after.rect().center());
    constexpr int sameLine = 10;
    if (qAbs(a.y() - b.y()) > sameLine)
        return b.y() > a.y();
    return before.window()->layoutDirection() == Qt::LeftToRight ? b.x() > a.x() : b.x() < a.x();
}

} // namespace

QStringList accessProblemsIn(QWidget &window)
{
    QStringList problems;
    const QList<QWidget *> stops = stopsIn(areaOf(window));
    if (stops.isEmpty())
        return {QStringLiteral("nothing can be reached")};
    for (QWidget *stop : stops) {
        if (nameOf(*stop).isEmpty())
            problems.append(described(*stop) + QStringLiteral(" in ") +
                            QLatin1String(stop->parentWidget()->metaObject()->className()) +
                            QStringLiteral(": has no name"));
        if (std::min(stop->width(), stop->height()) < ui::SmallestHit)
            problems.append(described(*stop) +
                            QStringLiteral(": is only %1 × %2 px").arg(stop->width()).arg(stop->height()));
    }
    const QList<QWidget *> reached = visited(stops);
    for (QWidget *stop : stops) {
        // A field that closes when the keyboard leaves it is gone by now.
        if (stop->isVisible() && !reached.contains(stop) && !isReachedByArrows(*stop, reached))
            problems.append(described(*stop) + QStringLiteral(": the Tab key does not reach it"));
    }
    for (qsizetype i = 1; i < reached.size(); ++i) {
        QWidget &after = *reached.at(i);
        // The nearest stop before it that stands beside it.
        for (qsizetype j = i - 1; j >= 0; --j) {
            QWidget &before = *reached.at(j);
            if (before.parentWidget() != after.parentWidget())
                continue;
            const auto isLater = [&](QWidget *stop) { return !isFurther(*stop, after); };
            if (std::any_of(reached.begin() + j, reached.begin() + i, isLater))
                problems.append(
                    described(after) + QStringLiteral(": comes too late after ") + described(before));
            break;
        }
    }
    return problems;
}

} // namespace throughline::screenshots
