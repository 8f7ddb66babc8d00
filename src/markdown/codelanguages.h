#pragma once

#include "markdown/codelexer.h"

#include <QFlags>
#include <QHash>
#include <QList>
#include <QStringList>

namespace throughline::markdown {

/// How a string starts and ends; of those that fit, the first counts.
struct CodeQuote
{
    QStringView open;
    QStringView close;
    bool hasEscapes = true; ///< a backslash takes the next character with it
    bool spansLines = false;
    CodeToken token = CodeToken::String;
};

enum class CodeTrait {
    None = 0x0,
    IgnoresCase = 0x1,
    CapitalsAreTypes = 0x2,
    HashStartsMeta = 0x4,     ///< "#include", at the start of a line
    AtStartsMeta = 0x8,       ///< "@Override"
    DollarStartsMeta = 0x10,  ///< "$name", "${name}"
    DashInWords = 0x20,       ///< "background-color"
    CommentAfterSpace = 0x40, ///< "#" inside a word starts no comment
    QuoteIsOneLetter = 0x80,  ///< "'a'" is one, "'a" (a lifetime, a label) is not
    QuoteInNumbers = 0x100,   ///< 1'000
    KeysBeforeColon = 0x200,  ///< "key:" and "\"key\":"
    KeysBeforeEquals = 0x400, ///< "key =", and "[section]"
    NestedComments = 0x800,
};
Q_DECLARE_FLAGS(CodeTraits, CodeTrait)

/// A language as a table.
struct CodeLanguage
{
    enum class Syntax { Words, Markup, Diff };
    Syntax syntax = Syntax::Words;
    QHash<QString, CodeToken> words; ///< lower case where case does not count
    QList<QStringView> lineComments;
    QStringView commentOpen;
    QStringView commentClose;
    QList<CodeQuote> quotes;
    CodeTraits traits;
};

/// Null when there is none of that name; names are in lower case. Lives as long as the program.
const CodeLanguage *findCodeLanguage(const QString &name);
/// One name for each language that is known.
QStringList codeLanguageNames();

} // namespace throughline::markdown

Q_DECLARE_OPERATORS_FOR_FLAGS(throughline::markdown::CodeTraits)
