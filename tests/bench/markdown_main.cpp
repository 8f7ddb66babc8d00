// throughline-bench-markdown [--write=<file> | --work=<reply, quarter, table, paragraph, list or fence>]
//
// What a reply costs the GUI thread while it grows, as CPU time of the process, the median of five runs: a
// long one in deltas of four bytes, laid out after each, against Qt's setMarkdown() of the whole in a fresh
// document each time; single blocks that grow long; and a fence of 5,000 lines.
// --write: put the table between the markers of this file. Fails when an aim is missed. --work: do one of
// them once and say nothing, for tools that count or sample.

#include "bench/aimstable.h"
#include "bench/replies.h"
#include "bench/tablefile.h"
#include "markdown/blocklayout.h"
#include "markdown/streamingmarkdown.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTextDocument>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

using namespace throughline;
using namespace throughline::bench;
using namespace throughline::markdown;

namespace {

constexpr int Width = 700;
constexpr int Height = 800;
constexpr qsizetype Delta = 4;

MarkdownStyle benchStyle()
{
    MarkdownStyle style;
    style.body.setFamilies({QStringLiteral("Inter")});
    style.body.setPixelSize(15);
    style.code.setFamilies({QStringLiteral("DejaVu Sans Mono")});
    style.code.setPixelSize(13);
    style.text = Qt::black;
    style.codeColors = {
        Qt::gray, Qt::darkGreen, Qt::darkYellow, Qt::blue, Qt::darkBlue, Qt::red, Qt::green, Qt::red};
    return style;
}

/// A reply as the transcript has it, with everything on screen.
class GrowingReply
{
public:
    void append(QStringView delta) { m_markdown.append(delta); }

