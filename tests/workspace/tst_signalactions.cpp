#include "client/contractjson.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "workspace/signalactions.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using test::FakeAnswer;
using workspace::SignalActions;
using workspace::SignalModel;

namespace {

const QString id = QStringLiteral("s1");
const QString dismissPath = QStringLiteral("/api/signals/s1/dismiss/");
const QString undismissPath = QStringLiteral("/api/signals/s1/undismiss/");
const QString editPath = QStringLiteral("/api/signals/s1/edit/");

protocol::Signal goal(const QString &text = QStringLiteral("Ship it"))
{
    return test::signalNamed(id, text);
}

FakeAnswer answer(const protocol::Signal &signal)
{
    return FakeAnswer::json(200, test::compact(protocol::toJson(signal)));
}

protocol::Signal dismissed(protocol::Signal signal)
{
    signal.dismissedAt = QDateTime(QDate(2026, 3, 10), QTime(10, 0), Qt::UTC);
    return signal;
}

} // namespace

class TestSignalActions : public QObject
{
    Q_OBJECT

    struct Bench
    {
        test::FakeClock clock;
        test::FakeTransport transport;
        client::ApiClient client{
            transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}}};
        SignalModel model;
        QAbstractItemModelTester tester{&model};
        SignalActions actions{client, model, clock};
        enum class Server { Known, Unknown };
        explicit Bench(const QStringList &capabilities = {}, Server server = Server::Known)
        {
            if (server == Server::Known)
                ask(FakeAnswer::json(200, test::serverInfo(capabilities)));
            actions.applyList({goal()});
        }
        void ask(const FakeAnswer &answer)
        {
            transport.once("GET", QStringLiteral("/api/"), answer);
            client.fetchServerInfo(&client, [](const auto &) {});
            settle();
        }
        qsizetype sent(const char *action)
        {
            return transport
                .requests("POST", QStringLiteral("/api/signals/s1/%1/").arg(QLatin1StringView(action)))
                .size();
        }
        /// Beside the question what the server can do.
        qsizetype sent()
        {
            return transport.requests().size() - transport.requests("GET", QStringLiteral("/api/")).size();
        }
        bool isConfirmed()
        {
            return model.index(0).data(SignalModel::StatusRole).toInt() ==
                   int(protocol::SignalStatus::Confirmed);
        }
        bool isPinned() { return model.index(0).data(SignalModel::PinnedRole).toBool(); }
        QString text() { return model.index(0).data().toString(); }
        void settle()
        {
            for (int i = 0; i < 12; ++i)
                QCoreApplication::processEvents();
        }
    };

