#include "server/provider/guidewords.h"

#include <QTest>

using namespace throughline::server::provider::guide;

class TestGuideWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoStatementsSeemToContradict_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("seem");
        const auto row = [](const char *a, const char *b, bool seem) {
            QTest::newRow(qPrintable(QString::fromUtf8(a) + QStringLiteral(" | ") + QString::fromUtf8(b)))
                << QString::fromUtf8(a) << QString::fromUtf8(b) << seem;
        };
        row("SQLite handles this load fine.", "SQLite can't handle this load.", true);
        row("The nightly backup never fails.", "The nightly backup fails every month.", true);
        row("Rust builds are slower than Go builds.", "Rust builds are faster than Go builds.", true);
        row("The index takes 40 GB on disk.", "The index takes 400 GB on disk.", true);
        row("We must finish the migration before June.", "We must finish the migration after June.", true);
        row("Leasing the vans is cheaper.", "Leasing the vans is more expensive.", true);
        row("The old printer driver is unreliable.", "The old printer driver isn't reliable.", false);
        row("SQLite handles this load fine.", "The team can't handle the meetings.", false);
        row("The index takes 40 GB on disk.", "The backup takes 400 GB on tape.", false);
        row("It has to run on 4 GB of RAM.", "We can't hire before June.", false);
        row("Churn doubled last year.", "Churn doubled last year.", false);
        row("Not sure.", "Sure.", false);
        row("", "", false);
    }

    void twoStatementsSeemToContradict()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, seem);
        QCOMPARE(seemToContradict(a, b), seem);
        QCOMPARE(seemToContradict(b, a), seem);
    }

    void cuesAreSeen_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cues");
        const auto row = [](const char *text, const char *cues) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(cues);
        };
        row("I want onboarding to take one afternoon.", "number");
        row("Cut our cloud bill by a third.", "number comparative");
        row("It'd be great if search worked offline.", "");
        row("We can't hire before June.", "time");
        row("Users probably won't read it.", "people future");
        row("I'm assuming the API stays free.", "future");
        row("The GDPR asks for it.", "rule");
        row("Should we lease or buy?", "alternatives");
        row("I'm leaning towards Postgres.", "");
        row("The changelog says it's fixed.", "source");
        row("Per our survey of 2024, 60 % churned.", "number time source");
        row("I measured 40 ms on staging yesterday.", "number time source");
        row("It may be late.", "");
    }

    void cuesAreSeen()
    {
        QFETCH(QString, text);
        QFETCH(QString, cues);
        QStringList seen;
        const auto note = [&seen](bool is, const char *cue) {
            if (is)
                seen.append(QString::fromUtf8(cue));
        };
        note(namesNumber(text), "number");
        note(namesTime(text), "time");
        note(namesSource(text), "source");
        note(isAboutPeople(text), "people");
        note(isAboutTheFuture(text), "future");
        note(isComparative(text), "comparative");
        note(isByRule(text), "rule");
        note(namesAlternatives(text), "alternatives");
        QCOMPARE(seen.join(u' '), cues);
    }

    void endingsDoNotKeepWordsApart()
    {
        QCOMPARE(
            sharedWords(QStringLiteral("Two vendors failed us"), QStringLiteral("The vendor fails, always")),
            2);
        QCOMPARE(sharedWords(QStringLiteral("Größe der Datei"), QStringLiteral("Die Datei-Größe")), 2);
        QCOMPARE(sharedWords(QStringLiteral("we have it"), QStringLiteral("we have it")), 0);
    }
};

QTEST_GUILESS_MAIN(TestGuideWords)
#include "tst_guidewords.moc"
