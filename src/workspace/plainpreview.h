#pragma once

#include <QString>

namespace throughline::workspace {

/// One line of plain text that stands for a message in a list: no line breaks, no Markdown marks. For the eye
/// only; what it drops cannot be had back from it.
QString plainPreview(const QString &markdown);

} // namespace throughline::workspace
