#include "workspace/findings.h"
#include "workspace/localreviews.h"

#include <QTest>

using namespace throughline;
using protocol::Signal;
using protocol::SignalStatus;
using protocol::SignalType;
using workspace::LocalReviews;

namespace {

Signal goal(const QString &id = QStringLiteral("s1"))
{
    return test::finding(id, SignalType::Goal);
}

Signal reviewed(Signal signal)
{
    signal.status = SignalStatus::Confirmed;
    signal.pinnedAt = QDateTime(QDate(2026, 3, 10), QTime(10, 0, 0, 125), Qt::UTC);
    return signal;
}

} // namespace

class TestLocalReviews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptIsLaidOverTheSignal()
    {
        LocalReviews reviews;
        QVERIFY(reviews.keep(reviewed(goal())));
        QVERIFY(!reviews.keep(reviewed(goal())));
        QCOMPARE(reviews.applied(goal()), reviewed(goal()));
        QCOMPARE(reviews.applied(goal(QStringLiteral("other"))), goal(QStringLiteral("other")));
        // Also what the list has of another time.
        QCOMPARE(LocalReviews().applied(reviewed(goal())), goal());
    }

    void itIsTheSameAfterARestart()
    {
        LocalReviews reviews;
        reviews.keep(reviewed(goal()));
        Signal pinned = reviewed(goal(QStringLiteral("s2")));
        pinned.status = SignalStatus::Suggested;
        reviews.keep(pinned);
        const LocalReviews again = LocalReviews::fromText(reviews.toText());
        QCOMPARE(again, reviews);
        QCOMPARE(again.applied(goal(QStringLiteral("s2"))), pinned);
    }

    void whatIsTakenBackLeavesNothing()
    {
        LocalReviews reviews;
        reviews.keep(reviewed(goal()));
        QVERIFY(!reviews.toText().isEmpty());
        QVERIFY(reviews.keep(goal()));
        QCOMPARE(reviews.toText(), QString());
    }

    void onlyWhatIsThereIsKept()
    {
        LocalReviews reviews;
        reviews.keep(reviewed(goal()));
        const auto isThere = [](const QString &id) { return id != QLatin1String("s1"); };
        QVERIFY(reviews.keepOnly(isThere));
        QVERIFY(!reviews.keepOnly(isThere));
        QCOMPARE(reviews, LocalReviews());
    }

    void aDamagedFileIsNone_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "no", "[]", "{\"s1\": 4}", "{\"s1\": {\"pinned_at\": \"soon\"}}",
                 "{\"s1\": {\"confirmed\": \"yes\"}}"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void aDamagedFileIsNone()
    {
        QFETCH(QString, text);
        QCOMPARE(LocalReviews::fromText(text), LocalReviews());
    }
};

QTEST_GUILESS_MAIN(TestLocalReviews)
#include "tst_localreviews.moc"