private Q_SLOTS:
    void aDismissalShowsAtOnceAndCanBeUndone()
    {
        Bench bench;
        QSignalSpy offered(&bench.actions, &SignalActions::dismissed);
        bench.transport.once("POST", dismissPath, answer(dismissed(goal())));
        bench.actions.dismiss(id);
        QCOMPARE(bench.model.rowCount(), 0);
        QCOMPARE(offered.size(), 1);
        QCOMPARE(offered.first().at(1).toString(), QStringLiteral("Ship it"));
        bench.settle();

        bench.transport.once("POST", undismissPath, answer(goal()));
        QVERIFY(bench.actions.undo());
        QCOMPARE(bench.model.rowCount(), 1);
        bench.settle();
        QVERIFY(!bench.actions.undo());
        QCOMPARE(bench.transport.unscripted(), 0);
    }

    void theUndoOfTheNoticeIsTheSameUndo()
    {
        Bench bench;
        bench.transport.once("POST", dismissPath, answer(dismissed(goal())));
        bench.transport.once("POST", undismissPath, answer(goal()));
        bench.actions.dismiss(id);
        bench.settle();
        bench.actions.undismiss(id);
        QCOMPARE(bench.model.rowCount(), 1);
        bench.settle();
        QVERIFY(!bench.actions.undo());
    }

    void whatTheServerRefusesIsPutBackWithASentence()
    {
        Bench bench;
        QSignalSpy problems(&bench.actions, &SignalActions::problem);
        bench.transport.once("PATCH", editPath, FakeAnswer::json(400, "{\"text\":[\"Too long.\"]}"));
        bench.actions.edit(id, QStringLiteral("  Ship it well "));
        QCOMPARE(bench.text(), QStringLiteral("Ship it well"));
        bench.settle();
        QCOMPARE(bench.text(), QStringLiteral("Ship it"));
        QCOMPARE(problems.size(), 1);
        QVERIFY(problems.first().at(0).toString().contains(QStringLiteral("Too long.")));
        QVERIFY(!bench.actions.undo()); // there is nothing to undo
    }

    void aDismissalThatWasOneAlreadyIsOne_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("404") << 404;
        QTest::newRow("400") << 400;
    }
    void aDismissalThatWasOneAlreadyIsOne()
    {
        QFETCH(int, status);
        Bench bench;
        QSignalSpy problems(&bench.actions, &SignalActions::problem);
        bench.transport.once(
            "POST", dismissPath, FakeAnswer::json(status, "{\"detail\":\"Already dismissed.\"}"));
        bench.actions.dismiss(id);
        bench.settle();
        QCOMPARE(bench.model.rowCount(), 0);
        QCOMPARE(problems.size(), 0);
    }

    void aDismissalThatIsNotAllowedIsPutBack()
    {
        Bench bench;
        QSignalSpy problems(&bench.actions, &SignalActions::problem);
        bench.transport.once("POST", dismissPath, FakeAnswer::json(403, "{\"detail\":\"Not yours.\"}"));
        bench.actions.dismiss(id);
        bench.settle();
        QCOMPARE(bench.model.rowCount(), 1);
        QCOMPARE(problems.size(), 1);
    }

    void theTextForASignalThatIsGoneIsSaid()
    {
        Bench bench;
        QSignalSpy problems(&bench.actions, &SignalActions::problem);
        bench.actions.edit(QStringLiteral("gone"), QStringLiteral(" Ship it well "));
        QCOMPARE(bench.sent(), 0);
        QCOMPARE(problems.size(), 1);
        QVERIFY2(problems.first().at(0).toString().contains(QStringLiteral("“Ship it well”")),
            qPrintable(problems.first().at(0).toString()));
    }

    void aPollThatDoesNotKnowOfTheActionDoesNotTakeItBack()
    {
        Bench bench;
        bench.transport.once("POST", dismissPath, FakeAnswer::hold());
        bench.actions.dismiss(id);
        bench.actions.applyList({goal()}); // asked for before
        QCOMPARE(bench.model.rowCount(), 0);
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "application/json"}});
        exchange->body(test::compact(protocol::toJson(dismissed(goal()))));
        exchange->finish();
        bench.actions.applyList({goal()}); // may have been asked for before the answer
        QCOMPARE(bench.model.rowCount(), 0);
        bench.actions.applyList({goal()}); // was not: somebody else brought it back
        QCOMPARE(bench.model.rowCount(), 1);
    }

    /// What somebody else takes back makes the list what it was before, and no poll brings that as a new one.
    void theSameListAgainIsAnotherList()
    {
        Bench bench;
        bench.transport.once("POST", dismissPath, answer(dismissed(goal())));
        bench.actions.dismiss(id);
        bench.settle();
        bench.actions.applyListAgain(); // may have been asked for before the answer
        QCOMPARE(bench.model.rowCount(), 0);
        bench.actions.applyListAgain();
        QCOMPARE(bench.model.rowCount(), 1);
    }

    void whatIsKeptHereOfWhatIsGoneGoesWithTheSameListAgain()
    {
        Bench bench;
        bench.actions.confirm(id, true);
        bench.actions.applyList({});
        QVERIFY(bench.actions.localReviews() != workspace::LocalReviews());
        bench.actions.applyListAgain();
        QCOMPARE(bench.actions.localReviews(), workspace::LocalReviews());
    }

    void anEditIsUndoneToTheTextBefore()
    {
        Bench bench;
        bench.transport.once("PATCH", editPath, answer(goal(QStringLiteral("Ship it well"))));
        bench.transport.once("PATCH", editPath, answer(goal()));
        bench.actions.edit(id, QStringLiteral("Ship it well"));
        bench.settle();
        QVERIFY(bench.actions.undo());
        bench.settle();
        QCOMPARE(bench.text(), QStringLiteral("Ship it"));
        QCOMPARE(bench.transport.requests().last().body, QByteArray("{\"text\":\"Ship it\"}"));
    }

    void editingToNothingOrToTheSameDoesNothing()
    {
        Bench bench;
        bench.actions.edit(id, QStringLiteral("  "));
        bench.actions.edit(id, QStringLiteral("Ship it"));
        QCOMPARE(bench.sent(), 0);
    }

    void confirmAndPinAreActionsLikeTheOthers()
    {
        Bench bench({QStringLiteral("review")});
        protocol::Signal confirmed = goal();
        confirmed.status = protocol::SignalStatus::Confirmed;
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/confirm/"), answer(confirmed));
        bench.actions.confirm(id, true);
        QCOMPARE(bench.model.index(0).data(SignalModel::StatusRole).toInt(),
            int(protocol::SignalStatus::Confirmed));
        bench.settle();
        protocol::Signal pinned = confirmed;
        pinned.pinnedAt = bench.clock.wall();
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/pin/"), answer(pinned));
        bench.actions.pin(id, true);
        QVERIFY(bench.model.index(0).data(SignalModel::PinnedRole).toBool());
        bench.settle();
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/unpin/"), answer(confirmed));
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/unconfirm/"), answer(goal()));
        QVERIFY(bench.actions.undo());
        bench.settle();
        QVERIFY(bench.actions.undo());
        bench.settle();
        QVERIFY(!bench.model.index(0).data(SignalModel::PinnedRole).toBool());
        QCOMPARE(bench.model.index(0).data(SignalModel::StatusRole).toInt(),
            int(protocol::SignalStatus::Suggested));
        QCOMPARE(bench.transport.unscripted(), 0);
    }

    void whatTheServerCannotKeepIsKeptHereOverEveryList()
    {
        Bench bench;
        QSignalSpy changes(&bench.actions, &SignalActions::localReviewsChanged);
        bench.actions.confirm(id, true);
        bench.actions.pin(id, true);
        QVERIFY(bench.isConfirmed() && bench.isPinned());
        QCOMPARE(changes.size(), 2);
        for (int poll = 0; poll < 3; ++poll)
            bench.actions.applyList({goal()});
        QVERIFY(bench.isConfirmed() && bench.isPinned());
        QVERIFY(bench.actions.undo());
        QVERIFY(bench.isConfirmed() && !bench.isPinned());
        QVERIFY(bench.actions.undo());
        bench.actions.applyList({goal()});
        QVERIFY(!bench.isConfirmed() && !bench.isPinned());
        QCOMPARE(bench.actions.localReviews(), workspace::LocalReviews());
        QCOMPARE(bench.sent(), 0);
    }

    void whatIsKeptHereSurvivesWhatTheServerAnswers()
    {
        Bench bench;
        bench.transport.once("PATCH", editPath, FakeAnswer::hold());
        bench.actions.edit(id, QStringLiteral("Ship it well"));
        bench.actions.confirm(id, true); // while the text is on its way
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "application/json"}});
        exchange->body(test::compact(protocol::toJson(goal(QStringLiteral("Ship it well")))));
        exchange->finish();
        QVERIFY(bench.isConfirmed());
        QCOMPARE(bench.text(), QStringLiteral("Ship it well"));
        bench.transport.once("PATCH", editPath, FakeAnswer::json(400, "{}"));
        bench.actions.edit(id, QStringLiteral("No"));
        bench.actions.pin(id, true);
        bench.settle();
        QVERIFY(bench.isConfirmed() && bench.isPinned());
        QCOMPARE(bench.text(), QStringLiteral("Ship it well"));
    }

    void whatIsKeptHereGoesWithItsSignalButNotWithItsDismissal()
    {
        Bench bench;
        bench.actions.confirm(id, true);
        bench.transport.once("POST", dismissPath, answer(dismissed(goal())));
        bench.transport.once("POST", undismissPath, answer(goal()));
        bench.actions.dismiss(id);
        bench.settle();
        bench.actions.applyList({});
        QVERIFY(bench.actions.undo());
        bench.settle();
        QVERIFY(bench.isConfirmed());
        for (int poll = 0; poll < 3; ++poll)
            bench.actions.applyList({});
        QCOMPARE(bench.actions.localReviews(), workspace::LocalReviews());
        bench.actions.applyList({goal()});
        QVERIFY(!bench.isConfirmed());
    }

    void oneWrongEmptyListForgetsNothing()
    {
        Bench bench;
        bench.actions.confirm(id, true);
        bench.actions.applyList({});
        bench.actions.applyList({goal()});
        bench.actions.applyList({});
        bench.actions.applyList({goal()});
        QVERIFY(bench.isConfirmed());
        QVERIFY(bench.actions.localReviews() != workspace::LocalReviews());
    }

    void whatTheServerCanIsAskedForWhileItIsNotKnown()
    {
        Bench bench({}, Bench::Server::Unknown);
        QVERIFY(!bench.actions.keepsReviewHere());
        protocol::Signal confirmed = goal();
        confirmed.status = protocol::SignalStatus::Confirmed;
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/confirm/"), answer(confirmed));
        bench.actions.confirm(id, true);
        bench.settle();
        QCOMPARE(bench.sent("confirm"), 1);
        QCOMPARE(bench.actions.localReviews(), workspace::LocalReviews());
    }

    void whatTheListSaysIsShownWhoeverKeepsIt()
    {
        Bench bench;
        protocol::Signal confirmed = goal();
        confirmed.status = protocol::SignalStatus::Confirmed;
        bench.actions.applyList({confirmed});
        QVERIFY(bench.isConfirmed());
        bench.actions.confirm(id, false);
        bench.actions.applyList({confirmed});
        QVERIFY(!bench.isConfirmed());
    }

    void aPortalInBetweenTakesNothingFromTheServer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("keepsHere");
        QTest::newRow("a page") << 200 << false;
        QTest::newRow("403") << 403 << false;
        QTest::newRow("404") << 404 << true;
    }
    void aPortalInBetweenTakesNothingFromTheServer()
    {
        QFETCH(int, status);
        QFETCH(bool, keepsHere);
        Bench bench({QStringLiteral("review")});
        FakeAnswer page = FakeAnswer::json(status, "<html>");
        page.headers = {{"Content-Type", "text/html"}};
        bench.ask(page);
        QCOMPARE(bench.actions.keepsReviewHere(), keepsHere);
    }

    void whatWasKeptHereIsHandedOverOnceTheServerCan()
    {
        Bench bench;
        bench.actions.confirm(id, true);
        bench.actions.pin(id, true);
        protocol::Signal confirmed = goal();
        confirmed.status = protocol::SignalStatus::Confirmed;
        protocol::Signal both = confirmed;
        both.pinnedAt = bench.clock.wall();
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/confirm/"), answer(confirmed));
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/pin/"), answer(both));
        bench.ask(FakeAnswer::json(200, test::serverInfo({QStringLiteral("review")})));
        bench.actions.applyList({goal()}); // may have been asked for before
        QVERIFY(bench.isConfirmed() && bench.isPinned());
        bench.settle();
        QCOMPARE(bench.sent("confirm") + bench.sent("pin"), 2);
        QCOMPARE(bench.actions.localReviews(), workspace::LocalReviews());
        bench.actions.applyList({both});
        QVERIFY(bench.isConfirmed() && bench.isPinned());
        bench.actions.applyList({goal()}); // somebody else took it back
        bench.actions.applyList({goal()});
        QVERIFY(!bench.isConfirmed() && !bench.isPinned());
        QCOMPARE(bench.transport.unscripted(), 0);
    }

    void whatCouldNotBeHandedOverStaysAndIsNotTriedWithEveryList()
    {
        Bench bench;
        const QSignalSpy problems(&bench.actions, &SignalActions::problem);
        bench.actions.confirm(id, true);
        const QString path = QStringLiteral("/api/signals/s1/confirm/");
        bench.transport.once("POST", path, FakeAnswer::failure(protocol::ApiError::Kind::Network));
        bench.transport.once("POST", path, FakeAnswer::json(403, "{}"));
        bench.ask(FakeAnswer::json(200, test::serverInfo({QStringLiteral("review")})));
        for (int poll = 0; poll < 4; ++poll) {
            bench.actions.applyList({goal()});
            bench.settle();
            QVERIFY(bench.isConfirmed());
        }
        QCOMPARE(bench.sent("confirm"), 2); // again after the broken link, not after the no
        QCOMPARE(problems.size(), 0);
        QVERIFY(bench.actions.localReviews() != workspace::LocalReviews());
        // What the user does is no handing over.
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/unconfirm/"), answer(goal()));
        bench.actions.confirm(id, false);
        bench.settle();
        bench.actions.applyList({goal()});
        QVERIFY(!bench.isConfirmed());
        QCOMPARE(bench.actions.localReviews(), workspace::LocalReviews());
    }

    void aPairIsSettledOnBothCardsAndCanBeUndone()
    {
        Bench bench;
        protocol::Signal one = goal();
        protocol::Signal other = test::signalNamed(QStringLiteral("s2"), QStringLiteral("Do not ship it"));
        one.contradicts = {other.id};
        other.contradicts = {one.id};
        bench.actions.applyList({one, other});
        const auto contradictions = [&bench] {
            return std::pair(bench.model.find(QStringLiteral("s1"))->contradicts.size(),
                bench.model.find(QStringLiteral("s2"))->contradicts.size());
        };
        QCOMPARE(contradictions(), std::pair(qsizetype(1), qsizetype(1)));
        protocol::Signal settled = one;
        settled.contradicts.clear();
        const QString path = QStringLiteral("/api/signals/s1/settle/");
        bench.transport.once("POST", path, answer(settled));
        bench.actions.settle(id, other.id, true);
        QCOMPARE(contradictions(), std::pair(qsizetype(0), qsizetype(0)));
        bench.settle();
        QCOMPARE(bench.transport.requests("POST", path).first().body, QByteArray("{\"signal\":\"s2\"}"));
        bench.actions.applyList({one, other}); // asked for before
        QCOMPARE(contradictions(), std::pair(qsizetype(0), qsizetype(0)));

        bench.transport.once("POST", QStringLiteral("/api/signals/s1/unsettle/"), answer(one));
        QVERIFY(bench.actions.undo());
        QCOMPARE(contradictions(), std::pair(qsizetype(1), qsizetype(1)));
        bench.settle();
        QCOMPARE(bench.transport.unscripted(), 0);
    }

    void listsThatDoNotKnowYetOpenNoSettledPair()
    {
        Bench bench;
        protocol::Signal one = goal();
        protocol::Signal other = test::signalNamed(QStringLiteral("s2"), QStringLiteral("Do not ship it"));
        one.contradicts = {other.id};
        other.contradicts = {one.id};
        bench.actions.applyList({one, other});
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/settle/"), FakeAnswer::hold());
        bench.actions.settle(id, other.id, true);
        for (int poll = 0; poll < 3; ++poll)
            bench.actions.applyList({one, other}); // asked for before
        QCOMPARE(bench.model.find(id)->contradicts, QStringList());
        QCOMPARE(bench.model.find(other.id)->contradicts, QStringList());
        protocol::Signal settled = one;
        settled.contradicts.clear();
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "application/json"}});
        exchange->body(test::compact(protocol::toJson(settled)));
        exchange->finish();
        for (int poll = 0; poll < 2; ++poll)
            bench.actions.applyList({one, other}); // somebody else opened it again
        QCOMPARE(bench.model.find(id)->contradicts, QStringList{other.id});
        QCOMPARE(bench.model.find(other.id)->contradicts, QStringList{one.id});
    }

    void aPairThatCouldNotBeSettledIsOneAgain()
    {
        Bench bench;
        protocol::Signal one = goal();
        protocol::Signal other = test::signalNamed(QStringLiteral("s2"), QStringLiteral("Do not ship it"));
        one.contradicts = {other.id};
        other.contradicts = {one.id};
        bench.actions.applyList({one, other});
        QSignalSpy problems(&bench.actions, &SignalActions::problem);
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/settle/"), FakeAnswer::json(500, "{}"));
        bench.actions.settle(id, other.id, true);
        bench.settle();
        QCOMPARE(bench.model.find(id)->contradicts, QStringList{other.id});
        QCOMPARE(bench.model.find(other.id)->contradicts, QStringList{one.id});
        QCOMPARE(problems.size(), 1);
        QVERIFY(!bench.actions.undo());
    }

    void evidenceIsLinkedAndUnlinked()
    {
        Bench bench;
        protocol::Signal linked = goal();
        linked.evidence = {QStringLiteral("e1")};
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/link-evidence/"), answer(linked));
        bench.actions.setEvidence(id, QStringLiteral("e1"), true);
        QCOMPARE(bench.model.find(id)->evidence, QStringList{QStringLiteral("e1")});
        bench.settle();
        bench.actions.setEvidence(id, QStringLiteral("e1"), true); // it is
        bench.transport.once("POST", QStringLiteral("/api/signals/s1/unlink-evidence/"), answer(goal()));
        QVERIFY(bench.actions.undo());
        bench.settle();
        QCOMPARE(bench.model.find(id)->evidence, QStringList());
        QCOMPARE(bench.transport.unscripted(), 0);
    }

    void theFirstListIsNotNewAndLaterOnesAre()
    {
        Bench bench;
        QCOMPARE(bench.model.newCount(), 0);
        bench.actions.applyList({goal(), test::signalNamed(QStringLiteral("s2"), QStringLiteral("Cheaply"))});
        QCOMPARE(bench.model.newCount(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSignalActions)
#include "tst_signalactions.moc"
