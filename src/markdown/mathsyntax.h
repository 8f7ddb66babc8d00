#pragma once

#include <QString>

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

/// Its nodes are CMARK_NODE_CUSTOM_INLINE; on_enter is the formula with its delimiters, on_exit a MathKind's
/// name. Made once, never freed; thread-safe.
cmark_syntax_extension *mathExtension();

inline constexpr const char *MathInline = "inline";
inline constexpr const char *MathDisplay = "display"; ///< by itself on its lines
inline constexpr const char *MathOpen = "open";       ///< by itself, its end has not come

} // namespace throughline::markdown
