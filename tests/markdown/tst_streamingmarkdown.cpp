#include "markdown/parser.h"
#include "markdown/streamingmarkdown.h"
#include "prefixlooks.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace throughline::markdown;

namespace {

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

/// Documents of the kind models write, and the places where cutting goes wrong.
QStringList ownExamples()
{
    return {
        QStringLiteral(
            "Intro with **bold**.\n\n1. One\n   - sub\n2. Two\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n"
            "```cpp\nint x;\n\n[a]: b\n```\n\nEnd."),
        QStringLiteral("para\nx\n| a |\n|---|\n| b |\n\nfoo"),
        QStringLiteral("para\n\npara\n#x\n\n# h\n\nx\n==="),
        QStringLiteral("see [a] and [b]\n\ntext\n\n[a]: /one\n[b\nc]: /two\n\n> [b]: /three\n\nend [a]"),
        QStringLiteral("a\r\nb\r\n\r\nc\rd\r\re\r\n"),
        QStringLiteral("one\n\n\uFEFFtwo\n\n\uFEFFthree\n\nfour"),
        QStringLiteral("😀 emoji\n\n中文 **粗体**\n\nשלום\n\n- [ ] a\n- [x] b\n"),
        QStringLiteral(
            "- a\n\n  b\n\n- c\n\n\n1. x\n\n   ```\n   code\n   ```\n2. y\n\n<div>\n\n*hi*\n\n</div>\n"),
        QStringLiteral("***\n---\n- - -\n\n    code\n\n\n    more\n\nend\n"),
        QString(QStringLiteral("> ")).repeated(300) + QStringLiteral("deep"),
    };
}

void compare(const StreamingMarkdown &streamed, const QString &text, const QList<Block> &expected)
{
    if (streamed.blocks() == expected) {
        return;
    }
    QString message = QStringLiteral("blocks %1, expected %2 for:\n%3")
                          .arg(streamed.blocks().size())
                          .arg(expected.size())
                          .arg(text);
    for (qsizetype i = 0; i < qMin(expected.size(), streamed.blocks().size()); ++i) {
        if (!(expected[i] == streamed.blocks()[i])) {
            const Block &a = streamed.blocks()[i];
            const Block &b = expected[i];
            message +=
                QStringLiteral("\nfirst difference at %1: kind %2/%3, source %4-%5/%6-%7, \"%8\"/\"%9\"")
                    .arg(i)
                    .arg(int(a.kind))
                    .arg(int(b.kind))
                    .arg(a.source.start)
                    .arg(a.source.end)
                    .arg(b.source.start)
                    .arg(b.source.end)
                    .arg(plainText(a), plainText(b));
            break;
        }
    }
    QFAIL(qPrintable(message));
}

} // namespace

class tst_StreamingMarkdown : public QObject
{
    Q_OBJECT

private:
    QStringList m_documents;

    /// Feeds \a text in pieces and checks after each of them.
    void feed(const QString &text, const QList<qsizetype> &cuts)
    {
        StreamingMarkdown markdown;
        QList<Block> before;
        qsizetype at = 0;
        for (const qsizetype cut : cuts) {
            markdown.append(QStringView(text).sliced(at, cut - at));
            at = cut;
            const qsizetype first = markdown.update();
            compare(markdown, text.first(at), parseUnfinished(text.first(at)));
            const QString wrong = throughline::test::strayBlocks(markdown.blocks(), text.first(at));
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            QVERIFY(first <= markdown.blocks().size());
            for (qsizetype i = 0; i < first; ++i) {
                QVERIFY2(i < before.size() && before[i] == markdown.blocks()[i], qPrintable(text));
            }
            before = markdown.blocks();
        }
        QCOMPARE(markdown.text(), text);
        markdown.finish();
        compare(markdown, text, parse(text));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_documents = ownExamples() + specificationExamples();
        QVERIFY(m_documents.size() >= 10);
    }

