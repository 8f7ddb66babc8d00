#pragma once

#include "polling/backoff.h"
#include "workspace/workspace.h"

#include <QPointer>
#include <QTimer>

#include <map>

namespace throughline::workspace {

/// workspace.cpp has the connection and the open conversations, workspacethreads.cpp what is done with the
/// list.
class Workspace::Private
{
public:
    Private(Workspace *owner, const Parts &parts);

    // The connection.
    void connectToServer();
    void takeThreads(const QList<protocol::Thread> &list);
    void openFirst();
    void failConnection(const protocol::ApiError &error);
    void setConnection(Connection state, const QString &problem = {});

    // Open conversations.
    Conversation &conversation(const QString &threadId);
    void watch(Conversation &conversation);
    void show(const QString &threadId);
    void forget(const QString &threadId);
    /// A conversation that is deleted for good, with what was to be sent there.
    void forgetDeleted(const QString &threadId);
    void letGoOfIdleOnes();

    // The list.
    const protocol::Thread *thread(const QString &id) const;
    void store(const protocol::Thread &thread);
    bool isGone(const QString &id) const { return id == deletedId || leaving.contains(id); }
    void change(const QString &id, const client::ThreadChange &change, const QString &otherwise);
    void touch(const QString &id);
    void refreshName(const QString &id);
    void createThread();
    void openAnother();
    void finishLastDeletion(); ///< left over from when the program ended
    void deleteOnServer(const QString &id);
    QString newestId() const;
    bool isUnnamed(const protocol::Thread &thread) const;
    bool isUnused(const protocol::Thread &thread) const;
    void showKnown();

    Workspace *q;
    client::ApiClient &client;
    const polling::Clock &clock;
    ThreadListModel threads;
    ActivityModel activity;
    Drafts drafts;
    client::SignalPoller poller;

    Connection state = Connection::Connecting;
    QString problem;
    QString wantedThread;
    polling::Backoff backoff;
    QTimer retryTimer; ///< the one timer here: when to try the server again
    bool started = false;

    std::map<QString, std::unique_ptr<Conversation>> conversations;
    QList<QString> recent; ///< ids in the order they were opened, the newest last
    QString currentId;
    QHash<QString, protocol::Thread> known; ///< all of them, also while a search shows only some
    QString deletedId;                      ///< gone from the list, not yet from the server
    protocol::Thread deleted;               ///< as it was, to bring it back
    bool deletedWasCurrent = false;
    QSet<QString> leaving; ///< asked to be deleted; a list that still has them is older
    bool creating = false;
    bool streamingRefused = false;
    QString query;
    QPointer<client::ApiCall> searching;
    QDate groupedFor;
};

} // namespace throughline::workspace
