#include "apisite.h"
#include "streamclient.h"

using namespace throughline;
using throughline::tests::ApiSite;
using throughline::tests::StreamClient;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QJsonObject metadataOf(const QJsonValue &message)
{
    return message.toObject().value(s("metadata")).toObject();
}

QStringList idsIn(const QJsonArray &array)
{
    QStringList ids;
    for (const QJsonValue &value : array)
        ids.append(value.isObject() ? value.toObject().value(s("id")).toString() : value.toString());
    return ids;
}

} // namespace

/// `regenerate` and `continue`: docs/http-contract.md.
class BranchRoutesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ApiSite> m_site;
    QString m_thread;
    QString m_question;
    QString m_reply;

    ApiSite::Answer act(const QString &id, const char *action, const QByteArray &key = {})
    {
        ApiSite::Headers headers;
        if (!key.isEmpty())
            headers.emplace_back("Idempotency-Key", key.toStdString());
        return m_site->ask("POST", s("chat/messages/%1/%2/").arg(id, s(action)), {}, headers);
    }

    ApiSite::Answer post(const QString &content, const QJsonObject &more)
    {
        QJsonObject body = more;
        body.insert(s("content"), content);
        return m_site->ask("POST", s("chat/threads/%1/messages/").arg(m_thread), body);
    }

    QJsonArray listed(const QString &branch = {})
    {
        return m_site
            ->ask("GET", s("chat/messages/?thread=%1").arg(m_thread) +
                             (branch.isEmpty() ? QString() : s("&branch=") + branch))
            .results();
    }

    QJsonObject detail(const QString &id)
    {
        return m_site->ask("GET", s("chat/messages/%1/").arg(id)).object();
    }

    QByteArray streaming(const QString &id, const char *action, qint64 offset = -1)
    {
        ApiSite::Headers headers;
        if (offset >= 0)
            headers.emplace_back("Last-Event-ID", (id + u':' + QString::number(offset)).toStdString());
        return m_site->bytes("POST", s("chat/messages/%1/%2/?stream=true").arg(id, s(action)), {}, headers);
    }

