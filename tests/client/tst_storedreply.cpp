#include "client/contractjson.h"
#include "client/storedreply.h"

#include <QTest>

using namespace throughline;
using client::findStored;
using client::ReplySearch;
using test::reply;
using test::userMessage;

class TestStoredReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestEqualQuestionThatWasNotThereBeforeIsOurs()
    {
        const QString text = QStringLiteral("go on");
        const QList<protocol::Message> messages{userMessage(QStringLiteral("u1"), text),
            reply(QStringLiteral("a1"), QStringLiteral("old")), userMessage(QStringLiteral("u2"), text),
            reply(QStringLiteral("a2"), QStringLiteral("new"))};
        const auto found =
            findStored(messages, {.content = text,
                                     .questionId = {},
                                     .replyId = {},
                                     .knownIds = {QStringLiteral("u1"), QStringLiteral("a1")}});
        QVERIFY(found.question);
        QCOMPARE(found.question->id, QStringLiteral("u2"));
        QVERIFY(found.reply);
        QCOMPARE(found.reply->id, QStringLiteral("a2"));
    }

    void anEqualQuestionFromBeforeIsNotOurs()
    {
        const QString text = QStringLiteral("go on");
        const auto found =
            findStored({userMessage(QStringLiteral("u1"), text), reply(QStringLiteral("a1"), text)},
                {.content = text,
                    .questionId = {},
                    .replyId = {},
                    .knownIds = {QStringLiteral("u1"), QStringLiteral("a1")}});
        QVERIFY(!found.question);
        QVERIFY(!found.reply);
    }

    void aServerMayHaveTrimmedTheQuestion()
    {
        const auto found = findStored({userMessage(QStringLiteral("u1"), QStringLiteral("Why?"))},
            {.content = QStringLiteral("\n  Why? "), .questionId = {}, .replyId = {}, .knownIds = {}});
        QVERIFY(found.question);
        QVERIFY(!found.reply);
    }

    void idsAreBelievedBeforeTexts()
    {
        const QList<protocol::Message> messages{userMessage(QStringLiteral("u1"), QStringLiteral("A?")),
            reply(QStringLiteral("a1"), QStringLiteral("A.")),
            userMessage(QStringLiteral("u2"), QStringLiteral("B?")),
            reply(QStringLiteral("a2"), QStringLiteral("B."))};
        const auto found = findStored(messages, {.content = QStringLiteral("B?"),
                                                    .questionId = QStringLiteral("u1"),
                                                    .replyId = {},
                                                    .knownIds = {}});
        QCOMPARE(found.reply->id, QStringLiteral("a1"));
        const auto byReply = findStored(
            messages, {.content = {}, .questionId = {}, .replyId = QStringLiteral("a2"), .knownIds = {}});
        QCOMPARE(byReply.reply->content, QStringLiteral("B."));
    }

    void aReplyIdThatIsNotThereIsNotReplacedByAnother()
    {
        const auto found = findStored({userMessage(QStringLiteral("u1"), QStringLiteral("A?")),
                                          reply(QStringLiteral("a1"), QStringLiteral("A."))},
            {.content = QStringLiteral("A?"),
                .questionId = QStringLiteral("u1"),
                .replyId = QStringLiteral("gone"),
                .knownIds = {}});
        QVERIFY(found.question);
        QVERIFY(!found.reply);
    }
};

QTEST_GUILESS_MAIN(TestStoredReply)
#include "tst_storedreply.moc"
