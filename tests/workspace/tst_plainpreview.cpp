#include "workspace/plainpreview.h"

#include <QTest>

using throughline::workspace::plainPreview;

class TestPlainPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksGoAndWordsStay_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("preview");
        const auto row = [](const char *markdown, const char *preview) {
            QTest::newRow(markdown) << QString::fromUtf8(markdown) << QString::fromUtf8(preview);
        };
        row("plain words", "plain words");
        row("# Title\n\nand text", "Title and text");
        row("> - 1. nested", "nested");
        row("**bold** and *slanted* and ~~gone~~", "bold and slanted and gone");
        row("call `snake_case(a * b)`", "call snake_case(a * b)");
        row("2*3*4 and a_b_c stay", "2*3*4 and a_b_c stay");
        row("see [the plan](https://example.org/a) now", "see the plan now");
        row("a cut [link](https://exam", "a cut link");
        row("```cpp\nint x;\n```", "int x;");
        row("- [ ] a task", "[ ] a task");
        row("price: -5 to +7", "price: -5 to +7");
        row("日本語 **太字** です", "日本語 太字 です");
    }
    void marksGoAndWordsStay()
    {
        QFETCH(QString, markdown);
        QTEST(plainPreview(markdown), "preview");
    }

    void aHugeTextCostsNoMoreThanALine()
    {
        QVERIFY(plainPreview(QString(10'000'000, QLatin1Char('['))).size() <= 400);
    }
};

QTEST_GUILESS_MAIN(TestPlainPreview)
#include "tst_plainpreview.moc"
