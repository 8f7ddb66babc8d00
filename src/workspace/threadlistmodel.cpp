#include "workspace/threadlistmodel.h"

#include "workspace/plainpreview.h"

#include <algorithm>

namespace throughline::workspace {

ThreadListModel::ThreadListModel(std::function<QDate()> today, QObject *parent)
    : RowSyncModel(parent)
    , m_today(std::move(today))
{}

int ThreadListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ThreadListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case IdRole:
        return row.thread.id;
    case Qt::DisplayRole:
    case TitleRole: {
        return row.thread.isUnnamed() ? tr("New conversation") : row.thread.title.simplified();
    }
    case PreviewRole:
        return row.thread.latestMessage ? plainPreview(row.thread.latestMessage->content) : QString();
    case UpdatedAtRole:
        return row.thread.lastActivity();
    case GroupRole:
        return static_cast<int>(row.group);
    case StreamingRole:
        return row.streaming;
    case ArchivedRole:
        return row.thread.archived;
    case PinnedRole:
        return row.thread.pinnedAt.has_value();
    case UnreadRole:
        return row.unread;
    default:
        return {};
    }
}

QHash<int, QByteArray> ThreadListModel::roleNames() const
{
    QHash<int, QByteArray> names = RowSyncModel::roleNames();
    names.insert({{IdRole, "threadId"}, {TitleRole, "title"}, {PreviewRole, "preview"},
        {UpdatedAtRole, "updatedAt"}, {GroupRole, "group"}, {StreamingRole, "streaming"},
        {ArchivedRole, "archived"}, {PinnedRole, "pinned"}, {UnreadRole, "unread"}});
    return names;
}

void ThreadListModel::setThreads(const QList<protocol::Thread> &threads)
{
    QList<Row> rows;
    rows.reserve(threads.size());
    for (const protocol::Thread &thread : threads)
        rows.append(Row{.thread = thread});
    show(std::move(rows));
}

void ThreadListModel::upsert(const protocol::Thread &thread)
{
    QList<Row> rows = m_rows;
    if (const int known = rowOf(thread.id); known >= 0)
        rows[known].thread = thread;
    else
        rows.append(Row{.thread = thread});
    show(std::move(rows));
}

void ThreadListModel::remove(const QString &id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

void ThreadListModel::setStreaming(const QString &id, bool streaming)
{
    if (streaming)
        m_streaming.insert(id);
    else
        m_streaming.remove(id);
    const int row = rowOf(id);
    if (row < 0 || m_rows.at(row).streaming == streaming)
        return;
    m_rows[row].streaming = streaming;
    Q_EMIT dataChanged(index(row), index(row), {StreamingRole});
}

void ThreadListModel::setUnread(const QString &id, bool unread)
{
    if (unread)
        m_unread.insert(id);
    else
        m_unread.remove(id);
    const int row = rowOf(id);
    if (row < 0 || m_rows.at(row).unread == unread)
        return;
    m_rows[row].unread = unread;
    Q_EMIT dataChanged(index(row), index(row), {UnreadRole});
}

void ThreadListModel::regroup()
{
    show(m_rows);
}

QModelIndex ThreadListModel::indexOf(const QString &id) const
{
    const int row = rowOf(id);
    return row < 0 ? QModelIndex() : index(row);
}

const protocol::Thread *ThreadListModel::thread(const QString &id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_rows.at(row).thread;
}

ThreadListModel::Group ThreadListModel::groupOf(const protocol::Thread &thread) const
{
    if (thread.archived)
        return Group::Archived;
    if (thread.pinnedAt)
        return Group::Pinned;
    const QDateTime activity = thread.lastActivity();
    if (!activity.isValid())
        return Group::Older;
    const QDate day = activity.toLocalTime().date();
    const QDate today = m_today();
    if (day >= today) // a server whose clock is ahead, too
        return Group::Today;
    if (day == today.addDays(-1))
        return Group::Yesterday;
    return day >= today.addDays(-7) ? Group::Previous7Days : Group::Older;
}

int ThreadListModel::rowOf(const QString &id) const
{
    const auto found =
        std::find_if(m_rows.cbegin(), m_rows.cend(), [&](const Row &row) { return row.thread.id == id; });
    return found == m_rows.cend() ? -1 : static_cast<int>(found - m_rows.cbegin());
}

void ThreadListModel::show(QList<Row> rows)
{
    for (Row &row : rows) {
        row.group = groupOf(row.thread);
        row.streaming = m_streaming.contains(row.thread.id);
        row.unread = m_unread.contains(row.thread.id);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) {
        if (a.group != b.group)
            return a.group < b.group;
        if (a.thread.lastActivity() != b.thread.lastActivity())
            return a.thread.lastActivity() > b.thread.lastActivity();
        return a.thread.id > b.thread.id; // so that equal lists look equal
    });
    syncRows(m_rows, rows, [](const Row &row) { return row.thread.id; });
}

} // namespace throughline::workspace
