#include "server/provider/guidecontinuation.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <optional>

namespace throughline::server::provider::guide {

namespace {

const QString paragraphBreak = QStringLiteral("\n\n");

bool isEndOfSentence(QChar character)
{
    return QStringLiteral(".?!:…").contains(character);
}

QStringList sentencesOf(const QString &line)
{
    static const QRegularExpression between(QStringLiteral("(?<=[.?!:…])\\s+"));
    return line.split(between, Qt::SkipEmptyParts);
}

/// Each paragraph, line and sentence that \a partial has to its end.
QSet<QString> saidIn(const QString &partial)
{
    QSet<QString> said;
    const QStringList paragraphs = partial.split(paragraphBreak);
    for (const QString &paragraph : paragraphs) {
        said.insert(paragraph);
        const QStringList lines = paragraph.split(u'\n');
        for (const QString &line : lines) {
            said.insert(line);
            const QStringList sentences = sentencesOf(line);
            said.unite(QSet<QString>(sentences.begin(), sentences.end()));
        }
    }
    return said;
}

/// \a line is no sentence but has to stay in one piece.
bool isItem(const QString &line)
{
    static const QRegularExpression marks(QStringLiteral("^(- |#|\\*\\*)"));
    return marks.match(line).hasMatch();
}

QString notYetSaid(const QString &body, const QSet<QString> &said)
{
    QStringList paragraphs;
    const QStringList all = body.split(paragraphBreak, Qt::SkipEmptyParts);
    for (const QString &paragraph : all) {
        // The lines of a quotation belong together.
        const bool isQuotation = paragraph.startsWith(u'>');
        QStringList lines;
        const QStringList allLines = paragraph.split(u'\n', Qt::SkipEmptyParts);
        for (const QString &line : isQuotation ? QStringList{paragraph} : allLines) {
            QStringList parts = isQuotation || isItem(line) ? QStringList{line} : sentencesOf(line);
            parts.removeIf([&said](const QString &part) { return said.contains(part); });
            if (!parts.isEmpty())
                lines.append(parts.join(u' '));
        }
        if (!lines.isEmpty())
            paragraphs.append(lines.join(u'\n'));
    }
    return paragraphs.join(paragraphBreak);
}

QString lastLine(const QString &text)
{
    return text.section(u'\n', -1);
}

/// The item of a list in \a body in which \a partial broke off.
std::optional<QString> itemCutOff(const QString &body, const QString &partial)
{
    static const QString mark = QStringLiteral("- ");
    const QString begun = lastLine(partial);
    const QStringList lines = begun.startsWith(mark) && begun != mark ? body.split(u'\n') : QStringList();
    const QSet<QString> before = saidIn(partial.chopped(begun.size()));
    const auto item = std::find_if(lines.begin(), lines.end(),
        [&](const QString &line) { return line.startsWith(begun) && !before.contains(line); });
    return item == lines.end() ? std::nullopt : std::optional(*item);
}

/// What comes after \a partial if it broke off inside \a body, whatever came before: only the words it opens
/// with have changed.
std::optional<QString> restOfBody(const QString &body, const QString &partial)
{
    const QString begins = body.section(paragraphBreak, 0, 0);
    for (qsizetype start = 0; !saidIn(partial.left(start)).contains(begins); start += paragraphBreak.size()) {
        const QString end = partial.sliced(start);
        if (!end.isEmpty() && body.startsWith(end))
            return body.sliced(end.size());
        start = partial.indexOf(paragraphBreak, start);
        if (start < 0)
            break;
    }
    return std::nullopt;
}

/// What makes the next thing after \a partial a new paragraph, and shows it where a sentence was cut off.
QString newParagraphAfter(const QString &partial)
{
    if (partial.endsWith(paragraphBreak))
        return {};
    if (partial.endsWith(u'\n'))
        return QStringLiteral("\n");
    return isEndOfSentence(partial.trimmed().back()) ? paragraphBreak : u'…' + paragraphBreak;
}

} // namespace

QString continuation(const Reply &reply, const QString &partial)
{
    if (reply.text.startsWith(partial))
        return reply.text.sliced(partial.size());
    if (partial.trimmed().isEmpty())
        return reply.text;
    if (const auto rest = restOfBody(reply.body, partial))
        return *rest;
    QSet<QString> said = saidIn(partial);
    const std::optional<QString> item = itemCutOff(reply.body, partial);
    if (item)
        said.insert(*item);
    const QString end = item ? item->sliced(lastLine(partial).size()) : QString();
    const QString more = notYetSaid(reply.body, said);
    if (more.isEmpty())
        return end;
    return item ? end + paragraphBreak + more : newParagraphAfter(partial) + more;
}

} // namespace throughline::server::provider::guide
