#include "server/service/threadtitle.h"

#include <QRegularExpression>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace throughline::server::service {

namespace {

constexpr qsizetype longestDerivedTitle = 60;

/// The end of the last whole word before \a limit or, in a text without spaces, of the last whole character.
qsizetype wholeWordsWithin(const QString &text, qsizetype limit)
{
    const qsizetype space = text.lastIndexOf(u' ', limit);
    if (space > limit / 2)
        return space;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    finder.setPosition(limit);
    return finder.isAtBoundary() ? limit : std::max<qsizetype>(finder.toPreviousBoundary(), 0);
}

bool hasWord(const QString &text)
{
    return std::any_of(
        text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

} // namespace

QString titleFromMessage(const QString &message)
{
    static const QRegularExpression lineEnd(QStringLiteral("[\\r\\n\\x{2028}\\x{2029}]+"));
    static const QRegularExpression lineMarks(QStringLiteral("^(?:\\s|>|#+\\s|[-*+]\\s|\\d+[.)]\\s)+"));
    static const QRegularExpression link(QStringLiteral("!?\\[([^\\]]*)\\]\\([^)]*\\)"));
    static const QRegularExpression emphasis(QStringLiteral("[*`~]+|\\b_+|_+\\b"));
    static const QRegularExpression controls(QStringLiteral("\\p{Cc}+"));

    // The start is enough, and a message may be a megabyte.
    const QStringList lines = message.left(2000).split(lineEnd, Qt::SkipEmptyParts);
    for (QString line : lines) {
        line.remove(lineMarks).replace(link, QStringLiteral("\\1")).remove(emphasis);
        line = line.replace(controls, QStringLiteral(" ")).simplified();
        if (!hasWord(line))
            continue;
        if (line.size() <= longestDerivedTitle)
            return line;
        QString title = line.left(wholeWordsWithin(line, longestDerivedTitle - 1));
        while (!title.isEmpty() && (title.back().isPunct() || title.back().isSpace()))
            title.chop(1);
        return title + QChar(0x2026);
    }
    return {};
}

} // namespace throughline::server::service
