#pragma once

#include "markdown/block.h"

namespace throughline::markdown {

/// \a text for the text of an HTML or XML document: escaped, and without characters that may not be there.
QString htmlText(const QString &text);

/// What was understood of a text as HTML that is well-formed XML as well. It holds nothing that is fetched or
/// run: pictures are their description, HTML is text, links lead to http, https and mailto only. \a idPrefix
/// keeps the names of footnotes apart in a document of several texts. Pure.
QString toHtml(const QList<Block> &blocks, const QString &idPrefix);

/// Whether a link may be followed at all: http, https and mailto, nothing else.
bool isOpenable(const QString &target);

} // namespace throughline::markdown
