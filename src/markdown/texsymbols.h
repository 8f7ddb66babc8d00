#pragma once

#include "markdown/tex.h"

namespace throughline::markdown {

/// The symbol a command without arguments stands for ("alpha", "leq", "sin"); nothing when it is unknown.
std::optional<TexNode> texSymbol(const QString &command);
/// The symbol for one character as it is typed.
TexNode texCharacter(const QString &character);
/// The mark above for a command with one argument ("hat"); empty when it is none.
QString texAccent(const QString &command);
/// A letter as \c mathbb shows it; the letter itself where there is no such sign.
QString texBlackboard(QChar letter);

/// What stands between \c begin and \c end.
struct TexEnvironment
{
    QString columns; ///< how each column stands (l, c, r), used again from the start where there are more
    QString opening;
    QString closing;
};
std::optional<TexEnvironment> texEnvironment(const QString &name);

} // namespace throughline::markdown