private Q_SLOTS:
    /// A question with a complete reply.
    void init()
    {
        m_site = std::make_unique<ApiSite>();
        m_thread = m_site->newThread();
        m_question = m_site->newMessage(m_thread, s("What now?"));
        m_site->provider.say(s("This."));
        m_site->provider.end();
        m_reply = listed().last().toObject().value(s("id")).toString();
    }

    void aReplySaysWhatItFollows()
    {
        const QJsonArray messages = listed();
        QVERIFY(!metadataOf(messages.at(0)).contains(s("parent")));
        QCOMPARE(metadataOf(messages.at(1)).value(s("parent")).toString(), m_question);
        for (const char *key : {"siblings", "branch"})
            QVERIFY(!metadataOf(messages.at(1)).contains(s(key)));
    }

    void regeneratingAnswersWithTheNewReply()
    {
        const auto answer = act(m_reply, "regenerate");
        QCOMPARE(answer.status, 201);
        const QString second = answer.text("id");
        QVERIFY(second != m_reply);
        const QJsonObject metadata = metadataOf(answer.object());
        QCOMPARE(metadata.value(s("status")).toString(), s("streaming"));
        QCOMPARE(metadata.value(s("parent")).toString(), m_question);
        QCOMPARE(idsIn(metadata.value(s("siblings")).toArray()), QStringList({m_reply, second}));
        QCOMPARE(metadata.value(s("branch")).toString(), second);
        QCOMPARE(idsIn(listed()), QStringList({m_question, second}));
        const auto thread = m_site->ask("GET", s("chat/threads/%1/").arg(m_thread)).object();
        QCOMPARE(thread.value(s("message_count")).toInt(), 2);
        QCOMPARE(idsIn(thread.value(s("messages")).toArray()), QStringList({m_question, second}));
        QCOMPARE(thread.value(s("latest_message")).toObject().value(s("id")).toString(), second);
        QCOMPARE(act(m_reply, "regenerate").status, 409);
        QVERIFY(!act(m_question, "regenerate").text("detail").isEmpty());
    }

    void aRegeneratedReplyStreamsUnderItsOwnId()
    {
        QVERIFY(m_site->listen());
        StreamClient stream(m_site->port, streaming(m_reply, "regenerate"));
        QVERIFY(stream.waitForEvents(1));
        const QString second = stream.start().messageId;
        QVERIFY(second != m_reply);
        QCOMPARE(stream.start().userMessageId, m_question);
        QCOMPARE(stream.events().first().idText(), second + s(":0"));
        m_site->provider.say(s("That."));
        m_site->provider.end();
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.text(), s("That."));
        QCOMPARE(stream.names(), QStringList({s("start"), s("chunk"), s("done")}));
        QCOMPARE(detail(second).value(s("content")).toString(), s("That."));
        QCOMPARE(detail(m_reply).value(s("content")).toString(), s("This."));
    }

    void theSameKeyFindsTheSameReply()
    {
        const auto first = act(m_reply, "regenerate", "k");
        m_site->provider.say(s("That."));
        m_site->provider.end();
        const auto again = act(m_reply, "regenerate", "k");
        QCOMPARE(again.status, 201);
        QCOMPARE(again.text("id"), first.text("id"));
        QCOMPARE(again.text("content"), s("That."));
        QCOMPARE(m_site->provider.requests.size(), 2);
        QCOMPARE(act(m_question, "regenerate", "k").status, 422);
        QCOMPARE(act(m_reply, "continue", "k").status, 422);
        for (const char *action : {"regenerate", "continue"})
            QCOMPARE(act(m_reply, action, QByteArray(200, 'k')).status, 400);
    }

    void aMessageIsReplaced()
    {
        const auto answer = post(s("What then?"), {{s("replaces"), m_question}});
        QCOMPARE(answer.status, 201);
        QVERIFY(!metadataOf(answer.object()).contains(s("parent")));
        QCOMPARE(idsIn(metadataOf(answer.object()).value(s("siblings")).toArray()),
            QStringList({m_question, answer.text("id")}));
        QCOMPARE(listed().size(), 2);
        QCOMPARE(listed().first().toObject().value(s("id")).toString(), answer.text("id"));
    }

    void aMessageFollowsAnother()
    {
        const QString next = post(s("And?"), {{s("parent"), m_reply}}).text("id");
        const QString other = post(s("And so?"), {{s("parent"), m_reply}}).text("id");
        QCOMPARE(idsIn(listed()).mid(0, 3), QStringList({m_question, m_reply, other}));
        QCOMPARE(idsIn(listed(next)).mid(0, 3), QStringList({m_question, m_reply, next}));
    }

    void aPlaceThatIsNoneIsAFieldError_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("replaces nothing") << s("replaces") << QJsonObject{{s("replaces"), s("none")}};
        QTest::newRow("replaces a number") << s("replaces") << QJsonObject{{s("replaces"), 3}};
        QTest::newRow("replaces a reply") << s("replaces") << QJsonObject{{s("replaces"), s("<reply>")}};
        QTest::newRow("follows nothing") << s("parent") << QJsonObject{{s("parent"), s("none")}};
        QTest::newRow("follows a list") << s("parent") << QJsonObject{{s("parent"), QJsonArray{1}}};
        QTest::newRow("elsewhere") << s("parent") << QJsonObject{{s("parent"), s("<elsewhere>")}};
        QTest::newRow("both") << s("parent")
                              << QJsonObject{{s("parent"), s("<reply>")}, {s("replaces"), s("<question>")}};
    }

    void aPlaceThatIsNoneIsAFieldError()
    {
        QFETCH(QString, field);
        QFETCH(QJsonObject, body);
        const QString elsewhere = m_site->newMessage(m_site->newThread(), s("Elsewhere."));
        for (auto value = body.begin(); value != body.end(); ++value) {
            QString id = value.value().toString();
            id.replace(s("<reply>"), m_reply)
                .replace(s("<question>"), m_question)
                .replace(s("<elsewhere>"), elsewhere);
            if (value.value().isString())
                value.value() = id;
        }
        const auto answer = post(s("What then?"), body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.object().keys(), QStringList{field});
        QVERIFY(answer.object().value(field).isArray());
        QCOMPARE(listed().size(), 2);
    }

    void noPlaceIsTheEnd()
    {
        const auto answer = post(s("And?"), {{s("parent"), QJsonValue::Null}, {s("replaces"), QString()}});
        QCOMPARE(answer.status, 201);
        QCOMPARE(metadataOf(answer.object()).value(s("parent")).toString(), m_reply);
    }

    void aBranchIsReadAndActivated()
    {
        const QString other = post(s("What then?"), {{s("replaces"), m_question}}).text("id");
        QCOMPARE(idsIn(listed(m_question)), QStringList({m_question, m_reply}));
        QCOMPARE(listed().first().toObject().value(s("id")).toString(), other);
        const auto before = m_site->ask("GET", s("chat/messages/?thread=") + m_thread);
        const auto answer = act(m_reply, "activate");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.text("id"), m_reply);
        QCOMPARE(idsIn(listed()), QStringList({m_question, m_reply}));
        const auto after = m_site->ask("GET", s("chat/messages/?thread=") + m_thread);
        QVERIFY(before.header("ETag") != after.header("ETag"));
        QCOMPARE(act(s("none"), "activate").status, 404);
    }

    void aBranchThatIsNotThereIs404()
    {
        const QString elsewhere = m_site->newMessage(m_site->newThread(), s("Elsewhere."));
        for (const QString &id : {s("none"), elsewhere}) {
            const auto answer = m_site->ask("GET", s("chat/messages/?thread=%1&branch=%2").arg(m_thread, id));
            QCOMPARE(answer.status, 404);
        }
    }

    void aBranchHasPages()
    {
        const QString other = post(s("What then?"), {{s("replaces"), m_question}}).text("id");
        QVERIFY(m_site->ask("POST", s("chat/messages/%1/activate/").arg(m_reply)).status == 200);
        for (int i = 0; i < 50; ++i)
            post(s("more"), {});
        QCOMPARE(act(other, "activate").status, 200);
        const QString path = s("chat/messages/?thread=%1&branch=%2").arg(m_thread, m_reply);
        const auto first = m_site->ask("GET", path);
        QCOMPARE(first.object().value(s("count")).toInt(), 102);
        QCOMPARE(first.results().size(), 50);
        QVERIFY(first.text("next").contains(s("branch=") + m_reply));
        const auto last = m_site->ask("GET", path + s("&page=last"));
        QCOMPARE(last.results().size(), 2);
        QCOMPARE(metadataOf(last.results().last()).value(s("branch")).toString(), m_question);
    }

    void signalsOfAnotherBranchAreStale()
    {
        const QString thread = m_site->newThread();
        m_thread = thread;
        const QString first = m_site->newMessage(thread, s("It has to run on 4 GB of RAM."));
        const QString path = s("signals/?thread_id=") + thread;
        const auto before = m_site->ask("GET", path);
        QCOMPARE(before.results().size(), 1);
        QCOMPARE(before.results().at(0).toObject().value(s("stale")).toBool(true), false);
        QCOMPARE(post(s("Hello."), {{s("replaces"), first}}).status, 201);
        const auto after =
            m_site->ask("GET", path, {}, {{"If-None-Match", before.header("ETag").toStdString()}});
        QCOMPARE(after.status, 200);
        QCOMPARE(after.results().at(0).toObject().value(s("stale")).toBool(), true);
        QCOMPARE(act(first, "activate").status, 200);
        QCOMPARE(
            m_site->ask("GET", path, {}, {{"If-None-Match", before.header("ETag").toStdString()}}).status,
            304);
    }

    void aStoppedReplyGoesOnFromEveryOffset()
    {
        QVERIFY(m_site->listen());
        const QString text = s("a ä € 😀");
        const QByteArray bytes = text.toUtf8();
        m_reply = act(m_question, "regenerate").text("id");
        m_site->provider.say(text);
        QCOMPARE(act(m_reply, "cancel").status, 200);

        std::vector<std::unique_ptr<StreamClient>> streams;
        for (qsizetype offset = -1; offset <= bytes.size() + 1; ++offset)
            streams.push_back(
                std::make_unique<StreamClient>(m_site->port, streaming(m_reply, "continue", offset)));
        for (const auto &stream : streams)
            QVERIFY(stream->waitForEvents(1));
        QCOMPARE(m_site->provider.requests.size(), 3); // the first of them asked, the others listen
        QCOMPARE(m_site->provider.requests.last().partialReply, text);
        m_site->provider.say(s(" and on"));
        m_site->provider.end();
        const QByteArray all = bytes + " and on";
        for (qsizetype offset = -1; offset <= bytes.size() + 1; ++offset) {
            StreamClient &stream = *streams[static_cast<std::size_t>(offset + 1)];
            QVERIFY(stream.waitForEnd());
            const bool isKnown = offset >= 0 && offset <= bytes.size() &&
                                 (offset == bytes.size() || (bytes[offset] & 0xc0) != 0x80);
            const qsizetype from = isKnown ? offset : 0;
            QCOMPARE(stream.events().first().idText(), m_reply + u':' + QString::number(from));
            QCOMPARE(stream.start().messageId, m_reply);
            QCOMPARE(stream.start().userMessageId, m_question);
            QCOMPARE(all.left(from) + stream.text().toUtf8(), all);
            QCOMPARE(stream.events().last().idText(), m_reply + u':' + QString::number(all.size()));
        }
        QCOMPARE(metadataOf(detail(m_reply)).value(s("continued")).toInt(), 1);
    }

    void aCompleteReplyAnswersItsRest()
    {
        QVERIFY(m_site->listen());
        StreamClient stream(m_site->port, streaming(m_reply, "continue", 2));
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.text(), s("is."));
        QCOMPARE(stream.names(), QStringList({s("start"), s("chunk"), s("done")}));
        QCOMPARE(m_site->provider.requests.size(), 1);
        const auto answer = act(m_reply, "continue");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.text("content"), s("This."));
    }

    void aFailureIsForgottenWhenTheReplyGoesOn()
    {
        m_reply = act(m_question, "regenerate").text("id");
        protocol::ApiError error;
        error.message = s("broken");
        m_site->provider.end(error);
        QVERIFY(metadataOf(detail(m_reply)).contains(s("error")));
        const auto answer = act(m_reply, "continue");
        QCOMPARE(answer.status, 200);
        QVERIFY(!metadataOf(answer.object()).contains(s("error")));
        QCOMPARE(metadataOf(answer.object()).value(s("status")).toString(), s("streaming"));
    }

    void whatCannotGoOnSaysSo()
    {
        m_reply = act(m_question, "regenerate").text("id");
        QCOMPARE(act(m_reply, "cancel").status, 200);
        QCOMPARE(post(s("And?"), {}).status, 201);
        QCOMPARE(act(m_reply, "continue").status, 409);
        QVERIFY(!act(m_reply, "continue").text("detail").isEmpty());
        QCOMPARE(act(m_question, "continue").status, 404);
        QCOMPARE(act(s("none"), "continue").status, 404);
        QCOMPARE(act(s("none"), "regenerate").status, 404);
    }

    void theGateStandsBeforeTheseToo_data()
    {
        QTest::addColumn<QString>("action");
        for (const char *action : {"regenerate", "continue", "activate"})
            QTest::newRow(action) << s(action);
    }

    void theGateStandsBeforeTheseToo()
    {
        QFETCH(QString, action);
        const QString path = s("chat/messages/%1/%2/").arg(m_reply, action);
        QCOMPARE(m_site->ask("POST", path, {}, {{"Origin", "http://evil.example"}}).status, 403);
        QCOMPARE(m_site->ask("POST", path, {}, {{"Authorization", "Bearer another"}}).status, 401);
        QCOMPARE(m_site->ask("GET", path).status, 405);
        QCOMPARE(m_site->provider.requests.size(), 1);
    }

    void closingCutsTheStreamOfAContinuation()
    {
        QVERIFY(m_site->listen());
        m_reply = act(m_question, "regenerate").text("id");
        m_site->provider.say(s("Th"));
        QCOMPARE(act(m_reply, "cancel").status, 200);
        StreamClient stream(m_site->port, streaming(m_reply, "continue"));
        QVERIFY(stream.waitForEvents(2));
        m_site->api.close();
        QVERIFY(!stream.waitForEnd());
        QVERIFY(!stream.names().contains(s("done")));
        QCOMPARE(stream.text(), s("Th"));
    }
};

QTEST_GUILESS_MAIN(BranchRoutesTest)
#include "tst_branchroutes.moc"
