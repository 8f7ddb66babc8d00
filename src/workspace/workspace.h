#pragma once

#include "client/signalpoller.h"
#include "net/activitylog.h"
#include "protocol/model.h"
#include "workspace/activitymodel.h"
#include "workspace/conversation.h"
#include "workspace/drafts.h"
#include "workspace/threadlistmodel.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace throughline::workspace {

/// What is open and what is going on, for one server. The window shows it and calls it; nothing here knows a
/// pixel. Main thread only.
class Workspace : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        client::ApiClient &client;
        net::ActivityLog &activity;
        const polling::Clock &clock;
        QString draftsFolder;
        /// While a reply is arriving the clocks are compared this often, to notice that the machine slept.
        std::chrono::milliseconds sleepLook{10'000};
        /// Where texts of long conversations are that nobody looks at; empty: in memory.
        QString textsFolder{};
    };
    explicit Workspace(const Parts &parts, QObject *parent = nullptr);
    ~Workspace() override;

    /// Learns the server's capabilities, loads the conversations and opens \a threadId, else the newest one,
    /// else a new one. A server that cannot be reached is tried again with backoff; connectionChanged() says
    /// so, and \a threadId, else a conversation in which something waits to be sent, is shown with that
    /// meanwhile. What waits in any conversation goes out whenever the server is there (again).
    void start(const QString &threadId);

    /// The server is about to have other data: nothing that was read counts any more, nothing is asked for
    /// and no conversation is open until start(). What was typed and what waits to be sent stays on the disk
    /// and is sent then, or is given back where its conversation is not there any more; what was deleted and
    /// not yet confirmed is not. \a left is called, perhaps at once, when all that is on the disk, so that it
    /// is so too when the program ends before start(): only then may the data be another.
    void leave(const std::function<void()> &left = [] {});

    enum class Connection { Connecting, Online, Offline, SignInNeeded };
    Connection connection() const;
    QString connectionProblem() const; ///< a sentence when not Online
    /// Tries now instead of waiting; also after signing in again.
    void reconnect();
    /// The network has changed or the machine slept: links that are open may be dead without saying so. They
    /// are taken up anew, and what waits to be tried again is tried now.
    void wake();

    ThreadListModel &threads();
    ActivityModel &activity();
    Drafts &drafts();
    client::SignalPoller &poller();
    const polling::Clock &clock() const;

    /// The one on screen; null only before the first one opened. Stays valid until currentChanged().
    Conversation *current() const;
    QString currentTitle() const;

    void open(const QString &threadId);
    /// Opens the newest conversation if it is still empty, else creates one.
    /// \a text stands before what has been typed there; textGivenBack() says so. Where none can be made,
    /// problem() does, and the next one has it.
    void newConversation(const QString &text = {});
    void rename(const QString &threadId, const QString &title);
    void setArchived(const QString &threadId, bool archived);
    void setPinned(const QString &threadId, bool pinned);
    bool supportsPinning() const;

    // Who answers (extension "models").
    bool supportsModels() const;
    /// As the server listed them last; the Guide, where there is one, is among them.
    const QList<protocol::Model> &models() const;
    /// Asks the server again who answers; modelsChanged() when that is news.
    void refreshModels();
    /// Who answers in the conversation on screen, for people; empty when the server does not say.
    QString modelName() const;
    /// The id of the model that answers in the conversation on screen; empty when that is not known.
    QString modelId() const;
    /// For the conversation on screen, from the next message on.
    void chooseModel(const QString &modelId);
    /// How the model is to answer in the conversation on screen, as the contract names it.
    QJsonObject generationSettings() const;
    void setGenerationSettings(const QJsonObject &settings);

    /// Gone from the list at once; really deleted on the server when it is committed or the program starts
    /// the next time. Several may be pending. What was typed there is kept until the server has confirmed;
    /// when it says no, the row comes back and problem() says so. Sending something there brings it back as
    /// well.
    void remove(const QString &threadId);
    /// Nothing happens when it is not pending or the server has already been asked.
    void undoDelete(const QString &threadId);
    void undoDelete(); ///< the last one that is pending
    /// Asks the server; for the one on screen as soon as another one is open. Nothing happens when it is not
    /// pending.
    void commitDelete(const QString &threadId);
    void commitDeletes(); ///< all that are pending

    /// Titles and previews; empty: all. Results replace the list's rows. A new conversation and one that is
    /// brought back end the search, so that they are seen: searchCleared().
    void search(const QString &query);
    QString searchQuery() const;

Q_SIGNALS:
    void connectionChanged();
    void currentChanged();
    void currentTitleChanged();
    void modelsChanged(); ///< the list, or who answers in the conversation on screen, and how
    void removed(const QString &threadId, const QString &title);                        ///< offer undo
    void archivedChanged(const QString &threadId, const QString &title, bool archived); ///< offer undo
    /// The draft there turned out to be the message that was sent when the program ended, and is gone.
    void draftWasSent(const QString &threadId);
    /// \a text stands before the draft of \a threadId now: a new conversation begins with it, or it was to be
    /// sent in one that is not on the server any more, and problem() says so.
    void textGivenBack(const QString &threadId, const QString &text);
    void streamingRefused(); ///< say so once
    void searchCleared();    ///< not by search()
    void problem(const QString &sentence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::workspace
