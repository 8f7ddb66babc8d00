#include "workspace/transcriptsearch.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using workspace::TranscriptModel;
using workspace::TranscriptSearch;
using workspace::wordsIn;
using Wrapped = TranscriptSearch::Wrapped;
using Place = TranscriptSearch::Place;

namespace {

TranscriptModel::Row row(const QString &text)
{
    static int number = 0;
    TranscriptModel::Row row;
    row.message.id = QStringLiteral("m%1").arg(++number);
    row.message.content = text;
    return row;
}

/// A conversation and a search in it that counts how often messages are looked at.
struct Bench
{
    explicit Bench(const QStringList &texts)
    {
        QList<TranscriptModel::Row> rows;
        for (const QString &text : texts) {
            rows.append(row(text));
        }
        model.setRows(rows);
        search.setModel(&model);
        QObject::connect(&search, &TranscriptSearch::currentChanged, &search,
            [this](Wrapped wrapped) { wraps.append(wrapped); });
    }
    void finish()
    {
        while (search.hasWork()) {
            search.advance(QDeadlineTimer(QDeadlineTimer::Forever));
        }
    }
    void look(const QString &words, int from = 0)
    {
        search.setWords(words, from);
        finish();
    }

    TranscriptModel model;
    int looks = 0;
    QList<Wrapped> wraps;
    TranscriptSearch search{[this](const TranscriptModel::Row &row, const QString &) {
        ++looks;
        return std::optional(row.message.content.split(u'\n'));
    }};
};

} // namespace

