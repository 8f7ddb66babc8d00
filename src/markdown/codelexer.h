#pragma once

#include <QList>
#include <QStringView>

namespace throughline::markdown {

struct CodeLanguage;

/// What a stretch of code is; what is none of these is plain.
enum class CodeToken {
    Comment,
    String,
    Number, ///< and the constants of the language
    Keyword,
    Type, ///< and names of built-in things, keys, attributes
    Meta, ///< directives, annotations, variables with a mark
    Added,
    Removed
};

/// UTF-16 units of the line, half open. Spans of a line do not overlap and are in order.
struct CodeSpan
{
    int start = 0;
    int end = 0;
    CodeToken token = CodeToken::Comment;
    bool operator==(const CodeSpan &) const = default;
};

/// What a line leaves open for the next one: a comment, a string, a tag. Starts as the start of a text.
struct CodeState
{
    quint8 open = 0; ///< 0: nothing; otherwise only CodeLexer knows
    quint8 depth = 0;
    bool inTag = false;
    bool operator==(const CodeState &) const = default;
};

/// Colours code line by line. It knows words, strings, comments and numbers, not grammar: what models write
/// is often unfinished, and a wrong guess must not spread beyond the line. No regular expressions: the time
/// for a line is linear in its length, and one never has more than \c MostSpans spans, the rest of it stays
/// plain. Never fails. A value; thread-safe.
class CodeLexer
{
public:
    static constexpr int MostSpans = 1000;

    /// For the name that stands behind a fence, in any case ("C++", "ts", "language-js").
    explicit CodeLexer(QStringView name);
    /// Of languages it does not know every line is plain.
    bool isKnown() const { return m_language != nullptr; }

    /// Appends the spans of \a line, which has no line break, to \a spans; what it leaves open.
    CodeState read(QStringView line, CodeState before, QList<CodeSpan> &spans) const;

private:
    const CodeLanguage *m_language = nullptr;
};

} // namespace throughline::markdown
