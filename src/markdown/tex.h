#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace throughline::markdown {

/// A formula as a value: what was understood of its TeX. Nothing here measures or draws.
struct TexNode
{
    enum class Kind {
        Row,      ///< the children one after the other
        Symbol,   ///< \c text, one letter, digit, operator or word
        Space,    ///< \c amount of an em
        Scripts,  ///< children: base, below, above; those that are missing are empty rows
        Fraction, ///< children: above, below; without a bar: one above the other
        Root,     ///< children: what is under it, its degree
        Fence,    ///< the only child between \c text and \c closing, which grow with it
        Over,     ///< the only child with \c text above it; "‾" is a bar as wide as it
        Grid,     ///< children: Rows, of cells that are Rows; \c text: how the columns stand
    };
    /// What a symbol is among others, for the space around it.
    enum class Role { Ordinary, Operator, Binary, Relation, Opening, Closing, Punctuation };
    enum class Face { Upright, Italic, Bold };

    Kind kind = Kind::Row;
    Role role = Role::Ordinary;
    Face face = Face::Upright;
    QString text;
    QString closing;
    qreal amount = 0;
    bool hasLimits = false; ///< of an Operator: in display its scripts stand below and above it
    bool hasBar = true;
    QList<TexNode> children;

    bool operator==(const TexNode &) const = default;
};

/// Reads the part of TeX that people's formulas are made of: letters, Greek, operators, scripts, fractions,
/// roots, fences, accents, text, matrices, aligned lines. Nothing when there is something in it that is not
/// known, or when it is too long (4000 units), too deep (24) or has too many parts (3000): then the source is
/// what can be shown. Thread-safe, without side effects.
std::optional<TexNode> parseTex(QStringView source);

/// The formula on one line of text, for those who listen and for tests: "(a+b)/2", "x^2".
QString linearText(const TexNode &node);

} // namespace throughline::markdown
