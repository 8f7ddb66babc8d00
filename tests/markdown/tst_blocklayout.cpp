#include "markdown/blocklayout.h"
#include "markdown/parser.h"
#include "markdown/streamingmarkdown.h"
#include "markdown/teststyle.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QTcpServer>
#include <QTest>
#include <QTextBlock>

using namespace throughline::markdown;
using throughline::test::testStyle;

namespace {

Block only(const QString &markdown)
{
    return parse(markdown).value(0);
}

QStringList specificationExamples()
{
    QString folder = qEnvironmentVariable("THROUGHLINE_TEST_DATA");
    if (folder.isEmpty()) {
        folder = QStringLiteral(THROUGHLINE_SOURCE_DIR "/../shared/data");
    }
    QFile file(folder + QStringLiteral("/markdown-examples.json"));
    QStringList examples;
    if (file.open(QIODevice::ReadOnly)) {
        const QJsonArray array = QJsonDocument::fromJson(file.readAll()).array();
        for (const QJsonValue &value : array) {
            examples.append(value.toObject().value(QStringLiteral("markdown")).toString());
        }
    }
    return examples;
}

} // namespace

class tst_BlockLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aParagraphIsAsHighAsItsLines()
    {
        BlockLayout one(only(QStringLiteral("word")), testStyle());
        one.setWidth(620);
        QCOMPARE(one.height(), 23.0);
        BlockLayout three(only(QStringLiteral("a\\\nb\\\nc")), testStyle());
        three.setWidth(620);
        QCOMPARE(three.height(), 69.0);
    }

    void whatStandsOutIsInTheColourOfText()
    {
        BlockLayout layout(
            only(QStringLiteral("[linked](https://example.org/) [linked](https://example.org/)")),
            testStyle());
        layout.setWidth(620);
        QImage image(620, 24, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        layout.draw(&painter, {}, image.rect(), {{.start = 0, .end = 6, .ground = QColor(250, 240, 220)}});
        painter.end();
        const LineRect first = layout.rectsOfRange(0, 6).value(0);
        const auto hasBlue = [&](int from, int to) {
            for (int y = 0; y < image.height(); ++y) {
                for (int x = from; x < to; ++x) {
                    const QRgb pixel = image.pixel(x, y);
                    if (qBlue(pixel) > qRed(pixel) + 60)
                        return true;
                }
            }
            return false;
        };
        const int end = qRound(first.rect.right());
        QVERIFY(end > 20);
        QVERIFY(!hasBlue(0, end));
        QVERIFY(hasBlue(end + 2, image.width()));
    }

    void mixedFontsDoNotChangeTheRhythm()
    {
        BlockLayout mixed(only(QStringLiteral("a `b` 中文 😀 **c**\\\nשלום")), testStyle());
        mixed.setWidth(620);
        QCOMPARE(mixed.height(), 46.0);
    }

    void allOfABlockSelectedIsItsPlainText()
    {
        const QStringList documents =
            specificationExamples() +
            QStringList{
                QStringLiteral("- a\n  1. b\n\n     c\n- [x] d\n\n> q\n> > r\n>\n> ```\n> x\n> y\n> ```"),
                QStringLiteral("a[^1] ![b](https://x/y)\n\n[^1]: c\n\n    - d\n"),
                QStringLiteral("| a | b |\n|-|-|\n| 1 | 2 |\n\n- x\n\n  | a |\n  |---|\n  | b |\n\n  y")};
        for (const QString &document : documents) {
            const QList<Block> blocks = parse(document);
            for (const Block &block : blocks) {
                BlockLayout layout(block, testStyle());
                layout.setWidth(400);
                QCOMPARE(layout.textOfRange(0, layout.lastPosition()), safeText(plainText(block)));
            }
        }
    }

    void nothingAMessageNamesIsOpened_data()
    {
        QTest::addColumn<QString>("markdown");
        const char *payloads[] = {"![x](%1)", "[x](%1)", "<img src=\"%1\">", "![x][r]\n\n[r]: %1",
            "[![x](%1)](%1)", "<%1>", "| a |\n|---|\n| ![x](%1) |", "- ![x](%1)",
            "<link rel=stylesheet href=%1>", "<object data=\"%1\">"};
        const char *targets[] = {"file:///etc/passwd", "/etc/passwd", "qrc:/x.png", ":/x.png",
            "http://127.0.0.1:%2/x.png", "//127.0.0.1:%2/x.png",
            "data:image/png;base64,iVBORw0KGgo=", "\\\\\\\\host\\\\share\\\\x.png", "ftp://127.0.0.1:%2/"};
        for (const char *payload : payloads) {
            for (const char *target : targets) {
                const QString text =
                    QString::fromLatin1(payload).replace(QStringLiteral("%1"), QString::fromLatin1(target));
                QTest::newRow(qPrintable(text.simplified())) << text;
            }
        }
    }

    void nothingAMessageNamesIsOpened()
    {
        QFETCH(QString, markdown);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QList<Block> blocks =
            parse(markdown.replace(QStringLiteral("%2"), QString::number(server.serverPort())));
        for (const Block &block : blocks) {
            BlockLayout layout(block, testStyle());
            layout.setWidth(300);
            QImage image(300, 200, QImage::Format_ARGB32_Premultiplied);
            QPainter painter(&image);
            layout.draw(&painter, {}, image.rect(), {});
            for (QTextBlock text = layout.document().begin(); text.isValid(); text = text.next()) {
                for (auto it = text.begin(); !it.atEnd(); ++it) {
                    QVERIFY(!it.fragment().charFormat().isImageFormat());
                }
            }
            for (const auto type : {QTextDocument::ImageResource, QTextDocument::StyleSheetResource,
                     QTextDocument::HtmlResource}) {
                QVERIFY(
                    !layout.document().resource(type, QUrl(QStringLiteral("file:///etc/passwd"))).isValid());
            }
        }
        QVERIFY(!server.waitForNewConnection(5));
    }

    void charactersThatMeanSomethingToTheDocumentAreReplaced()
    {
        const QString hostile =
            QStringLiteral("a") + QChar(0xFFFC) + QChar(0xFDD0) + QChar(0x2029) + QStringLiteral("b");
        BlockLayout layout(only(hostile), testStyle());
        layout.setWidth(200);
        QCOMPARE(layout.document().blockCount(), 1);
        QCOMPARE(layout.document().characterCount() - 1, hostile.size());
    }

    void inCodeAndLinksNothingHides()
    {
        const QString hidden = QStringLiteral("a\u202Eb\u2066c\u001Bd");
        const QString shown = QStringLiteral("a\uFFFDb\uFFFDc\u241Bd");
        for (const QString &markdown : {QStringLiteral("`%1`"), QStringLiteral("```\n%1\n```"),
                 QStringLiteral("[%1](https://example.org)"), QStringLiteral("x <b title='%1'>")}) {
            BlockLayout layout(only(markdown.arg(hidden)), testStyle());
            QVERIFY2(layout.document().toPlainText().contains(shown), qPrintable(markdown));
        }
        BlockLayout text(only(QStringLiteral("plain \u202Etext")), testStyle());
        QCOMPARE(text.document().toPlainText(), QStringLiteral("plain \u202Etext"));
    }

    void aPictureSaysWhatItIsAndWhoseItIs()
    {
        BlockLayout picture(
            only(QStringLiteral("![a cat](https://user@img.example.org/x.png?q)")), testStyle());
        QCOMPARE(picture.document().toPlainText(), QStringLiteral("Image a cat · img.example.org"));
        QCOMPARE(picture.textOfRange(0, picture.lastPosition()), QStringLiteral("a cat"));
        BlockLayout linked(
            only(QStringLiteral("[![a](data:image/png;base64,x)](https://example.org)")), testStyle());
        QCOMPARE(linked.document().toPlainText(), QStringLiteral("Image a · data"));
        BlockLayout bare(only(QStringLiteral("![](https://example.org/x.png)")), testStyle());
        QCOMPARE(bare.document().toPlainText(), QStringLiteral("Image https://example.org/x.png"));
    }

    void aFootnoteHasItsNumberBesideIt()
    {
        const QList<Block> blocks = parse(QStringLiteral("a[^1]\n\n[^1]: one\n\n    two"));
        BlockLayout note(blocks[1], testStyle());
        note.setWidth(300);
        QCOMPARE(note.height(), 2 * 23 + 11.0);
        QCOMPARE(note.textOfRange(0, note.lastPosition()), plainText(blocks[1]));
    }

    void linksAreFoundWhereTheyAreDrawn()
    {
        BlockLayout layout(only(QStringLiteral("see [this](https://example.org/a) now")), testStyle());
        layout.setWidth(620);
        const QRectF rect = layout.rectsOfRange(4, 8).value(0).rect;
        QCOMPARE(layout.linkAt(rect.center()), QStringLiteral("https://example.org/a"));
        QVERIFY(layout.linkAt(QPointF(2, rect.center().y())).isEmpty());
    }

    void rangesAreSplitByLine()
    {
        BlockLayout layout(only(QStringLiteral("word ").repeated(40)), testStyle());
        layout.setWidth(300);
        const QList<LineRect> rects = layout.rectsOfRange(0, layout.lastPosition());
        QCOMPARE(rects.size(), qRound(layout.height() / 23));
        for (qsizetype i = 1; i < rects.size(); ++i) {
            QCOMPARE(rects[i].rect.top() - rects[i - 1].rect.top(), 23.0);
        }
    }

    void theEstimateIsNotFarOff()
    {
        const QStringList documents{QStringLiteral("word ").repeated(200),
            QStringLiteral("```\na\nb\nc\nd\n```"), QStringLiteral("- one\n- two\n- three"),
            QStringLiteral("| a |\n|-|\n| 1 |\n| 2 |")};
        for (const QString &document : documents) {
            const Block block = only(document);
            BlockLayout layout(block, testStyle());
            layout.setWidth(620);
            const int estimate = BlockLayout::estimatedHeight(block, testStyle(), 620);
            QVERIFY2(estimate > layout.height() * 0.6 && estimate < layout.height() * 1.6,
                qPrintable(QStringLiteral("%1 for %2: %3").arg(estimate).arg(layout.height()).arg(document)));
        }
    }

    void codeThatGrowsLooksLikeCodeThatWasThereFromTheStart()
    {
        const QString code =
            QStringLiteral("int a;\n\n\tb = \"long long long long long long long long long\";\n}\n");
        const auto blockOf = [&](qsizetype size) {
            return only(QStringLiteral("```c\n") + code.first(size));
        };
        Block before = blockOf(0);
        BlockLayout grown(before, testStyle());
        grown.setWidth(250);
        for (qsizetype size = 1; size <= code.size(); ++size) {
            const Block now = blockOf(size);
            QVERIFY(grown.grow(before, now));
            before = now;
            BlockLayout fresh(now, testStyle());
            fresh.setWidth(250);
            QCOMPARE(grown.height(), fresh.height());
            QCOMPARE(grown.document().toPlainText(), fresh.document().toPlainText());
            QCOMPARE(grown.cursorRect(grown.endOfText()), fresh.cursorRect(fresh.endOfText()));
        }
        const auto picture = [](const BlockLayout &layout) {
            QImage image(250, 200, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            layout.draw(&painter, {}, image.rect(), {});
            return image;
        };
        BlockLayout fresh(before, testStyle());
        fresh.setWidth(250);
        QCOMPARE(picture(grown), picture(fresh));
        QVERIFY(!grown.grow(before, only(QStringLiteral("```c\nother"))));
        QVERIFY(!grown.grow(before, only(QStringLiteral("text"))));
    }

    void aBoxAtTheEndOfAListIsInsideTheBlock()
    {
        BlockLayout list(only(QStringLiteral("- a\n\n  ```c\n  int x;\n  ```")), testStyle());
        list.setWidth(300);
        const QRectF line = list.rectsOfRange(2, 5).value(0).cell;
        QCOMPARE(list.height() - line.bottom(), 10.0);
    }

    void anItemKeepsItsDistanceFromABoxAboveIt()
    {
        const auto top = [](const BlockLayout &list) {
            const int at = static_cast<int>(list.document().toPlainText().indexOf(QStringLiteral("next")));
            return list.rectsOfRange(at, at + 4).value(0).cell.top();
        };
        BlockLayout item(only(QStringLiteral("- a\n\n  ```c\n  int x;\n  ```\n\n- next")), testStyle());
        BlockLayout paragraph(only(QStringLiteral("- a\n\n  ```c\n  int x;\n  ```\n\n  next")), testStyle());
        item.setWidth(300);
        paragraph.setWidth(300);
        QCOMPARE(top(item), top(paragraph));
    }

    void theWidestColumnGivesWayAndNarrowOnesStayWhole()
    {
        BlockLayout table(only(QStringLiteral("| a | b |\n|---|---|\n| short | ") + QString(200, u'x') +
                               QStringLiteral(" |")),
            testStyle());
        table.setWidth(300);
        const int at = static_cast<int>(table.document().toPlainText().indexOf(QStringLiteral("short")));
        QCOMPARE(table.rectsOfRange(at, at + 5).size(), 1);
        QVERIFY(table.document().size().width() <= 300);
    }

    void aQuotesBarRunsBesideItsTables()
    {
        BlockLayout quote(
            only(QStringLiteral("> one\n>\n> | a |\n> |---|\n> | b |\n>\n> two\n>\n> | c |\n> |---|")),
            testStyle());
        quote.setWidth(300);
        QImage image(300, static_cast<int>(quote.height()), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        quote.draw(&painter, {}, image.rect(), {});
        for (int y = 3; y < image.height() - 3; ++y) {
            QVERIFY2(image.pixelColor(1, y) == testStyle().border, qPrintable(QString::number(y)));
        }
    }

    void documentsAreCounted()
    {
        const int before = SafeDocument::liveCount();
        {
            BlockLayout layout(only(QStringLiteral("x")), testStyle());
            QCOMPARE(SafeDocument::liveCount(), before + 1);
        }
        QCOMPARE(SafeDocument::liveCount(), before);
    }
};

QTEST_MAIN(tst_BlockLayout)
#include "tst_blocklayout.moc"