    void theSpecificationExamplesAreThere()
    {
        if (specificationExamples().isEmpty()) {
            QSKIP("markdown-examples.json is not on this machine");
        }
        QVERIFY2(specificationExamples().size() > 600, qPrintable(QString::number(m_documents.size())));
    }

    void everyPrefixEqualsTheParseOfThatPrefix()
    {
        for (const QString &document : std::as_const(m_documents)) {
            QList<qsizetype> cuts;
            for (qsizetype i = 1; i <= document.size(); ++i) {
                cuts.append(i);
            }
            feed(document, cuts);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
    }

    void anyCutGivesTheParseOfTheWhole()
    {
        QRandomGenerator random(20240607);
        for (const QString &document : std::as_const(m_documents)) {
            for (int round = 0; round < 3; ++round) {
                QList<qsizetype> cuts;
                for (qsizetype at = 0; at < document.size();) {
                    at = qMin<qsizetype>(document.size(), at + 1 + random.bounded(12));
                    cuts.append(at);
                }
                feed(document, cuts);
                if (QTest::currentTestFailed()) {
                    return;
                }
            }
        }
    }

    void documentsOneAfterTheOtherSettle()
    {
        // Long documents of several examples: settling, cutting and definitions that reach back.
        QRandomGenerator random(7);
        for (int round = 0; round < 60; ++round) {
            QString text;
            for (int i = 0; i < 8; ++i) {
                text += m_documents[random.bounded(int(m_documents.size()))] + QStringLiteral("\n\n");
            }
            QList<qsizetype> cuts;
            for (qsizetype at = 0; at < text.size();) {
                at = qMin<qsizetype>(text.size(), at + 1 + random.bounded(30));
                cuts.append(at);
            }
            feed(text, cuts);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
    }

    void finishedParagraphsAreSettled()
    {
        StreamingMarkdown markdown;
        for (int i = 0; i < 100; ++i) {
            markdown.append(QStringLiteral("Paragraph %1.\n\n").arg(i));
            QVERIFY(markdown.update() >= i - 1);
        }
        QCOMPARE(markdown.settledCount(), 99);
    }

    void aVeryLongReplyIsFinishedAsItWasRead()
    {
        StreamingMarkdown markdown;
        const QString paragraph = QStringLiteral("Some *words* of a paragraph.\n\n- and\n- a list\n\n");
        while (markdown.text().size() < 300 * 1024) {
            markdown.append(paragraph.repeated(50));
            markdown.update();
        }
        markdown.append(u"# The *end");
        const qsizetype changed = markdown.finish();
        QCOMPARE(changed, markdown.blocks().size() - 1);
        QCOMPARE(markdown.settledCount(), markdown.blocks().size());
        compare(markdown, markdown.text(), parse(markdown.text()));
        QCOMPARE(markdown.finish(), markdown.blocks().size());
    }

    void anIncompleteLineSettlesNothing()
    {
        StreamingMarkdown markdown;
        markdown.append(u"para\n#");
        markdown.update();
        QCOMPARE(markdown.blocks().size(), 1); // "#" may become a heading
        QCOMPARE(markdown.settledCount(), 0);
        markdown.append(u"x");
        QCOMPARE(markdown.update(), 0);
        QCOMPARE(markdown.blocks().size(), 1);
    }

    void aLateDefinitionReportsOnlyTheBlocksItChanges()
    {
        StreamingMarkdown markdown;
        markdown.append(u"one\n\nsee [x]\n\nthree\n\n");
        markdown.update();
        markdown.append(u"[x]: https://example.org/\n");
        QCOMPARE(markdown.update(), 1);
        QCOMPARE(markdown.blocks()[1].runs.last().href, QStringLiteral("https://example.org/"));
    }

    void aTextThatContinuesIsAnAppend()
    {
        StreamingMarkdown markdown;
        markdown.setText(QStringLiteral("a\n\nb\n\nc"));
        markdown.update();
        markdown.setText(QStringLiteral("a\n\nb\n\ncd"));
        QCOMPARE(markdown.update(), 2);
        markdown.setText(QStringLiteral("other"));
        QCOMPARE(markdown.update(), 0);
        QCOMPARE(markdown.blocks().size(), 1);
    }

    void theSourceRangesCoverTheTextTheyCameFrom()
    {
        const QString text = QStringLiteral("# H\n\npara **x**\n\n```js\n1\n```\n");
        const QList<Block> blocks = parse(text);
        QCOMPARE(blocks.size(), 3);
        QCOMPARE(text.sliced(blocks[1].source.start, 10), QStringLiteral("para **x**"));
        QCOMPARE(blocks[2].source.end, text.size());
        QCOMPARE(blocks[2].language, QStringLiteral("js"));
    }

    void footnotesComeLastInTheOrderOfTheirReferences()
    {
        const QString text =
            QStringLiteral("a[^b] c[^1] d[^none]\n\n[^1]: one\n\n[^b]: two\n\n    more\n\nend[^b]\n");
        const QList<Block> blocks = parse(text);
        QStringList told;
        for (const Block &block : blocks) {
            told.append(plainText(block));
        }
        QCOMPARE(told, (QStringList{QStringLiteral("a[1] c[2] d[^none]"), QStringLiteral("end[1]"),
                           QStringLiteral("[1] two\nmore"), QStringLiteral("[2] one")}));
        QVERIFY(blocks[0].runs[1].styles.testFlag(RunStyle::Note));
        QCOMPARE(blocks[2].kind, BlockKind::Footnote);
        QVERIFY(text.sliced(blocks[2].source.start).startsWith(QStringLiteral("[^b]: two")));
        QVERIFY(text.sliced(blocks[3].source.start, 10) == QStringLiteral("[^1]: one\n"));
        QCOMPARE(blocks[3].source.end, blocks[2].source.start);
    }

    void aFootnoteIsTextUntilItsDefinitionHasCome()
    {
        StreamingMarkdown markdown;
        markdown.append(u"one\n\nsee[^x]\n\nthree\n\n[^x]");
        markdown.update();
        QCOMPARE(plainText(markdown.blocks()[1]), QStringLiteral("see[^x]"));
        markdown.append(u": it");
        QCOMPARE(markdown.update(), 1);
        QCOMPARE(plainText(markdown.blocks()[1]), QStringLiteral("see[1]"));
        QCOMPARE(plainText(markdown.blocks().last()), QStringLiteral("[1] it"));
    }

    void hostileNestingIsFlattened()
    {
        const QString quotes = QStringLiteral(">").repeated(20000) + QStringLiteral(" deep");
        const QList<Block> blocks = parse(quotes);
        QCOMPARE(blocks.size(), 1);
        QVERIFY(plainText(blocks[0]).contains(QStringLiteral("deep")));
        const QString emphasis = QStringLiteral("*a _b ").repeated(5000);
        QCOMPARE(parse(emphasis).size(), 1);
    }

    void plainTextHasMarkersAndNoMarkup_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *markdown, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(markdown) << QString::fromUtf8(expected);
        };
        row("styles", "a **b** `c` ~~d~~ [e](http://f)", "a b c d e");
        row("ordered", "3. a\n4. b", "3. a\n4. b");
        row("bullets", "- a\n  - b", "• a\n• b");
        row("tasks", "- [x] a\n- [ ] b", "[x] a\n[ ] b");
        row("table", "| a | b |\n|-|-|\n| 1 | 2 |", "a\tb\n1\t2");
        row("code", "```c\nint x;\n\ny\n```", "int x;\n\ny");
        row("html", "<script>x</script>", "<script>x</script>");
        row("image", "![alt](http://x/y.png)", "alt");
    }

    void plainTextHasMarkersAndNoMarkup()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, expected);
        const QList<Block> blocks = parse(markdown);
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(plainText(blocks[0]), expected);
    }
};

QTEST_GUILESS_MAIN(tst_StreamingMarkdown)
#include "tst_streamingmarkdown.moc"