class tst_TranscriptSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreFoundWhateverTheirCase()
    {
        QCOMPARE(wordsIn(QStringLiteral("Aa aA"), QStringLiteral("aa")), (QList<int>{0, 3}));
        QCOMPARE(wordsIn(QStringLiteral("aaaa"), QStringLiteral("aa")), (QList<int>{0, 2}));
        QCOMPARE(wordsIn(QStringLiteral("ÜBER über"), QStringLiteral("über")), (QList<int>{0, 5}));
        QCOMPARE(wordsIn(QStringLiteral("a\u2028b\u00A0c\td"), QStringLiteral("a b c d")), QList<int>{0});
        QCOMPARE(wordsIn(QStringLiteral("(a.b*c)"), QStringLiteral("a.b*")), QList<int>{1});
        QCOMPARE(wordsIn(QStringLiteral("abc"), QString()), QList<int>());
    }

    void placesAreCountedAndGoneThroughInOrder()
    {
        Bench bench({QStringLiteral("x and x"), QStringLiteral("none"), QStringLiteral("an x\nand x x")});
        bench.look(QStringLiteral("x"));
        QVERIFY(bench.search.isComplete());
        QCOMPARE(bench.search.count(), 5);
        QCOMPARE(bench.search.current(), (Place{0, 0}));
        QCOMPARE(bench.search.position(), 1);
        const QList<Place> wanted{{0, 1}, {2, 0}, {2, 1}, {2, 2}};
        for (const Place &place : wanted) {
            bench.search.step(1);
            QCOMPARE(bench.search.current(), place);
        }
        QCOMPARE(bench.search.position(), 5);
        QCOMPARE(bench.wraps, QList<Wrapped>(5, Wrapped::No));
        bench.search.step(1);
        QCOMPARE(bench.search.position(), 1);
        QCOMPARE(bench.wraps.last(), Wrapped::ToFirst);
        bench.search.step(-1);
        QCOMPARE(bench.search.position(), 5);
        QCOMPARE(bench.wraps.last(), Wrapped::ToLast);
        bench.search.step(-1);
        QCOMPARE(bench.search.position(), 4);
        QCOMPARE(bench.wraps.last(), Wrapped::No);
    }

    void theOnlyPlaceIsGoneRoundTo()
    {
        Bench bench({QStringLiteral("a"), QStringLiteral("x")});
        bench.look(QStringLiteral("x"));
        bench.search.step(1);
        QCOMPARE(bench.wraps, (QList<Wrapped>{Wrapped::No, Wrapped::ToFirst}));
        QCOMPARE(bench.search.current(), (Place{1, 0}));
    }

    void theFirstPlaceIsAfterWhereTheReaderIs()
    {
        Bench bench({QStringLiteral("x"), QStringLiteral("a"), QStringLiteral("x")});
        bench.look(QStringLiteral("x"), 1);
        QCOMPARE(bench.search.current(), (Place{2, 0}));
        QCOMPARE(bench.search.position(), 2);
        bench.search.setWords({}, 0);
        QVERIFY(!bench.search.isActive());
        bench.model.append(row(QStringLiteral("nothing")));
        bench.look(QStringLiteral("x"), 3);
        QCOMPARE(bench.search.current(), (Place{0, 0}));
    }

    void whenThereIsNothingNothingIsShown()
    {
        Bench bench({QStringLiteral("a")});
        bench.look(QStringLiteral("x"));
        QCOMPARE(bench.search.count(), 0);
        QVERIFY(bench.search.isComplete());
        bench.search.step(1);
        bench.search.step(-1);
        QCOMPARE(bench.search.position(), 0);
        QCOMPARE(bench.wraps.size(), 0);
        bench.look(QStringLiteral("  "));
        QVERIFY(!bench.search.isActive());
    }

    void oneSliceLooksAtWhatThereIsTimeFor()
    {
        QList<TranscriptModel::Row> rows(100'000, row(QStringLiteral("some words")));
        for (int i = 0; i < rows.size(); ++i) {
            rows[i].message.id = QString::number(i);
        }
        rows[99'999].message.content = QStringLiteral("x");
        Bench bench({});
        bench.model.setRows(rows);
        bench.search.setWords(QStringLiteral("x"), 0);
        QCOMPARE(bench.looks, 0);
        bench.search.advance(QDeadlineTimer(0));
        QCOMPARE(bench.looks, 1);
        QVERIFY(bench.search.hasWork());
        QVERIFY(!bench.search.isComplete());
        bench.finish();
        QCOMPARE(bench.looks, 100'000);
        QCOMPARE(bench.search.current(), (Place{99'999, 0}));
    }

    void aStepBeforeAllIsKnownIsMadeWhenItIs()
    {
        Bench bench({QStringLiteral("x"), QStringLiteral("x"), QStringLiteral("x")});
        bench.search.setWords(QStringLiteral("x"), 0);
        bench.search.advance(QDeadlineTimer(0));
        bench.search.step(-1);
        QCOMPARE(bench.search.current(), (Place{0, 0}));
        bench.finish();
        QCOMPARE(bench.search.current(), (Place{2, 0}));
    }

    void longerWordsAreLookedForWhereTheShorterOnesWere()
    {
        Bench bench({QStringLiteral("abc"), QStringLiteral("zzz"), QStringLiteral("ab ABC")});
        bench.look(QStringLiteral("ab"));
        QCOMPARE(bench.search.count(), 3);
        bench.looks = 0;
        bench.look(QStringLiteral("abc"));
        QCOMPARE(bench.looks, 2);
        QCOMPARE(bench.search.count(), 2);
        bench.look(QStringLiteral("b"));
        QCOMPARE(bench.search.count(), 3);
    }

    void whatGrowsIsLookedAtAgainAndTheCurrentPlaceStays()
    {
        Bench bench({QStringLiteral("x"), QStringLiteral("x"), QStringLiteral("half an ")});
        bench.look(QStringLiteral("x"));
        bench.search.step(1);
        bench.looks = 0;
        bench.model.appendText(2, QStringLiteral("x and x"));
        QVERIFY(bench.search.hasWork());
        QVERIFY(bench.search.isComplete()); // as far as is known
        QCOMPARE(bench.search.count(), 2);
        bench.finish();
        QCOMPARE(bench.looks, 1);
        QCOMPARE(bench.search.count(), 4);
        QCOMPARE(bench.search.current(), (Place{1, 0}));
        QCOMPARE(bench.wraps.size(), 2);
    }

    void rowsThatComeAndGoMoveThePlaces()
    {
        Bench bench({QStringLiteral("x"), QStringLiteral("a"), QStringLiteral("x x")});
        bench.look(QStringLiteral("x"));
        bench.search.step(1);
        bench.search.step(1);
        QCOMPARE(bench.search.current(), (Place{2, 1}));
        bench.model.insert(0, row(QStringLiteral("x x x")));
        bench.finish();
        QCOMPARE(bench.search.count(), 6);
        QCOMPARE(bench.search.current(), (Place{3, 1}));
        QCOMPARE(bench.search.position(), 6);
        bench.model.removeRow(1);
        QCOMPARE(bench.search.count(), 5);
        QCOMPARE(bench.search.position(), 5);
        bench.model.removeRow(2);
        QCOMPARE(bench.search.count(), 3);
        QCOMPARE(bench.search.position(), 0);
        bench.search.step(1);
        QCOMPARE(bench.search.current(), (Place{0, 0}));
    }

    void aPlaceThatIsGoneGivesWayToItsNeighbour()
    {
        Bench bench({QStringLiteral("x"), QStringLiteral("x x")});
        bench.look(QStringLiteral("x"));
        bench.search.step(-1);
        QCOMPARE(bench.search.current(), (Place{1, 1}));
        TranscriptModel::Row changed = bench.model.row(1);
        changed.message.content = QStringLiteral("x");
        bench.model.update(1, changed);
        bench.finish();
        QCOMPARE(bench.search.current(), (Place{1, 0}));
        changed.message.content = QStringLiteral("a");
        bench.model.update(1, changed);
        bench.finish();
        QCOMPARE(bench.search.current(), (Place{0, 0}));
        QCOMPARE(bench.search.position(), 1);
    }

    void aVeryLongMessageIsAskedForUntilItIsRead()
    {
        TranscriptModel model;
        model.setRows({row(QStringLiteral("x")), row(QStringLiteral("x"))});
        int pieces = 0;
        TranscriptSearch search([&pieces](const TranscriptModel::Row &row, const QString &) {
            return ++pieces < 4 ? std::nullopt : std::optional(QStringList{row.message.content});
        });
        search.setModel(&model);
        search.setWords(QStringLiteral("x"), 0);
        for (int i = 0; i < 3; ++i) {
            search.advance(QDeadlineTimer(QDeadlineTimer::Forever));
            QCOMPARE(pieces, i + 1);
        }
        search.advance(QDeadlineTimer(QDeadlineTimer::Forever));
        QVERIFY(!search.hasWork());
        QCOMPARE(search.count(), 2);
    }

    void anotherConversationIsLookedAtForTheSameWords()
    {
        Bench bench({QStringLiteral("x")});
        bench.look(QStringLiteral("x"));
        TranscriptModel other;
        other.setRows({row(QStringLiteral("x x"))});
        bench.search.setModel(&other);
        bench.finish();
        QCOMPARE(bench.search.count(), 2);
        bench.model.append(row(QStringLiteral("x")));
        QVERIFY(!bench.search.hasWork());
        bench.search.setModel(nullptr);
        QCOMPARE(bench.search.count(), 0);
        QVERIFY(!bench.search.hasWork());
    }
};

QTEST_GUILESS_MAIN(tst_TranscriptSearch)
#include "tst_transcriptsearch.moc"
