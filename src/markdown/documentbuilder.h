#pragma once

#include "markdown/block.h"
#include "markdown/markdownstyle.h"
#include "markdown/safedocument.h"

#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextFormat>

namespace throughline::markdown {

/// Properties of text blocks and characters that BlockLayout turns into decorations.
enum FormatProperty {
    MarkerTextProperty = QTextFormat::UserProperty + 1, ///< QString, what plainText() puts before an item
    MarkerKindProperty,                                 ///< int, MarkerKind
    MarkerOffsetProperty,                               ///< qreal, where the item's text starts
    MarkerDepthProperty,                                ///< int, how many lists are around this one
    QuoteBarsProperty,                                  ///< QVariantList of qreal, from the leading edge
    CodeBoxProperty,                                    ///< int, the same number for the lines of one box
    CodeTextProperty,     ///< int above 0, of all lines of code: the same number for those of one fence
    CodeLanguageProperty, ///< QString, of all lines of code: as it stands behind the fence
    RuleProperty,         ///< bool
    InlineCodeProperty,   ///< bool, of characters
    MathSourceProperty,   ///< QString, of a formula's character: the TeX, with its delimiters
    MathDisplayProperty,  ///< bool
    MathWidthProperty,    ///< qreal, its natural width
    MathScaleProperty,    ///< qreal, where it has to be smaller
    MathShiftProperty,    ///< qreal, how far it is drawn below its line
    ImageSourceProperty,  ///< QString, of a picture's characters: what it names, as written
    LabelProperty,        ///< bool, of characters that are ours and are not copied
};
enum class MarkerKind { None, Bullet, Number, Open, Checked };

/// Writes a block's text into a document, with formats for everything that QTextDocument draws itself and
/// properties for what it does not.
class DocumentBuilder
{
public:
    DocumentBuilder(QTextDocument *document, const MarkdownStyle &style);
    void build(const Block &block);
    bool hasMath() const { return m_hasMath; }       ///< after build(): formulas that are drawn
    bool hasCode() const { return m_codeBoxes > 0; } ///< after build(): anywhere in it

private:
    static constexpr int ParagraphGap = 11; ///< between two paragraphs

    struct Context
    {
        qreal leading = 0;
        QList<qreal> quoteBars;
        int listDepth = 0;
        int spacing = 0; ///< above the next block
    };
    struct Marker
    {
        QString text;
        MarkerKind kind = MarkerKind::None;
        int depth = 0;
    };

    void add(const Block &block, Context &context);
    void addChildren(const QList<Block> &blocks, Context &context, int spacing);
    void addList(const Block &list, Context &context);
    void addTable(const Block &table, Context &context);
    void addCode(const Block &code, Context &context);
    void addFootnote(const Block &footnote, Context &context);
    void insertImage(const Run &run, QTextCharFormat format);
    void addParagraph(const QList<Run> &runs, Context &context);
    void addFormula(const Run &run, Context &context);
    bool insertFormula(const Run &run, const QTextCharFormat &base);
    void insertRuns(const QList<Run> &runs, const QTextCharFormat &base);
    void startTextBlock(Context &context, qreal lineHeight, const QTextBlockFormat &extra = {});
    QTextCharFormat baseFormat() const;

    MarkdownStyle m_style;
    QTextCursor m_cursor;
    Marker m_marker; ///< for the next text block
    int m_codeBoxes = 0;
    bool m_hasMath = false;
    bool m_empty = true;
    bool m_reuseTextBlock = true; ///< the cursor is in an empty text block that nothing owns yet
    bool m_rightToLeft = false;
};

} // namespace throughline::markdown
