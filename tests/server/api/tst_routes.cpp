#include "apisite.h"

#include <QRegularExpression>

using namespace throughline;
using throughline::tests::ApiSite;

namespace {

const QString nobody = QStringLiteral("0190f0a1-0000-7000-8000-000000000000");

QJsonObject content(const QString &text)
{
    return {{QStringLiteral("content"), text}};
}

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QStringList keys(const QJsonObject &object)
{
    return object.keys();
}

/// A thread with one signal; the ids of both.
struct Said
{
    explicit Said(ApiSite &site)
        : thread(site.newThread())
        , message(site.newMessage(thread, s("My goal is to sell the house by March.")))
    {
        const auto found = site.ask("GET", s("signals/?thread_id=") + thread).results();
        if (!found.isEmpty())
            signal = found.first().toObject().value(s("id")).toString();
    }
    QString thread;
    QString message;
    QString signal;
};

} // namespace

class RoutesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theServerSaysWhatItCan()
    {
        ApiSite site;
        const auto answer = site.ask("GET", QString());
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.text("service"), s("throughline"));
        QVERIFY(!answer.text("version").isEmpty());
        QCOMPARE(answer.text("model"), s("Script"));
        const auto capabilities = protocol::serverInfoFromJson(answer.object()).capabilities;
        QCOMPARE(capabilities, QStringList({s("resume"), s("idempotency"), s("cancel"), s("etag"),
                                   s("review"), s("extract"), s("pinning"), s("regenerate"), s("continue"),
                                   s("push"), s("readings"), s("links"), s("window")}));
    }

    void everyAnswerCarriesTheCorrelationId()
    {
        ApiSite site;
        const auto echoed = site.ask("GET", s("auth/me/"), {}, {{"X-Correlation-ID", "abc-1"}});
        QCOMPARE(echoed.header("X-Correlation-ID"), QByteArray("abc-1"));
        QVERIFY(!site.ask("GET", s("nowhere/")).header("X-Correlation-ID").isEmpty());
    }

    void thePersonIsTheLocalUser()
    {
        ApiSite site;
        const auto answer = site.ask("GET", s("auth/me/"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.object().value(s("id")).toInt(), 1);
        QCOMPARE(keys(answer.object()),
            QStringList({s("email"), s("first_name"), s("id"), s("last_name"), s("username")}));
    }

    void thereAreNoPasswordsHere()
    {
        ApiSite site;
        QCOMPARE(site.ask("POST", s("auth/token/"), {{s("email"), s("a")}}).status, 404);
        QCOMPARE(site.ask("POST", s("auth/token/refresh/"), {{s("refresh"), s("a")}}).status, 404);
    }

    void aThreadIsMadeWithTheContractsFields()
    {
        ApiSite site;
        const auto answer = site.ask("POST", s("chat/threads/"), {{s("title"), s("House")}});
        QCOMPARE(answer.status, 201);
        QCOMPARE(answer.text("title"), s("House"));
        const QJsonObject thread = answer.object();
        for (const char *key : {"id", "title", "user", "primary_case", "project", "archived", "created_at",
                 "updated_at", "message_count", "latest_message"})
            QVERIFY2(thread.contains(QLatin1String(key)), key);
        static const QRegularExpression date(QStringLiteral(R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$)"));
        QVERIFY2(date.match(answer.text("created_at")).hasMatch(), qPrintable(answer.text("created_at")));
        QVERIFY2(date.match(answer.text("updated_at")).hasMatch(), qPrintable(answer.text("updated_at")));
        QCOMPARE(site.ask("POST", s("chat/threads/")).text("title"), s("New Chat"));
    }

    void badTitlesAreFieldErrors_data()
    {
        QTest::addColumn<QJsonValue>("title");
        QTest::newRow("null") << QJsonValue(QJsonValue::Null);
        QTest::newRow("number") << QJsonValue(7);
        QTest::newRow("too long") << QJsonValue(QString(256, u'x'));
    }

    void badTitlesAreFieldErrors()
    {
        QFETCH(QJsonValue, title);
        ApiSite site;
        const QString thread = site.newThread();
        for (const auto &answer : {site.ask("POST", s("chat/threads/"), {{s("title"), title}}),
                 site.ask("PATCH", s("chat/threads/%1/").arg(thread), {{s("title"), title}})}) {
            QCOMPARE(answer.status, 400);
            QCOMPARE(answer.object().value(s("title")).toArray().size(), 1);
        }
    }

    void threadsAreListedNewestFirst()
    {
        ApiSite site;
        for (int i = 0; i < 3; ++i)
            site.newThread(QString::number(i));
        const auto answer = site.ask("GET", s("chat/threads/"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(keys(answer.object()), QStringList({s("count"), s("next"), s("previous"), s("results")}));
        QStringList titles;
        for (const QJsonValue &thread : answer.results())
            titles += thread.toObject().value(s("title")).toString();
        QCOMPARE(titles, QStringList({s("2"), s("1"), s("0")}));
    }

    void aListOfFiftyOneHasTwoPages()
    {
        ApiSite site;
        for (int i = 0; i < 51; ++i)
            site.newThread(QString::number(i));
        const auto first = site.ask("GET", s("chat/threads/?archived=false"));
        QCOMPARE(first.results().size(), 50);
        QCOMPARE(first.object().value(s("count")).toInt(), 51);
        const QString next = first.text("next");
        QCOMPARE(next, s("http://127.0.0.1:8123/api/chat/threads/?archived=false&page=2"));
        const auto second = site.ask("GET", next.mid(s("http://127.0.0.1:8123/api/").size()));
        QCOMPARE(second.results().size(), 1);
        QVERIFY(second.object().value(s("next")).isNull());
        QCOMPARE(second.text("previous"), s("http://127.0.0.1:8123/api/chat/threads/?archived=false"));
        QCOMPARE(site.ask("GET", s("chat/threads/?page=3")).status, 404);
        QCOMPARE(site.ask("GET", s("chat/threads/?page=3")).text("detail"), s("Invalid page."));
    }

    void threadsAreFoundByTheirWords()
    {
        ApiSite site;
        const QString house = site.newThread(s("The old house"));
        const QString other = site.newThread(s("Something else"));
        site.newMessage(other, s("We talked about the garden."));
        const auto byTitle = site.ask("GET", s("chat/threads/?q=old+house")).results();
        QCOMPARE(byTitle.size(), 1);
        QCOMPARE(byTitle.first().toObject().value(s("id")).toString(), house);
        QCOMPARE(site.ask("GET", s("chat/threads/?q=garden")).results().size(), 1);
        QCOMPARE(site.ask("GET", s("chat/threads/?q=nowhere")).results().size(), 0);
    }

    void archivedThreadsAreAsideUnlessAskedFor()
    {
        ApiSite site;
        const QString id = site.newThread(s("Done"));
        const QString path = s("chat/threads/%1/").arg(id);
        QVERIFY(site.ask("PATCH", path, {{s("archived"), true}}).object().value(s("archived")).toBool());
        QCOMPARE(site.ask("GET", s("chat/threads/")).results().size(), 0);
        QCOMPARE(site.ask("GET", s("chat/threads/?archived=false")).results().size(), 0);
        QCOMPARE(site.ask("GET", s("chat/threads/?archived=true")).results().size(), 1);
        QCOMPARE(site.ask("GET", s("chat/threads/?archived=all")).results().size(), 1);
        QCOMPARE(site.ask("GET", s("chat/threads/?archived=maybe")).status, 400);
        QCOMPARE(site.ask("GET", path).status, 404);
        QCOMPARE(site.ask("PATCH", path, {{s("title"), s("x")}}).status, 404);
        QCOMPARE(site.ask("DELETE", path).status, 404);
        QCOMPARE(site.ask("GET", path + s("?archived=all")).status, 200);
        const auto back = site.ask("PATCH", path + s("?archived=all"), {{s("archived"), false}});
        QCOMPARE(back.status, 200);
        QVERIFY(!back.object().value(s("archived")).toBool());
        QCOMPARE(site.ask("GET", path).status, 200);
    }

    void aThreadIsRenamedPinnedAndRemoved()
    {
        ApiSite site;
        const QString path = s("chat/threads/%1/").arg(site.newThread());
        QCOMPARE(site.ask("PATCH", path, {{s("title"), s(" Named ")}}).text("title"), s("Named"));
        QCOMPARE(site.ask("PATCH", path, {{s("title"), s("  ")}}).status, 400);
        QVERIFY(!site.ask("PATCH", path, {{s("pinned"), true}}).text("pinned_at").isEmpty());
        QVERIFY(site.ask("PATCH", path, {{s("pinned"), false}}).object().value(s("pinned_at")).isNull());
        QCOMPARE(site.ask("PATCH", path, {{s("pinned"), s("yes")}}).status, 400);
        QCOMPARE(site.ask("PATCH", path, {{s("archived"), 1}}).status, 400);
        const auto removed = site.ask("DELETE", path);
        QCOMPARE(removed.status, 204);
        QCOMPARE(removed.body, QByteArray());
        QCOMPARE(site.ask("GET", path).status, 404);
        QCOMPARE(site.ask("DELETE", path).status, 404);
    }

    void aThreadsDetailHasAllItsMessages()
    {
        ApiSite site;
        const QString thread = site.newThread();
        const QString message = site.newMessage(thread, s("Hello"));
        const auto answer = site.ask("GET", s("chat/threads/%1/").arg(thread));
        QCOMPARE(answer.status, 200);
        const QJsonArray messages = answer.object().value(s("messages")).toArray();
        QVERIFY(messages.size() >= 1);
        QCOMPARE(messages.first().toObject().value(s("id")).toString(), message);
        QCOMPARE(answer.object().value(s("message_count")).toInt(), messages.size());
    }

    void aPostedMessageIsStoredAndAnsweredInTheBackground()
    {
        ApiSite site;
        const QString thread = site.newThread();
        const auto answer =
            site.ask("POST", s("chat/threads/%1/messages/").arg(thread), content(s("Hello there")));
        QCOMPARE(answer.status, 201);
        QCOMPARE(answer.text("role"), s("user"));
        QCOMPARE(answer.text("content"), s("Hello there"));
        QCOMPARE(answer.text("thread"), thread);
        for (const char *key : {"id", "thread", "role", "content", "metadata", "created_at", "event_id"})
            QVERIFY2(answer.object().contains(QLatin1String(key)), key);
        QCOMPARE(site.provider.requests.size(), 1);

        site.provider.say(s("Hi!"));
        site.provider.end();
        const QString list = s("chat/messages/?thread=") + thread;
        QTRY_COMPARE(
            site.ask("GET", list).results().last().toObject().value(s("content")).toString(), s("Hi!"));
        const QJsonArray messages = site.ask("GET", list).results();
        QCOMPARE(messages.size(), 2);
        QCOMPARE(messages.first().toObject().value(s("id")).toString(), answer.text("id"));
        QCOMPARE(messages.last().toObject().value(s("role")).toString(), s("assistant"));
        const QString reply = messages.last().toObject().value(s("id")).toString();
        QCOMPARE(site.ask("GET", s("chat/messages/%1/").arg(reply)).text("content"), s("Hi!"));
        QCOMPARE(site.ask("GET", s("chat/messages/%1/").arg(nobody)).status, 404);
    }

    void badContentIsAFieldError_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("missing") << QJsonObject();
        QTest::newRow("null") << QJsonObject{{s("content"), QJsonValue::Null}};
        QTest::newRow("number") << QJsonObject{{s("content"), 7}};
        QTest::newRow("list") << QJsonObject{{s("content"), QJsonArray{s("a")}}};
        QTest::newRow("blank") << QJsonObject{{s("content"), s(" \n ")}};
    }

    void badContentIsAFieldError()
    {
        QFETCH(QJsonObject, body);
        ApiSite site;
        const QString thread = site.newThread();
        for (const QString &query : {QString(), s("?stream=true")}) {
            const auto answer = site.ask("POST", s("chat/threads/%1/messages/").arg(thread) + query, body);
            QCOMPARE(answer.status, 400);
            QCOMPARE(answer.object().value(s("content")).toArray().size(), 1);
        }
        QCOMPARE(site.ask("GET", s("chat/messages/?thread=") + thread).results().size(), 0);
    }

    void postingToNoThreadIs404()
    {
        ApiSite site;
        for (const QString &id : {nobody, s("7"), s("%2e%2e"), s("x' OR 1=1 --")}) {
            const auto answer =
                site.ask("POST", s("chat/threads/%1/messages/?stream=true").arg(id), content(s("Hello")));
            QCOMPARE(answer.status, 404);
            QVERIFY(!answer.text("detail").isEmpty());
        }
    }

    void everythingPeopleTypeComesBackAsItWas_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("stored");
        QTest::newRow("emoji") << QByteArray(R"("a \ud83d\ude00 b")") << s("a 😀 b");
        QTest::newRow("bom") << QByteArray(R"("\ufeffx")") << QString(QChar(0xfeff)) + u'x';
        QTest::newRow("nul") << QByteArray(R"("a\u0000b")") << QString::fromUtf8("a\0b", 3);
        QTest::newRow("half a pair") << QByteArray(R"("a\ud83db\udc00")")
                                     << s("a\xef\xbf\xbd"
                                          "b\xef\xbf\xbd");
        QTest::newRow("line ends") << QByteArray(R"("a\r\nb\rc\n")") << s("a\r\nb\rc\n");
        QTest::newRow("markup") << QByteArray(R"("<script>'\"\\%s")") << s("<script>'\"\\%s");
    }

    void everythingPeopleTypeComesBackAsItWas()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, stored);
        ApiSite site;
        const QString thread = site.newThread();
        const auto response =
            site.api.handle({.method = "POST",
                                .target = "/api/chat/threads/" + thread.toStdString() + "/messages/",
                                .headers = site.headers(),
                                .body = "{\"content\":" + json.toStdString() + "}"},
                nullptr);
        QVERIFY(response);
        QCOMPARE(response->status, 201);
        const QJsonArray messages = site.ask("GET", s("chat/messages/?thread=") + thread).results();
        QCOMPARE(messages.first().toObject().value(s("content")).toString(), stored);
    }

    void theSameKeyNeverStoresTwice()
    {
        ApiSite site;
        const QString thread = site.newThread();
        const QString path = s("chat/threads/%1/messages/").arg(thread);
        const tests::ApiSite::Headers key{{"Idempotency-Key", "5b7e4a0e-8a53-4c39-8a3b-111111111111"}};
        const auto first = site.ask("POST", path, content(s("Once")), key);
        const auto second = site.ask("POST", path, content(s("Once")), key);
        QCOMPARE(second.status, 201);
        QCOMPARE(second.text("id"), first.text("id"));
        QCOMPARE(site.provider.requests.size(), 1);
        const auto other = site.ask(
            "POST", path, content(s("Once")), {{"Idempotency-Key", "5b7e4a0e-8a53-4c39-8a3b-222222222222"}});
        QVERIFY(other.text("id") != first.text("id"));
        QCOMPARE(site.ask("POST", path, content(s("x")), {{"Idempotency-Key", std::string(129, 'k')}}).status,
            400);
    }

    void messagesNeedAThread()
    {
        ApiSite site;
        QCOMPARE(site.ask("GET", s("chat/messages/")).status, 400);
    }

    void cancellingKeepsWhatWasSaid()
    {
        ApiSite site;
        const QString thread = site.newThread();
        site.newMessage(thread, s("Hello"));
        site.provider.say(s("Partly "));
        const QString list = s("chat/messages/?thread=") + thread;
        QTRY_COMPARE(
            site.ask("GET", list).results().last().toObject().value(s("content")).toString(), s("Partly "));
        const QString reply = site.ask("GET", list).results().last().toObject().value(s("id")).toString();
        const auto stopped = site.ask("POST", s("chat/messages/%1/cancel/").arg(reply));
        QCOMPARE(stopped.status, 200);
        QCOMPARE(stopped.text("content"), s("Partly "));
        QCOMPARE(
            stopped.object().value(s("metadata")).toObject().value(s("status")).toString(), s("stopped"));
        QVERIFY(!site.provider.current);
        QCOMPARE(site.ask("POST", s("chat/messages/%1/cancel/").arg(reply)).status, 200);
        QCOMPARE(site.ask("POST", s("chat/messages/%1/cancel/").arg(nobody)).status, 404);
    }

    void signalsAreListedWithTheContractsFields()
    {
        ApiSite site;
        const Said said(site);
        const auto answer = site.ask("GET", s("signals/?thread_id=") + said.thread);
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.results().isEmpty());
        const QJsonObject found = answer.results().first().toObject();
        for (const char *key : {"id", "event", "type", "text", "normalized_text", "span", "confidence",
                 "dedupe_key", "sequence_index", "case", "thread", "inquiry", "dismissed_at", "created_at",
                 "is_dismissed", "is_elevated", "status", "pinned_at", "stale", "alignment", "quote"})
            QVERIFY2(found.contains(QLatin1String(key)), key);
        QCOMPARE(found.value(s("type")).toString(), s("Goal"));
        QCOMPARE(found.value(s("span")).toObject().value(s("message_id")).toString(), said.message);
        QCOMPARE(site.ask("GET", s("signals/?thread_id=%1&type=Goal").arg(said.thread)).results().size(), 1);
        QCOMPARE(site.ask("GET", s("signals/?thread_id=%1&type=Claim").arg(said.thread)).results().size(), 0);
        QCOMPARE(site.ask("GET", s("signals/")).status, 400);
    }

    void aSignalIsDismissedAndBroughtBack()
    {
        ApiSite site;
        const Said said(site);
        const QString path = s("signals/%1/").arg(said.signal);
        const QString list = s("signals/?thread_id=") + said.thread;
        const auto dismissed = site.ask("POST", path + s("dismiss/"));
        QCOMPARE(dismissed.status, 200);
        QVERIFY(dismissed.object().value(s("is_dismissed")).toBool());
        QCOMPARE(site.ask("GET", list).results().size(), 0);
        QCOMPARE(site.ask("GET", list + s("&include_dismissed=true")).results().size(), 1);
        const int again = site.ask("POST", path + s("dismiss/")).status;
        QVERIFY2(again == 400 || again == 404, qPrintable(QString::number(again)));
        const auto back = site.ask("POST", path + s("undismiss/?include_dismissed=true"));
        QCOMPARE(back.status, 200);
        QVERIFY(!back.object().value(s("is_dismissed")).toBool());
        const int twice = site.ask("POST", path + s("undismiss/?include_dismissed=true")).status;
        QVERIFY2(twice == 400 || twice == 404, qPrintable(QString::number(twice)));
    }

    void aSignalIsReworded()
    {
        ApiSite site;
        const Said said(site);
        const QString path = s("signals/%1/edit/").arg(said.signal);
        QCOMPARE(site.ask("PATCH", path, {{s("text"), s("Sell by March")}}).text("text"), s("Sell by March"));
        QCOMPARE(site.ask("PATCH", path, {{s("text"), s(" ")}}).status, 400);
        QCOMPARE(site.ask("PATCH", path, {{s("text"), 7}}).status, 400);
        QCOMPARE(site.ask("PATCH", path).status, 400);
    }

    void aSignalIsReviewed()
    {
        ApiSite site;
        const Said said(site);
        const QString path = s("signals/%1/").arg(said.signal);
        QCOMPARE(site.ask("POST", path + s("confirm/")).text("status"), s("confirmed"));
        QCOMPARE(site.ask("POST", path + s("unconfirm/")).text("status"), s("suggested"));
        QCOMPARE(site.ask("POST", path + s("reject/")).text("status"), s("rejected"));
        QVERIFY(!site.ask("POST", path + s("pin/")).text("pinned_at").isEmpty());
        QVERIFY(site.ask("POST", path + s("unpin/")).object().value(s("pinned_at")).isNull());
        for (const char *action : {"dismiss", "undismiss", "confirm", "unconfirm", "reject", "pin", "unpin"})
            QCOMPARE(site.ask("POST", s("signals/%1/%2/").arg(nobody, s(action))).status, 404);
        QCOMPARE(site.ask("GET", path + s("pin/")).status, 405);
    }

    void extractionCanBeAskedFor()
    {
        ApiSite site;
        const Said said(site);
        QCOMPARE(site.ask("POST", s("chat/threads/%1/extract/").arg(said.thread)).status, 202);
        QCOMPARE(site.ask("POST", s("chat/threads/%1/extract/").arg(nobody)).status, 404);
        const auto state = site.ask("GET", s("chat/threads/%1/extract/").arg(said.thread));
        QCOMPARE(state.status, 200);
        QCOMPARE(state.object().value(s("pending_messages")).toInt(-1), 0);
        QVERIFY(state.object().value(s("retry_at")).isNull());
        QCOMPARE(state.object().value(s("readings")).toArray(), QJsonArray()); // no model has read anything
        QCOMPARE(site.ask("GET", s("chat/threads/%1/extract/").arg(nobody)).status, 404);
    }

    void signalsAreLinked()
    {
        ApiSite site;
        const QString thread = site.newThread();
        site.newMessage(thread, s("SQLite handles this load fine."));
        site.newMessage(thread, s("SQLite doesn't handle this load."));
        site.newMessage(thread, s("According to the benchmark, it takes 40 ms."));
        const auto claims = site.ask("GET", s("signals/?type=Claim&thread_id=") + thread).results();
        const auto evidence =
            site.ask("GET", s("signals/?type=EvidenceMention&thread_id=") + thread).results();
        QCOMPARE(claims.size(), 2);
        QCOMPARE(evidence.size(), 1);
        const QString one = claims[0][s("id")].toString();
        const QString two = claims[1][s("id")].toString();
        QCOMPARE(claims[0][s("contradicts")].toArray(), QJsonArray{two});
        QCOMPARE(claims[1][s("contradicts")].toArray(), QJsonArray{one});
        QVERIFY(claims[0][s("ungrounded")].toBool());
        QCOMPARE(claims[0][s("places")][0][s("quote")], claims[0][s("quote")]);

        const auto link = [&](const char *action, const QJsonValue &other) {
            return site.ask("POST", s("signals/%1/%2/").arg(one, s(action)), {{s("signal"), other}});
        };
        QCOMPARE(link("settle", two).object()[s("contradicts")].toArray(), QJsonArray());
        QCOMPARE(link("settle", two).status, 400);
        QCOMPARE(link("unsettle", two).object()[s("contradicts")].toArray(), QJsonArray{two});
        const QJsonValue source = evidence[0][s("id")];
        QCOMPARE(link("link-evidence", source).object()[s("ungrounded")].toBool(true), false);
        QCOMPARE(link("link-evidence", two).status, 400);
        QCOMPARE(link("unlink-evidence", source).object()[s("evidence")].toArray(), QJsonArray());
        for (const QJsonValue &bad : {QJsonValue(5), QJsonValue(QString()), QJsonValue(QJsonArray())})
            QCOMPARE(link("link-evidence", bad).status, 400);
        QCOMPARE(site.ask("POST", s("signals/%1/settle/").arg(nobody), {{s("signal"), one}}).status, 404);
    }

    void whatHasNotChangedIsNotSentAgain_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"", "auth/me/", "chat/threads/", "chat/threads/?archived=all",
                 "chat/threads/%1/", "chat/messages/?thread=%1", "signals/?thread_id=%1"})
            QTest::newRow(path) << s(path);
    }

    void whatHasNotChangedIsNotSentAgain()
    {
        QFETCH(QString, path);
        ApiSite site;
        const Said said(site);
        if (path.contains(s("%1")))
            path = path.arg(said.thread);
        const auto first = site.ask("GET", path);
        QCOMPARE(first.status, 200);
        const QByteArray tag = first.header("ETag");
        QVERIFY2(tag.size() > 2 && tag.startsWith('"') && tag.endsWith('"'), tag.constData());
        for (const QByteArray &condition :
            {tag, QByteArray("W/" + tag), QByteArray("\"other\", " + tag), QByteArray("*")}) {
            const auto same = site.ask("GET", path, {}, {{"If-None-Match", condition.toStdString()}});
            QCOMPARE(same.status, 304);
            QCOMPARE(same.body, QByteArray());
            QCOMPARE(same.header("ETag"), tag);
        }
        QCOMPARE(site.ask("GET", path, {}, {{"If-None-Match", "\"other\""}}).status, 200);
    }

    void aChangeGivesAnotherTag()
    {
        ApiSite site;
        const Said said(site);
        const QString path = s("signals/?thread_id=") + said.thread;
        const QByteArray tag = site.ask("GET", path).header("ETag");
        site.ask("POST", s("signals/%1/confirm/").arg(said.signal));
        const auto changed = site.ask("GET", path, {}, {{"If-None-Match", tag.toStdString()}});
        QCOMPARE(changed.status, 200);
        QVERIFY(changed.header("ETag") != tag);
    }

    void everyPathWithoutItsSlashIs404_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::newRow("me") << QByteArray("GET") << s("auth/me");
        QTest::newRow("threads") << QByteArray("GET") << s("chat/threads");
        QTest::newRow("new thread") << QByteArray("POST") << s("chat/threads");
        QTest::newRow("thread") << QByteArray("GET") << s("chat/threads/%1");
        QTest::newRow("messages") << QByteArray("GET") << s("chat/messages?thread=%1");
        QTest::newRow("post") << QByteArray("POST") << s("chat/threads/%1/messages");
        QTest::newRow("signals") << QByteArray("GET") << s("signals?thread_id=%1");
        QTest::newRow("dismiss") << QByteArray("POST") << s("signals/%1/dismiss");
    }

    void everyPathWithoutItsSlashIs404()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        ApiSite site;
        const QString thread = site.newThread();
        if (path.contains(s("%1")))
            path = path.arg(thread);
        QCOMPARE(site.ask(method.constData(), path, content(s("x"))).status, 404);
    }

    void nothingIsAnsweredAfterClosing()
    {
        ApiSite site;
        site.api.close();
        const auto answer = site.ask("GET", QString());
        QCOMPARE(answer.status, 503);
        QVERIFY(!answer.text("detail").isEmpty());
    }
};

QTEST_GUILESS_MAIN(RoutesTest)
#include "tst_routes.moc"
