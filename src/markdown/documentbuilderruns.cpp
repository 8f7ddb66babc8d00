#include "markdown/documentbuilder.h"
#include "markdown/mathobject.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <utility>

// The text of a paragraph, a heading or a cell.

namespace throughline::markdown {

namespace {
constexpr int FormulaGap = 6;
constexpr qsizetype LongestPlace = 60; ///< of the name of a host
} // namespace

/// A formula by itself has a line of its own.
void DocumentBuilder::addParagraph(const QList<Run> &runs, Context &context)
{
    QList<Run> text;
    const auto flush = [&] {
        if (!text.isEmpty()) {
            startTextBlock(context, m_style.lineHeight);
            insertRuns(std::exchange(text, {}), baseFormat());
            context.spacing = qRound(FormulaGap * m_style.scale);
        }
    };
    bool isAfterFormula = false;
    for (qsizetype i = 0; i < runs.size(); ++i) {
        Run run = runs[i];
        if (run.styles.testFlag(RunStyle::Display)) {
            flush();
            addFormula(run, context);
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
    m_cursor.insertText(QString(QChar(QChar::ObjectReplacementCharacter)), format);
    m_hasMath = true;
    context.spacing = qRound(FormulaGap * m_style.scale);
}

bool DocumentBuilder::insertFormula(const Run &run, const QTextCharFormat &base)
{
    const QTextCharFormat format = MathObject::formatFor(run.text, false, base);
    if (!format.hasProperty(MathSourceProperty)) {
        return false;
    }
    m_cursor.insertText(QString(QChar(QChar::ObjectReplacementCharacter)), format);
    m_hasMath = true;
    return true;
}

void DocumentBuilder::insertRuns(const QList<Run> &runs, const QTextCharFormat &base)
{
    for (const Run &run : runs) {
        const bool isFormula = run.styles.testFlag(RunStyle::Math) && !run.styles.testFlag(RunStyle::Code);
        if (isFormula && insertFormula(run, base)) {
            continue;
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
            continue;
        }
        if (!run.href.isEmpty()) {
            format.setAnchor(true);
            format.setAnchorHref(run.href);
            format.setForeground(m_style.link);
            format.setFontUnderline(true);
        }
        const bool isExact =
            !run.href.isEmpty() || run.styles.testAnyFlags(RunStyle::Code | RunStyle::Html | RunStyle::Math);
        QString text = isExact ? visibleText(run.text) : safeText(run.text);
        text.replace(u'\n', QChar::LineSeparator);
        m_cursor.insertText(text, format);
    }
}

/// A picture is not loaded: its description, and whose it is.
void DocumentBuilder::insertImage(const Run &run, QTextCharFormat format)
{
    format.setForeground(m_style.muted);
    format.setProperty(InlineCodeProperty, true);
    QTextCharFormat label = format;
    label.setProperty(LabelProperty, true);
    if (!run.href.isEmpty()) {
        format.setAnchor(true);
        format.setAnchorHref(run.href);
    }
    QTextCharFormat title = label;
    title.setFontWeight(QFont::DemiBold);
    m_cursor.insertText(QCoreApplication::translate("Markdown", "Image") + u' ', title);
    m_cursor.insertText(visibleText(run.text).replace(u'\n', QChar::LineSeparator), format);
    const QUrl url(run.imageSource);
    const QString place = url.host().isEmpty() ? url.scheme() : url.host();
    if (!place.isEmpty() && run.text != run.imageSource) {
        m_cursor.insertText(QStringLiteral(" · ") + visibleText(place.left(LongestPlace)), label);
    }
}

} // namespace throughline::markdown
