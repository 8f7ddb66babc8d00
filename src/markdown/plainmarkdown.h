#pragma once

#include <QString>

namespace throughline::markdown {

/// Markdown that shows \a plain as it is: nothing in it has a meaning, lines stay lines and empty lines stay
/// empty. Only empty lines at its start and end are left out. Pure.
QString asMarkdown(const QString &plain);

} // namespace throughline::markdown
