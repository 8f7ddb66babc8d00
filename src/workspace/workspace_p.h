#pragma once

#include "polling/backoff.h"
#include "workspace/workspace.h"

#include <QPointer>
#include <QTimer>

#include <map>

namespace throughline::workspace {

/// Lies beside the drafts from leave() until every draft has a conversation again: what was typed may belong
/// to one that is not there any more.
inline const QString leftKey = QStringLiteral("left");

/// Lies there, too, while a new conversation is made: what is to stand first where one writes in it.
inline const QString beginningKey = QStringLiteral("beginning");

/// workspaceconnection.cpp has the connection, workspace.cpp the open conversations, workspacethreads.cpp
/// what is done with the list, workspacemodels.cpp who answers, workspacedeletes.cpp what is deleted.
class Workspace::Private
{
public:
    Private(Workspace *owner, const Parts &parts);

    // The connection.
    void connectToServer();
    void takeThreads(const QList<protocol::Thread> &list);
    void openFirst();
    /// Something that was asked for meanwhile got no answer.
    void noticeUnreachable(const protocol::ApiError &error);
    void noticePoll();
    void tryLater(std::chrono::milliseconds atLeast = {});
    void failConnection(const protocol::ApiError &error);
    void setConnection(Connection state, const QString &problem = {});

    // Open conversations.
    Conversation &conversation(const QString &threadId);
    void dropSentDraft(const QString &threadId);
    void watch(Conversation &conversation);
    void show(const QString &threadId);
    void forget(const QString &threadId);
    /// A conversation that is deleted for good, with what was to be sent there.
    static QString outboxKey(const QString &threadId); ///< where it is kept, beside the drafts
    static QString reviewsKey(const QString &threadId);
    void forgetDeleted(const QString &threadId);
    void forgetWhatIsKept(const QString &threadId); ///< beside its draft
    void letGoOfIdleOnes();
    QStringList withOutbox() const; ///< ids of the conversations in which something is to be sent
    void sendWhatWaits();
    /// Something waits in one that is not listed: is it there all the same?
    void lookForLeftDrafts();
    void lookForUnlisted(const QString &id);
    void giveBackLost();
    void giveBack(const QString &id);
    void putBeforeDraft(const QString &text); ///< of the conversation on screen
    bool isAnythingHeld() const;
    void showWhatIsHere();
    void lookForSleep(); ///< now and then as long as a reply is arriving

    // The list.
    const protocol::Thread *thread(const QString &id) const;
    void store(const protocol::Thread &thread);
    bool isGone(const QString &id) const { return leaving.contains(id) || findDeletion(id); }
    void change(const QString &id, const client::ThreadChange &change, const QString &otherwise);
    void touch(const QString &id);
    void refreshName(const QString &id);
    void createThread();
    void beginNew();          ///< with what it is to begin with
    bool giveBackBeginning(); ///< there will be no new one; false: nothing is to be given, or to nobody
    void openAnother();
    QString newestId() const;
    bool isUnused(const protocol::Thread &thread) const;
    void showKnown();
    void clearSearch();

    // Who answers.
    const protocol::Model *currentModel() const;
    void noticeModel(); ///< says modelsChanged() if somebody else answers on screen, or otherwise
    void listModels();

    // What is deleted.
    /// Gone from the list, not yet from the server.
    struct Deletion
    {
        protocol::Thread thread; ///< as it was, to bring it back
        bool wasCurrent = false;
        QString draft;          ///< what was typed there when it was deleted
        bool committed = false; ///< wanted on the server
        bool asked = false;     ///< the server has been asked
    };
    const Deletion *findDeletion(const QString &id) const;
    Deletion *findDeletion(const QString &id);
    void dropDeletion(const QString &id);
    void saveDeletions();
    void finishLastDeletions();           ///< left over from when the program ended
    void pauseDeleted(const QString &id); ///< or go on, when it is not (any more)
    void askForDeletion(Deletion &deletion);
    void takeDeletionAnswer(const QString &id, const protocol::Expected<bool> &answer);
    /// \a from is deleted and was on screen until \a to came.
    void leaveDeleted(const QString &from, const QString &to);

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
    const QString textsFolder;
    polling::Backoff backoff;
    QTimer retryTimer;                    ///< when to try the server again
    QTimer sleepTimer;                    ///< the poller notices sleep too, but may be at rest
    QPointer<client::ApiCall> connecting; ///< what is being asked for to connect
    bool started = false;
    QString blindId; ///< shown although the server has not said that it is there

    std::map<QString, std::unique_ptr<Conversation>> conversations;
    QList<QString> recent; ///< ids in the order they were opened, the newest last
    QString currentId;
    QHash<QString, protocol::Thread> known; ///< all of them, also while a search shows only some
    QList<Deletion> deletions;              ///< in the order they were deleted
    QSet<QString> leaving;                  ///< deleted; a list that still has them is older
    QSet<QString> lost;                     ///< not on the server any more, and something is to be sent there
    QSet<QString> forbidden; ///< something is to be sent there, and it was said that one may not
    QList<protocol::Model> models;
    std::pair<QString, QJsonObject> saidModel; ///< who answered, and how, when modelsChanged() was said last
    QPointer<client::ApiCall> listingModels;
    bool creating = false;
    bool isAway = false; ///< between leave() and start()
    /// Whose requests are about what the server has now; leave() makes another one, and the old answers void.
    std::unique_ptr<QObject> asking = std::make_unique<QObject>();
    bool streamingRefused = false;
    QString query;
    QPointer<client::ApiCall> searching;
    QDate groupedFor;
};

} // namespace throughline::workspace
