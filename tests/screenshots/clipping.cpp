#include "screenshots/clipping.h"

#include "ui/controls.h"
#include "ui/transcript/latestpill.h"

#include <QAbstractScrollArea>
#include <QLineEdit>

namespace throughline::screenshots {

namespace {

using ui::Label;

QString described(const QWidget &widget)
{
    QString text = widget.accessibleName();
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        text = label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget); button && text.isEmpty())
        text = button->text();
    return QStringLiteral("%1 “%2”").arg(QLatin1String(widget.metaObject()->className()), text);
}

/// What is missing: "12 of 40 px high"; empty: nothing.
QString shortOf(const QWidget &widget, const QSize &wanted, bool mayBeNarrow = false)
{
    if (widget.height() < wanted.height())
        return QStringLiteral("%1 of %2 px high").arg(widget.height()).arg(wanted.height());
    if (!mayBeNarrow && widget.width() < wanted.width())
        return QStringLiteral("%1 of %2 px wide").arg(widget.width()).arg(wanted.width());
    return {};
}

QString problemOf(const Label &label)
{
    if (label.text().isEmpty())
        return {};
    if (label.wordWrap())
        return shortOf(label, {0, label.heightForWidth(label.width())});
    return shortOf(label, label.sizeHint(), true); // then its tool tip says the whole
}

QString problemOf(const QLineEdit &field)
{
    const QString text = field.text().isEmpty() ? field.placeholderText() : QString();
    const QMargins margins = field.textMargins();
    const int room = field.contentsRect().width() - margins.left() - margins.right();
    if (field.fontMetrics().horizontalAdvance(text) > room && field.toolTip() != text)
        return QStringLiteral("“%1” does not fit").arg(text);
    return shortOf(field, {0, field.minimumSizeHint().height()});
}

QString problemOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const Label *>(&widget))
        return problemOf(*label);
    if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
        return problemOf(*field);
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return shortOf(widget, widget.sizeHint(), !button->toolTip().isEmpty());
    return {};
}

/// Whatever scrolls can be brought into view.
bool isCutOff(const QWidget &widget, const QWidget &window)
{
    const QWidget *inner = &widget;
    for (const QWidget *outer = widget.parentWidget(); outer && inner != &window;
         inner = outer, outer = outer->parentWidget()) {
        const auto *area = qobject_cast<const QAbstractScrollArea *>(outer->parentWidget());
        if (area && area->viewport() == outer)
            return false;
        const QRect at(widget.mapTo(outer, QPoint()), widget.size());
        if (!outer->rect().contains(at))
            return true;
        if (outer == &window)
            return false;
    }
    return false;
}

} // namespace

QStringList clippedIn(const QWidget &window)
{
    QStringList problems;
    const QList<QWidget *> all = window.findChildren<QWidget *>();
    for (const QWidget *widget : all) {
        const bool isRead = qobject_cast<const Label *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
                            qobject_cast<const QAbstractButton *>(widget);
        // A field's own buttons are icons, as large as the field has room for.
        if (!isRead || !widget->isVisible() || qobject_cast<const QLineEdit *>(widget->parentWidget()))
            continue;
        QString problem = problemOf(*widget);
        // Only the shadow of the pill reaches over the edge.
        const bool mayBeCut = qobject_cast<const ui::LatestPill *>(widget);
        if (problem.isEmpty() && !mayBeCut && isCutOff(*widget, window))
            problem = QStringLiteral("lies partly outside");
        if (!problem.isEmpty())
            problems.append(described(*widget) + QStringLiteral(": ") + problem);
    }
    return problems;
}

} // namespace throughline::screenshots
