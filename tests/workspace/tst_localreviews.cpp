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

using Aspect = LocalReviews::Aspect;

void keep(LocalReviews &reviews, const Signal &signal)
{
    reviews.keep(signal, Aspect::Verdict);
    reviews.keep(signal, Aspect::Pin);
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
        QVERIFY(reviews.keep(reviewed(goal()), Aspect::Verdict));
        QVERIFY(!reviews.keep(reviewed(goal()), Aspect::Verdict));
        QCOMPARE(reviews.applied(goal()).pinnedAt, std::nullopt);
        QVERIFY(reviews.keep(reviewed(goal()), Aspect::Pin));
        QCOMPARE(reviews.applied(goal()), reviewed(goal()));
        QCOMPARE(reviews.applied(goal(QStringLiteral("other"))), goal(QStringLiteral("other")));
    }

    void nothingElseIsLaidOver()
    {
        QCOMPARE(LocalReviews().applied(reviewed(goal())), reviewed(goal()));
        Signal rejected = goal();
        rejected.status = SignalStatus::Rejected;
        LocalReviews reviews;
        reviews.keep(goal(), Aspect::Verdict); // confirmed, and taken back
        QCOMPARE(reviews.applied(rejected), rejected);
        QCOMPARE(reviews.applied(reviewed(goal())).status, SignalStatus::Suggested);
        QVERIFY(reviews.applied(reviewed(goal())).pinnedAt);
    }

    void itIsTheSameAfterARestart()
    {
        LocalReviews reviews;
        keep(reviews, reviewed(goal()));
        Signal pinned = reviewed(goal(QStringLiteral("s2")));
        pinned.status = SignalStatus::Suggested;
        keep(reviews, pinned);
        const LocalReviews again = LocalReviews::fromText(reviews.toText());
        QCOMPARE(again, reviews);
        QCOMPARE(again.applied(goal(QStringLiteral("s2"))), pinned);
        QCOMPARE(again.isConfirmed(QStringLiteral("s2")), false);
        QCOMPARE(again.isPinned(QStringLiteral("s3")), std::nullopt);
    }

    void whatTheServerSaysItselfIsNotKept()
    {
        LocalReviews reviews;
        keep(reviews, goal()); // taken back
        QCOMPARE(LocalReviews::fromText(reviews.toText()), reviews);
        Signal pinned = reviewed(goal());
        pinned.status = SignalStatus::Suggested;
        QVERIFY(reviews.forgetWhatAgrees(pinned));
        QVERIFY(!reviews.forgetWhatAgrees(pinned));
        QCOMPARE(reviews.isConfirmed(pinned.id), std::nullopt);
        QCOMPARE(reviews.isPinned(pinned.id), false);
        QVERIFY(reviews.forgetWhatAgrees(goal()));
        QCOMPARE(reviews, LocalReviews());
        QCOMPARE(reviews.toText(), QString());
    }

    void whatWasKeptByAnOlderVersionIsRead()
    {
        const LocalReviews reviews = LocalReviews::fromText(
            QStringLiteral("{\"s1\":{\"confirmed\":true,\"pinned_at\":\"2026-03-10T10:00:00.125000Z\"}}"));
        QCOMPARE(reviews.applied(goal()), reviewed(goal()));
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
