// throughline-bench-markdown
//
// What a reply costs the GUI thread, as CPU time of the process: a long one that grows by four bytes at a
// time, laid out after every delta, against Qt's setMarkdown() of the whole, once; and a fence of 5,000
// lines.

#include "markdown/blocklayout.h"
#include "markdown/streamingmarkdown.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTextDocument>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <memory>
#include <vector>

using namespace throughline::markdown;

namespace {

constexpr int Width = 700;
constexpr int Height = 800;

double cpuMilliseconds()
{
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

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

QString longReply()
{
    const QString section = QStringLiteral("## Write contention\n\nOne writer at a time. At **200 writes** a "
                                           "second with `1 ms` commits you use a fifth of "
                                           "it, and $t = \\frac{n}{200}$ grows with the queue; see [the "
                                           "manual](https://sqlite.org/wal.html).\n\n1. Measure "
                                           "the queue.\n2. Rehearse the restore:\n   - copy the file\n   - "
                                           "open it *elsewhere*\n3. Write down what "
                                           "happened.\n\n| | SQLite | PostgreSQL |\n|---|---:|---:|\n| "
                                           "commits a second | 1,000 | 3,000 |\n| memory | 6 MB | "
                                           "180 MB |\n\n```python\ndef read(path: str) -> list[float]:\n    "
                                           "with open(path) as file:  # one line each\n        "
                                           "return [float(line) for line in file]\n```\n\nThat is all that "
                                           "can be said about it without numbers of your "
                                           "own, which is why the first step is the one that counts.\n\n");
    QString text;
    while (text.size() < 64'000) { // about 16,000 tokens
        text += section;
    }
    return text;
}

void draw(const BlockLayout &layout, QImage &image, double top)
{
    QPainter painter(&image);
    layout.draw(&painter, QPointF(0, -top), image.rect(), {});
}

/// As the transcript does it, with everything on screen.
double growing(const QString &reply)
{
    const MarkdownStyle style = benchStyle();
    StreamingMarkdown markdown;
    std::vector<std::pair<Block, std::unique_ptr<BlockLayout>>> parts;
    const double start = cpuMilliseconds();
    for (qsizetype at = 0; at < reply.size(); at += 4) {
        markdown.append(QStringView(reply).sliced(at, std::min<qsizetype>(4, reply.size() - at)));
        auto first = static_cast<size_t>(markdown.update());
        const QList<Block> &blocks = markdown.blocks();
        if (first < parts.size() &&
            parts[first].second->grow(parts[first].first, blocks[static_cast<qsizetype>(first)])) {
            parts[first].first = blocks[static_cast<qsizetype>(first)];
            ++first;
        }
        parts.resize(std::min(first, parts.size()));
        for (qsizetype i = static_cast<qsizetype>(parts.size()); i < blocks.size(); ++i) {
            parts.emplace_back(blocks[i], std::make_unique<BlockLayout>(blocks[i], style));
            parts.back().second->setWidth(Width);
        }
    }
    return cpuMilliseconds() - start;
}

double whole(const QString &reply)
{
    const double start = cpuMilliseconds();
    QTextDocument document;
    document.setDefaultFont(benchStyle().body);
    document.setMarkdown(reply);
    document.setTextWidth(Width);
    const double height = document.size().height();
    return height > 0 ? cpuMilliseconds() - start : 0;
}

void longFence()
{
    const auto fence = [](int lines) {
        Block block;
        block.kind = BlockKind::Code;
        block.language = QStringLiteral("cpp");
        QStringList text;
        for (int i = 0; i < lines; ++i) {
            text.append(
                QStringLiteral("    if (value[%1] > limit) { return \"too much\"; } // line %1").arg(i));
        }
        block.literal = text.join(u'\n');
        return block;
    };
    QImage image(Width, Height, QImage::Format_RGB32);
    double start = cpuMilliseconds();
    Block before = fence(5000);
    BlockLayout layout(before, benchStyle());
    layout.setWidth(Width);
    std::printf("5,000 lines: laid out in %.1f ms", cpuMilliseconds() - start);
    start = cpuMilliseconds();
    draw(layout, image, 0);
    std::printf(", first drawn in %.1f ms", cpuMilliseconds() - start);
    start = cpuMilliseconds();
    draw(layout, image, layout.height() - Height);
    std::printf(", its end in %.1f ms (all lines are read)\n", cpuMilliseconds() - start);
    double growth = 0;
    double drawing = 0;
    constexpr int Rounds = 100;
    for (int i = 1; i <= Rounds; ++i) {
        const Block now = fence(5000 + i);
        start = cpuMilliseconds();
        layout.grow(before, now);
        growth += cpuMilliseconds() - start;
        start = cpuMilliseconds();
        draw(layout, image, layout.height() - Height);
        drawing += cpuMilliseconds() - start;
        before = now;
    }
    std::printf("one more line: %.2f ms to grow, %.2f ms to draw\n", growth / Rounds, drawing / Rounds);
}

} // namespace

int main(int argc, char *argv[])
{
    const QGuiApplication application(argc, argv);
    const QString reply = longReply();
    whole(reply); // fonts are loaded once
    const double once = whole(reply);
    const double all = growing(reply);
    const auto deltas = static_cast<double>((reply.size() + 3) / 4);
    std::printf("a reply of %lld characters at %d px: %.0f ms in %.0f deltas (%.3f ms each), setMarkdown() "
                "of the whole "
                "%.0f ms: ratio %.1f\n",
        static_cast<long long>(reply.size()), Width, all, deltas, all / deltas, once, all / once);
    longFence();
    return 0;
}
