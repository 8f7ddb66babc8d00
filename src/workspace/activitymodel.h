#pragma once

#include "net/activitylog.h"

#include <QAbstractTableModel>

namespace throughline::workspace {

/// net::ActivityLog as a table, newest first.
class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Method, Path, Status, Type, Size, Duration, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< qint64: ActivityRecord::id
        LiveRole,                  ///< bool
        StatusCodeRole,            ///< int
        ErrorRole,                 ///< QString
    };

    explicit ActivityModel(const net::ActivityLog &log, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override; ///< DisplayRole: formatted for people
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const net::ActivityRecord *record(const QModelIndex &index) const;
    const net::ActivityLog &log() const { return m_log; }

    /// The request as a curl command line, secrets masked.
    static QString asCurl(const net::ActivityRecord &record);

private:
    static QString text(const net::ActivityRecord &record, int column);
    void addRecord(qint64 id);
    void changeRecord(qint64 id);
    void dropRemoved();

    const net::ActivityLog &m_log;
    QList<qint64> m_ids; ///< newest first
};

} // namespace throughline::workspace
