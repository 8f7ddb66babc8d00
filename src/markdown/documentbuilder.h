#pragma once

#include "markdown/block.h"
#include "markdown/markdownstyle.h"
#include "markdown/safedocument.h"

#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextFormat>

#include <optional>

class QTextTable;

namespace throughline::markdown {

/// Properties of text blocks and characters that BlockLayout turns into decorations.
enum FormatProperty {
    MarkerTextProperty = QTextFormat::UserProperty + 1, ///< QString, what plainText() puts before an item
    MarkerKindProperty,                                 ///< int, MarkerKind
    MarkerOffsetProperty,                               ///< qreal, where the item's text starts
    MarkerDepthProperty,                                ///< int, how many lists are around this one
    QuoteBarsProperty,    ///< QVariantList of qreal, from the leading edge; of tables, too
    CodeBoxProperty,      ///< int, the same number for the lines of one box
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
    TableProperty,        ///< int above 0, of tables: the same number for the pieces of one
    ContinuesProperty,    ///< bool, of text blocks (paragraphseams.h)
};
enum class MarkerKind { None, Bullet, Number, Open, Checked };

/// Writes a block's text into a document, with formats for everything that QTextDocument draws itself and
/// properties for what it does not. Stays with the document, to which nobody else writes, to let it grow.
class DocumentBuilder
{
public:
    DocumentBuilder(QTextDocument *document, const MarkdownStyle &style);
    void build(const Block &block);
    /// Turns the document of \a from, built last, into that of \a to, from the first child, row or run on
    /// that differs. Returns the position from which it was written anew; nothing, and leaves it as it was,
    /// where the whole would look different or is not made of such pieces: then it is to be built as a new
    /// one.
    std::optional<int> rebuild(const Block &from, const Block &to);
    bool hasMath() const { return m_hasMath; }       ///< formulas that are drawn
    bool hasCode() const { return m_codeBoxes > 0; } ///< anywhere in it
    bool hasQuotes() const { return m_hasQuotes; }   ///< anywhere in it
    bool isRightToLeft() const { return m_rightToLeft; }

private:
    static constexpr int ParagraphGap = 11; ///< between two paragraphs
    /// Of one QTextTable: Qt lays out all of a table when one cell changes. Longer ones are several, which
    /// look like one.
    static constexpr qsizetype RowsInGrid = 16;

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

    /// The document just before a child of the block it is made of, or a grid of its rows, is written.
    struct Start
    {
        int position = 0;
        Context context;
        QTextBlockFormat format; ///< of the text block that is there
        QTextCharFormat characters;
        int codeBoxes = 0;
        bool reusesTextBlock = false;
    };
    void noteStart(const Block &parent, const Context &context);
    std::optional<int> rebuildChildren(const Block &from, const Block &to);
    std::optional<int> rebuildText(const QList<Run> &from, const QList<Run> &to);
    void goBackTo(const Start &start);

    void add(const Block &block, Context &context);
    void addQuote(const Block &quote, Context &context);
    void addChildren(const Block &parent, Context &context, int spacing, qsizetype first = 0);
    qreal indentOf(const Block &list) const;
    static bool endsWithCode(const Block &block);
    int belowBox() const; ///< to what comes after a box of code
    void addList(const Block &list, Context &context, qsizetype first);
    void addTable(const Block &table, Context &context, qsizetype first);
    void addGrid(const Block &table, qsizetype first, Context &context);
    void fillRow(QTextTable *grid, int row, const Block &source);
    void addCode(const Block &code, Context &context);
    void addFootnote(const Block &footnote, Context &context);
    void insertImage(const Run &run, QTextCharFormat format);
    void addParagraph(const Block &paragraph, Context &context);
    void addFormula(const Run &run, Context &context);
    void insertObject(const QTextCharFormat &format);
    bool insertFormula(const Run &run, const QTextCharFormat &base);
    /// \a starts gets the positions of the runs.
    void insertRuns(const QList<Run> &runs, const QTextCharFormat &base, QList<int> *starts = nullptr);
    void insertRun(const Run &run, const QTextCharFormat &base);
    static void setQuoteBars(QTextFormat &format, const Context &context);
    static QFont resized(QFont font, qreal factor);
    void startTextBlock(Context &context, qreal lineHeight, const QTextBlockFormat &extra = {});
    QTextCharFormat baseFormat() const;

    MarkdownStyle m_style;
    QTextCursor m_cursor;
    Marker m_marker;               ///< for the next text block
    const Block *m_root = nullptr; ///< that is being written
    QList<Start> m_starts;         ///< of its children or grids
    QList<int> m_runStarts;        ///< positions, of the runs of a paragraph that is all of it
    int m_codeBoxes = 0;
    int m_tables = 0;
    bool m_hasMath = false;
    bool m_hasQuotes = false;
    bool m_empty = true;
    bool m_reuseTextBlock = true; ///< the cursor is in an empty text block that nothing owns yet
    bool m_rightToLeft = false;
};

} // namespace throughline::markdown
