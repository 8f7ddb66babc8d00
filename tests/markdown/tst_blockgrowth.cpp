#include "markdown/blocklayout.h"
#include "markdown/modeldocuments.h"
#include "markdown/streamingmarkdown.h"
#include "markdown/teststyle.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QRandomGenerator>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

#include <cmath>
#include <memory>
#include <vector>

using namespace throughline::markdown;
using namespace throughline::test;

// A layout that grew looks like one of the whole, wherever the text was cut.

namespace {

constexpr int Width = 420;

QImage pictureOf(const BlockLayout &layout)
{
    QImage image(Width, static_cast<int>(layout.height()) + 1, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    layout.draw(&painter, {}, image.rect(), {});
    return image;
}

/// Of its lines, whatever text blocks they are in.
QList<QRectF> placesIn(const BlockLayout &layout)
{
    QList<QRectF> places;
    for (QTextBlock block = layout.document().begin(); block.isValid(); block = block.next()) {
        const QRectF area = layout.document().documentLayout()->blockBoundingRect(block);
        for (int i = 0; i < block.layout()->lineCount(); ++i) {
            places.append(block.layout()->lineAt(i).rect().translated(area.topLeft()));
        }
    }
    return places;
}

QStringList linesOf(const BlockLayout &layout)
{
    QStringList lines;
    const QList<ShownLine> shown = layout.linesBetween(0, layout.height());
    for (const ShownLine &line : shown) {
        lines.append(QString::number(line.position) + u' ' + line.text);
    }
    return lines;
}

QString told(const QRectF &rect)
{
    return QStringLiteral("%1, %2, %3 by %4")
        .arg(rect.x())
        .arg(rect.y())
        .arg(rect.width())
        .arg(rect.height());
}

/// Empty when they look the same.
QString difference(const BlockLayout &grown, const BlockLayout &fresh)
{
    if (linesOf(grown) != linesOf(fresh)) {
        return QStringLiteral("the text is %1, not %2")
            .arg(linesOf(grown).join(u'|'), linesOf(fresh).join(u'|'));
    }
    if (grown.height() != fresh.height()) {
        return QStringLiteral("the height is %1, not %2").arg(grown.height()).arg(fresh.height());
    }
    const QList<QRectF> places = placesIn(grown);
    const QList<QRectF> expected = placesIn(fresh);
    if (places.size() != expected.size()) {
        return QStringLiteral("it has %1 lines, not %2").arg(places.size()).arg(expected.size());
    }
    for (qsizetype i = 0; i < expected.size(); ++i) {
        if (places.value(i) != expected[i]) {
            return QStringLiteral("line %1 is at %2, not at %3")
                .arg(i)
                .arg(told(places.value(i)), told(expected[i]));
        }
    }
    if (grown.textOfRange(0, grown.lastPosition()) != fresh.textOfRange(0, fresh.lastPosition())) {
        return QStringLiteral("what is copied differs");
    }
    return pictureOf(grown) == pictureOf(fresh) ? QString() : QStringLiteral("the picture differs");
}

/// A reply as the transcript has it, all of it on screen.
class GrowingReply
{
public:
    int grown = 0; ///< how often a layout could be kept

    void append(QStringView delta)
    {
        m_markdown.append(delta);
        take(m_markdown.update());
    }
    void finish() { take(m_markdown.finish()); }
    const BlockLayout &last() const { return *m_parts.back().second; }
    const Block &lastBlock() const { return m_parts.back().first; }
    void setWidth(int width) { m_parts.back().second->setWidth(width); }

    /// Empty when all looks as if it had been there from the start.
    QString wrong() const
    {
        for (size_t i = 0; i < m_parts.size(); ++i) {
            BlockLayout fresh(m_markdown.blocks()[qsizetype(i)], testStyle());
            fresh.setWidth(Width);
            const QString difference = ::difference(*m_parts[i].second, fresh);
            if (!difference.isEmpty()) {
                return QStringLiteral("block %1: %2, of:\n%3").arg(i).arg(difference, m_markdown.text());
            }
        }
        return m_wrong;
    }

private:
    using Part = std::pair<Block, std::unique_ptr<BlockLayout>>;

    void take(qsizetype changed)
    {
        const QList<Block> &blocks = m_markdown.blocks();
        auto first = static_cast<size_t>(changed);
        if (first < m_parts.size() && changed < blocks.size()) {
            Part &open = m_parts[first];
            const QImage before = pictureOf(*open.second);
            if (const std::optional<qreal> from = open.second->grow(open.first, blocks[changed])) {
                open.first = blocks[changed];
                ++first;
                ++grown;
                compareAbove(before, pictureOf(*open.second), *from);
            }
        }
        m_parts.resize(std::min(first, m_parts.size()));
        for (auto i = static_cast<qsizetype>(m_parts.size()); i < blocks.size(); ++i) {
            m_parts.emplace_back(blocks[i], std::make_unique<BlockLayout>(blocks[i], testStyle()));
            m_parts.back().second->setWidth(Width);
        }
    }

    /// Above what is said to look different nothing may.
    void compareAbove(const QImage &before, const QImage &after, qreal from)
    {
        const int rows = std::min({static_cast<int>(from), before.height() - 1, after.height() - 1});
        if (m_wrong.isEmpty() && before.copy(0, 0, Width, rows) != after.copy(0, 0, Width, rows)) {
            m_wrong = QStringLiteral("something changed above %1, of:\n%2").arg(from).arg(m_markdown.text());
        }
    }

    StreamingMarkdown m_markdown;
    std::vector<Part> m_parts;
    QString m_wrong;
};

QString list(const QString &mark, int items)
{
    QString text;
    for (int i = 1; i <= items; ++i) {
        text += mark.contains(u'%') ? mark.arg(i) : mark;
        text += QStringLiteral("item *%1* with `code` in words that fill more than one line of it").arg(i);
        text +=
            i % 4 == 0 ? QStringLiteral("\n   - below it\n   - and **once more**\n") : QStringLiteral("\n");
    }
    return text;
}

/// One paragraph of all that may stand in it, by chance.
QString longParagraph(QRandomGenerator &random, const QStringList &pieces)
{
    QString text = QStringLiteral("It starts with words.");
    while (text.size() < 4000) {
        text += u' ';
        const auto word = static_cast<qsizetype>(random.bounded(12));
        text += word < 5 ? QString(1 + word, QChar(u'i' + char16_t(word)))
                         : pieces[random.bounded(pieces.size())];
    }
    return text;
}

/// Empty when they answer the same, wherever they are asked.
QString differentAnswer(const BlockLayout &grown, const BlockLayout &fresh, QRandomGenerator &random)
{
    for (int i = 0; i < 200; ++i) {
        const QRectF line = fresh.cursorRect(random.bounded(fresh.lastPosition()));
        const QPointF point(random.bounded(Width), line.center().y());
        if (grown.positionAt(point) != fresh.positionAt(point)) {
            return QStringLiteral("at %1, %2 is %3, not %4")
                .arg(point.x())
                .arg(point.y())
                .arg(grown.positionAt(point))
                .arg(fresh.positionAt(point));
        }
        const int from = random.bounded(fresh.lastPosition());
        const int to = from + random.bounded(fresh.lastPosition() - from + 1);
        if (grown.textOfRange(from, to) != fresh.textOfRange(from, to)) {
            return QStringLiteral("from %1 to %2 is %3").arg(from).arg(to).arg(grown.textOfRange(from, to));
        }
        if (grown.cursorRect(from) != fresh.cursorRect(from) ||
            grown.lineAround(from) != fresh.lineAround(from)) {
            return QStringLiteral("%1 is elsewhere").arg(from);
        }
        const QList<LineRect> rects = grown.rectsOfRange(from, to);
        const QList<LineRect> expected = fresh.rectsOfRange(from, to);
        const bool same = std::equal(rects.cbegin(), rects.cend(), expected.cbegin(), expected.cend(),
            [](const LineRect &a, const LineRect &b) { return a.rect == b.rect && a.cell == b.cell; });
        if (!same) {
            return QStringLiteral("what is selected from %1 to %2 looks different").arg(from).arg(to);
        }
    }
    return {};
}

QString table(int rows)
{
    QString text = QStringLiteral("| what | *how* much | `x` |\n|---|:-:|---:|\n");
    for (int i = 1; i <= rows; ++i) {
        text += QStringLiteral("| row %1 | **%2** and `%3` |").arg(i).arg(i * i).arg(i % 7);
        text += i % 9 == 0 ? QStringLiteral(" a longer cell that needs lines of its own |\n")
                           : QStringLiteral(" %1 |\n").arg(i);
    }
    return text;
}

} // namespace

class tst_BlockGrowth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itLooksLikeTheWhole_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("bullets") << list(QStringLiteral("- "), 14);
        QTest::newRow("numbers, one digit and two") << list(QStringLiteral("%1. "), 14);
        QTest::newRow("tasks") << list(QStringLiteral("- [x] "), 9);
        QTest::newRow("loose") << list(QStringLiteral("1. "), 9).replace(u'\n', QStringLiteral("\n\n"));
        QTest::newRow("from right to left") << QStringLiteral("- שלום עולם **ועוד** `x`\n").repeated(8);
        QTest::newRow("items with code")
            << QStringLiteral("- item\n  ```cpp\n  int x; /* a\n  b */\n  ```\n").repeated(5);
        QTest::newRow("items with tables")
            << QStringLiteral("- | a | b |\n  |---|---|\n  | 1 | 2 |\n- x\n").repeated(4);
        QTest::newRow("items with formulas") << QStringLiteral("- $x_1^2$ and $\\frac{a}{b}$\n").repeated(8);
        QTest::newRow("table") << table(40);
        QTest::newRow("a grid's rows and one") << table(16);
        QTest::newRow("paragraph") << QStringLiteral(
            "At **200 writes** a *second* you use `a fifth` of [it](http://x.y/z) and more. ")
                                          .repeated(9);
        QTest::newRow("paragraph, plain")
            << QStringLiteral("words that go on and on, without any mark ").repeated(12);
        QTest::newRow("paragraph with formulas")
            << QStringLiteral("so $t = \\frac{n}{200}$ grows with $\\alpha$ ").repeated(7);
        QTest::newRow("paragraph, hard breaks")
            << QStringLiteral("one **line**  \nand ![a](http://b.c/d) the next\\\n").repeated(7);
        QTest::newRow("paragraph, both directions")
            << QStringLiteral("text שלום עולם and **مرحبا** so ").repeated(8);
        QTest::newRow("formula by itself") << QStringLiteral("so\n$$\nx^2\n$$\nand so on\n");
        QTest::newRow("quote") << QStringLiteral("> words *that* go on\n>\n> | a | b |\n> |---|---|\n> | 1 | "
                                                 "2 |\n>\n> - one\n> - two\n>\n> ```c\n> int x;\n> ```\n>\n")
                                      .repeated(3);
        QTest::newRow("quote in a quote")
            << QStringLiteral("> one\n>\n> > two\n> >\n> > | a |\n> > |---|\n>\n").repeated(3);
        QTest::newRow("footnotes") << QStringLiteral("a[^1]\n\n[^1]: one\n\n    two `x`\n");
    }

    void itLooksLikeTheWhole()
    {
        QFETCH(QString, text);
        QRandomGenerator random(17);
        GrowingReply reply;
        for (qsizetype at = 0; at < text.size();) {
            const qsizetype end = qMin<qsizetype>(text.size(), at + 1 + random.bounded(24));
            reply.append(QStringView(text).sliced(at, end - at));
            at = end;
            const QString wrong = reply.wrong();
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        reply.finish();
        const QString wrong = reply.wrong();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void documentsOfModelsDo()
    {
        QRandomGenerator random(23);
        int grown = 0;
        for (int round = 0; round < 40; ++round) {
            const QString text = modelDocument(random, 4);
            GrowingReply reply;
            for (qsizetype at = 0; at < text.size();) {
                const qsizetype end = qMin<qsizetype>(text.size(), at + 1 + random.bounded(30));
                reply.append(QStringView(text).sliced(at, end - at));
                at = end;
                const QString wrong = reply.wrong();
                QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            }
            reply.finish();
            QVERIFY2(reply.wrong().isEmpty(), qPrintable(reply.wrong()));
            grown += reply.grown;
        }
        QVERIFY2(grown > 300, qPrintable(QString::number(grown)));
    }

    void aVeryLongParagraphDoes_data()
    {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<bool>("isSplit");
        const QStringList words{QStringLiteral("words"), QStringLiteral("to"), QStringLiteral("be"),
            QStringLiteral("AV\u00e9rifi\u00e9s"), QStringLiteral("\u041f\u0440\u0438\u0432\u0435\u0442"),
            QStringLiteral("12,000")};
        const QStringList marks{QStringLiteral("**strong words that go on**"), QStringLiteral("*fine*"),
            QStringLiteral("`code that may break`"), QStringLiteral("~~gone and away~~"),
            QStringLiteral("[a link of some words](http://x.y/z)"),
            QStringLiteral("![a picture](http://x.y/z)"), QStringLiteral("$x_1$"), QStringLiteral("a\\\nb"),
            QStringLiteral("**not closed"), QStringLiteral("`"), QStringLiteral("<b>"),
            QStringLiteral("an\u00adother")};
        const QStringList signs{QStringLiteral("\U0001F600"), QStringLiteral("\u2192 (so)"),
            QStringLiteral("\u2014"), QStringLiteral("\u201cquoted\u201d"),
            QStringLiteral("\u6f22\u5b57\u3068\u4eee\u540d"), QStringLiteral("co-operate"),
            QStringLiteral("x").repeated(90), QStringLiteral("\u0e44\u0e17\u0e22"),
            QStringLiteral("e\u0301t\u00e9")};
        QTest::newRow("words") << words << true;
        QTest::newRow("marks") << words + marks << true;
        QTest::newRow("signs") << words + signs << true;
        QTest::newRow("all") << words + marks + signs << true;
        QTest::newRow("both directions") << words + QStringList{QStringLiteral("\u05e9\u05dc\u05d5\u05dd"),
                                                        QStringLiteral("\u0663 \u0664")}
                                         << false;
    }

    void aVeryLongParagraphDoes()
    {
        QFETCH(QStringList, pieces);
        QFETCH(bool, isSplit);
        QRandomGenerator random(29);
        for (int round = 0; round < 2; ++round) {
            const QString text = longParagraph(random, pieces);
            GrowingReply reply;
            qsizetype at = 1500; // until then it is one text block
            reply.append(QStringView(text).first(at));
            while (at < text.size()) {
                const qsizetype end = qMin<qsizetype>(text.size(), at + 1 + random.bounded(240));
                reply.append(QStringView(text).sliced(at, end - at));
                at = end;
                const QString wrong = reply.wrong();
                QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            }
            QCOMPARE(reply.last().document().blockCount() > 1, isSplit);
            BlockLayout fresh(reply.lastBlock(), testStyle());
            fresh.setWidth(Width);
            const QString different = differentAnswer(reply.last(), fresh, random);
            QVERIFY2(different.isEmpty(), qPrintable(different));
            reply.setWidth(Width - 100);
            fresh.setWidth(Width - 100);
            const QString wrong = difference(reply.last(), fresh);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            QCOMPARE(reply.last().document().blockCount(), 1);
        }
    }

    /// As when marks turn out to be none: what is open is taken back, as far as the first word of it.
    void wordsThatBecomeShorterFindRoomAbove()
    {
        const auto paragraph = [](const QString &text) {
            Block block;
            block.runs = {{text, RunStyle::Plain, {}, {}}};
            return block;
        };
        const QString text = QStringLiteral("incomprehensibilities ").repeated(120);
        const Block first = paragraph(text.chopped(40));
        const Block whole = paragraph(text);
        int joined = 0;
        for (int kept = 1; kept < 80; kept += 3) {
            BlockLayout grown(first, testStyle());
            grown.setWidth(Width);
            QVERIFY(grown.grow(first, whole));
            QCOMPARE(grown.document().blockCount(), 2);
            const Block to = paragraph(text.first(grown.document().lastBlock().position() + kept) + u'.');
            QVERIFY(grown.grow(whole, to));
            joined += grown.document().blockCount() == 1 ? 1 : 0;
            BlockLayout fresh(to, testStyle());
            fresh.setWidth(Width);
            const QString wrong = difference(grown, fresh);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        QVERIFY(joined > 0);
    }

    void aNewWidthIsTakenByAllOfIt()
    {
        const QString text = table(40);
        StreamingMarkdown markdown;
        markdown.append(QStringView(text).first(text.size() / 2));
        markdown.update();
        const Block half = markdown.blocks()[0];
        markdown.append(QStringView(text).sliced(text.size() / 2));
        markdown.update();
        BlockLayout grown(half, testStyle());
        grown.setWidth(Width / 2.0);
        QVERIFY(grown.grow(half, markdown.blocks()[0]));
        grown.setWidth(Width);
        BlockLayout fresh(markdown.blocks()[0], testStyle());
        fresh.setWidth(Width);
        const QString wrong = difference(grown, fresh);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    /// Each time all of the table is laid out anew.
    void aColumnOfALongTableIsWidenedSeldom()
    {
        const QString head =
            QStringLiteral("| a | b | c |\n|---|---|---|\n") + QStringLiteral("| 1 | 2 | 3 |\n").repeated(40);
        constexpr int letters = 36;
        StreamingMarkdown markdown;
        markdown.append(head + QStringLiteral("| x"));
        markdown.update();
        Block before = markdown.blocks()[0];
        BlockLayout grown(before, testStyle());
        grown.setWidth(Width);
        int widened = 0;
        for (int i = 0; i < letters; ++i) {
            markdown.append(i % 6 == 5 ? u" " : u"m");
            markdown.update();
            const Block now = markdown.blocks()[0];
            if (now.children == before.children)
                continue; // a space at the end
            const std::optional<qreal> from = grown.grow(before, now);
            QVERIFY(from);
            widened += *from == 0 ? 1 : 0;
            before = now;
            BlockLayout fresh(now, testStyle());
            fresh.setWidth(Width);
            const QString wrong = difference(grown, fresh);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        QVERIFY2(widened > 0 && widened <= letters / 4, qPrintable(QString::number(widened)));
    }

    void rowsOfALongTableAreOfOneHeight()
    {
        const QString text =
            QStringLiteral("| a | b |\n|---|---|\n") + QStringLiteral("| 1 | 2 |\n").repeated(60);
        StreamingMarkdown markdown;
        markdown.append(text);
        markdown.finish();
        BlockLayout layout(markdown.blocks()[0], testStyle());
        layout.setWidth(Width);
        QList<qreal> tops;
        for (QTextBlock block = layout.document().begin(); block.isValid(); block = block.next()) {
            if (block.text() == u"1") {
                tops.append(layout.document().documentLayout()->blockBoundingRect(block).top());
            }
        }
        QCOMPARE(tops.size(), 60);
        // Later versions of Qt put a row on a half pixel.
        for (qsizetype i = 2; i < tops.size(); ++i) {
            QVERIFY(std::abs((tops[i] - tops[i - 1]) - (tops[1] - tops[0])) <= 0.5);
        }
    }
};

QTEST_MAIN(tst_BlockGrowth)
#include "tst_blockgrowth.moc"
