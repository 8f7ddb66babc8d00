#pragma once

#include "protocol/values.h"
#include "workspace/rowsyncmodel.h"

#include <QSet>

#include <functional>

namespace throughline::workspace {

/// The conversations, newest activity first within their groups. Only translates: Workspace decides.
class ThreadListModel : public RowSyncModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,     ///< also Qt::DisplayRole; "New conversation" for the server's unnamed ones
        PreviewRole,   ///< one line, without Markdown marks and line breaks
        UpdatedAtRole, ///< QDateTime, UTC
        GroupRole,     ///< int of Group
        StreamingRole, ///< bool: a reply streams there now
        ArchivedRole,  ///< bool
        PinnedRole,    ///< bool
        UnreadRole,    ///< bool: a reply finished there since it was last open
    };
    enum class Group { Pinned, Today, Yesterday, Previous7Days, Older, Archived };
    Q_ENUM(Group)

    /// \a today gives the current local date; injected so that tests and screenshots stand still.
    explicit ThreadListModel(std::function<QDate()> today, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Replaces everything; rows keep their identity by id (moves and changes, no reset).
    void setThreads(const QList<protocol::Thread> &threads);
    void upsert(const protocol::Thread &thread);
    void remove(const QString &id);
    /// These two hold also while the conversation is in no row, as during a search.
    void setStreaming(const QString &id, bool streaming);
    void setUnread(const QString &id, bool unread);
    /// Asks for the date again (midnight passed).
    void regroup();

    QModelIndex indexOf(const QString &id) const;
    const protocol::Thread *thread(const QString &id) const;

private:
    struct Row
    {
        protocol::Thread thread;
        Group group = Group::Today;
        bool streaming = false;
        bool unread = false;
        bool operator==(const Row &) const = default;
    };
    Group groupOf(const protocol::Thread &thread) const;
    int rowOf(const QString &id) const; ///< -1 when there is none
    /// Sorts \a rows and makes them the model's.
    void show(QList<Row> rows);

    std::function<QDate()> m_today;
    QList<Row> m_rows;
    QSet<QString> m_streaming; ///< ids, also of what is in no row
    QSet<QString> m_unread;    ///< ids, also of what is in no row
};

} // namespace throughline::workspace
