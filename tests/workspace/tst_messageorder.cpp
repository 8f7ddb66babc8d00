#include "conversationbench.h"

using namespace throughline;
using namespace throughline::test;
using workspace::Conversation;
using workspace::RowState;

/// The server has messages in the order in which they arrived there, which need not be that in which they
/// were typed.
class TestMessageOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMessageThatIsSentAgainAfterALaterOneComesToStandWhereTheServerHasIt()
    {
        ConversationBench bench({QStringLiteral("idempotency")});
        int posts = 0;
        bench.transport.always("POST", streamPath, [&](const net::HttpRequest &) {
            if (++posts == 1)
                return FakeAnswer::json(400, "{\"content\":[\"Not now.\"]}");
            const QString number = QString::number(posts == 2 ? 2 : 1);
            bench.stored += {userMessage(u'u' + number, number), reply(u'a' + number, u'R' + number)};
            return wholeReply(u'R' + number, u'a' + number);
        });
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Loaded);
        for (const QString &text : {QStringLiteral("1"), QStringLiteral("2")}) {
            bench.conversation->send(text);
            QVERIFY(bench.quiet());
        }
        QCOMPARE(bench.row(0).state, RowState::Unsent);
        QCOMPARE(
            bench.texts(), QStringList({QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("R2")}));
        bench.conversation->retry(0);
        QVERIFY(bench.quiet());
        QTRY_COMPARE(bench.texts(), QStringList({QStringLiteral("2"), QStringLiteral("R2"),
                                        QStringLiteral("1"), QStringLiteral("R1")}));
    }
};

QTEST_GUILESS_MAIN(TestMessageOrder)
#include "tst_messageorder.moc"
