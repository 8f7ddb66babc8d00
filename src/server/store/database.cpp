#include "server/store/database.h"

#include "protocol/unicode.h"
#include "server/store/errors.h"
#include "server/store/interruption.h"

#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QTimeZone>
#include <QUrl>
#include <QUuid>

#ifdef THROUGHLINE_HAS_SQLITE
#include <sqlite3.h>
#endif

namespace throughline::server::store {

namespace {

Q_LOGGING_CATEGORY(log, "throughline.store")

// SQLite's primary result codes (sqlite3.h). Qt hands over the extended ones, whose low byte these are.
constexpr int sqliteBusy = 5;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteIoError = 10;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCannotOpen = 14;
constexpr int sqliteNotADatabase = 26;

int primaryCode(const QSqlError &error)
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    return isNumber ? code & 0xff : 0;
}

QString sentence(int code)
{
    switch (code) {
    case sqliteFull:
        return Sentences::tr("The disk is full, so this was not saved. Free some space and try again.");
    case sqliteReadOnly:
        return Sentences::tr("The data file may only be read, so this was not saved. Check its permissions.");
    case sqliteBusy:
        return Sentences::tr("Another program is using the data file. Try again in a moment.");
    case sqliteIoError:
        return Sentences::tr("The disk reported an error, so this was not saved.");
    case sqliteCannotOpen:
        return Sentences::tr("The data file cannot be opened. Check that its folder exists and is yours.");
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return Sentences::tr(
            "The data file is damaged. At the next start it is set aside and the newest backup "
            "restored.");
    default:
        return Sentences::tr("The data could not be read or written.");
    }
}

/// RFC 8089, with what SQLite makes of its query.
QString immutableUri(const QString &path)
{
    QUrl url = QUrl::fromLocalFile(path);
    url.setQuery(QStringLiteral("immutable=1"));
    return QString::fromLatin1(url.toEncoded());
}

} // namespace

bool Row::isNull(int column) const
{
    return m_query.isNull(column);
}

QString Row::text(int column) const
{
    return m_query.value(column).toString();
}

qint64 Row::integer(int column) const
{
    return m_query.value(column).toLongLong();
}

double Row::real(int column) const
{
    return m_query.value(column).toDouble();
}

bool Row::flag(int column) const
{
    return integer(column) != 0;
}

QDateTime Row::date(int column) const
{
    return QDateTime::fromMSecsSinceEpoch(integer(column), QTimeZone::utc());
}

std::optional<QDateTime> Row::optionalDate(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(date(column));
}

QVariant bound(const QString &text)
{
    if (text.isNull())
        return QString(QLatin1StringView(""));
    return protocol::withoutHalvesOfPairs(text);
}

QVariant boundExactly(const QString &text)
{
    return bound(text).toString().toUtf8();
}

QVariant bound(const QDateTime &date)
{
    return date.toMSecsSinceEpoch();
}

QVariant bound(const std::optional<QDateTime> &date)
{
    return date ? bound(*date) : QVariant(QMetaType::fromType<qint64>());
}

Database::Database(const QString &connection)
    : m_connection(connection)
{}

protocol::Expected<std::unique_ptr<Database>> Database::open(
    const QString &path, Access access, Interruption *interruption)
{
    const QString connection =
        QStringLiteral("throughline-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<Database> database(new Database(connection));
    QSqlDatabase handle = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000");
    if (access != Access::ReadWrite)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    if (access == Access::Immutable)
        options += QStringLiteral(";QSQLITE_OPEN_URI");
    handle.setDatabaseName(access == Access::Immutable ? immutableUri(path) : path);
    handle.setConnectOptions(options);
    if (!handle.open())
        return tl::unexpected(database->failure(handle.lastError()));
    if (interruption)
        database->watch(*interruption);
    return database;
}

void Database::watch(Interruption &interruption)
{
#ifdef THROUGHLINE_HAS_SQLITE
    const QVariant native = QSqlDatabase::database(m_connection, false).driver()->handle();
    if (qstrcmp(native.typeName(), "sqlite3*") != 0)
        return;
    // Qt may come with an SQLite of its own, and then this connection is none of ours.
    const auto source =
        first(QStringLiteral("SELECT sqlite_source_id()"), {}, [](const Row &row) { return row.text(0); });
    if (!source || *source != QString::fromLatin1(sqlite3_sourceid()))
        return;
    m_interruption = &interruption;
    m_watched = *static_cast<sqlite3 *const *>(native.constData());
    m_interruption->watch(m_watched);
#else
    Q_UNUSED(interruption)
#endif
}

Database::~Database()
{
    if (m_inTransaction)
        rollback();
    m_prepared.clear();
    if (m_interruption)
        m_interruption->forget(m_watched);
    QSqlDatabase::removeDatabase(m_connection);
}

protocol::ApiError Database::failure(const QSqlError &error)
{
    const int code = primaryCode(error);
    if (code == sqliteCorrupt || code == sqliteNotADatabase)
        m_damaged = true;
    if (code == sqliteFull || code == sqliteReadOnly || code == sqliteBusy || code == sqliteIoError ||
        code == sqliteCannotOpen)
        m_diskFailed = true;
    qCWarning(log).noquote() << "SQLite" << error.nativeErrorCode() << error.databaseText()
                             << error.driverText();
    return serverError(sentence(code));
}

protocol::Expected<QSqlQuery *> Database::execute(const QString &sql, const QVariantList &values)
{
    auto prepared = m_prepared.find(sql);
    if (prepared == m_prepared.end()) {
        QSqlQuery query(QSqlDatabase::database(m_connection, false));
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return tl::unexpected(failure(query.lastError()));
        prepared = m_prepared.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = prepared->second;
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), values.at(i));
    if (!query.exec()) {
        const protocol::ApiError error = failure(query.lastError());
        query.finish();
        return tl::unexpected(error);
    }
    return &query;
}

protocol::Expected<void> Database::finish(QSqlQuery &query)
{
    // An unfinished statement would keep a read transaction open and the log from being folded in.
    const QSqlError error = query.lastError();
    query.finish();
    if (error.isValid())
        return tl::unexpected(failure(error));
    return {};
}

protocol::Expected<int> Database::run(const QString &sql, const QVariantList &values)
{
    const auto query = execute(sql, values);
    if (!query)
        return tl::unexpected(query.error());
    const int changed = (*query)->numRowsAffected();
    if (const auto finished = finish(**query); !finished)
        return tl::unexpected(finished.error());
    return changed;
}

protocol::Expected<void> Database::begin()
{
    return run(QStringLiteral("BEGIN IMMEDIATE")).map([this](int) { m_inTransaction = true; });
}

protocol::Expected<void> Database::commit()
{
    const auto committed = run(QStringLiteral("COMMIT"));
    if (!committed) {
        rollback();
        return tl::unexpected(committed.error());
    }
    m_inTransaction = false;
    return {};
}

void Database::rollback()
{
    m_inTransaction = false;
    // A full disk makes SQLite roll back by itself; then there is nothing left to do, and it says so.
    QSqlQuery(QSqlDatabase::database(m_connection, false)).exec(QStringLiteral("ROLLBACK"));
}

} // namespace throughline::server::store
