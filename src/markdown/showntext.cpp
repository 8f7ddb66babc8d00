#include "markdown/showntext.h"

#include "markdown/mathobject.h"
#include "markdown/safedocument.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace throughline::markdown {

namespace {

constexpr qsizetype LongestPlace = 60; ///< of the name of a host

QString textOfRuns(const QList<Run> &runs)
{
    QString text;
    for (const Run &run : runs) {
        if (run.styles.testFlag(RunStyle::Image)) {
            const ImageText image = imageText(run);
            text += image.title + image.description + image.place;
        } else {
            text += shownText(run);
        }
    }
    return text;
}

void addLine(const QString &text, QStringList &lines)
{
    if (!text.isEmpty()) {
        lines.append(text);
    }
}

void addLines(const Block &block, QStringList &lines)
{
    switch (block.kind) {
    case BlockKind::Paragraph: {
        const QList<QList<Run>> paragraph = paragraphLines(block.runs);
        for (const QList<Run> &runs : paragraph) {
            addLine(textOfRuns(runs), lines);
        }
        break;
    }
    case BlockKind::Heading:
    case BlockKind::Cell:
        addLine(textOfRuns(block.runs), lines);
        break;
    case BlockKind::Code:
    case BlockKind::Html:
    case BlockKind::Typed: {
        const bool typed = block.kind == BlockKind::Typed;
        const QStringList all =
            (typed ? safeText(block.literal) : visibleText(block.literal)).split(u'\n', Qt::SkipEmptyParts);
        lines.append(all);
        break;
    }
    case BlockKind::Rule:
        break;
    case BlockKind::List:
    case BlockKind::Item:
    case BlockKind::Quote:
    case BlockKind::Table:
    case BlockKind::Row:
    case BlockKind::Footnote:
        for (const Block &child : block.children) {
            addLines(child, lines);
        }
        break;
    }
}

/// Letters and numbers: what no markup takes away or adds, but for what hasHiddenText() finds.
QString lettersOf(QStringView text)
{
    QString letters;
    letters.reserve(text.size());
    for (const QChar c : text) {
        if (c.isLetterOrNumber()) {
            letters += c.toCaseFolded();
        }
    }
    return letters;
}

/// Whether what is read may lack letters of the source between others, or have more: addresses, entities,
/// footnotes and pictures.
bool hasHiddenText(QStringView source)
{
    static constexpr QStringView marks[] = {u"](", u"][", u"[^", u"![", u"&"};
    return std::any_of(
        std::begin(marks), std::end(marks), [&](QStringView mark) { return source.contains(mark); });
}

} // namespace

QString shownText(const Run &run)
{
    const bool isFormula = run.styles.testFlag(RunStyle::Math) && !run.styles.testFlag(RunStyle::Code);
    if (isFormula && MathObject::isUnderstood(run.text)) {
        return QString(QChar(QChar::ObjectReplacementCharacter));
    }
    const bool isExact =
        !run.href.isEmpty() || run.styles.testAnyFlags(RunStyle::Code | RunStyle::Html | RunStyle::Math);
    QString text = isExact ? visibleText(run.text) : safeText(run.text);
    return text.replace(u'\n', QChar::LineSeparator);
}

ImageText imageText(const Run &run)
{
    const QUrl url(run.imageSource);
    const QString place = url.host().isEmpty() ? url.scheme() : url.host();
    const bool saysPlace = !place.isEmpty() && run.text != run.imageSource;
    return {QCoreApplication::translate("Markdown", "Image") + u' ',
        visibleText(run.text).replace(u'\n', QChar::LineSeparator),
        saysPlace ? QStringLiteral(" · ") + visibleText(place.left(LongestPlace)) : QString()};
}

QList<QList<Run>> paragraphLines(const QList<Run> &runs)
{
    QList<QList<Run>> lines;
    QList<Run> text;
    const auto flush = [&] {
        if (!text.isEmpty()) {
            lines.append(std::exchange(text, {}));
        }
    };
    bool isAfterFormula = false;
    for (qsizetype i = 0; i < runs.size(); ++i) {
        Run run = runs[i];
        if (run.styles.testFlag(RunStyle::Display)) {
            flush();
            lines.append({run});
            isAfterFormula = true;
            continue;
        }
        if (isAfterFormula && run.text.startsWith(u'\n')) {
            run.text.remove(0, 1);
        }
        isAfterFormula = false;
        const bool isBeforeFormula = i + 1 < runs.size() && runs[i + 1].styles.testFlag(RunStyle::Display);
        if (isBeforeFormula && run.text.endsWith(u'\n')) {
            run.text.chop(1);
        }
        if (!run.text.isEmpty()) {
            text.append(run);
        }
    }
    flush();
    return lines;
}

QStringList shownLines(const Block &block)
{
    QStringList lines;
    addLines(block, lines);
    return lines;
}

bool mayShow(QStringView source, QStringView words)
{
    if (hasHiddenText(source)) {
        return true;
    }
    return lettersOf(source).contains(lettersOf(words));
}

} // namespace throughline::markdown
