#pragma once

#include "markdown/block.h"
#include "markdown/codehighlight.h"
#include "markdown/markdownstyle.h"
#include "markdown/safedocument.h"
#include "markdown/tablecolumns.h"

#include <QPointF>
#include <QRectF>
#include <QTextBlock>
#include <QTextCursor>

#include <limits>
#include <memory>
#include <optional>
#include <utility>

class QPainter;
class QTextFrame;

namespace throughline::markdown {

class DocumentBuilder;

/// What is drawn around and behind the text of a block: geometry, no colour.
struct Decoration
{
    enum class Kind { CodeBox, InlineCode, QuoteBar, Bullet, Marker, CheckBox, Rule };
    Kind kind = Kind::Rule;
    QRectF rect;
    QString text{};                                  ///< Marker: "3."
    int depth = 0;                                   ///< Bullet: filled, ring, square
    bool checked = false;                            ///< CheckBox
    int textBlock = 0;                               ///< the number of the text block it begins at
    Qt::LayoutDirection direction = Qt::LeftToRight; ///< Marker: that of its item
};

/// One line's part of a stretch of text.
struct LineRect
{
    QRectF rect; ///< from ascent to descent
    QRectF cell; ///< the same stretch as high as the line
    qreal baseline = 0;
};

/// A stretch of a block's text on a ground of another colour.
struct TextHighlight
{
    int start = 0; ///< document positions, half open
    int end = 0;
    QColor ground;
    QColor outline{}; ///< not valid: none
};

/// A line as it was written, whatever lines it is broken into.
struct ShownLine
{
    int position = 0; ///< in the document, of its first character
    QString text;
};

/// One top-level block laid out: a text document of its own, the decorations around it, and drawing both.
/// Coordinates are the block's own, from its top left corner, margins outside. Images are never loaded, HTML
/// is text. GUI thread only.
class BlockLayout
{
public:
    BlockLayout(const Block &block, const MarkdownStyle &style);
    ~BlockLayout();
    BlockLayout(const BlockLayout &) = delete;
    BlockLayout &operator=(const BlockLayout &) = delete;

    void setWidth(qreal width);
    /// Turns \a from, which this is, into \a to, which goes on differently at its end: looks as if it had
    /// been \a to from the start, and what stands before the difference is not laid out again (but for the
    /// rest of its paragraph). Gives the y below which it looks different; nothing, and changes nothing,
    /// where the whole is to be laid out anew. Has a width.
    std::optional<qreal> grow(const Block &from, const Block &to);
    qreal width() const { return m_width; }
    qreal height() const { return m_height; }
    /// The width at which no line would have to be broken. Call setWidth() after it.
    qreal naturalWidth();

    /// The space wanted above and below; neighbours share the larger of the two.
    static int topMargin(const Block &block, const MarkdownStyle &style);
    static int bottomMargin(const Block &block, const MarkdownStyle &style);
    /// A cheap guess at height(), from the text alone, for a block that is not on screen.
    static int estimatedHeight(const Block &block, const MarkdownStyle &style, qreal width);

    bool isCode() const { return m_code; }
    /// Code keeps its lines and scrolls sideways where they are too long, until it is told to break them.
    /// Code inside lists and quotes always breaks them.
    void setWrapped(bool wraps);
    bool isWrapped() const { return m_wraps; }
    bool hasLongLines() const; ///< that do not fit, or would not
    qreal scroll() const { return m_scroll; }
    qreal maximumScroll() const; ///< 0: nothing to scroll
    void setScroll(qreal x);     ///< kept within bounds
    /// Scrolls no further than needed to show a document position.
    void scrollTo(int position);
    /// Null where there is no code.
    const CodeHighlight *highlight() const { return m_highlight.get(); }
    /// The strip above a code block that names its language; empty for other blocks.
    QRectF headerRect() const;

    /// Code gets its colours when it is drawn.
    void draw(QPainter *painter, const QPointF &origin, const QRectF &clip,
        const QList<TextHighlight> &highlights) const;

    QTextDocument &document() const { return *m_document; }
    /// The document position nearest to \a point.
    int positionAt(const QPointF &point) const;
    /// Whether there is text under \a point, and not only near it.
    bool isOverText(const QPointF &point) const;
    /// The link under \a point, as written; empty for none.
    QString linkAt(const QPointF &point) const;
    /// What the picture whose description is under \a point names, as written; empty for none.
    QString imageAt(const QPointF &point) const;
    /// The formula under \a point, as TeX with its delimiters; empty for none.
    QString formulaAt(const QPointF &point) const;
    /// The line rectangle at a document position; zero width.
    QRectF cursorRect(int position) const;
    int lastPosition() const;
    /// Those that are not empty and touch the range (y, in the block's coordinates), in order.
    QList<ShownLine> linesBetween(qreal top, qreal bottom) const;
    /// The start and the end of the one that \a position is in.
    std::pair<int, int> lineAround(int position) const;
    /// Where text that is being written ends; in a table, the end of its last cell.
    int endOfText() const;
    /// From left to right within a line. Where the text turns around in it, a stretch has several parts.
    QList<LineRect> rectsOfRange(int from, int to) const;

    /// The text between two document positions as people expect it on the clipboard (see plainText()).
    QString textOfRange(int from, int to) const;

private:
    static constexpr int CodeInset = 10; ///< above and below code, inside its box

    /// Translates from a text block's own layout to the document. (Qt moves the rectangle's corner to the
    /// layout's position, whatever its lines' offsets are.)
    QRectF scrollBarRect() const;
    void drawScrollBar(QPainter *painter) const;
    static QPointF originOf(const QTextBlock &block);
    QPointF documentOffset() const;
    qreal codeWidth() const; ///< between the insets
    qreal room() const;      ///< for the document
    std::optional<qreal> growCode(const Block &from, const Block &to);
    qreal lineAbove(int position) const;

    /// Takes the height and the decorations from the document, of which the text blocks before this one are
    /// as they were.
    void measure(int firstTextBlock = 0);
    void collectDecorations(int firstTextBlock);
    void collectQuoteBars();
    void addBlockDecorations(const QTextBlock &block);
    QRectF lineBoxes(const QTextBlock &block) const;
    QRectF tableBox(QTextFrame *table) const;
    void addCodeBox(const QTextBlock &block, const QRectF &lines);
    void addMarker(const QTextBlock &block, const QRectF &cell, qreal baseline);
    void addInlineCode(const QTextBlock &block);
    struct ReadBlock
    {
        QTextBlock block;
        QString text;
        bool turns = false; ///< has letters from right to left, or might
    };
    void addRects(const ReadBlock &read, int start, int end, QList<LineRect> &rects) const;

    MarkdownStyle m_style;
    std::unique_ptr<SafeDocument> m_document;
    std::unique_ptr<DocumentBuilder> m_builder;
    TableColumns m_columns;
    std::unique_ptr<CodeHighlight> m_highlight; ///< null where there is no code
    QList<Decoration> m_decorations;            ///< in the order of their text blocks
    QList<Decoration> m_quoteBars;
    qreal m_width = 0;
    qreal m_height = 0;
    qreal m_contentWidth = 0; ///< code that is not wrapped
    qreal m_scroll = 0;
    bool m_code = false;
    bool m_wraps = false;
    bool m_rule = false;
};

} // namespace throughline::markdown
