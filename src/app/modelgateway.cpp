#include "app/modelgateway.h"

#include "app/modeltrial.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace throughline::app {

namespace {

using server::provider::ModelList;
using server::provider::ModelListRequest;
using server::provider::ModelService;
using workspace::FoundServer;
using workspace::ModelCheck;
using workspace::ModelServer;

/// Who listens on this computer answers in milliseconds; who does not is not waited for.
constexpr std::chrono::milliseconds patience{1'500};

ModelService serviceFor(const ModelServer &server, const QByteArray &key = {})
{
    ModelService service;
    service.id = server.id;
    service.title = server.name;
    service.url = server.address;
    service.model = server.model;
    service.key = key;
    return service;
}

/// What to call who answers there: by its port only where nobody else uses that.
QString nameOf(const ModelGateway::Place &place, const QString &owner)
{
    if (place.owner.isEmpty() || owner == place.owner)
        return place.name;
    const QList<ModelGateway::Place> known = ModelGateway::usualPlaces();
    const auto found = std::find_if(known.cbegin(), known.cend(),
        [&owner](const ModelGateway::Place &each) { return !owner.isEmpty() && each.owner == owner; });
    return found != known.cend() ? found->name : QStringLiteral("127.0.0.1:%1").arg(place.port);
}

/// One round of knocking. Deletes itself.
class Discovery final : public QObject
{
public:
    Discovery(const QList<ModelGateway::Place> &places, net::HttpTransport &transport, QObject *context,
        workspace::ModelConnector::Found done)
        : QObject(context)
        , m_places(places)
        , m_done(std::move(done))
        , m_left(std::size_t(places.size()))
    {
        m_found.resize(std::size_t(places.size()));
        for (std::size_t i = 0; i < m_found.size(); ++i) {
            const ModelGateway::Place &place = places.at(qsizetype(i));
            QUrl url;
            url.setScheme(QStringLiteral("http"));
            url.setHost(QStringLiteral("127.0.0.1"));
            url.setPort(place.port);
            m_found[i] = {.name = place.name, .address = url, .models = {}};
            m_requests.push_back(std::make_unique<ModelListRequest>(transport,
                serviceFor({.id = {}, .name = place.name, .address = url}),
                [this, i](const protocol::Expected<ModelList> &list) { take(i, list); }));
        }
        QTimer::singleShot(m_left == 0 ? std::chrono::milliseconds(0) : patience, this, [this] { end(); });
    }

private:
    void take(std::size_t place, const protocol::Expected<ModelList> &list)
    {
        // Without a model nobody could answer, and many other things answer with an empty list.
        if (list) {
            m_found[place].models = list->ids;
            m_found[place].name = nameOf(m_places.at(qsizetype(place)), list->owner);
        }
        if (--m_left == 0)
            end();
    }

    void end()
    {
        const auto done = std::exchange(m_done, {});
        if (!done)
            return;
        QList<FoundServer> found;
        for (const FoundServer &server : m_found) {
            if (!server.models.isEmpty())
                found.append(server);
        }
        deleteLater();
        done(found);
    }

    const QList<ModelGateway::Place> m_places;
    workspace::ModelConnector::Found m_done;
    std::vector<FoundServer> m_found;
    std::vector<std::unique_ptr<ModelListRequest>> m_requests;
    std::size_t m_left;
};

} // namespace

QList<ModelGateway::Place> ModelGateway::usualPlaces()
{
    return {
        {QStringLiteral("Ollama"), 11434},
        {QStringLiteral("llama.cpp"), 8080, QStringLiteral("llamacpp")},
        {QStringLiteral("LM Studio"), 1234},
        {QStringLiteral("vLLM"), 8000, QStringLiteral("vllm")},
        {QStringLiteral("Jan"), 1337},
        {QStringLiteral("KoboldCpp"), 5001},
        {QStringLiteral("text-generation-webui"), 5000},
        {QStringLiteral("GPT4All"), 4891},
    };
}

ModelGateway::ModelGateway(server::EmbeddedServer &server, secrets::SecretStore &secrets,
    const polling::Clock &clock, const QList<Place> &places, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_secrets(secrets)
    , m_clock(clock)
    , m_places(places)
{}

QString ModelGateway::secretName(const QString &serverId)
{
    return QStringLiteral("model-server:") + serverId;
}

void ModelGateway::discover(QObject *context, Found done)
{
    new Discovery(m_places, m_transport, context, std::move(done));
}

void ModelGateway::withKey(const ModelServer &server, QObject *context, WithKey done)
{
    if (!server.hasKey) {
        QMetaObject::invokeMethod(
            context, [done = std::move(done)] { done(QByteArray(), {}); }, Qt::QueuedConnection);
        return;
    }
    m_secrets.read(secretName(server.id), context,
        [done = std::move(done), name = server.name](
            const tl::expected<std::optional<QByteArray>, secrets::SecretError> &secret) {
            if (secret && *secret)
                done(**secret, {});
            else if (secret)
                done(std::nullopt, tr("The key for %1 is not in the keychain any more. Enter it again in "
                                      "Settings › Models.")
                                       .arg(name));
            else
                done(std::nullopt,
                    tr("The key for %1 could not be read. %2").arg(name, secret.error().message));
        });
}

void ModelGateway::look(const ModelServer &server, QObject *context, Checked done)
{
    withKey(server, context,
        [this, server, context, done = std::move(done)](
            const std::optional<QByteArray> &key, const QString &problem) {
            if (!key)
                return done({.works = false, .sentence = problem, .models = {}});
            new ModelTrial(
                ModelTrial::Kind::List, serviceFor(server, *key), m_transport, m_clock, context, done);
        });
}

void ModelGateway::test(
    const ModelServer &server, const std::optional<QByteArray> &key, QObject *context, Checked done)
{
    const auto ask = [this, server, context, done](const QByteArray &used) {
        new ModelTrial(
            ModelTrial::Kind::Answer, serviceFor(server, used), m_transport, m_clock, context, done);
    };
    if (key)
        return ask(*key);
    withKey(server, context, [ask, done](const std::optional<QByteArray> &kept, const QString &problem) {
        if (kept)
            ask(*kept);
        else
            done({.works = false, .sentence = problem, .models = {}});
    });
}

void ModelGateway::keepKey(const QString &serverId, const QByteArray &key, QObject *context, Done done)
{
    m_secrets.write(secretName(serverId), key, context,
        [secrets = QPointer(&m_secrets), done = std::move(done)](
            const tl::expected<secrets::Kept, secrets::SecretError> &kept) {
            QString why;
            if (!kept)
                why = kept.error().message;
            else if (*kept == secrets::Kept::ThisSession)
                why = secrets ? secrets->whyNotPersistent() : QString();
            else
                return done({});
            done(tr("The key is kept for this session only. %1").arg(why).trimmed());
        });
}

void ModelGateway::forgetKey(const QString &serverId, QObject *context, Done done)
{
    m_secrets.remove(secretName(serverId), context,
        [done = std::move(done)](const tl::expected<void, secrets::SecretError> &removed) {
            done(removed ? QString()
                         : tr("The key may still be in the keychain. %1").arg(removed.error().message));
        });
}

void ModelGateway::apply(const QList<ModelServer> &servers, QObject *context, Done done)
{
    struct Round
    {
        server::provider::ProviderConfig config;
        QStringList problems;
        qsizetype left = 0;
    };
    auto round = std::make_shared<Round>();
    for (const ModelServer &server : servers) {
        round->config.services.append(serviceFor(server));
        round->config.services.last().waits = m_patience;
    }
    round->left = servers.size();
    const int number = ++m_applied;
    const auto finish = [this, round, number, done = std::move(done)] {
        // Keys took a while, and there is another list by now.
        if (number == m_applied)
            m_server.setProviders(round->config);
        done(round->problems.join(QLatin1Char('\n')));
    };
    if (servers.isEmpty()) {
        QMetaObject::invokeMethod(context, finish, Qt::QueuedConnection);
        return;
    }
    // At the start, who is asked before the keychain has answered says that its key is missing; nobody
    // answers in its place. Later, what was in force stays so until then.
    if (number == 1)
        m_server.setProviders(round->config);
    for (qsizetype i = 0; i < servers.size(); ++i) {
        withKey(servers.at(i), context,
            [round, i, finish](const std::optional<QByteArray> &key, const QString &problem) {
                round->config.services[i].key = key.value_or(QByteArray());
                if (!problem.isEmpty())
                    round->problems.append(problem);
                if (--round->left == 0)
                    finish();
            });
    }
}

} // namespace throughline::app
