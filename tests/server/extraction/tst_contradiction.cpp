#include "server/extraction/contradiction.h"

#include <QTest>

using namespace throughline::server::extraction;

class TestContradiction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statementsAreCompared_data();
    void statementsAreCompared();
};

void TestContradiction::statementsAreCompared_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("seems");
    const auto row = [](const char *one, const char *other, bool seems) {
        QTest::newRow(one) << QString::fromUtf8(one) << QString::fromUtf8(other) << seems;
    };
    row("SQLite handles this load", "SQLite can't handle this load", true);
    row("Rust builds faster than Go", "Rust builds are slower than Go", true);
    row("We can hire before June", "We can't hire before June.", true);
    row("Users never read the manual", "Users always read the manual", true);
    row("The budget is 5,000 euros", "The budget is 8,000 euros", true);
    row("Churn doubled last year", "Churn halved last year", true);
    row("The search is cheap", "the search is EXPENSIVE!", true);
    row("Let's keep the Windows build", "Let's drop the Windows build", true);

    row("SQLite handles that load", "Postgres doesn't handle backups", false);
    row("The API stays free", "The API stays free", false);
    row("The index is fast", "The parser is slow", false);
    row("We can't hire before May", "We can't hire before spring", false);
    row("It has to run on 4 GB of RAM", "It has to ship by June 12", false);
    row("The old plan isn't slow", "The old plan is fast", false);
    row("No more than 5 users", "No more than 5 vendors", false);
    row("Email", "Not", false);
    row("", "", false);
}

void TestContradiction::statementsAreCompared()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(bool, seems);
    const Contradiction contradiction;
    const auto a = contradiction.statement(one);
    const auto b = contradiction.statement(other);
    QCOMPARE(Contradiction::seemsBetween(a, b), seems);
    QCOMPARE(Contradiction::seemsBetween(b, a), seems);
}

QTEST_GUILESS_MAIN(TestContradiction)
#include "tst_contradiction.moc"
