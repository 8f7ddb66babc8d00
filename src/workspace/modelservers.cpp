#include "workspace/modelservers.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) {
        return url.port(url.scheme() == QLatin1StringView("https") ? 443 : 80);
    };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

} // namespace

ModelServers::ModelServers(ModelConnector &connector, QObject *parent)
    : QObject(parent)
    , m_connector(connector)
{}

void ModelServers::restore(const QList<ModelServer> &servers)
{
    m_servers = servers;
    apply();
}

qsizetype ModelServers::indexOf(const QString &id) const
{
    for (qsizetype i = 0; i < m_servers.size(); ++i) {
        if (m_servers.at(i).id == id)
            return i;
    }
    return -1;
}

const ModelServer *ModelServers::find(const QString &id) const
{
    const qsizetype index = indexOf(id);
    return index < 0 ? nullptr : &m_servers.at(index);
}

QString ModelServers::freeId(const QString &name) const
{
    QString id;
    for (const QChar &c : name.toLower()) {
        if (c.unicode() < 128 && c.isLetterOrNumber())
            id += c;
        else if (!id.isEmpty() && !id.endsWith(QLatin1Char('-')))
            id += QLatin1Char('-');
    }
    while (id.endsWith(QLatin1Char('-')))
        id.chop(1);
    if (id.isEmpty())
        id = QStringLiteral("server");
    // The Guide's own.
    const auto isTaken = [this](const QString &candidate) {
        return candidate == QLatin1StringView("guide") || indexOf(candidate) >= 0;
    };
    QString candidate = id;
    for (int number = 2; isTaken(candidate); ++number)
        candidate = QStringLiteral("%1-%2").arg(id).arg(number);
    return candidate;
}

QString ModelServers::add(ModelServer server, const QByteArray &key)
{
    if (server.name.isEmpty())
        server.name = server.address.host();
    server.id = freeId(server.name);
    server.hasKey = !key.isEmpty();
    m_servers.append(server);
    if (server.hasKey)
        storeKey(server.id, key);
    else
        apply();
    Q_EMIT changed();
    return server.id;
}

QString ModelServers::add(const FoundServer &found, const QString &model)
{
    const QString id =
        add(ModelServer{.id = {}, .name = found.name, .address = found.address, .model = model}, {});
    m_checks.insert(id, {.works = true, .sentence = {}, .models = found.models});
    Q_EMIT checked(id);
    return id;
}

void ModelServers::change(const ModelServer &server, const std::optional<QByteArray> &key)
{
    const qsizetype index = indexOf(server.id);
    if (index < 0)
        return;
    const ModelServer before = m_servers.at(index);
    ModelServer after = server;
    after.hasKey = key ? !key->isEmpty() : before.hasKey && isSameOrigin(before.address, server.address);
    if (after == before && !key)
        return;
    m_servers[index] = after;
    if (after.address != before.address || key)
        m_checks.remove(server.id);
    if (key && !key->isEmpty()) {
        storeKey(server.id, *key);
    } else {
        if (before.hasKey && !after.hasKey) {
            m_connector.forgetKey(server.id, this, [this](const QString &sentence) {
                if (!sentence.isEmpty())
                    Q_EMIT problem(sentence);
            });
        }
        apply();
    }
    Q_EMIT changed();
}

void ModelServers::remove(const QString &id)
{
    const qsizetype index = indexOf(id);
    if (index < 0)
        return;
    const ModelServer gone = m_servers.takeAt(index);
    m_checks.remove(id);
    if (gone.hasKey) {
        m_connector.forgetKey(id, this, [this](const QString &sentence) {
            if (!sentence.isEmpty())
                Q_EMIT problem(sentence);
        });
    }
    apply();
    Q_EMIT changed();
}

void ModelServers::makeDefault(const QString &id)
{
    const qsizetype index = indexOf(id);
    if (index <= 0)
        return;
    m_servers.move(index, 0);
    apply();
    Q_EMIT changed();
}

void ModelServers::storeKey(const QString &id, const QByteArray &key)
{
    m_connector.keepKey(id, key, this, [this](const QString &sentence) {
        if (!sentence.isEmpty())
            Q_EMIT problem(sentence);
        apply();
    });
}

void ModelServers::apply()
{
    m_connector.apply(m_servers, this, [this](const QString &sentence) {
        if (!sentence.isEmpty())
            Q_EMIT problem(sentence);
        Q_EMIT applied();
    });
}

void ModelServers::discover()
{
    if (std::exchange(m_discovering, true))
        return;
    m_connector.discover(this, [this](const QList<FoundServer> &found) {
        m_discovering = false;
        m_found = found;
        Q_EMIT discovered();
    });
    Q_EMIT discovered();
}

QList<FoundServer> ModelServers::found() const
{
    QList<FoundServer> others = m_found;
    others.removeIf([this](const FoundServer &found) {
        return std::any_of(m_servers.cbegin(), m_servers.cend(), [&found](const ModelServer &server) {
            const bool isSameHere =
                server.isOnThisComputer() && server.address.port() == found.address.port();
            return isSameHere || isSameOrigin(server.address, found.address);
        });
    });
    return others;
}

void ModelServers::look()
{
    for (const ModelServer &server : std::as_const(m_servers)) {
        m_connector.look(server, this, [this, server](const ModelCheck &check) {
            const ModelServer *now = find(server.id);
            if (!now || now->address != server.address)
                return;
            m_checks.insert(server.id, check);
            Q_EMIT checked(server.id);
        });
    }
}

std::optional<ModelCheck> ModelServers::lastCheck(const QString &id) const
{
    const auto found = m_checks.constFind(id);
    return found == m_checks.cend() ? std::nullopt : std::optional(*found);
}

void ModelServers::test(const ModelServer &server, const std::optional<QByteArray> &key, QObject *context,
    ModelConnector::Checked done)
{
    m_connector.test(server, key, context,
        [self = QPointer(this), server, done = std::move(done)](const ModelCheck &check) {
            const ModelServer *known = self ? self->find(server.id) : nullptr;
            if (known && known->address == server.address) {
                self->m_checks.insert(server.id, check);
                Q_EMIT self->checked(server.id);
            }
            done(check);
        });
}

} // namespace throughline::workspace
