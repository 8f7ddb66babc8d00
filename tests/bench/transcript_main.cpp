// throughline-bench-transcript [--write=<file>]
//
// What a long conversation costs: opening it, keeping it, scrolling it, and a reply that grows in it; against
// Qt's own list view with a delegate that draws Markdown. Drawn offscreen.
// --write: put the table between the markers of this file. Fails when an aim is missed.

#include "bench/aimstable.h"
#include "bench/heartbeat.h"
#include "bench/replies.h"
#include "bench/tablefile.h"
#include "ui/transcript/transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QApplication>
#include <QEventLoop>
#include <QListView>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextDocument>

#include <algorithm>
#include <cstdio>
#include <malloc.h>

using namespace throughline;
using namespace throughline::bench;
using namespace std::chrono_literals;
using ui::TranscriptView;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

constexpr QSize viewSize(760, 700);

void passTime(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Every other message is typed, the others are replies as models write them; no two neighbours of one
/// height.
QList<TranscriptModel::Row> conversation(int count)
{
    const QString reply = longReply(1'000);
    QList<TranscriptModel::Row> rows;
    rows.reserve(count);
    for (int i = 0; i < count; ++i) {
        const QString id = QStringLiteral("m%1").arg(i);
        if (i % 2 == 0)
            rows.append(test::said(id, QStringLiteral("Which one, and why? ").repeated(1 + i % 7)));
        else
            rows.append(test::reply(id, QStringLiteral("Answer **%1**.\n\n").arg(i) + reply));
    }
    return rows;
}

/// A window that is there, and a conversation that is opened in it.
struct Opened
{
    Opened()
    {
        view.setTheme(ui::Theme::light());
        view.setMotionEnabled(false);
        view.resize(viewSize);
        view.show();
        view.grab();
    }
    explicit Opened(TranscriptModel &model)
        : Opened()
    {
        show(model);
    }
    /// Until its pixels are there.
    void show(TranscriptModel &model)
    {
        view.setModel(&model);
        view.grab();
    }
    TranscriptView view;
};

double openOnce(TranscriptModel &model)
{
    Opened opened;
    const double start = cpuMilliseconds();
    opened.show(model);
    return cpuMilliseconds() - start;
}

/// As a chat is often built.
class MarkdownDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QTextDocument document;
        fill(document, index);
        painter->translate(option.rect.topLeft());
        document.drawContents(painter);
        painter->translate(-option.rect.topLeft());
    }
    QSize sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex &index) const override
    {
        QTextDocument document;
        fill(document, index);
        return document.size().toSize();
    }

private:
    static void fill(QTextDocument &document, const QModelIndex &index)
    {
        document.setMarkdown(index.data(TranscriptModel::TextRole).toString());
        document.setTextWidth(viewSize.width() - 20);
    }
};

double openList(TranscriptModel &model)
{
    QListView list;
    list.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list.setItemDelegate(new MarkdownDelegate(&list));
    list.resize(viewSize);
    list.show();
    list.grab();
    const double start = cpuMilliseconds();
    list.setModel(&model);
    list.scrollToBottom();
    list.grab();
    return cpuMilliseconds() - start;
}

