#pragma once

#include <QString>
#include <QStringView>

namespace throughline::markdown {

/// How a paragraph's text that goes on is to be read (openmarks.h): this much of it, and then what closes the
/// marks that are open.
struct OpenInlines
{
    qsizetype kept = 0;
    QString closing;
};

/// Follows CommonMark 6.1 to 6.3, and formulas, as far as it takes to know what is open. Takes time in
/// proportion to the text, whatever stands in it.
OpenInlines openInlines(QStringView text);

} // namespace throughline::markdown
