#include "transcriptfixture.h"
#include "ui/transcript/replyfacts.h"

#include <QJsonObject>
#include <QLocale>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;

class tst_ReplyFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void factsSayOnlyWhatTheMetadataSays()
    {
        QCOMPARE(replyFacts({}), QString());
        QCOMPARE(replyFacts({{QStringLiteral("model"), QStringLiteral("m")}}), QStringLiteral("m"));
        const QJsonObject all{{QStringLiteral("model"), QStringLiteral("qwen2.5:7b")},
            {QStringLiteral("ttft_ms"), 400}, {QStringLiteral("duration_ms"), 10400},
            {QStringLiteral("completion_tokens"), 380}};
        QCOMPARE(replyFacts(all), QString::fromUtf8("qwen2.5:7b · first token 0.4 s · 38 tokens/s"));
        const QJsonObject none{
            {QStringLiteral("duration_ms"), 0}, {QStringLiteral("completion_tokens"), 380}};
        QCOMPARE(replyFacts(none), QString());
    }

    void noticesCountWordsAndOfferOnlyWhatTheModelAllows()
    {
        auto row = test::reply(QStringLiteral("r"), QStringLiteral("one two\nthree"), RowState::Interrupted);
        row.notice = QStringLiteral("Kept.");
        QCOMPARE(noticeFor(row).title, QStringLiteral("This reply was cut off after 3 words."));
        QCOMPARE(noticeFor(row).detail, QStringLiteral("Kept."));
        QVERIFY(noticeFor(row).actions.isEmpty());
        row.canRetry = true;
        QCOMPARE(noticeFor(row).actions, QList{RowAction::Retry});
        row.message.content = QStringLiteral("one");
        QCOMPARE(noticeFor(row).title, QStringLiteral("This reply was cut off after one word."));
        row.message.content.clear();
        QCOMPARE(noticeFor(row).title, QStringLiteral("The reply was cut off before it began."));
        row.thoughts = QStringLiteral("Hm.");
        QCOMPARE(noticeFor(row).title, QStringLiteral("The reply was cut off while the model was thinking."));
    }

    void theLineAboveThoughtsSaysWhatIsKnown()
    {
        using namespace std::chrono_literals;
        auto row = test::reply(QStringLiteral("r"), QString(), RowState::Waiting);
        row.thoughts = QStringLiteral("Hm.");
        row.isThinking = true;
        QCOMPARE(thoughtsTitle(row, 9s), QString::fromUtf8("Thinking…"));
        row.thinkingSince = 4s;
        QCOMPARE(thoughtsTitle(row, {}), QString::fromUtf8("Thinking…"));
        QCOMPARE(thoughtsTitle(row, 4'999ms), QString::fromUtf8("Thinking…"));
        QCOMPARE(thoughtsTitle(row, 9'999ms), QString::fromUtf8("Thinking… 5 s"));
        QCOMPARE(thoughtsTitle(row, 129s), QString::fromUtf8("Thinking… 2 min 5 s"));
        row.isThinking = false;
        row.thinkingSince.reset();
        QCOMPARE(thoughtsTitle(row, 129s), QStringLiteral("Thoughts"));
        row.thoughtFor = 12'400ms;
        QCOMPARE(thoughtsTitle(row, {}), QStringLiteral("Thought for 12 s"));
        row.thoughtFor = 80ms;
        QCOMPARE(thoughtsTitle(row, {}), QStringLiteral("Thought for 1 s"));
    }

    void whyNothingComesIsSaidToThoseWhoListen()
    {
        auto row = test::reply(QStringLiteral("r"), QString(), RowState::Waiting);
        row.waiting = QStringLiteral("It loads.");
        QCOMPARE(accessibleDescription(row), QStringLiteral("It loads."));
        QVERIFY(noticeFor(row).isEmpty()); // it is no trouble
    }

    void aMessageWithoutAReplyOffersToAskAgain()
    {
        auto row = test::said(QStringLiteral("u"), QStringLiteral("x"));
        row.notice = QStringLiteral("There is no reply to this yet.");
        row.canRetry = true;
        QCOMPARE(noticeFor(row).title, row.notice);
        QCOMPARE(noticeFor(row).actions, QList{RowAction::Retry});
    }

    void whatEndedEarlyOffersToContinueFirst()
    {
        auto row = test::reply(QStringLiteral("r"), QStringLiteral("one"), RowState::Interrupted);
        row.canRetry = row.canContinue = row.canRegenerate = true;
        QCOMPARE(noticeFor(row).actions, (QList{RowAction::Continue, RowAction::Retry}));
        QVERIFY(!rowActions(row).contains(RowAction::Regenerate));
    }

    void aReplyThatReachedItsLimitOffersToContinue()
    {
        auto row = test::reply(QStringLiteral("r"), QStringLiteral("one"));
        row.canContinue = true;
        QCOMPARE(noticeFor(row).title, QStringLiteral("This reply reached the length limit."));
        QCOMPARE(noticeFor(row).actions, QList{RowAction::Continue});
    }

    void aHeldMessageSaysWhatItWaitsForWithoutABox()
    {
        auto row = test::said(QStringLiteral("u"), QStringLiteral("x"), RowState::Held);
        row.canRetry = true;
        QVERIFY(noticeFor(row).isEmpty());
        QVERIFY(userStateText(row).contains(QStringLiteral("Waiting for the server")));
        QCOMPARE(rowActionText(RowAction::Retry, row), QStringLiteral("Send now"));
        QVERIFY(rowActions(row).contains(RowAction::TakeBack));
    }

    void aMessageThatWaitsForTheConversationSaysThat()
    {
        auto row = test::said(QStringLiteral("u"), QStringLiteral("x"), RowState::Held);
        row.waiting = QStringLiteral("Goes out later");
        QCOMPARE(userStateText(row), row.waiting);
        QVERIFY(!rowActions(row).contains(RowAction::Retry));
        QVERIFY(rowActions(row).contains(RowAction::TakeBack));
        QCOMPARE(accessibleAuthor(row), QStringLiteral("You, waiting"));
        QCOMPARE(accessibleDescription(row), row.waiting);
    }

    void theVersionIsSaidInWordsToo()
    {
        auto row = test::reply(QStringLiteral("b"), QStringLiteral("x"));
        QVERIFY(branchText(row).isEmpty());
        QVERIFY(accessibleDescription(row).isEmpty());
        test::withVersions(row, {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
        QCOMPARE(branchText(row), QStringLiteral("2/3"));
        QCOMPARE(accessibleDescription(row), QStringLiteral("Version 2 of 3."));
    }

    void nothingIsSaidTwice()
    {
        auto row = test::reply(QStringLiteral("r"), QStringLiteral("one two"), RowState::Reconnecting);
        row.notice = QStringLiteral("The connection was lost. Taking it up again.");
        QCOMPARE(noticeFor(row).title, row.notice);
        QVERIFY(noticeFor(row).detail.isEmpty());
        row.state = RowState::Stopped;
        row.notice = QStringLiteral("You stopped this reply.");
        QCOMPARE(noticeFor(row).title, QStringLiteral("You stopped this reply after 2 words."));
        QVERIFY(noticeFor(row).detail.isEmpty());
    }

    void whatWentWellHasNoNotice()
    {
        for (const RowState state : {RowState::Settled, RowState::Sending, RowState::Queued,
                 RowState::Waiting, RowState::Streaming}) {
            QVERIFY(noticeFor(test::reply(QStringLiteral("r"), QStringLiteral("x"), state)).isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(tst_ReplyFacts)
#include "tst_replyfacts.moc"
