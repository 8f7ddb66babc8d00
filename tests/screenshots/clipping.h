#pragma once

#include <QStringList>

class QWidget;

namespace throughline::screenshots {

/// What of \a window cannot be read as it is: one sentence for each visible label, button and field that has
/// not the room it asks for, or lies partly outside of what is around it. A line that ends in an ellipsis is
/// well where its tool tip says the whole of it; what scrolls is well.
QStringList clippedIn(const QWidget &window);

} // namespace throughline::screenshots
