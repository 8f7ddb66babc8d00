#pragma once

#include "ui/appearance.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QDir>
#include <QHeaderView>
#include <QImage>
#include <QLineEdit>
#include <QTest>
#include <QTextEdit>
#include <QWidget>

namespace throughline::test {

inline QImage paint(QWidget *pane)
{
    // Editors keep it: leaving one ends the editing that is to be seen.
    QWidget *focused = pane->focusWidget();
    if (focused && !qobject_cast<QTextEdit *>(focused) &&
        !focused->property("role").toString().startsWith(QStringLiteral("inplace")))
        focused->clearFocus();
    // Pending layouts and delayed item layouts first, as on screen.
    QCoreApplication::processEvents();
    const qreal scale = pane->devicePixelRatioF();
    QImage image(pane->size() * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::magenta);
    pane->render(&image);
    return image;
}

/// Draws \a pane in light and in dark and checks what any drawing must have: its own ground everywhere and
/// another picture in the other theme. Keeps the pictures in the folder that THROUGHLINE_PANE_IMAGES names,
/// to look at.
inline bool paneImage(QWidget *pane, ui::Appearance &appearance, const char *name)
{
    appearance.setChoice(ui::Appearance::Choice::Light);
    const QImage light = paint(pane);
    appearance.setChoice(ui::Appearance::Choice::Dark);
    const QImage dark = paint(pane);
    appearance.setChoice(ui::Appearance::Choice::Light);
    const QString folder = qEnvironmentVariable("THROUGHLINE_PANE_IMAGES");
    if (!folder.isEmpty()) {
        const QString stem =
            QStringLiteral("%1/%2@%3x").arg(folder, QString::fromLatin1(name)).arg(pane->devicePixelRatioF());
        light.save(stem + QStringLiteral("-light.png"));
        dark.save(stem + QStringLiteral("-dark.png"));
    }
    for (const QImage &image : {light, dark}) {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixel(x, y) == QColor(Qt::magenta).rgb()) {
                    qWarning("%s leaves %d, %d unpainted", name, x, y);
                    return false;
                }
            }
        }
    }
    return light != dark;
}

/// The visible controls in \a pane that have no name or role for assistive technology, cannot be reached with
/// the keyboard, or are smaller than a finger or a pen can hit.
inline QString controlsThatFall(const QWidget *pane)
{
    QStringList fallen;
    for (QWidget *widget : pane->findChildren<QWidget *>()) {
        const bool control = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                             qobject_cast<QTextEdit *>(widget) || qobject_cast<QAbstractItemView *>(widget);
        // Buttons inside a line edit belong to it, and the head of a table is read with its cells.
        if (!control || !widget->isVisible() || qobject_cast<QLineEdit *>(widget->parentWidget()) ||
            qobject_cast<QHeaderView *>(widget))
            continue;
        const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        const QString id = QStringLiteral("%1 “%2”").arg(
            QString::fromLatin1(widget->metaObject()->className()), widget->accessibleName());
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            fallen.append(id + QStringLiteral(": no name"));
        else if (interface->role() == QAccessible::NoRole || interface->role() == QAccessible::Client)
            fallen.append(id + QStringLiteral(": no role"));
        if (!(widget->focusPolicy() & Qt::TabFocus))
            fallen.append(id + QStringLiteral(": not by keyboard"));
        if (widget->width() < ui::SmallestHit || widget->height() < ui::SmallestHit)
            fallen.append(QStringLiteral("%1: %2 × %3").arg(id).arg(widget->width()).arg(widget->height()));
    }
    return fallen.join(QLatin1Char('\n'));
}

} // namespace throughline::test
