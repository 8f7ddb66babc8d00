#include "workspace/namesearch.h"

#include <QTest>

using namespace throughline::workspace;

class TestNameSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatFits_data();
    void findsWhatFits();
};

void TestNameSearch::findsWhatFits_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("found");

    QTest::newRow("nothing typed: all, in order")
        << QStringLiteral("  ")
        << QStringList{QStringLiteral("New conversation"), QStringLiteral("Archive the conversation"),
               QStringLiteral("Unarchive"), QStringLiteral("Theme: dark"), QStringLiteral("Öffnen")};
    QTest::newRow("whatever the case")
        << QStringLiteral("DARK") << QStringList{QStringLiteral("Theme: dark")};
    QTest::newRow("the start of a name before the start of a word")
        << QStringLiteral("arch")
        << QStringList{QStringLiteral("Archive the conversation"), QStringLiteral("Unarchive")};
    QTest::newRow("of equals the earlier")
        << QStringLiteral("ve")
        << QStringList{QStringLiteral("New conversation"), QStringLiteral("Archive the conversation"),
               QStringLiteral("Unarchive")};
    QTest::newRow("every word, in any order")
        << QStringLiteral("conv arch") << QStringList{QStringLiteral("Archive the conversation")};
    QTest::newRow("behind a colon a word starts")
        << QStringLiteral("d") << QStringList{QStringLiteral("Theme: dark")};
    QTest::newRow("other letters") << QStringLiteral("ö") << QStringList{QStringLiteral("Öffnen")};
    QTest::newRow("nothing fits") << QStringLiteral("dark conversation") << QStringList();
}

void TestNameSearch::findsWhatFits()
{
    QFETCH(const QString, words);
    const QStringList names{QStringLiteral("New conversation"), QStringLiteral("Archive the conversation"),
        QStringLiteral("Unarchive"), QStringLiteral("Theme: dark"), QStringLiteral("Öffnen")};
    QStringList found;
    for (const int index : namesThatFit(names, words))
        found.append(names[index]);
    QTEST(found, "found");
}

QTEST_APPLESS_MAIN(TestNameSearch)
#include "tst_namesearch.moc"
