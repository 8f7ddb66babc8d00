#include "server/service/threadtitle.h"

#include <QTest>

using throughline::server::service::titleFromMessage;

class TestThreadTitle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstWordsBecomeTheTitle_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("title");
        const auto row = [](const char *name, const QString &message, const char *title) {
            QTest::newRow(name) << message << QString::fromUtf8(title);
        };
        row("short", QStringLiteral("Should we lease or buy?"), "Should we lease or buy?");
        row("first line with words", QStringLiteral("\n---\n\n  Lease or buy?\nMore."), "Lease or buy?");
        row("Markdown", QStringLiteral("## **Plan** for `x` and [docs](http://a.b)"), "Plan for x and docs");
        row("snake case stays", QStringLiteral("rename max_page_count"), "rename max_page_count");
        row("list", QStringLiteral("1. first thing"), "first thing");
        row("white space and control characters", QStringLiteral("a\t \x01 b"), "a b");
        row("cut between words",
            QStringLiteral(
                "We need to decide where the search index should live before the summer release comes"),
            "We need to decide where the search index should live before\u2026");
        row("cut inside a text without spaces", QString(80, QChar(0x9078)),
            "\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078"
            "\u9078"
            "\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078"
            "\u9078"
            "\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078"
            "\u9078"
            "\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u9078\u2026");
        row("an emoji is a word", QStringLiteral("\U0001f44d"), "\U0001f44d");
        row("no words at all", QStringLiteral("?! ... ---"), "");
        row("nothing", QString(), "");
    }

    void theFirstWordsBecomeTheTitle()
    {
        QFETCH(QString, message);
        QFETCH(QString, title);
        QCOMPARE(titleFromMessage(message), title);
    }

    void aCutNeverSplitsACharacter()
    {
        for (int before = 50; before < 62; ++before) {
            const QString title = titleFromMessage(
                QString(before, u'x') + QStringLiteral("\U0001f469\u200d\U0001f680").repeated(9));
            QVERIFY2(title.isValidUtf16(), qPrintable(title));
            QVERIFY2(title.size() <= 61, qPrintable(QString::number(title.size())));
        }
    }
};

QTEST_GUILESS_MAIN(TestThreadTitle)
#include "tst_threadtitle.moc"
