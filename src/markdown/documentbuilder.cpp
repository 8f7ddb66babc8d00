#include "markdown/documentbuilder.h"

#include "markdown/textdirection.h"

#include <QFontMetricsF>
#include <QTextDocument>
#include <QVariant>

#include <algorithm>
#include <utility>

namespace throughline::markdown {

namespace {

constexpr int ListIndent = 22;
constexpr int QuoteIndent = 16;
constexpr int ItemGap = 3;
constexpr int BoxPadding = 10;

} // namespace

QFont DocumentBuilder::resized(QFont font, qreal factor)
{
    if (font.pixelSize() > 0) {
        font.setPixelSize(qRound(font.pixelSize() * factor));
    } else {
        font.setPointSizeF(font.pointSizeF() * factor);
    }
    return font;
}

DocumentBuilder::DocumentBuilder(QTextDocument *document, const MarkdownStyle &style)
    : m_style(style)
    , m_cursor(document)
{}

QTextCharFormat DocumentBuilder::baseFormat() const
{
    QTextCharFormat format;
    format.setFont(m_style.body);
    format.setForeground(m_style.text);
    return format;
}

void DocumentBuilder::build(const Block &block)
{
    m_rightToLeft = startsRightToLeft(block);
    m_root = &block;
    m_cursor.beginEditBlock();
    if (block.kind == BlockKind::Code) { // the box is drawn around the whole layout
        Context context;
        addCode(block, context);
    } else {
        Context context;
        add(block, context);
    }
    m_cursor.endEditBlock();
    m_root = nullptr;
}

void DocumentBuilder::setQuoteBars(QTextFormat &format, const Context &context)
{
    if (context.quoteBars.isEmpty()) {
        return;
    }
    QVariantList bars;
    for (const qreal bar : context.quoteBars) {
        bars.append(bar);
    }
    format.setProperty(QuoteBarsProperty, bars);
}

void DocumentBuilder::startTextBlock(Context &context, qreal lineHeight, const QTextBlockFormat &extra)
{
    QTextBlockFormat format = extra;
    if (!format.hasProperty(QTextFormat::LayoutDirection)) {
        // One direction for a list or quote as a whole, that of its first letter.
        format.setLayoutDirection(m_rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    }
    format.setLineHeight(lineHeight, QTextBlockFormat::FixedHeight);
    const qreal leading =
        context.leading + (extra.hasProperty(QTextFormat::BlockLeftMargin) ? extra.leftMargin() : 0);
    const qreal trailing = extra.rightMargin();
    format.setLeftMargin(m_rightToLeft ? trailing : leading);
    format.setRightMargin(m_rightToLeft ? leading : trailing);
    format.setTopMargin(m_empty ? extra.topMargin() : extra.topMargin() + context.spacing);
    setQuoteBars(format, context);
    if (m_marker.kind != MarkerKind::None) {
        format.setProperty(MarkerTextProperty, m_marker.text);
        format.setProperty(MarkerKindProperty, static_cast<int>(m_marker.kind));
        format.setProperty(MarkerDepthProperty, m_marker.depth);
        format.setProperty(MarkerOffsetProperty, context.leading);
        m_marker = {};
    }
    if (m_reuseTextBlock) {
        m_cursor.setBlockFormat(format);
        m_cursor.setBlockCharFormat(baseFormat());
    } else {
        m_cursor.insertBlock(format, baseFormat());
    }
    m_reuseTextBlock = false;
    m_empty = false;
    context.spacing = qRound(ParagraphGap * m_style.scale);
}

void DocumentBuilder::addFootnote(const Block &footnote, Context &context)
{
    const QString text = footnoteText(footnote.level);
    Context inside = context;
    inside.leading += QFontMetricsF(m_style.body).horizontalAdvance(text) + 8 * m_style.scale;
    m_marker = {text, MarkerKind::Number, 0};
    if (footnote.children.isEmpty() || footnote.children[0].kind == BlockKind::Table) {
        startTextBlock(inside, m_style.lineHeight);
    }
    const QColor color = std::exchange(m_style.text, m_style.muted);
    addChildren(footnote, inside, qRound(ParagraphGap * m_style.scale));
    m_style.text = color;
    context.spacing = qRound(ParagraphGap * m_style.scale);
}

void DocumentBuilder::add(const Block &block, Context &context)
{
    const int line = m_style.lineHeight;
    switch (block.kind) {
    case BlockKind::Paragraph:
        addParagraph(block, context);
        break;
    case BlockKind::Cell:
        startTextBlock(context, line);
        insertRuns(block.runs, baseFormat());
        break;
    case BlockKind::Heading: {
        static constexpr qreal factors[] = {1.4, 1.2, 16.0 / 15.0, 1.0, 1.0, 1.0};
        const qreal factor = factors[std::clamp(block.level, 1, 6) - 1];
        QFont font = resized(m_style.body, factor);
        font.setWeight(QFont::DemiBold);
        QTextCharFormat format = baseFormat();
        format.setFont(font);
        if (!m_empty) {
            context.spacing = std::max(context.spacing, qRound(16 * m_style.scale));
        }
        startTextBlock(
            context, block.level <= 2 ? qRound(m_style.bodyPixels * factor * 1.35) : m_style.lineHeight);
        insertRuns(block.runs, format);
        context.spacing = qRound(8 * m_style.scale);
        break;
    }
    case BlockKind::List:
        addList(block, context, 0);
        break;
    case BlockKind::Quote:
        addQuote(block, context);
        break;
    case BlockKind::Code:
        addCode(block, context);
        break;
    case BlockKind::Typed: {
        const QStringList lines = safeText(block.literal).split(u'\n');
        QTextBlockFormat each; // each line has a direction of its own
        each.setLayoutDirection(Qt::LayoutDirectionAuto);
        for (const QString &text : lines) {
            context.spacing = 0;
            startTextBlock(context, line, each);
            m_cursor.insertText(text, baseFormat());
        }
        break;
    }
    case BlockKind::Html: {
        QTextCharFormat format = baseFormat();
        format.setFont(m_style.code);
        format.setForeground(m_style.muted);
        const QStringList lines = visibleText(block.literal).split(u'\n');
        for (const QString &text : lines) {
            startTextBlock(context, m_style.codeLineHeight);
            m_cursor.insertText(text, format);
            context.spacing = 0;
        }
        break;
    }
    case BlockKind::Table:
        addTable(block, context, 0);
        break;
    case BlockKind::Rule: {
        QTextBlockFormat format;
        format.setProperty(RuleProperty, true);
        startTextBlock(context, line, format);
        break;
    }
    case BlockKind::Footnote:
        addFootnote(block, context);
        break;
    case BlockKind::Item:
    case BlockKind::Row:
        addChildren(block, context, context.spacing);
        break;
    }
    if (context.spacing == 0) {
        context.spacing = qRound(ParagraphGap * m_style.scale);
    }
}

void DocumentBuilder::addChildren(const Block &parent, Context &context, int spacing, qsizetype first)
{
    const int after = qRound(ParagraphGap * m_style.scale);
    for (qsizetype i = first; i < parent.children.size(); ++i) {
        noteStart(parent, context);
        add(parent.children[i], context);
        context.spacing = std::max(spacing, context.spacing == after ? spacing : context.spacing);
    }
}

void DocumentBuilder::addQuote(const Block &quote, Context &context)
{
    if (quote.children.isEmpty()) {
        startTextBlock(context, m_style.lineHeight);
        return;
    }
    m_hasQuotes = true;
    Context inside = context;
    inside.quoteBars.append(context.leading);
    inside.leading += QuoteIndent * m_style.scale;
    addChildren(quote, inside, qRound(ParagraphGap * m_style.scale));
}

/// Of the text of its items: room for the widest number.
qreal DocumentBuilder::indentOf(const Block &list) const
{
    const qreal indent = ListIndent * m_style.scale;
    if (!list.ordered || list.children.isEmpty()) {
        return indent;
    }
    const QString widest = markerText(list, list.children.size() - 1);
    return std::max(indent, QFontMetricsF(m_style.body).horizontalAdvance(widest) + 8 * m_style.scale);
}

bool DocumentBuilder::endsWithCode(const Block &block)
{
    return block.children.isEmpty() ? block.kind == BlockKind::Code : endsWithCode(block.children.last());
}

void DocumentBuilder::addList(const Block &list, Context &context, qsizetype first)
{
    const int gap = qRound((list.tight ? ItemGap : ParagraphGap) * m_style.scale);
    const qreal indent = indentOf(list);
    for (qsizetype i = first; i < list.children.size(); ++i) {
        noteStart(list, context);
        const Block &item = list.children[i];
        Context inside = context;
        inside.leading += indent;
        inside.listDepth += 1;
        if (i > 0) {
            inside.spacing = endsWithCode(list.children[i - 1]) ? belowBox() : gap;
        } else if (context.listDepth > 0) {
            inside.spacing = qRound(ItemGap * m_style.scale);
        }
        const MarkerKind kind = item.task      ? (item.checked ? MarkerKind::Checked : MarkerKind::Open)
                                : list.ordered ? MarkerKind::Number
                                               : MarkerKind::Bullet;
        const QString outer = m_marker.kind == MarkerKind::None ? QString() : m_marker.text + u' ';
        m_marker = {outer + markerText(list, i), kind, context.listDepth};
        const bool startsWithTable = !item.children.isEmpty() && item.children[0].kind == BlockKind::Table;
        if (item.children.isEmpty() || startsWithTable) {
            startTextBlock(inside, m_style.lineHeight);
        }
        const int within = list.tight ? gap : qRound(ParagraphGap * m_style.scale);
        for (const Block &child : item.children) {
            add(child, inside);
            inside.spacing = child.kind == BlockKind::Paragraph ? within : inside.spacing;
        }
    }
    context.spacing = qRound(ParagraphGap * m_style.scale);
}

void DocumentBuilder::addCode(const Block &code, Context &context)
{
    const bool topLevel = m_empty && context.leading == 0 && context.quoteBars.isEmpty();
    QTextCharFormat format = baseFormat();
    format.setFont(m_style.code);
    const int box = ++m_codeBoxes;
    const int padding = qRound(BoxPadding * m_style.scale);
    const QStringList lines = visibleText(code.literal).split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QTextBlockFormat extra;
        extra.setLayoutDirection(Qt::LeftToRight);
        extra.setProperty(CodeTextProperty, box);
        extra.setProperty(CodeLanguageProperty, code.language);
        if (!topLevel) {
            extra.setProperty(CodeBoxProperty, box);
            extra.setLeftMargin(padding);
            extra.setRightMargin(padding);
            extra.setTopMargin(i == 0 ? padding : 0);
            extra.setBottomMargin(i == lines.size() - 1 ? padding : 0);
        }
        if (i > 0) {
            context.spacing = 0;
        }
        startTextBlock(context, m_style.codeLineHeight, extra);
        m_cursor.insertText(lines[i], format);
    }
    context.spacing = topLevel ? 0 : belowBox();
}

/// Qt collapses neighbouring margins to the larger one; the box's padding must not eat the gap after it.
int DocumentBuilder::belowBox() const
{
    return qRound(BoxPadding * m_style.scale) + qRound(ParagraphGap * m_style.scale);
}

} // namespace throughline::markdown
