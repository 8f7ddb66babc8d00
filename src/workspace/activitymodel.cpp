#include "workspace/activitymodel.h"

#include <QLocale>

namespace throughline::workspace {

namespace {

/// For a POSIX shell: nothing inside single quotes is special but the quote itself.
QString shellQuoted(const QString &text)
{
    QString quoted = text;
    quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString pathOf(const QUrl &url)
{
    const QString query = url.query(QUrl::FullyDecoded);
    return query.isEmpty() ? url.path() : url.path() + QLatin1Char('?') + query;
}

QString mediaType(const QByteArray &contentType)
{
    return QString::fromLatin1(contentType).section(QLatin1Char(';'), 0, 0).trimmed();
}

QString durationText(std::chrono::milliseconds duration)
{
    constexpr auto second = std::chrono::seconds(1);
    if (duration < second)
        return ActivityModel::tr("%1 ms").arg(QLocale().toString(qint64(duration.count())));
    const double seconds = std::chrono::duration<double>(duration).count();
    return ActivityModel::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

} // namespace

ActivityModel::ActivityModel(const net::ActivityLog &log, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(log)
{
    for (const net::ActivityRecord &record : log.records())
        m_ids.prepend(record.id);
    connect(&log, &net::ActivityLog::recordAdded, this, &ActivityModel::addRecord);
    connect(&log, &net::ActivityLog::recordChanged, this, &ActivityModel::changeRecord);
    connect(&log, &net::ActivityLog::recordsRemoved, this, &ActivityModel::dropRemoved);
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    const net::ActivityRecord *found = record(index);
    if (!found)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*found, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == Size || index.column() == Duration
                   ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant();
    case Qt::ToolTipRole:
        // Encoded, so that nothing in it is taken for markup.
        return index.column() == Path && found->error.isEmpty()
                   ? found->url.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo)
                   : found->error;
    case IdRole:
        return found->id;
    case LiveRole:
        return found->live;
    case StatusCodeRole:
        return found->status;
    case ErrorRole:
        return found->error;
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Method:
        return tr("Method");
    case Path:
        return tr("Path");
    case Status:
        return tr("Status");
    case Type:
        return tr("Type");
    case Size:
        return tr("Size");
    case Duration:
        return tr("Duration");
    default:
        return {};
    }
}

const net::ActivityRecord *ActivityModel::record(const QModelIndex &index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? m_log.find(m_ids.at(index.row())) : nullptr;
}

QString ActivityModel::text(const net::ActivityRecord &record, int column)
{
    switch (column) {
    case Time:
        return QLocale().toString(record.startedAt.toLocalTime(), QStringLiteral("HH:mm:ss.zzz"));
    case Method:
        return QString::fromLatin1(record.method);
    case Path:
        return pathOf(record.url);
    case Status:
        if (record.status != 0)
            return QString::number(record.status);
        return record.live ? tr("Waiting") : tr("No answer");
    case Type:
        // A WebSocket has no content that has a type.
        return record.status == 101 ? QStringLiteral("websocket") : mediaType(record.contentType);
    case Size:
        return QLocale().formattedDataSize(record.bodyBytes, 1, QLocale::DataSizeTraditionalFormat);
    case Duration:
        return durationText(record.duration);
    default:
        return {};
    }
}

QString ActivityModel::asCurl(const net::ActivityRecord &record)
{
    QString command =
        QStringLiteral("curl -X %1 %2")
            .arg(QString::fromLatin1(record.method), shellQuoted(record.url.toString(QUrl::FullyEncoded)));
    for (const auto &[name, value] : record.requestHeaders) {
        command += QStringLiteral(" \\\n  -H ") +
                   shellQuoted(QString::fromUtf8(name) + QStringLiteral(": ") + QString::fromUtf8(value));
    }
    if (!record.requestBody.isEmpty()) {
        command += QStringLiteral(" \\\n  --data-raw ") + shellQuoted(QString::fromUtf8(record.requestBody));
    }
    return command;
}

void ActivityModel::addRecord(qint64 id)
{
    beginInsertRows({}, 0, 0);
    m_ids.prepend(id);
    endInsertRows();
}

void ActivityModel::changeRecord(qint64 id)
{
    // Nearly always one of the newest.
    const qsizetype row = m_ids.indexOf(id);
    if (row >= 0)
        Q_EMIT dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), ColumnCount - 1));
}

void ActivityModel::dropRemoved()
{
    for (int row = static_cast<int>(m_ids.size()) - 1; row >= 0; --row) {
        if (m_log.find(m_ids.at(row)))
            continue;
        beginRemoveRows({}, row, row);
        m_ids.removeAt(row);
        endRemoveRows();
    }
}

} // namespace throughline::workspace
