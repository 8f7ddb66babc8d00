#include "markdown/openmarks.h"

#include "markdown/openinlines.h"

#include <QList>

#include <algorithm>

namespace throughline::markdown {

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r';
}

qsizetype startOfLine(QStringView text, qsizetype at)
{
    while (at > 0 && !isLineEnd(text[at - 1])) {
        --at;
    }
    return at;
}

/// Where the text ends that is not space; the spaces behind it have no meaning yet.
qsizetype endOfWords(QStringView text, qsizetype from)
{
    qsizetype end = text.size();
    while (end > from && (isBlank(text[end - 1]) || isLineEnd(text[end - 1]))) {
        --end;
    }
    return end;
}

qsizetype linesIn(QStringView text)
{
    return text.count(u'\n') + text.count(u'\r') - text.count(u"\r\n");
}

/// A paragraph has no line without words; a quote's lines have their ">".
bool isOver(QStringView text, qsizetype start)
{
    bool hasWords = true;
    for (qsizetype i = start; i < text.size(); ++i) {
        const bool isCrLf = text[i] == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n';
        if (isLineEnd(text[i]) && !isCrLf) {
            if (!hasWords) {
                return true;
            }
            hasWords = false;
        } else if (!isBlank(text[i]) && text[i] != u'>' && text[i] != u'\r') {
            hasWords = true;
        }
    }
    return false;
}

/// Of a row as it is written so far: "| a | b" has two.
QList<QStringView> cellsOf(QStringView row)
{
    QList<QStringView> cells;
    qsizetype start = row.startsWith(u'|') ? 1 : 0;
    for (qsizetype i = start; i < row.size(); ++i) {
        if (row[i] == u'\\') {
            ++i;
        } else if (row[i] == u'|') {
            cells.append(row.sliced(start, i - start).trimmed());
            start = i + 1;
        }
    }
    if (const QStringView rest = row.sliced(std::min(start, row.size())).trimmed(); !rest.isEmpty()) {
        cells.append(rest);
    }
    return cells;
}

bool isDashes(QStringView cell)
{
    const QStringView inner =
        cell.sliced(cell.startsWith(u':') ? 1 : 0).chopped(cell.size() > 1 && cell.endsWith(u':') ? 1 : 0);
    return !inner.isEmpty() && std::all_of(inner.cbegin(), inner.cend(), [](QChar c) { return c == u'-'; });
}

/// What stands before a line of the paragraph in its containers, for the line after it.
QString containersFor(QStringView before)
{
    QString prefix = before.toString();
    for (QChar &c : prefix) {
        c = c == u'>' || c == u'\t' ? c : QChar(u' ');
    }
    return prefix;
}

/// Where \a row starts with its first "|"; -1 for one that is no row of a table.
qsizetype startOfRow(QStringView text, qsizetype lineStart, const OpenText &open)
{
    qsizetype at = std::max(lineStart, open.start);
    while (at < text.size() && (isBlank(text[at]) || (text[at] == u'>' && lineStart > open.start))) {
        ++at;
    }
    return at < text.size() && text[at] == u'|' ? at : -1;
}

QString rowOfDashes(QStringView containers, const QList<QStringView> &begun, qsizetype columns)
{
    QString row = containersFor(containers) + u'|';
    for (qsizetype i = 0; i < columns; ++i) {
        row += (i < begun.size() && isDashes(begun[i]) ? begun[i].toString() : QStringLiteral("---")) + u'|';
    }
    return row;
}

bool hasOnly(QStringView text, QStringView characters)
{
    return std::all_of(text.cbegin(), text.cend(), [&](QChar c) { return characters.contains(c); });
}

/// "-", "**", "#" or "2." may start a list, a heading, a rule or words.
bool mayBecomeAnything(QStringView line)
{
    line = line.trimmed();
    while (line.startsWith(u'>')) {
        line = line.sliced(1).trimmed();
    }
    if (line.isEmpty()) {
        return false;
    }
    if (line.front().isDigit()) {
        return line.size() < 10 && hasOnly(line.chopped(1), u"0123456789") &&
               hasOnly(line.last(1), u"0123456789.)");
    }
    return QStringView(u"-*_=+#").contains(line.front()) && line.count(line.front()) == line.size();
}

