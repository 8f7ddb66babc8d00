#include "markdown/blocklayout.h"
#include "markdown/parser.h"

#include <QImage>
#include <QPainter>
#include <QTest>
#include <QTextBlock>

using namespace throughline::markdown;

namespace {

MarkdownStyle coloredStyle()
{
    MarkdownStyle style;
    style.body.setPixelSize(15);
    style.code.setFamilies({QStringLiteral("DejaVu Sans Mono")});
    style.code.setPixelSize(13);
    style.text = Qt::black;
    style.codeColors.keyword = Qt::blue;
    style.codeColors.comment = Qt::red;
    style.codeColors.number = Qt::green;
    return style;
}

QImage pictureOf(const BlockLayout &layout, const QRect &area = QRect(0, 0, 300, 300))
{
    QImage image(area.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    layout.draw(&painter, -area.topLeft(), image.rect(), {});
    return image;
}

QString colorsOf(const BlockLayout &layout, int line)
{
    const QTextBlock block = layout.document().findBlockByNumber(line);
    QStringList told;
    const QList<QTextLayout::FormatRange> formats = block.layout()->formats();
    for (const QTextLayout::FormatRange &range : formats) {
        told.append(
            block.text().mid(range.start, range.length) + u' ' + range.format.foreground().color().name());
    }
    return told.join(u' ');
}

Block blockOf(const QString &markdown)
{
    return parse(markdown).value(0);
}

} // namespace

class tst_CodeHighlight : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsDrawnIsColored()
    {
        BlockLayout layout(blockOf(QStringLiteral("```c\nreturn 1;\nx\n```")), coloredStyle());
        layout.setWidth(300);
        const qreal height = layout.height();
        QCOMPARE(colorsOf(layout, 0), QString());
        pictureOf(layout);
        QCOMPARE(colorsOf(layout, 0), QStringLiteral("return #0000ff 1 #00ff00"));
        QCOMPARE(colorsOf(layout, 1), QString());
        layout.setWidth(200);
        layout.setWidth(300);
        QCOMPARE(layout.height(), height);
        QCOMPARE(layout.textOfRange(0, layout.lastPosition()), QStringLiteral("return 1;\nx"));
    }

    void everyFenceStartsAnew()
    {
        BlockLayout layout(
            blockOf(QStringLiteral("- a\n\n  ```c\n  /* open\n  ```\n\n- b return\n\n  ```c\n  return\n"
                                   "  ```\n\n  ```py\n  # c\n  ```")),
            coloredStyle());
        layout.setWidth(300);
        pictureOf(layout);
        QStringList lines;
        for (int i = 0; i < layout.document().blockCount(); ++i) {
            lines.append(colorsOf(layout, i));
        }
        QCOMPARE(lines, (QStringList{QString(), QStringLiteral("/* open #ff0000"), QString(),
                            QStringLiteral("return #0000ff"), QStringLiteral("# c #ff0000")}));
    }

    void codeThatGrowsIsColoredAsIfItHadBeenThere()
    {
        const QString code =
            QStringLiteral("int a; /* one\ntwo */ return 1; // \"long long long long long long long\"\n}\n");
        const auto fence = [&](qsizetype size) {
            return blockOf(QStringLiteral("```c\n") + code.first(size));
        };
        Block before = fence(0);
        BlockLayout grown(before, coloredStyle());
        grown.setWidth(300);
        for (qsizetype size = 1; size <= code.size(); ++size) {
            const Block now = fence(size);
            QVERIFY(grown.grow(before, now));
            before = now;
            BlockLayout fresh(now, coloredStyle());
            fresh.setWidth(300);
            QCOMPARE(pictureOf(grown), pictureOf(fresh));
            QCOMPARE(grown.height(), fresh.height());
        }
    }

    /// Each line is read once on the way down, coloured only where it is seen, and a growing block costs its
    /// new lines.
    void theCostIsThatOfWhatIsNewAndShown()
    {
        QString text = QStringLiteral("```c\n") + QStringLiteral("return 1; // x\n").repeated(5000);
        Block before = blockOf(text);
        BlockLayout layout(before, coloredStyle());
        layout.setWidth(300);
        pictureOf(layout, QRect(0, 0, 300, 400));
        QVERIFY2(layout.highlight()->linesRead() < 40,
            qPrintable(QString::number(layout.highlight()->linesRead())));
        pictureOf(layout, QRect(0, static_cast<int>(layout.height()) - 400, 300, 400));
        QCOMPARE(layout.highlight()->linesRead(), 5000);
        QVERIFY(layout.highlight()->linesColored() < 80);
        for (int i = 0; i < 50; ++i) {
            text += QStringLiteral("return %1;\n").arg(i);
            const Block now = blockOf(text);
            QVERIFY(layout.grow(before, now));
            before = now;
            pictureOf(layout, QRect(0, static_cast<int>(layout.height()) - 400, 300, 400));
        }
        QVERIFY2(layout.highlight()->linesRead() <= 5000 + 2 * 50 + 2,
            qPrintable(QString::number(layout.highlight()->linesRead())));
        QVERIFY(layout.highlight()->linesColored() < 80 + 2 * 50 + 2);
        QVERIFY(!colorsOf(layout, 5010).isEmpty());
    }

    void unknownLanguagesStayPlain()
    {
        BlockLayout layout(blockOf(QStringLiteral("```nonsense\nreturn 1;\n```")), coloredStyle());
        layout.setWidth(300);
        pictureOf(layout);
        QCOMPARE(colorsOf(layout, 0), QString());
        QCOMPARE(layout.highlight()->linesRead(), 0);
    }
};

QTEST_MAIN(tst_CodeHighlight)
#include "tst_codehighlight.moc"
