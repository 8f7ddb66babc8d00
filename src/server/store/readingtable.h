#pragma once

#include "protocol/apierror.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace throughline::server::store {

class Database;

/// One time that a model read messages for signals, whether or not it ended well.
struct Reading
{
    QString threadId;
    QString provider;
    QString model;
    QStringList messageIds;
    int calls = 0;
    qint64 promptTokens = 0; ///< as the service counted; 0 where it does not
    qint64 completionTokens = 0;
    int found = 0;
    QString problem; ///< why nothing came of it, a sentence; empty: it ended well
    QDateTime createdAt;
    bool operator==(const Reading &) const = default;
};

/// The ledger of which model read which messages, and what it cost.
class ReadingTable
{
public:
    explicit ReadingTable(Database &database)
        : m_database(database)
    {}

    protocol::Expected<void> record(const Reading &reading);
    /// The newest first.
    protocol::Expected<QList<Reading>> list(const QString &threadId, int limit) const;

    struct Totals
    {
        int readings = 0;
        qint64 promptTokens = 0;
        qint64 completionTokens = 0;
        bool operator==(const Totals &) const = default;
    };
    protocol::Expected<Totals> totals(const QString &threadId) const;

private:
    Database &m_database;
};

} // namespace throughline::server::store
