#include "client/apiclient.h"
#include "client/contractjson.h"
#include "net/networktransport.h"
#include "support/scriptedserver.h"

#include <QTest>

using namespace throughline;
using test::Script;
using test::ScriptedServer;

/// A page has 50 messages, however long they are.
class TestLargePages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPageOfLongMessagesIsRead_data()
    {
        QTest::addColumn<bool>("onlyRecent");
        QTest::newRow("all messages") << false;
        QTest::newRow("the last ones") << true;
    }
    void aPageOfLongMessagesIsRead()
    {
        QFETCH(bool, onlyRecent);
        constexpr int count = 24;
        constexpr qsizetype longest = qsizetype(1024) * 1024;
        QList<protocol::Message> list;
        for (int i = 0; i < count; ++i)
            list.append(test::userMessage(QStringLiteral("m%1").arg(i), QString(longest, u'x')));
        ScriptedServer server;
        server.always("GET", "/api/chat/messages/", Script().json(200, test::page(list)));
        net::NetworkTransport transport;
        client::ApiClient api(transport, {.baseUrl = server.url(QString()), .bearer = "token"});
        std::optional<protocol::Expected<QList<protocol::Message>>> answer;
        const auto take = [&answer](auto messages) { answer = std::move(messages); };
        if (onlyRecent)
            api.recentMessages(this, QStringLiteral("t1"), take);
        else
            api.listMessages(this, QStringLiteral("t1"), take);
        QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000);
        QVERIFY2(*answer, *answer ? "" : qPrintable(answer->error().message));
        QCOMPARE((*answer)->size(), count);
        QCOMPARE((*answer)->last().content.size(), longest);
    }
};

QTEST_GUILESS_MAIN(TestLargePages)
#include "tst_largepages.moc"