qsizetype startOfLastCell(QStringView text, qsizetype from)
{
    qsizetype start = from;
    for (qsizetype i = from; i < text.size(); ++i) {
        if (text[i] == u'\\') {
            ++i;
        } else if (text[i] == u'|') {
            start = i + 1;
        }
    }
    return start;
}

QString withInlinesClosed(QStringView text, qsizetype start)
{
    const OpenInlines open = openInlines(text.sliced(start));
    if (open.closing.isEmpty()) {
        return text.first(start + open.kept).toString();
    }
    const qsizetype end = endOfWords(text.first(start + open.kept), start);
    const QChar mark = open.closing.front();
    const bool isEscape = end > start && text[end - 1] == u'\\'; // of the space, not of what would close
    if (end == start + open.kept || (text[end - 1] != mark && !isEscape)) {
        return text.first(end).toString() + open.closing;
    }
    // Behind a space, the mark that ends the words is not to become longer.
    if (mark == u'`') {
        return text.first(end).toString() + QChar(u' ') + open.closing;
    }
    qsizetype run = end;
    while (run > start && text[run - 1] == mark) {
        --run;
    }
    const bool isAlone = isEscape || run == start || text[run - 1].isSpace();
    return isAlone ? text.first(start + open.kept).toString() : text.first(end).toString() + open.closing;
}

/// "| a | b |", and perhaps a part of the row below it.
std::optional<ClosedText> asTable(QStringView text, const OpenText &open)
{
    const qsizetype end = endOfWords(text, open.start);
    qsizetype line = startOfLine(text, end);
    qsizetype row = startOfRow(text, line, open);
    if (row < 0) {
        return std::nullopt;
    }
    QString header;
    QList<QStringView> begun;
    const QStringView last = text.sliced(row, end - row);
    if (hasOnly(last, u"|-: \t")) {
        if (linesIn(text.sliced(end)) > 0) {
            return std::nullopt; // it has come to nothing
        }
        const qsizetype above = line > open.start ? endOfWords(text.first(line), open.start) : open.start;
        const qsizetype lineAbove = startOfLine(text, above);
        const qsizetype rowAbove = above > open.start ? startOfRow(text, lineAbove, open) : -1;
        if (rowAbove < 0) {
            return last == u"|" ? std::optional(ClosedText{text.first(row).toString()}) : std::nullopt;
        }
        begun = cellsOf(last);
        line = lineAbove;
        row = rowAbove;
        header = text.first(above).toString();
    } else {
        header = withInlinesClosed(text.first(end), startOfLastCell(text.first(end), row));
    }
    const qsizetype columns = cellsOf(QStringView(header).sliced(row)).size();
    if (columns == 0 || begun.size() > columns) {
        return std::nullopt;
    }
    return ClosedText{
        header + QChar(u'\n') + rowOfDashes(text.sliced(line, row - line), begun, columns), true};
}

} // namespace

std::optional<ClosedText> withMarksClosed(QStringView text, const OpenText &open)
{
    if (open.kind == OpenText::Kind::Literal || text.isEmpty()) {
        return std::nullopt;
    }
    const qsizetype lastLine = startOfLine(text, text.size());
    if (mayBecomeAnything(text.sliced(lastLine))) {
        return ClosedText{text.first(lastLine).toString()};
    }
    QString closed;
    switch (open.kind) {
    case OpenText::Kind::Paragraph:
        if (isOver(text, open.start)) {
            return std::nullopt;
        }
        if (std::optional<ClosedText> table = open.mayBeTable ? asTable(text, open) : std::nullopt) {
            return table;
        }
        closed = withInlinesClosed(text, open.start);
        break;
    case OpenText::Kind::Heading:
        if (linesIn(text.sliced(open.start)) > 0) {
            return std::nullopt;
        }
        closed = withInlinesClosed(text, open.start);
        break;
    case OpenText::Kind::Cell:
        closed = withInlinesClosed(text, startOfLastCell(text, lastLine));
        break;
    case OpenText::Kind::Literal:
    case OpenText::Kind::Other:
        return std::nullopt;
    }
    return closed == text ? std::nullopt : std::optional(ClosedText{closed});
}

} // namespace throughline::markdown
