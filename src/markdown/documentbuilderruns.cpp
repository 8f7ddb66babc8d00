#include "markdown/documentbuilder.h"
#include "markdown/mathobject.h"
#include "markdown/showntext.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

// The text of a paragraph, a heading or a cell.

namespace throughline::markdown {

namespace {
constexpr int FormulaGap = 6;
}

void DocumentBuilder::addParagraph(const Block &paragraph, Context &context)
{
    const QList<Run> &runs = paragraph.runs;
    const QList<QList<Run>> lines = paragraphLines(runs);
    for (const QList<Run> &line : lines) {
        if (line[0].styles.testFlag(RunStyle::Display)) {
            addFormula(line[0], context);
        } else {
            startTextBlock(context, m_style.lineHeight);
            insertRuns(line, baseFormat(), &paragraph == m_root ? &m_runStarts : nullptr);
            context.spacing = qRound(FormulaGap * m_style.scale);
        }
    }
    if (runs.isEmpty()) {
        startTextBlock(context, m_style.lineHeight);
    }
    context.spacing = qRound(ParagraphGap * m_style.scale);
}

void DocumentBuilder::addFormula(const Run &run, Context &context)
{
    QTextCharFormat format = MathObject::formatFor(run.text, true, baseFormat());
    if (!format.isValid() || !format.hasProperty(MathSourceProperty)) {
        startTextBlock(context, m_style.lineHeight);
        insertRuns({run}, baseFormat());
        context.spacing = qRound(FormulaGap * m_style.scale);
        return;
    }
    const TexBox box = MathObject::boxFor(format);
    const int height = std::max(m_style.lineHeight, qCeil(box.height() + 4 * m_style.scale));
    QTextBlockFormat line;
    line.setAlignment(Qt::AlignHCenter);
    startTextBlock(context, height, line);
    // Qt puts the baseline at four fifths of the line; the formula is to be in the middle of it.
    const QFontMetricsF metrics(m_style.body);
    const qreal text = (m_style.lineHeight - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent();
    const qreal correction = std::round(m_style.lineHeight * 0.8 - text);
    format.setProperty(
        MathShiftProperty, (height + box.ascent - box.descent) / 2 - (height * 0.8 - correction));
    insertObject(format);
    context.spacing = qRound(FormulaGap * m_style.scale);
}

/// Who draws it has to be there before it is laid out.
void DocumentBuilder::insertObject(const QTextCharFormat &format)
{
    if (!m_hasMath) {
        m_hasMath = true;
        new MathObject(m_cursor.document()); // owned by it
    }
    m_cursor.insertText(QString(QChar(QChar::ObjectReplacementCharacter)), format);
}

bool DocumentBuilder::insertFormula(const Run &run, const QTextCharFormat &base)
{
    const QTextCharFormat format = MathObject::formatFor(run.text, false, base);
    if (!format.hasProperty(MathSourceProperty)) {
        return false;
    }
    insertObject(format);
    return true;
}

void DocumentBuilder::insertRuns(const QList<Run> &runs, const QTextCharFormat &base, QList<int> *starts)
{
    for (const Run &run : runs) {
        if (starts) {
            starts->append(m_cursor.position());
        }
        insertRun(run, base);
    }
}

void DocumentBuilder::insertRun(const Run &run, const QTextCharFormat &base)
{
    const bool isFormula = run.styles.testFlag(RunStyle::Math) && !run.styles.testFlag(RunStyle::Code);
    if (isFormula && insertFormula(run, base)) {
        return;
    }
    QTextCharFormat format = base;
    if (run.styles.testFlag(RunStyle::Strong)) {
        format.setFontWeight(QFont::Bold);
    }
    if (run.styles.testFlag(RunStyle::Emphasis)) {
        format.setFontItalic(true);
    }
    if (run.styles.testFlag(RunStyle::Strike)) {
        format.setFontStrikeOut(true);
    }
    if (run.styles.testAnyFlags(RunStyle::Code | RunStyle::Math)) {
        const bool strong = run.styles.testFlag(RunStyle::Strong);
        QFont font = m_style.code;
        font.setWeight(strong ? QFont::Bold : font.weight());
        format.setFont(font);
        format.setProperty(InlineCodeProperty, true);
    }
    if (run.styles.testFlag(RunStyle::Note)) {
        format.setVerticalAlignment(QTextCharFormat::AlignSuperScript);
        format.setForeground(m_style.link);
    }
    if (run.styles.testFlag(RunStyle::Image)) {
        insertImage(run, format);
        return;
    }
    if (!run.href.isEmpty()) {
        format.setAnchor(true);
        format.setAnchorHref(run.href);
        format.setForeground(m_style.link);
        format.setFontUnderline(true);
    }
    m_cursor.insertText(shownText(run), format);
}

/// A picture is not loaded: its description, and whose it is.
void DocumentBuilder::insertImage(const Run &run, QTextCharFormat format)
{
    format.setForeground(m_style.muted);
    format.setProperty(InlineCodeProperty, true);
    format.setProperty(ImageSourceProperty, run.imageSource);
    QTextCharFormat label = format;
    label.setProperty(LabelProperty, true);
    if (!run.href.isEmpty()) {
        format.setAnchor(true);
        format.setAnchorHref(run.href);
    }
    QTextCharFormat title = label;
    title.setFontWeight(QFont::DemiBold);
    const ImageText image = imageText(run);
    m_cursor.insertText(image.title, title);
    m_cursor.insertText(image.description, format);
    m_cursor.insertText(image.place, label);
}

} // namespace throughline::markdown
