#include "apisite.h"

#include <QUrl>

using namespace throughline;
using throughline::tests::ApiSite;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QStringList idsIn(const QJsonArray &messages)
{
    QStringList ids;
    for (const QJsonValue &message : messages)
        ids.append(message.toObject().value(s("id")).toString());
    return ids;
}

} // namespace

/// `window`: docs/http-contract.md.
class MessageWindowsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ApiSite> m_site;
    QString m_thread;
    QStringList m_ids;

    ApiSite::Answer window(const QString &query)
    {
        return m_site->ask("GET", s("chat/messages/?thread=%1&%2").arg(m_thread, query));
    }
    ApiSite::Answer follow(const QString &link)
    {
        const QUrl url(link);
        const QString api = s("/api/");
        return m_site->ask("GET", url.path().mid(api.size()) + u'?' + url.query(QUrl::FullyEncoded));
    }
    QString append(const QString &content)
    {
        protocol::Message message;
        message.id = m_site->store->newId();
        message.threadId = m_thread;
        message.content = content;
        message.createdAt = m_site->store->now();
        return m_site->store->messages().insert(message) ? message.id : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<ApiSite>();
        m_thread = m_site->newThread();
        m_ids.clear();
        for (int i = 0; i < 120; ++i)
            m_ids.append(append(s("Message %1").arg(i)));
    }

    void aSliceIsWhatWasAskedFor_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("named"); // %1 in the query
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("size");
        QTest::newRow("the end") << s("limit=50&last=1") << 0 << 70 << 50;
        QTest::newRow("the end, as many as a page has") << s("last=1") << 0 << 70 << 50;
        QTest::newRow("the beginning") << s("limit=60") << 0 << 0 << 60;
        QTest::newRow("all") << s("limit=500") << 0 << 0 << 120;
        QTest::newRow("before") << s("limit=7&before=%1") << 30 << 23 << 7;
        QTest::newRow("before, near the beginning") << s("limit=7&before=%1") << 3 << 0 << 3;
        QTest::newRow("before the first") << s("limit=7&before=%1") << 0 << 0 << 0;
        QTest::newRow("after") << s("limit=70&after=%1") << 30 << 31 << 70;
        QTest::newRow("after, near the end") << s("limit=7&after=%1") << 117 << 118 << 2;
        QTest::newRow("after the last") << s("limit=7&after=%1") << 119 << 120 << 0;
        QTest::newRow("around") << s("limit=11&around=%1") << 30 << 25 << 11;
        QTest::newRow("around, near the beginning") << s("limit=11&around=%1") << 2 << 0 << 11;
        QTest::newRow("around, near the end") << s("limit=11&around=%1") << 118 << 109 << 11;
        QTest::newRow("around, longer than all") << s("limit=200&around=%1") << 60 << 0 << 120;
        QTest::newRow("around, one") << s("limit=1&around=%1") << 60 << 60 << 1;
    }
    void aSliceIsWhatWasAskedFor()
    {
        QFETCH(QString, query);
        QFETCH(int, named);
        QFETCH(int, index);
        QFETCH(int, size);
        query = query.contains(u'%') ? query.arg(m_ids.at(named)) : query;
        for (const QString &branch : {QString(), s("&branch=") + m_ids.at(5)}) {
            const auto answer = window(query + branch);
            QCOMPARE(answer.status, 200);
            const QJsonObject body = answer.object();
            QCOMPARE(body.value(s("index")).toInt(-1), index);
            QCOMPARE(body.value(s("total")).toInt(), 120);
            QCOMPARE(body.value(s("count")).toInt(), 120);
            QCOMPARE(idsIn(answer.results()), m_ids.mid(index, size));
            QCOMPARE(body.value(s("previous")).isNull(), index == 0);
            QCOMPARE(body.value(s("next")).isNull(), index + size == 120);
            if (index > 0) {
                const auto before = follow(body.value(s("previous")).toString());
                const int end = before.object().value(s("index")).toInt() + int(before.results().size());
                QCOMPARE(end, size == 0 ? 120 : index);
            }
            if (index + size < 120) {
                const auto after = follow(body.value(s("next")).toString());
                QCOMPARE(after.object().value(s("index")).toInt(-1), index + size);
            }
        }
    }

    void theLinksLeadThroughAll()
    {
        QStringList read;
        auto answer = window(s("limit=50"));
        read += idsIn(answer.results());
        while (!answer.object().value(s("next")).isNull()) {
            const QString next = answer.text("next");
            QVERIFY2(next.startsWith(s("http://127.0.0.1:")), qPrintable(next));
            answer = follow(next);
            QCOMPARE(answer.status, 200);
            read += idsIn(answer.results());
        }
        QCOMPARE(read, m_ids);
    }

    void longTextsMakeASliceShorter()
    {
        const QString longText(1024 * 1024, u'x');
        for (int i = 0; i < 60; ++i)
            m_ids.append(append(i < 50 ? s("short") : longText));
        const auto end = window(s("limit=500&last=1"));
        QCOMPARE(idsIn(end.results()), m_ids.mid(130));
        QCOMPARE(end.object().value(s("index")).toInt(), 130);
        QVERIFY(!end.object().value(s("previous")).isNull());
        const auto begin = window(s("limit=500"));
        QCOMPARE(idsIn(begin.results()), m_ids);
    }

    void onlyTheActiveBranchIsInIt()
    {
        const QString aside = append(s("On the way that is left"));
        const auto edited = m_site->ask("POST", s("chat/threads/%1/messages/").arg(m_thread),
            {{s("content"), s("Another way")}, {s("replaces"), m_ids.at(119)}});
        QCOMPARE(edited.status, 201);
        const auto end = window(s("limit=3&last=1"));
        QCOMPARE(end.object().value(s("total")).toInt(), 121); // a reply was begun
        QCOMPARE(end.object().value(s("index")).toInt(), 118);
        QCOMPARE(idsIn(end.results()).mid(0, 2), QStringList({m_ids.at(118), edited.text("id")}));
        QCOMPARE(window(s("around=") + aside).status, 400);

        const auto other = window(s("limit=2&last=1&branch=") + aside);
        QCOMPARE(idsIn(other.results()), QStringList({m_ids.at(119), aside}));
        QCOMPARE(other.object().value(s("index")).toInt(), 119);
        QCOMPARE(idsIn(follow(other.text("previous")).results()), m_ids.mid(117, 2));
    }

    void anEmptyThreadHasAnEmptyWindow()
    {
        m_thread = m_site->newThread();
        const auto answer = window(s("limit=50&last=1"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.object().value(s("total")).toInt(-1), 0);
        QCOMPARE(answer.object().value(s("index")).toInt(-1), 0);
        QVERIFY(answer.object().value(s("next")).isNull());
        QVERIFY(answer.object().value(s("previous")).isNull());
    }

    void whatCannotBeIsRefusedWithItsField_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("field");
        QTest::newRow("no number") << s("limit=many&last=1") << s("limit");
        QTest::newRow("none") << s("limit=0&last=1") << s("limit");
        QTest::newRow("too many") << s("limit=501&last=1") << s("limit");
        QTest::newRow("not last") << s("limit=5&last=2") << s("last");
        QTest::newRow("unknown") << s("before=0190f0a1-0000-7000-8000-000000000000") << s("before");
        QTest::newRow("nothing named") << s("after=") << s("after");
        QTest::newRow("two") << s("before=%1&last=1") << s("last");
        QTest::newRow("two ids") << s("after=%1&around=%1") << s("around");
        QTest::newRow("with a page") << s("page=2&last=1") << s("page");
        QTest::newRow("with a page and a limit") << s("page=2&limit=50") << s("page");
    }
    void whatCannotBeIsRefusedWithItsField()
    {
        QFETCH(QString, query);
        QFETCH(QString, field);
        const auto answer = window(query.contains(u'%') ? query.arg(m_ids.first()) : query);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.object().keys(), QStringList{field});
        QVERIFY(!answer.object().value(field).toArray().isEmpty());
    }

    void aThreadOrBranchThatIsNotThereIsNotFound()
    {
        const QString nobody = s("0190f0a1-0000-7000-8000-000000000000");
        QCOMPARE(window(s("last=1&branch=") + nobody).status, 404);
        m_thread = nobody;
        QCOMPARE(window(s("last=1")).status, 404);
    }
};

QTEST_GUILESS_MAIN(MessageWindowsTest)
#include "tst_messagewindows.moc"
