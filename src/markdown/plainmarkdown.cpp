#include "markdown/plainmarkdown.h"

#include <QList>
#include <QRegularExpression>
#include <QStringList>

namespace throughline::markdown {

namespace {

bool isWord(const QString &line, qsizetype at)
{
    return at >= 0 && at < line.size() && line[at].isLetterOrNumber();
}

/// Whether the character would mean something where it stands inside a line.
bool isMarkup(const QString &line, qsizetype at)
{
    static const QRegularExpression reference(QStringLiteral("\\G&(#|\\w+;)"));
    const QChar c = line[at];
    switch (c.unicode()) {
    case u'\\':
    case u'`':
    case u'*':
    case u'[':
    case u']':
    case u'<':
    case u'$':
    case u'~':
    case u'|':
        return true;
    case u'_': // between letters it is one
        return !isWord(line, at - 1) || !isWord(line, at + 1);
    case u'#': // it could end a heading
        return at == line.size() - 1;
    case u'&':
        return reference.match(line, at).hasMatch();
    default:
        return false;
    }
}

/// Where a character stands that gives a meaning to the whole line; -1: nowhere.
qsizetype lineMarkAt(const QString &line)
{
    static const QRegularExpression number(QStringLiteral("^[0-9]{1,9}[.)]"));
    static constexpr QStringView marks = u"#+-=>:";
    if (!line.isEmpty() && marks.contains(line[0])) {
        return 0;
    }
    const QRegularExpressionMatch match = number.match(line);
    return match.hasMatch() ? match.capturedLength() - 1 : -1;
}

/// The characters that begin a link of their own and must not: inside one nothing can be escaped.
QList<qsizetype> linkMarksOf(const QString &line)
{
    static const QRegularExpression address(
        QStringLiteral("(?:\\b[a-z]+://|\\bwww\\.)[^\\s<]*"), QRegularExpression::CaseInsensitiveOption);
    QList<qsizetype> marks;
    for (auto it = address.globalMatch(line); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const qsizetype start = match.capturedStart();
        // What is behind it would be escaped by a character that is taken for a part of it.
        bool hasMarkup = match.capturedEnd() < line.size() && line[match.capturedEnd()] == u'<';
        for (qsizetype i = start; i < match.capturedEnd(); ++i) {
            hasMarkup = hasMarkup || isMarkup(line, i);
        }
        if (hasMarkup) {
            const qsizetype colon = line.indexOf(u':', start);
            marks.append(colon >= 0 && colon < match.capturedEnd() ? colon : start);
        }
    }
    return marks;
}

QString entity(QChar c)
{
    return QStringLiteral("&#%1;").arg(c.unicode());
}

QString lineAsMarkdown(const QString &line)
{
    QString result;
    const qsizetype mark = lineMarkAt(line);
    const QList<qsizetype> links = linkMarksOf(line);
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        const bool isEdge = i == 0 || i == line.size() - 1;
        // Space at an edge would not be seen, and brackets there are a formula's when they are escaped.
        const bool isLost = isEdge && (c.isSpace() || c == QChar::ByteOrderMark || c == u'[' || c == u']');
        const bool beginsLink = links.contains(i);
        if (isLost || (beginsLink && c != u':')) {
            result += entity(c);
            continue;
        }
        if (i == mark || beginsLink || isMarkup(line, i)) {
            result += u'\\';
        }
        result += c;
    }
    return result;
}

/// A link of its own would take a backslash behind it for a part of itself.
QString lineBreakAfter(const QString &line)
{
    const bool mayEndInLink = line.contains(QLatin1StringView("://")) ||
                              line.contains(QLatin1StringView("www."), Qt::CaseInsensitive);
    return mayEndInLink ? QStringLiteral("  \n") : QStringLiteral("\\\n");
}

} // namespace

QString asMarkdown(const QString &plain)
{
    QString text = plain;
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.replace(u'\r', u'\n');
    const QStringList lines = text.split(u'\n');
    QString result;
    QString before; // the last line that was not empty
    int empty = 0;  // lines since the last one that was not
    for (const QString &line : lines) {
        if (line.trimmed().isEmpty()) {
            ++empty;
            continue;
        }
        if (!result.isEmpty() && empty == 0) {
            result += lineBreakAfter(before);
        } else if (!result.isEmpty()) {
            result += QStringLiteral("\n\n") + QStringLiteral("&nbsp;\n\n").repeated(empty - 1);
        }
        empty = 0;
        before = line;
        result += lineAsMarkdown(line);
    }
    return result;
}

} // namespace throughline::markdown