    void layOut()
    {
        auto first = static_cast<size_t>(m_markdown.update());
        const QList<Block> &blocks = m_markdown.blocks();
        if (first < m_parts.size() &&
            m_parts[first].second->grow(m_parts[first].first, blocks[static_cast<qsizetype>(first)])) {
            m_parts[first].first = blocks[static_cast<qsizetype>(first)];
            ++first;
        }
        m_parts.resize(std::min(first, m_parts.size()));
        for (auto i = static_cast<qsizetype>(m_parts.size()); i < blocks.size(); ++i) {
            m_parts.emplace_back(blocks[i], std::make_unique<BlockLayout>(blocks[i], m_style));
            m_parts.back().second->setWidth(Width);
        }
    }

private:
    const MarkdownStyle m_style = benchStyle();
    StreamingMarkdown m_markdown;
    std::vector<std::pair<Block, std::unique_ptr<BlockLayout>>> m_parts;
};

struct Growth
{
    double all = 0;  ///< milliseconds
    double last = 0; ///< a delta, over the last hundred
    double deltas = 0;
};

Growth grow(const QString &reply)
{
    constexpr qsizetype atTheEnd = 100 * Delta;
    GrowingReply growing;
    const double start = cpuMilliseconds();
    double endStarts = start;
    for (qsizetype at = 0; at < reply.size(); at += Delta) {
        if (reply.size() - at > atTheEnd)
            endStarts = cpuMilliseconds();
        growing.append(QStringView(reply).sliced(at, std::min<qsizetype>(Delta, reply.size() - at)));
        growing.layOut();
    }
    const double end = cpuMilliseconds();
    return {.all = end - start,
        .last = (end - endStarts) / (double(atTheEnd) / Delta),
        .deltas = double((reply.size() + Delta - 1) / Delta)};
}

/// What is counted by itself (scripts/count-instructions).
[[gnu::noinline]] void countedGrowth(GrowingReply &growing, QStringView text, qsizetype piece)
{
    for (qsizetype at = 0; at < text.size(); at += piece) {
        growing.append(text.sliced(at, std::min(piece, text.size() - at)));
        growing.layOut();
    }
}

double wholeOf(const QString &text)
{
    const double start = cpuMilliseconds();
    QTextDocument document;
    document.setDefaultFont(benchStyle().body);
    document.setMarkdown(text);
    document.setTextWidth(Width);
    return document.size().height() > 0 ? cpuMilliseconds() - start : 0;
}

/// setMarkdown() of everything so far after each delta, from what it takes for 32 lengths.
double wholeEachTime(const QString &reply)
{
    constexpr int lengths = 32;
    double sum = 0;
    for (int i = 1; i <= lengths; ++i)
        sum += wholeOf(reply.left(reply.size() * i / lengths));
    return sum / lengths * double(reply.size()) / Delta;
}

/// What a flush takes of one block of 16 KB, at its end, where 40 characters come in each.
double flushOf(const QString &block)
{
    constexpr qsizetype piece = 40;
    constexpr int flushes = 50;
    GrowingReply growing;
    const qsizetype at = block.size() - flushes * piece;
    growing.append(QStringView(block).first(at));
    growing.layOut();
    const double start = cpuMilliseconds();
    countedGrowth(growing, QStringView(block).sliced(at), piece);
    return (cpuMilliseconds() - start) / flushes;
}

void draw(const BlockLayout &layout, QImage &image, double top)
{
    QPainter painter(&image);
    layout.draw(&painter, QPointF(0, -top), image.rect(), {});
}

void measureReplies(AimsTable &table)
{
    const QString reply = longReply(64'000); // about 16,000 tokens
    const QString quarter = longReply(16'000);
    wholeOf(quarter); // fonts are loaded once
    const double all = median([&] { return grow(reply).all; });
    const double last = median([&] {
        const Growth growth = grow(reply);
        return growth.last / (growth.all / growth.deltas);
    });
    // One right after the other: on a busy machine a second is not like the next minute.
    const double growth = median([&] { return grow(reply).all / grow(quarter).all; });
    const double baseline = wholeEachTime(reply);
    table.row("A reply of 64,000 characters in deltas of 4 bytes, laid out after each at 700 px", all, 0);
    table.row("… `setMarkdown()` of all of it after each delta", baseline, 0);
    table.row("… ratio", baseline / all, 0, AimsTable::atLeast(100));
    table.row("… to a quarter of it: ratio", growth, 2, AimsTable::atMost(4.4));
    table.row("… one of the last deltas to the mean of all: ratio", last, 2, AimsTable::atMost(2));
}

QList<QPair<QByteArray, QString>> longBlocks()
{
    constexpr qsizetype size = 16'000;
    const auto filled = [](const QString &head, const QString &line) {
        return head + line.repeated(size / line.size() + 1);
    };
    return {
        {"table", filled(QStringLiteral("| a | b | c |\n|---|---|---|\n"),
                      QStringLiteral("| commits a second | 1,000 | *3,000* |\n"))},
        {"paragraph", filled({}, QStringLiteral("At **200 writes** a second you use a fifth of `it`. "))},
        {"list", filled({}, QStringLiteral("- Measure the *queue* before anything else.\n"))},
        {"fence", filled(QStringLiteral("```cpp\n"),
                      QStringLiteral("if (value > limit) return \"much\"; // no\n"))},
    };
}

void measureBlocks(AimsTable &table)
{
    const QList<QPair<QByteArray, QString>> blocks = longBlocks();
    for (const auto &[name, text] : blocks) {
        table.row("A flush of a growing " + name + " of 16 KB",
            median([&text = text] { return flushOf(text); }), 2, AimsTable::atMost(8));
        table.row("… `setMarkdown()` of it", median([&text = text] { return wholeOf(text); }), 1);
    }
}

Block fenceOf(int lines)
{
    Block block;
    block.kind = BlockKind::Code;
    block.language = QStringLiteral("cpp");
    QStringList text;
    for (int i = 0; i < lines; ++i)
        text.append(QStringLiteral("    if (value[%1] > limit) { return \"too much\"; } // line %1").arg(i));
    block.literal = text.join(u'\n');
    return block;
}

void measureLongFence(AimsTable &table)
{
    constexpr int lines = 5000;
    constexpr int rounds = 100;
    QImage image(Width, Height, QImage::Format_RGB32);
    Block before = fenceOf(lines);
    double start = cpuMilliseconds();
    BlockLayout layout(before, benchStyle());
    layout.setWidth(Width);
    table.row("A fence of 5,000 lines, laid out", cpuMilliseconds() - start, 1);
    start = cpuMilliseconds();
    draw(layout, image, layout.height() - Height);
    table.row(
        "… its end drawn for the first time, for which all lines are read", cpuMilliseconds() - start, 1);
    double growth = 0;
    double drawing = 0;
    for (int i = 1; i <= rounds; ++i) {
        const Block now = fenceOf(lines + i);
        start = cpuMilliseconds();
        layout.grow(before, now);
        growth += cpuMilliseconds() - start;
        start = cpuMilliseconds();
        draw(layout, image, layout.height() - Height);
        drawing += cpuMilliseconds() - start;
        before = now;
    }
    table.row("… one more line, laid out and drawn", (growth + drawing) / rounds, 2, AimsTable::atMost(8));
}

/// One of the works that the table tells of, once. False when there is none of that name.
bool work(QByteArrayView name)
{
    if (name == "reply" || name == "quarter") {
        GrowingReply growing;
        countedGrowth(growing, longReply(name == "reply" ? 64'000 : 16'000), Delta);
        return true;
    }
    const QList<QPair<QByteArray, QString>> blocks = longBlocks();
    for (const auto &[block, text] : blocks) {
        if (block == name) {
            flushOf(text);
            return true;
        }
    }
    return false;
}

} // namespace

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    const QByteArrayView option = argc > 1 ? QByteArrayView(argv[1]) : QByteArrayView();
    if (option.startsWith("--work="))
        return work(option.sliced(7)) ? 0 : 2;
    AimsTable table("CPU time in milliseconds, or a ratio");
    measureReplies(table);
    measureBlocks(table);
    measureLongFence(table);
    const QByteArray text = table.markdown() + "\n" + machine();
    std::fputs(text.constData(), stdout);
    if (option.startsWith("--write=") &&
        !writeBetweenMarkers(QString::fromLocal8Bit(option.sliced(8)), "markdown", text)) {
        std::fputs("The table could not be written.\n", stderr);
        return 1;
    }
    return table.aimsHold() ? 0 : 1;
}
