#include "ui/transcript/pageprinter.h"

#include "markdown/parser.h"

#include <QElapsedTimer>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QLocale>
#include <QPagedPaintDevice>
#include <QScreen>
#include <QTimerEvent>

#include <algorithm>

namespace throughline::ui {

using markdown::Block;
using markdown::BlockKind;
using markdown::BlockLayout;

namespace {

constexpr int PrintSliceMs = 6;
constexpr double PixelsAnInch = 110; ///< of ours on paper: text of 15 px is just below 10 pt
constexpr int FootHeight = 36;
constexpr int GapAboveHeading = 22;
constexpr int Padding = 10; ///< around what the user said
constexpr qsizetype LinesAPiece = 120;
constexpr qsizetype LongestTyped = 4000;
constexpr double Most = 1e6;

/// Long code and long typed text in pieces that are laid out quickly.
QList<Block> inPieces(const Block &block)
{
    const QStringList lines = block.literal.split(u'\n');
    QList<Block> pieces;
    for (qsizetype i = 0; i < lines.size(); i += LinesAPiece) {
        Block piece = block;
        piece.literal = QStringList(lines.mid(i, LinesAPiece)).join(u'\n');
        pieces.append(piece);
    }
    return pieces;
}

QList<Block> blocksOf(const PrintedMessage &message)
{
    QList<Block> blocks;
    if (message.isUser) {
        Block typed;
        typed.kind = BlockKind::Typed;
        typed.literal = message.text;
        return message.text.size() > LongestTyped ? inPieces(typed) : QList<Block>{typed};
    }
    const QList<Block> parsed = markdown::parse(message.text);
    for (const Block &block : parsed) {
        blocks += block.kind == BlockKind::Code ? inPieces(block) : QList<Block>{block};
    }
    return blocks;
}

} // namespace

double pageEnd(const QList<Extent> &lines, double earliest, double latest)
{
    constexpr double Hair = 0.5;
    bool moved = true;
    while (moved) {
        moved = false;
        for (const Extent &line : lines) {
            if (line.top + Hair < latest && line.bottom - Hair > latest) {
                latest = line.top;
                moved = true;
            }
        }
    }
    return std::max(latest, earliest);
}

PagePrinter::PagePrinter(
    QPagedPaintDevice &device, const QString &title, const QList<PrintedMessage> &messages, QObject *parent)
    : QObject(parent)
    , m_device(device)
    , m_title(title)
    , m_messages(messages)
    , m_style(TranscriptStyle::from(Theme::light()))
{}

PagePrinter::~PagePrinter() = default;

int PagePrinter::resolution()
{
    const QScreen *screen = QGuiApplication::primaryScreen();
    return screen ? qRound(screen->logicalDotsPerInch()) : 96;
}

void PagePrinter::start()
{
    if (!m_painter.begin(&m_device)) {
        // Not before whoever called this has returned.
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT finished(false); }, Qt::QueuedConnection);
        return;
    }
    const double scale = m_device.logicalDpiX() / PixelsAnInch;
    m_painter.scale(scale, scale);
    m_width = m_device.width() / scale;
    m_bottom = m_device.height() / scale - FootHeight;
    m_page = 1;
    paintHeading(m_title, m_style.headline, m_style.theme.colors.text, 4);
    m_timer.start(0, this);
}

void PagePrinter::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < PrintSliceMs) {
        if (!advance()) {
            return;
        }
    }
}

void PagePrinter::end(bool ok)
{
    m_timer.stop();
    ok = m_painter.end() && ok;
    Q_EMIT finished(ok);
}

bool PagePrinter::advance()
{
    if (m_piece.layout) {
        paintPiece();
    } else if (m_block < m_blocks.size()) {
        beginPiece();
    } else if (m_message < m_messages.size()) {
        beginMessage();
    } else {
        paintFoot();
        end(true);
        return false;
    }
    return m_timer.isActive();
}

void PagePrinter::beginMessage()
{
    const PrintedMessage &message = m_messages[m_message++];
    m_y += isAtTop() ? 0 : GapAboveHeading;
    // A heading is not left alone at the end of a page.
    if (room() < 4.0 * m_style.reply.lineHeight && !newPage()) {
        return;
    }
    paintHeading(message.heading, m_style.noticeTitle, m_style.theme.colors.muted, 6);
    m_blocks = blocksOf(message);
    m_block = 0;
}

