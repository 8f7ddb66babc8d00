#pragma once

#include <QString>
#include <QStringView>

#include <optional>

/// What a text that still grows is read as: marks at its end that have not been closed yet are, as if the
/// next words did it, so that nothing jumps when they do. Pure functions; for the parser.
///
/// Closed are, inside out, code, a link or picture from "](" on, and `**`, `*`, `_`, `__` and `~~` that could
/// open something. A link whose address is not complete leads nowhere. Marks that the text ends in and that
/// could be the first half of something are left out. What follows a letter or digit of ASCII (2*3, a_b) or
/// precedes a space stays what it is, and so does a single `~`. Where a paragraph ends, so does the hope.
/// A line that starts with `|` is the header of a table, with as much of the row of dashes as there is. A
/// last line that is not more than "-", "*", "_", "=" or "+" may become anything and is left out.
namespace throughline::markdown {

/// The text of the last block, which may go on.
struct OpenText
{
    enum class Kind {
        Paragraph,
        Heading, ///< one that starts with "#"
        Cell,
        Literal, ///< code or HTML
        Other
    };
    Kind kind = Kind::Other;
    qsizetype start = 0;    ///< Paragraph, Heading: of the text in it
    bool mayBeTable = true; ///< Paragraph
};

struct ClosedText
{
    QString text;
    /// Has a row of dashes. Where a paragraph goes on outside of its containers ("- a", below it "| b") there
    /// cannot be a table: if none is read, the text is to be closed again without.
    bool hasTable = false;
};

/// What \a text, of which \a open is the last block, has to become before it is parsed; nothing when it may
/// stay as it is.
std::optional<ClosedText> withMarksClosed(QStringView text, const OpenText &open);

} // namespace throughline::markdown
