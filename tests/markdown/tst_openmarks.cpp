#include "markdown/openmarks.h"
#include "markdown/parser.h"

#include <QTest>

#include <algorithm>
#include <ctime>
#include <limits>

using namespace throughline::markdown;

// What marks that have not been closed look like while more is to come.

class tst_OpenMarks : public QObject
{
    Q_OBJECT

private:
    /// Without the places in the text.
    static QList<Block> looksOf(QList<Block> blocks)
    {
        for (Block &block : blocks) {
            block.source = {};
        }
        return blocks;
    }

    static void row(const char *name, const char *text, const char *looksLike)
    {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(looksLike);
    }

private Q_SLOTS:
    void whatIsOpenLooksClosed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("looksLike");
        row("strong", "a **one", "a **one**");
        row("half of its end", "a **one*", "a **one**");
        row("its end", "a **one**", "a **one**");
        row("emphasis", "a *one", "a *one*");
        row("underscores", "a _one two", "a _one two_");
        row("both", "a ***one", "a ***one***");
        row("one in the other", "a *b **c", "a *b **c***");
        row("end of the inner one", "a *b **c**", "a *b **c***");
        row("end of both", "a *b **c***", "a *b **c***");
        row("the other way round", "a **b _c", "a **b _c_**");
        row("strike", "a ~~old", "a ~~old~~");
        row("half of a strike", "a ~~old~", "a ~~old~~");
        row("code", "a `co", "a `co`");
        row("code of two", "a ``c`o", "a ``c`o``");
        row("half of its end in code", "a ``co`", "a ``co``");
        row("code in strong", "a **b `c", "a **b `c`**");
        row("no marks in code", "a `b **c", "a `b **c`");
        row("closed code", "`a **` b *c", "`a **` b *c*");
        row("link without an address", "see [this](", "see [this](#)");
        row("half an address", "see [this](https://exam", "see [this](#)");
        row("half a title", "see [this](https://a.b \"ti", "see [this](#)");
        row("link in strong", "**see [this](http", "**see [this](#)**");
        row("picture", "![a cat](http", "![a cat](#)");
        row("closed link", "[a *b*](http://c) *d", "[a *b*](http://c) *d*");
        row("address with brackets", "[a](b(c", "[a](#)");
        row("after a formula", "$a*b$ *c", "$a*b$ *c*");
        row("code that ends in another mark", "`` a\\` ", "`` a\\` ``");
        row("a backslash by itself", "a _b\\ ", "a _b\\ ");
        row("stars by themselves", "*a ** ", "*a **");
        row("over two lines", "**one\ntwo", "**one\ntwo**");
        row("a space at the end", "**one ", "**one**");
        row("a line end", "**one\n", "**one**");
        row("in a list", "- a\n- **b", "- a\n- **b**");
        row("in a quote", "> a\n> **b", "> a\n> **b**");
        row("in a heading", "# a **b", "# a **b**");
        row("in a cell", "| a |\n|---|\n| **b", "| a |\n|---|\n| **b** |");
        row("outside of the list it belongs to", "- foo\n| a | **b", "- foo\n| a | **b**");
        row("a picture around a link", "![a [b](c) ] d](e", "![a [b](c) ] d](e");
        row("a picture of links", "![a [b [c](d)](e)](f", "![a [b [c](d)](e)](#)");
        row("behind other scripts", "中文**粗", "中文**粗**");
    }
    void whatIsOpenLooksClosed() { compare(); }

    void whatMayOpenOrEndSomethingIsLeftOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("looksLike");
        row("strong", "a **", "a");
        row("one star", "a *", "a");
        row("code", "a `", "a");
        row("in strong", "**a _", "**a**");
        row("two kinds", "a **_", "a");
        row("picture without a description", "a ![](http", "a");
        row("backslash", "a \\", "a");
        row("list, rule or words", "a\n-", "a");
        row("second item", "1. a\n2.", "1. a");
        row("second item's number", "1. a\n2", "1. a");
        row("heading", "a\n\n##", "a");
        row("row of a table", "a\n\n|", "a");
    }
    void whatMayOpenOrEndSomethingIsLeftOut() { compare(); }

    void whatOpensNothingStays_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"2 * 3 is", "a * ", "2*3 is", "snake_case", "a_b_c d", "a ~5 b", "a ** b",
                 "\\*a", "[text", "[text] (a", "a](b", "[a](b c d", "<b title", "a\n\n**b\n\nc", "# **a\n",
                 "# **a\nb", "```\n**a", "```\n-", "<div>\n**a", "    **a", "a **b\n\n", "`a`", "[x] y",
                 "| a |\n|---|\n| **b |\n", "- [ ] a", "- foo\n| a | b", "> foo\n| a", "1. foo\n| a |\n|--",
                 "https://a.b/`c", "[a](<b<c>) *d*", "[a](b (c(d)) *e*"}) {
            QTest::newRow(text) << QString::fromUtf8(text);
        }
    }
    void whatOpensNothingStays()
    {
        QFETCH(QString, text);
        QCOMPARE(parseUnfinished(text), parse(text));
    }

    void aHeaderIsATableBeforeItsDashesHaveCome_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("looksLike");
        const char *two = "| a | b |\n|---|---|";
        row("one cell", "| a", "| a |\n|---|");
        row("a cell and its end", "| a |", "| a |\n|---|");
        row("two cells", "| a | b", two);
        row("two cells and their end", "| a | b |", two);
        row("a line end", "| a | b |\n", two);
        row("a bar", "| a | b |\n|", two);
        row("some dashes", "| a | b |\n|--", two);
        row("half of it", "| a | b |\n|---|", two);
        row("with a side", "| a | b |\n|--:|", "| a | b |\n|--:|---|");
        row("half a side", "| a | b |\n| :", two);
        row("open marks", "| a | **b", "| a | **b** |\n|---|---|");
        row("in a list", "- x\n\n  | a |", "- x\n\n  | a |\n  |---|");
        row("at the start of an item", "1. | a | b", "1. | a | b |\n   |---|---|");
        row("in a quote", "> | a |\n> |-", "> | a |\n> |---|");
        row("below words", "words:\n| a | b |", "words:\n| a | b |\n|---|---|");
        row("with CRLF", "| a | b |\r\n|--", two);
        row("escaped bar", "| a \\| c | b", "| a \\| c | b |\n|---|---|");
        row("too many columns", "| a | b |\n|---|---|-", "| a | b |\n|---|---|-");
        row("no dashes after all", "| a | b |\n|--\n", "| a | b |\n|--");
        row("words after all", "| a | b |\nc", "| a | b |\nc");
    }
    void aHeaderIsATableBeforeItsDashesHaveCome() { compare(); }

    void hostileTextsTakeTimeInProportion_data()
    {
        QTest::addColumn<QStringList>("pieces");
        QTest::addColumn<QString>("end");
        for (const char *piece : {"*a _b ", "a_ ", "*a b_ ", "[a](", "[", "](", "`` ` ", "\\( ", "$ ", "<a ",
                 "*_", "* _ ", "| ", "|a\n", "~~a ", "$$ ", "**a*"}) {
            QTest::newRow(piece) << QStringList{QString::fromUtf8(piece)} << QString();
        }
        QTest::newRow("addresses") << QStringList{QStringLiteral("[](")} << QStringLiteral(" x");
        QTest::newRow("addresses in angles") << QStringList{QStringLiteral("[](<")} << QStringLiteral("\nx");
        QTest::newRow("titles") << QStringList{QStringLiteral("[](a (b")} << QStringLiteral(")x");
        QTest::newRow("links in pictures")
            << QStringList{QStringLiteral("!["), QStringLiteral("[a](b)")} << QString();
    }

    /// Four times as much may take twice that, for what else the machine does, but not four times it.
    void hostileTextsTakeTimeInProportion()
    {
        QFETCH(QStringList, pieces);
        QFETCH(QString, end);
        constexpr qsizetype count = 4000;
        const double quarter = cpuTime(pieces, count / 4, end);
        const double all = cpuTime(pieces, count, end);
        QVERIFY2(
            all < 8 * quarter + 0.005, qPrintable(QStringLiteral("%1 s and %2 s").arg(quarter).arg(all)));
    }

private:
    /// Seconds of this thread, the least of three.
    static double cpuTime(const QStringList &pieces, qsizetype count, const QString &end)
    {
        QString text;
        for (const QString &piece : pieces) {
            text += piece.repeated(count);
        }
        text += end;
        double least = std::numeric_limits<double>::max();
        for (int round = 0; round < 3; ++round) {
            timespec from{};
            timespec to{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
            withMarksClosed(text, {.kind = OpenText::Kind::Paragraph});
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
            least =
                std::min(least, double(to.tv_sec - from.tv_sec) + 1e-9 * double(to.tv_nsec - from.tv_nsec));
        }
        return least;
    }

    static void compare()
    {
        QFETCH(QString, text);
        QFETCH(QString, looksLike);
        QCOMPARE(looksOf(parseUnfinished(text)), looksOf(parse(looksLike)));
        const QList<Block> blocks = parseUnfinished(text);
        if (!blocks.isEmpty()) {
            QCOMPARE(blocks.last().source.end, text.size());
        }
    }
};

QTEST_GUILESS_MAIN(tst_OpenMarks)
#include "tst_openmarks.moc"