void PagePrinter::beginPiece()
{
    const Block &block = m_blocks[m_block];
    const bool user = block.kind == BlockKind::Typed;
    const markdown::MarkdownStyle &style = user ? m_style.user : m_style.reply;
    m_piece = {};
    m_piece.layout = std::make_unique<BlockLayout>(block, style);
    m_piece.layout->setWrapped(true);
    m_piece.layout->setWidth(m_width - (user ? 2 * Padding : 0));
    if (m_block > 0) {
        m_piece.gap = std::max(
            BlockLayout::bottomMargin(m_blocks[m_block - 1], style), BlockLayout::topMargin(block, style));
    }
    const QList<markdown::LineRect> rects = m_piece.layout->rectsOfRange(0, m_piece.layout->lastPosition());
    for (const markdown::LineRect &rect : rects) {
        m_piece.lines.append(
            {std::min(rect.cell.top(), rect.rect.top()), std::max(rect.cell.bottom(), rect.rect.bottom())});
    }
    if (m_piece.layout->isCode() && !m_piece.lines.isEmpty()) {
        m_piece.lines.append({0, m_piece.lines[0].bottom}); // its label stays with it
    }
    ++m_block;
}

void PagePrinter::paintPiece()
{
    const bool user = m_blocks[m_block - 1].kind == BlockKind::Typed;
    const double padding = user ? Padding : 0;
    const double height = m_piece.layout->height();
    const double gap = isAtTop() || m_piece.done > 0 ? 0 : m_piece.gap;
    const double room = this->room() - gap - 2 * padding;
    double until = height;
    if (height - m_piece.done > room) {
        until = pageEnd(m_piece.lines, m_piece.done, m_piece.done + room);
        const bool fits = until > m_piece.done;
        if (!fits && !isAtTop()) {
            newPage();
            return;
        }
        until = fits ? until : std::min(height, m_piece.done + std::max(room, 1.0)); // higher than a page
    }
    m_y += gap;
    const double slice = until - m_piece.done;
    if (user) {
        m_painter.fillRect(QRectF(0, m_y, m_width, slice + 2 * padding), m_style.theme.colors.userMessage);
    }
    const QRectF area(0, m_y + padding, m_width, slice);
    m_painter.save();
    m_painter.setClipRect(area.adjusted(-1, 0, 1, 0));
    m_piece.layout->draw(
        &m_painter, QPointF(padding, area.top() - m_piece.done), area.adjusted(-1, 0, 1, 0), {});
    m_painter.restore();
    if (m_piece.layout->isCode() && m_piece.done == 0) {
        paintLabel(m_y);
    }
    m_y += slice + 2 * padding;
    m_piece.done = until;
    if (until >= height) {
        m_piece = {};
    } else {
        newPage();
    }
}

/// What language a block of code is in.
void PagePrinter::paintLabel(double top)
{
    const QRectF header = m_piece.layout->headerRect().translated(0, top).adjusted(Padding, 0, -Padding, 0);
    m_painter.setFont(m_style.caption);
    m_painter.setPen(m_style.theme.colors.muted);
    m_painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, m_blocks[m_block - 1].language);
}

void PagePrinter::paintHeading(const QString &text, const QFont &font, const QColor &color, double below)
{
    m_painter.setFont(font);
    m_painter.setPen(color);
    const int flags = Qt::TextWordWrap | Qt::AlignTop |
                      static_cast<int>(text.isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft);
    const QRectF needed = QFontMetricsF(font).boundingRect(QRectF(0, 0, m_width, Most), flags, text);
    m_painter.drawText(QRectF(0, m_y, m_width, needed.height() + 1), flags, text);
    m_y += needed.height() + below;
}

void PagePrinter::paintFoot()
{
    m_painter.setFont(m_style.caption);
    m_painter.setPen(m_style.theme.colors.muted);
    m_painter.drawText(QRectF(0, m_bottom, m_width, FootHeight), Qt::AlignHCenter | Qt::AlignBottom,
        QLocale().toString(m_page));
}

bool PagePrinter::newPage()
{
    paintFoot();
    if (!m_device.newPage()) {
        end(false);
        return false;
    }
    ++m_page;
    m_y = 0;
    return true;
}

} // namespace throughline::ui
