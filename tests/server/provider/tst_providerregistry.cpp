#include "server/provider/guideprovider.h"
#include "server/provider/modelsite.h"
#include "server/provider/providerregistry.h"

#include <QJsonDocument>
#include <QtTest>

using namespace throughline;
using namespace throughline::server::provider;
using namespace throughline::test;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

GenerationRequest to(const QString &model)
{
    GenerationRequest request = question(s("Hello"));
    request.model = model;
    return request;
}

} // namespace

class TestProviderRegistry : public QObject
{
    Q_OBJECT

    ProviderConfig config(const QString &standard = {}) const
    {
        ModelService service;
        service.id = s("site");
        service.title = s("Site");
        service.url = m_server->url(QString());
        service.model = s("tiny");
        return {.services = {service}, .defaultModel = standard};
    }

    QString askedModel() const
    {
        return QJsonDocument::fromJson(m_server->requests().constLast().body)[QLatin1String("model")]
            .toString();
    }

    std::unique_ptr<ScriptedServer> m_server;
    net::NetworkTransport m_transport;
    polling::SystemClock m_clock;
    std::unique_ptr<ProviderRegistry> m_registry;

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ScriptedServer>();
        m_server->always("POST", chatPath,
            Script().json(200, R"({"choices":[{"message":{"content":"Yes"},"finish_reason":"stop"}]})"));
        m_server->always(
            "GET", "/v1/models", Script().json(200, R"({"data":[{"id":"tiny"},{"id":"vendor/large"}]})"));
        m_registry =
            std::make_unique<ProviderRegistry>(std::make_unique<GuideProvider>(0), m_transport, m_clock);
    }

    void theGuideIsThereAlone()
    {
        QCOMPARE(m_registry->models().size(), 1);
        QCOMPARE(m_registry->models().constFirst(),
            (ModelInfo{.id = s("guide"), .name = s("Guide"), .provider = s("guide"), .isDefault = true}));
        GenerationRecorder reply(m_registry->generate(to({})));
        QVERIFY(reply.wait());
        QVERIFY(!reply.text.isEmpty());
        QCOMPARE(m_registry->answerer({}).model, s("Guide"));
    }

    void aServiceAnswersWhenItIsThere()
    {
        m_registry->configure(config());
        GenerationRecorder reply(m_registry->generate(to({})));
        QVERIFY(reply.wait());
        QCOMPARE(reply.text, s("Yes"));
        QCOMPARE(askedModel(), s("tiny"));
        QCOMPARE(m_registry->answerer({}).provider, s("site"));
        QCOMPARE(m_registry->model(), s("tiny"));
    }

    void aConversationChoosesAmongThem()
    {
        m_registry->configure(config());
        GenerationRecorder large(m_registry->generate(to(s("site/vendor/large"))));
        QVERIFY(large.wait());
        QCOMPARE(askedModel(), s("vendor/large"));
        QCOMPARE(m_registry->answerer(s("site/vendor/large")).model, s("vendor/large"));
        GenerationRecorder guide(m_registry->generate(to(s("guide"))));
        QVERIFY(guide.wait());
        QCOMPARE(m_server->requests().size(), 1);
        QVERIFY(!guide.text.isEmpty());
    }

    void nobodyAnswersInAnothersPlace()
    {
        m_registry->configure(config());
        GenerationRecorder reply(m_registry->generate(to(s("gone/large"))));
        QVERIFY(reply.wait());
        QCOMPARE(reply.text, QString());
        QCOMPARE(reply.error->kind, protocol::ApiError::Kind::NotFound);
        QVERIFY(reply.message().contains(s("gone/large")));
        QVERIFY(m_server->requests().isEmpty());
    }

    void modelsAreListedAndNotAskedForAllTheTime()
    {
        m_registry->configure(config(s("site/vendor/large")));
        int done = 0;
        m_registry->refreshModels([&done] { ++done; });
        QVERIFY(QTest::qWaitFor([&done] { return done == 1; }));
        QStringList ids;
        QString standard;
        for (const ModelInfo &model : m_registry->models()) {
            ids.append(model.id);
            if (model.isDefault)
                standard += model.id;
        }
        QCOMPARE(ids, QStringList({s("site/tiny"), s("site/vendor/large"), s("guide")}));
        QCOMPARE(standard, s("site/vendor/large"));
        m_registry->refreshModels([&done] { ++done; });
        QCOMPARE(done, 2);
        QCOMPARE(m_server->requests().size(), 1);
    }

    void aServiceThatListsNothingHasItsOwnModel()
    {
        m_server->always("GET", "/v1/models", Script().json(500, "{}"));
        m_registry->configure(config());
        bool isDone = false;
        m_registry->refreshModels([&isDone] { isDone = true; });
        QVERIFY(QTest::qWaitFor([&isDone] { return isDone; }));
        QCOMPARE(m_registry->models().constFirst().id, s("site/tiny"));
        QVERIFY(m_registry->models().constFirst().isDefault);
    }

    void aServiceWithoutAModelIsAskedWhatItHas()
    {
        ProviderConfig unnamed = config();
        unnamed.services.first().model.clear();
        m_registry->configure(unnamed);
        QVERIFY(QTest::qWaitFor([this] { return m_registry->model() == s("tiny"); }));
        GenerationRecorder reply(m_registry->generate(to({})));
        QVERIFY(reply.wait());
        QCOMPARE(askedModel(), s("tiny"));
    }

    void aReplyUnderWayOutlivesItsService()
    {
        m_server->always("POST", chatPath,
            Script()
                .streamHead()
                .chunk("data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n")
                .delay(std::chrono::milliseconds(50))
                .chunk("data: [DONE]\n\n")
                .lastChunk());
        m_registry->configure(config());
        GenerationRecorder reply(m_registry->generate(to({})));
        m_registry->configure({});
        QVERIFY(reply.wait());
        QVERIFY(!reply.error);
        QCOMPARE(reply.text, s("A"));
    }
};

QTEST_GUILESS_MAIN(TestProviderRegistry)
#include "tst_providerregistry.moc"
