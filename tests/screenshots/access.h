#pragma once

#include <QStringList>

class QWidget;

namespace throughline::screenshots {

/// What of \a window, which is active, somebody with a keyboard or a screen reader would miss: one sentence
/// for each stop without a name or too small to hit, each that the Tab key does not reach, and each that it
/// reaches before what stands before it in the same part of the window. Of a sheet or a menu over the window,
/// only what is in it. Moves the keyboard.
QStringList accessProblemsIn(QWidget &window);

} // namespace throughline::screenshots
