#include "markdown/blocklayout.h"
#include "markdown/parser.h"
#include "markdown/showntext.h"
#include "modeldocuments.h"

#include <QRandomGenerator>
#include <QTest>

using namespace throughline;
using namespace throughline::markdown;

namespace {

MarkdownStyle plainStyle()
{
    MarkdownStyle style;
    style.body.setPixelSize(15);
    style.code.setPixelSize(13);
    return style;
}

QStringList documents()
{
    QStringList all = test::specificationExamples();
    QRandomGenerator random(5);
    for (int i = 0; i < 60; ++i) {
        all.append(test::modelDocument(random, 12));
    }
    all.append(QStringLiteral("a $x^2$ b $\\nosuch{$ c\n\n$$\n\\frac{1}{2}\n$$\nafter\n\n# head $y$"));
    all.append(
        QStringLiteral("![a *b*](https://example.org/x.png) ![c][d] and <b>x</b>\\\nnext\n\n[d]: y.png"));
    all.append(QStringLiteral("| a | b |\n|---|---|\n| 1 | |\n| [l](u) | `c` |\n"));
    all.append(QStringLiteral("x\u202Ey `a\u202Eb` [^1] &eacute;&amp;\n\n[^1]: the note\n\n    more"));
    return all;
}

QStringList laidOutLines(const Block &block)
{
    BlockLayout layout(block, plainStyle());
    layout.setWidth(600);
    QStringList lines;
    const QList<ShownLine> shown = layout.linesBetween(0, layout.height());
    for (const ShownLine &line : shown) {
        lines.append(line.text);
    }
    return lines;
}

} // namespace

class tst_ShownText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLinesAreThoseOfTheDocument()
    {
        const QStringList all = documents();
        QVERIFY(all.size() > 60);
        for (const QString &document : all) {
            const QList<Block> blocks = parse(document);
            for (const Block &block : blocks) {
                QCOMPARE(shownLines(block), laidOutLines(block));
            }
        }
    }

    void typedTextIsShownAsItIs()
    {
        Block typed;
        typed.kind = BlockKind::Typed;
        typed.literal = QStringLiteral("*a*\n\n  b\t\r\nc");
        QCOMPARE(shownLines(typed), laidOutLines(typed));
    }

    void linesHaveTheirPlaceInTheDocument()
    {
        const Block list = parse(QStringLiteral("1. one\n2. two\n\n   > three")).value(0);
        BlockLayout layout(list, plainStyle());
        layout.setWidth(400);
        const QList<ShownLine> lines = layout.linesBetween(0, layout.height());
        QCOMPARE(lines.size(), 3);
        for (const ShownLine &line : lines) {
            const int end = line.position + static_cast<int>(line.text.size());
            QVERIFY(layout.textOfRange(line.position, end).endsWith(line.text));
        }
    }

    void linesThatAreElsewhereAreLeftOut()
    {
        const Block code =
            parse(QStringLiteral("```\n%1```").arg(QStringLiteral("line\n").repeated(200))).value(0);
        BlockLayout layout(code, plainStyle());
        layout.setWidth(400);
        const qsizetype some = layout.linesBetween(1000, 1100).size();
        QVERIFY2(some >= 5 && some <= 9, qPrintable(QString::number(some)));
    }

    void whatIsReadIsNeverRuledOut()
    {
        QRandomGenerator random(7);
        int checked = 0;
        const QStringList all = documents();
        for (const QString &document : all) {
            const QList<Block> blocks = parse(document);
            for (const Block &block : blocks) {
                const QStringList lines = shownLines(block);
                for (const QString &line : lines) {
                    const auto size = static_cast<int>(line.size());
                    const int from = random.bounded(size);
                    const QString words = line.mid(from, 1 + random.bounded(size - from));
                    if (!words.contains(QChar::ObjectReplacementCharacter)) {
                        QVERIFY2(mayShow(document, words), qPrintable(document + u'|' + words));
                        QVERIFY(mayShow(document, words.toUpper()) || words.toUpper().size() != words.size());
                        ++checked;
                    }
                }
            }
        }
        QVERIFY(checked > 500);
    }

    void whatIsNotThereIsRuledOut()
    {
        QVERIFY(!mayShow(u"some **bold** words", u"other"));
        QVERIFY(mayShow(u"some **bo**ld words", u"Bold Words"));
        QVERIFY(mayShow(u"a [b](c) d", u"other")); // it would have to be read
    }
};

QTEST_MAIN(tst_ShownText)
#include "tst_showntext.moc"
