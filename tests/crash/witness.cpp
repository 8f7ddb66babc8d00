#include "crash/witness.h"

#include <QFile>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

namespace throughline::crash {

namespace {

constexpr int patience = 60'000; ///< ms: far longer than anything takes, also on a busy machine

client::ServerAddress addressOf(const ServerProcess &server)
{
    QFile token(server.tokenFile());
    const bool isOpen = token.open(QIODevice::ReadOnly);
    return {.baseUrl = server.url(), .bearer = isOpen ? token.readAll().trimmed() : QByteArray()};
}

std::optional<QList<Stored>> read(const QSqlDatabase &database, const QString &threadId)
{
    QSqlQuery query(database);
    query.prepare(QStringLiteral("SELECT id, role, content, status, metadata, reply_to FROM messages "
                                 "WHERE thread_id = ? ORDER BY seq"));
    query.addBindValue(threadId);
    if (!query.exec())
        return std::nullopt;
    QList<Stored> all;
    while (query.next()) {
        Stored one;
        one.message.id = query.value(0).toString();
        one.message.role = protocol::roleFromName(query.value(1).toString());
        one.message.content = query.value(2).toString();
        one.message.metadata = QJsonDocument::fromJson(query.value(4).toByteArray()).object();
        one.message.metadata.insert(QStringLiteral("status"), query.value(3).toString());
        one.question = query.value(5).toString();
        all.append(one);
    }
    return all;
}

} // namespace

Witness::Witness(const ServerProcess &server)
    : m_api(m_transport, addressOf(server))
    , m_file(server.dataFolder() + QStringLiteral("/throughline.db"))
{}

QString Witness::createThread()
{
    std::optional<QString> id;
    m_api.createThread(&m_api, {},
        [&](const protocol::Expected<protocol::Thread> &thread) { id = thread ? thread->id : QString(); });
    return QTest::qWaitFor([&] { return id.has_value(); }, patience) ? *id : QString();
}

std::optional<QList<protocol::Message>> Witness::listed(const QStringList &threadIds)
{
    QList<protocol::Message> all;
    for (const QString &threadId : threadIds) {
        std::optional<protocol::Expected<QList<protocol::Message>>> answer;
        m_api.listMessages(&m_api, threadId,
            [&](const protocol::Expected<QList<protocol::Message>> &messages) { answer.emplace(messages); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, patience) || !*answer)
            return std::nullopt;
        all += **answer;
    }
    return all;
}

std::optional<QList<Stored>> Witness::stored(const QStringList &threadIds) const
{
    const QString connection = QStringLiteral("witness");
    std::optional<QList<Stored>> all(std::in_place);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(m_file);
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
        if (!database.open())
            all.reset();
        for (qsizetype i = 0; all && i < threadIds.size(); ++i) {
            const auto one = read(database, threadIds.at(i));
            all = one ? std::optional(*all + *one) : std::nullopt;
        }
    }
    QSqlDatabase::removeDatabase(connection);
    return all;
}

} // namespace throughline::crash
