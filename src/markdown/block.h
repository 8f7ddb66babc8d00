#pragma once

#include <QFlags>
#include <QList>
#include <QString>

/// Markdown as values: what cmark-gfm understood of a text, detached from it. Nothing here draws or fetches.
/// Dialect: GitHub Flavored Markdown 0.29 (tables, strikethrough, autolinks, task lists) and its footnotes,
/// and formulas (mathsyntax.h).
namespace throughline::markdown {

/// A half-open range of UTF-16 code units of the text that was parsed.
struct SourceRange
{
    qsizetype start = 0;
    qsizetype end = 0;
    bool operator==(const SourceRange &) const = default;
};

enum class RunStyle {
    Plain = 0x0,
    Emphasis = 0x1,
    Strong = 0x2,
    Strike = 0x4,
    Code = 0x8,
    Image = 0x10,    ///< the text is the picture's description; the picture itself is never loaded
    Html = 0x20,     ///< raw HTML, kept as the text it is
    Math = 0x80,     ///< the text is TeX with its delimiters; with Code: its end has not come, it is source
    Display = 0x100, ///< Math: by itself on its lines; "\n" stands before and after it in the text
    Note = 0x40,     ///< the text refers to a footnote: "[1]"
};
Q_DECLARE_FLAGS(RunStyles, RunStyle)

/// A stretch of text in one style. Hard line breaks are '\n' inside the text, soft ones are spaces.
struct Run
{
    QString text;
    RunStyles styles;
    QString href; ///< where the link around it points, or what an image outside a link names; empty for none
    QString imageSource; ///< Image: what it names, as written
    bool operator==(const Run &) const = default;
};

/// Typed is text shown as it was typed; the parser never makes one.
enum class BlockKind {
    Paragraph,
    Heading,
    List,
    Item,
    Quote,
    Code,
    Html,
    Table,
    Row,
    Cell,
    Rule,
    Footnote, ///< after all others, in the order in which the text refers to them
    Typed
};
enum class CellAlignment { None, Left, Center, Right };

/// One block and what it contains. Which fields mean something depends on the kind.
struct Block
{
    BlockKind kind = BlockKind::Paragraph;
    /// Of top-level blocks only: up to the start of the next one in the text, blank lines included. A
    /// footnote's is where it is written, which may be inside that of another block.
    SourceRange source;

    QList<Run> runs;       ///< Paragraph, Heading, Cell
    QList<Block> children; ///< List: Items; Item, Quote, Footnote: blocks; Table: Rows; Row: Cells

    QString literal;  ///< Code, Html, Typed: the text, without the line break that ends it
    QString language; ///< Code: the first word of the info string, as written
    int level = 0;    ///< Heading: 1…6; ordered List: the first number; Footnote: its number
    bool ordered = false;
    bool tight = true;
    bool header = false; ///< Row
    bool task = false;   ///< Item
    bool checked = false;
    CellAlignment alignment = CellAlignment::None; ///< Cell

    friend bool operator==(const Block &a, const Block &b);
};

/// What stands before an item of \a list: "3.", a bullet, "[x]".
QString markerText(const Block &list, qsizetype index);
/// What stands before a footnote and where the text refers to it: "[1]".
QString footnoteText(int number);

/// What a person would type for it without Markdown: list markers kept, cells separated by tabs, no markup.
/// Equal to what the laid out block gives when all of it is selected and copied.
QString plainText(const Block &block);

} // namespace throughline::markdown

Q_DECLARE_OPERATORS_FOR_FLAGS(throughline::markdown::RunStyles)
