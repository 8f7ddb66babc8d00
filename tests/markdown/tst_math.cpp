#include "markdown/blocklayout.h"
#include "markdown/parser.h"

#include <QTest>
#include <QTextBlock>

using namespace throughline::markdown;

namespace {

/// "a {x} [y] b": formulas in a line in braces, by themselves in brackets, unfinished ones in angles.
QString told(const QString &markdown)
{
    QString text;
    const QList<Block> blocks = parse(markdown);
    for (const Block &block : blocks) {
        text += text.isEmpty() ? QString() : QStringLiteral(" | ");
        for (const Run &run : block.runs) {
            if (!run.styles.testFlag(RunStyle::Math)) {
                text += run.text;
            } else if (run.styles.testFlag(RunStyle::Code)) {
                text += u'<' + run.text + u'>';
            } else {
                text +=
                    run.styles.testFlag(RunStyle::Display) ? u'[' + run.text + u']' : u'{' + run.text + u'}';
            }
        }
        text += block.literal;
    }
    return text;
}

MarkdownStyle testStyle()
{
    MarkdownStyle style;
    style.body.setPixelSize(15);
    style.code.setPixelSize(13);
    style.text = Qt::black;
    return style;
}

} // namespace

class tst_Math : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formulasAreFound_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *markdown, const char *expected) {
            QTest::newRow(markdown) << QString::fromUtf8(markdown) << QString::fromUtf8(expected);
        };
        row("a $x_1$ b", "a {$x_1$} b");
        row("$a*b*c$ and *d*", "{$a*b*c$} and d");
        row("\\(a_1 * b_1\\)!", "{\\(a_1 * b_1\\)}!");
        row("$$x$$", "[$$x$$]");
        row("one $$x$$ two", "one {$$x$$} two");
        row("text\n$$\nx < y\n$$\nmore", "text\n[$$\nx < y\n$$]\nmore");
        row("\\[\nE = mc^2\n\\]", "[\\[\nE = mc^2\n\\]]");
        row("- \\[ x \\]", "");
        row("a ($x$), b", "a ({$x$}), b");
        // Prices, variables, escapes are text.
        row("$5 and $10", "$5 and $10");
        row("from $5-$10", "from $5-$10");
        row("costs $5 (or 5$).", "costs $5 (or 5$).");
        row("US$ 5, AU$ 6", "US$ 5, AU$ 6");
        row("$HOME/bin:$PATH", "$HOME/bin:$PATH");
        row("\\$x$ y", "$x$ y");
        row("a $ b $ c", "a $ b $ c");
        row("$20,000 to $30,000 a year", "$20,000 to $30,000 a year");
        row("\\[a\\](b) c", "[a](b) c");
        row("[a\\]](/x)", "a]");
        row("\\( \\)", "( )");
        row("\\\\(x\\\\)", "\\(x\\)");
        // Code comes first.
        row("`$x$` `\\(y\\)`", "$x$ \\(y\\)");
        row("```\n$$x$$ \\(a\\)\n\\[\n```", "$$x$$ \\(a\\)\n\\[");
        row("    \\[ x \\]", "\\[ x \\]");
        // While it grows.
        row("$$\n\\frac{1}{", "<$$\n\\frac{1}{>");
        row("text\n\\[\na_1 * b", "text\n<\\[\na_1 * b>");
        row("$$$ expensive", "$$$ expensive");
        row("a $$ b", "a $$ b");
        row("a $x_1", "a $x_1");
        row("$$\na\n\nb\n$$", "<$$\na> | b $$");
    }

    void formulasAreFound()
    {
        QFETCH(QString, markdown);
        if (markdown.startsWith(u'-')) {
            const Block item = parse(markdown).value(0).children.value(0).children.value(0);
            QVERIFY(item.runs.value(0).styles.testFlag(RunStyle::Display));
            return;
        }
        QTEST(told(markdown), "expected");
    }

    void formulasAreCopiedAsTex()
    {
        const QStringList documents{QStringLiteral("a $x$$y$ b $\\alpha$"),
            QStringLiteral("text\n$$\n\\frac ab\n$$\nmore"), QStringLiteral("$$x$$"),
            QStringLiteral("- $$x$$\n- \\(y\\)"), QStringLiteral("$$\\unknown\ny$$"),
            QStringLiteral("| $x$ | b |\n|-|-|\n| $\\frac12$ | $$y$$ |"), QStringLiteral("# $x$"),
            QStringLiteral("$$ a_")};
        for (const QString &document : documents) {
            const Block block = parse(document).value(0);
            BlockLayout layout(block, testStyle());
            layout.setWidth(400);
            QCOMPARE(layout.textOfRange(0, layout.lastPosition()), plainText(block));
        }
        QCOMPARE(plainText(parse(documents[1]).value(0)), documents[1]);
    }

    void formulasInATableAreThere()
    {
        const Block table = parse(QStringLiteral("| $x$ | b |\n|-|-|\n| $\\frac12$ | a \\(y\\) |")).value(0);
        QCOMPARE(table.kind, BlockKind::Table);
        const auto cell = [&](int row, int column) { return table.children[row].children[column].runs; };
        QCOMPARE(cell(0, 0).value(0).text, QStringLiteral("$x$"));
        QCOMPARE(cell(1, 0).value(0).text, QStringLiteral("$\\frac12$"));
        QVERIFY(cell(1, 0).value(0).styles.testFlag(RunStyle::Math));
        QCOMPARE(cell(1, 1).value(1).text, QStringLiteral("\\(y\\)"));
    }

    void aFormulaInALineKeepsItsRhythm()
    {
        BlockLayout line(
            parse(QStringLiteral("a $\\frac{x^2}{y_1}$ b $\\sqrt{x}$\\\nc")).value(0), testStyle());
        line.setWidth(400);
        QCOMPARE(line.height(), 46.0);
    }

    void aFormulaByItselfIsAsHighAsItIsAndInTheMiddle()
    {
        BlockLayout layout(parse(QStringLiteral("$$\\frac{\\frac ab}{\\frac cd}$$")).value(0), testStyle());
        layout.setWidth(400);
        QVERIFY(layout.height() > 30);
        const QRectF rect = layout.rectsOfRange(0, 1).value(0).rect;
        QVERIFY2(std::abs(rect.center().x() - 200) < 2, qPrintable(QString::number(rect.center().x())));
    }

    void aFormulaThatIsTooWideIsMadeToFit()
    {
        const Block block =
            parse(QStringLiteral("$$") + QStringLiteral("x + ").repeated(60) + QStringLiteral("y$$"))
                .value(0);
        BlockLayout layout(block, testStyle());
        layout.setWidth(2000);
        const qreal natural = layout.rectsOfRange(0, 1).value(0).rect.width();
        QVERIFY(natural > 500);
        layout.setWidth(400);
        QVERIFY(layout.rectsOfRange(0, 1).value(0).rect.width() <= 400.5);
        layout.setWidth(2000);
        QVERIFY(std::abs(layout.rectsOfRange(0, 1).value(0).rect.width() - natural) < 0.5);
    }
};

QTEST_MAIN(tst_Math)
#include "tst_math.moc"