void measureOpening(AimsTable &table)
{
    TranscriptModel thousand;
    TranscriptModel tenThousand;
    TranscriptModel hundredThousand;
    thousand.setRows(conversation(1'000));
    tenThousand.setRows(conversation(10'000));
    hundredThousand.setRows(conversation(100'000));
    openOnce(thousand); // fonts are loaded once
    const double first = median([&] { return openOnce(thousand); });
    const double second = median([&] { return openOnce(tenThousand); });
    const double third = median([&] { return openOnce(hundredThousand); });
    const double list = openList(tenThousand);
    table.row("Opening 1,000 messages, to the first picture, CPU milliseconds", first, 1);
    table.row("… 10,000 messages", second, 1);
    table.row("… 100,000 messages", third, 1);
    table.row("… 100,000 to 1,000: ratio", third / first, 2, AimsTable::atMost(1.3));
    table.row("… 1,000 messages, `QListView` with a delegate", openList(thousand), 0);
    table.row("… 10,000 messages, `QListView` with a delegate", list, 0);
    table.row("… ratio of the two at 10,000", list / second, 0, AimsTable::atLeast(300));
}

int layoutsOf(const TranscriptView &view)
{
    int count = 0;
    const ui::TranscriptLayout &layout = view.transcriptLayout();
    for (int row = 0; row < layout.rowCount(); ++row) {
        const ui::MessageItem *item = layout.item(row);
        for (int part = 0; item && part < item->partCount(); ++part)
            count += item->part(part).layout ? 1 : 0;
    }
    return count;
}

/// What the view keeps, beside the model, when all of it was looked at once.
void measureMemory(AimsTable &table)
{
    constexpr int messages = 100'000;
    TranscriptModel model;
    model.setRows(conversation(messages));
    {
        TranscriptModel few;
        few.setRows(conversation(100));
        openOnce(few); // caches of fonts and glyphs
    }
    Opened opened;
    const size_t before = mallinfo2().uordblks;
    opened.show(model);
    for (int row = messages; row > 0; row -= 500) {
        opened.view.setCurrentRow(row - 1);
        opened.view.grab();
    }
    const size_t after = mallinfo2().uordblks;
    table.row("Memory for each of 100,000 messages beside its text, bytes", double(after - before) / messages,
        1, AimsTable::atMost(32));
    table.row("Documents that are laid out at a time", layoutsOf(opened.view), 0, AimsTable::atMost(64));
}

/// What the texts of a conversation keep in memory that is open and was scrolled through.
void measureTexts(AimsTable &table)
{
    constexpr int messages = 100'000;
    TranscriptModel model;
    model.keepTextsIn(std::make_unique<workspace::TextStore>());
    const size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    model.setRows(conversation(messages));
    const size_t whole = mallinfo2().uordblks + mallinfo2().hblkhd - before;
    const double start = cpuMilliseconds();
    while (model.bytesInMemory() > TranscriptModel::MostBytes)
        passTime(50ms);
    const double putting = cpuMilliseconds() - start;
    for (int row = 0; row < messages; row += 100)
        model.row(row);
    while (model.bytesInMemory() > TranscriptModel::MostBytes)
        passTime(50ms);
    const size_t after = mallinfo2().uordblks + mallinfo2().hblkhd - before;
    const double reading = cpuMilliseconds();
    for (int row = 50; row < messages; row += 100) // others: those are still here
        model.row(row);
    const double each = (cpuMilliseconds() - reading) / (messages / 100.0);
    constexpr double mebibyte = 1024 * 1024;
    table.row("Memory for 100,000 messages with all texts in it, MiB", double(whole) / mebibyte, 0);
    table.row("… with the texts in a file that nobody looks at", double(after) / mebibyte, 0);
    table.row("… of that texts", double(model.bytesInMemory()) / mebibyte, 1, AimsTable::atMost(8));
    table.row("… CPU to put them there, ms", putting, 0);
    table.row("… to read one back, microseconds", 1000 * each, 1);
}

/// How much of it is painted, in pixels.
class PaintedArea final : public QObject
{
public:
    explicit PaintedArea(QWidget *watched) { watched->installEventFilter(this); }

    qint64 pixels = 0;
    int paints = 0;

protected:
    bool eventFilter(QObject * /*watched*/, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            ++paints;
            for (const QRect &rect : static_cast<QPaintEvent *>(event)->region())
                pixels += qint64(rect.width()) * rect.height();
        }
        return false;
    }
};

void measureStreaming(AimsTable &table)
{
    TranscriptModel model;
    model.setRows(conversation(10'000));
    Opened opened(model);
    model.append(test::reply(QStringLiteral("new"), QStringLiteral("So: "), RowState::Streaming));
    passTime(200ms);
    const int row = model.rowCount() - 1;
    const QString text = longReply(8'000);
    constexpr qsizetype piece = 6;

    PaintedArea painted(opened.view.viewport());
    Heartbeat heartbeat;
    heartbeat.start();
    const double start = cpuMilliseconds();
    for (qsizetype at = 0; at < text.size(); at += piece) {
        model.appendText(row, text.mid(at, piece));
        passTime(5ms); // 200 a second
    }
    const double used = cpuMilliseconds() - start;
    heartbeat.stop();
    const double strip = double(painted.pixels) / painted.paints;
    const double whole = double(opened.view.viewport()->width()) * opened.view.viewport()->height();
    table.row("200 deltas a second in 10,000 messages: the longest hundredth of gaps, ms", heartbeat.p99(), 1,
        AimsTable::atMost(16));
    table.row("… CPU for each frame, ms", used / painted.paints, 2);
    table.row("… of the viewport painted in a frame, percent", 100 * strip / whole, 0);

    const double each = median([&] {
        const double from = cpuMilliseconds();
        for (int i = 0; i < 20; ++i)
            opened.view.viewport()->repaint();
        return (cpuMilliseconds() - from) / 20;
    });
    table.row("… painting all of it, ms", each, 2);
}

void measureScrolling(AimsTable &table)
{
    TranscriptModel model;
    model.setRows(conversation(10'000));
    Opened opened(model);
    QScrollBar &bar = *opened.view.verticalScrollBar();
    QList<double> frames;
    constexpr int steps = 2'000;
    for (int i = 1; i <= steps; ++i) {
        const double start = cpuMilliseconds();
        bar.setValue(int(qint64(bar.maximum()) * (steps - i) / steps));
        opened.view.viewport()->repaint();
        frames.append(cpuMilliseconds() - start);
    }
    std::sort(frames.begin(), frames.end());
    table.row(
        "Scrolling through 10,000 messages in 2,000 steps: half of the frames, ms", frames.at(steps / 2), 2);
    table.row("… 99 of 100", frames.at(steps * 99 / 100), 2, AimsTable::atMost(16));
    table.row("… all", frames.last(), 2);
}

} // namespace

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    AimsTable table("A conversation of typed messages and replies with lists and code");
    measureOpening(table);
    measureMemory(table);
    measureTexts(table);
    measureStreaming(table);
    measureScrolling(table);
    const QByteArray text = table.markdown() + "\n" + machine();
    std::fputs(text.constData(), stdout);
    const QByteArrayView option = argc > 1 ? QByteArrayView(argv[1]) : QByteArrayView();
    if (option.startsWith("--write=") &&
        !writeBetweenMarkers(QString::fromLocal8Bit(option.sliced(8)), "transcript", text)) {
        std::fputs("The table could not be written.\n", stderr);
        return 1;
    }
    return table.aimsHold() ? 0 : 1;
}
