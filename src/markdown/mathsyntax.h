#pragma once

#include <QString>

struct cmark_node;
struct cmark_syntax_extension;

/// Formulas in Markdown, for the parser alone: `$…$`, `\(…\)`, and by themselves `$$…$$` and `\[…\]`.
///
/// `$` is a formula as pandoc has it (no space inside next to it, no digit after it), also no letter on its
/// outer sides, and it may not look like a price: "$5 and $10" is text. `\[` and `\]` count only where a line
/// starts and ends with them. Code, HTML and addresses come first; a formula never leaves its paragraph.
namespace throughline::markdown {

/// The backslash is cmark's own; so before it reads \a text, the delimiters with one become noncharacters.
/// Line by line, without looking elsewhere: cut anywhere between lines, the pieces give the same.
QString markMath(QStringView text);
/// Puts back what markMath() took: as it was in what is literal, otherwise without the backslash.
QString unmarkMath(QString text, bool isLiteral);

enum class MathKind : char {
    None = 0,
    Inline = 'i',
    Display = 'd', ///< by itself on its lines
    Open = 'o',    ///< by itself, its end has not come
};

/// Its nodes are CMARK_NODE_HTML_INLINE: what a table's cell cannot hold, CMARK_NODE_CUSTOM_INLINE above all,
/// cmark drops without a word. The literal is the kind's letter and the formula; that of HTML begins with
/// "<". Made once, never freed; thread-safe.
cmark_syntax_extension *mathExtension();

/// None for a node that is no formula, and for none.
MathKind mathKind(cmark_node *node);
/// The formula with its delimiters.
QString mathSource(cmark_node *node);

} // namespace throughline::markdown
