#include "workspace/workspace_p.h"

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

constexpr std::chrono::milliseconds shortestRetry{500};

} // namespace

void Workspace::Private::setConnection(Connection newState, const QString &newProblem)
{
    if (state == newState && problem == newProblem)
        return;
    state = newState;
    problem = newProblem;
    if (state != Connection::Online) {
        for (const auto &[id, open] : conversations)
            open->setReachable(false);
    }
    Q_EMIT q->connectionChanged();
}

void Workspace::Private::failConnection(const protocol::ApiError &error)
{
    if (error.kind == protocol::ApiError::Kind::Unauthorized) {
        setConnection(Connection::SignInNeeded, error.message);
        showWhatIsHere();
        return;
    }
    setConnection(Connection::Offline, error.message);
    showWhatIsHere();
    tryLater(error.retryAfter.value_or(std::chrono::milliseconds(0)));
}

void Workspace::Private::tryLater(std::chrono::milliseconds atLeast)
{
    retryTimer.start(std::max({backoff.next(), shortestRetry, atLeast}));
}

void Workspace::Private::noticeUnreachable(const protocol::ApiError &error)
{
    if (state == Connection::Online && !connecting)
        failConnection(error);
}

/// A poll that got through before the next try was due: there is no need to wait for that.
void Workspace::Private::noticePoll()
{
    const client::PollStatus status = poller.status();
    const bool through = std::holds_alternative<client::PollWaiting>(status) ||
                         std::holds_alternative<client::PollLive>(status);
    if (through && state == Connection::Offline)
        connectToServer();
}

void Workspace::Private::connectToServer()
{
    retryTimer.stop();
    if (connecting || isAway)
        return;
    connecting =
        client.fetchServerInfo(asking.get(), [this](const protocol::Expected<protocol::ServerInfo> &info) {
            connecting.clear();
            if (!info)
                return failConnection(info.error());
            if (!std::exchange(started, true))
                finishLastDeletions();
            connecting = client.listThreads(asking.get(), client::ApiClient::Archived::All, {},
                [this](const protocol::Expected<QList<protocol::Thread>> &list) {
                    connecting.clear();
                    if (!list)
                        return failConnection(list.error());
                    // While something fails to go out though the server answers, it is tried less and less
                    // often.
                    if (!isAnythingHeld())
                        backoff.reset();
                    setConnection(Connection::Online);
                    takeThreads(*list);
                    noticeModel();
                    listModels();
                });
        });
}

void Workspace::Private::takeThreads(const QList<protocol::Thread> &list)
{
    known.clear();
    for (const protocol::Thread &thread : list) {
        if (Deletion *deletion = findDeletion(thread.id))
            deletion->thread = thread;
        else if (!isGone(thread.id))
            known.insert(thread.id, thread);
    }
    if (query.isEmpty())
        showKnown();
    for (const auto &[id, open] : conversations) {
        threads.setStreaming(id, open->isStreaming());
        open->setReachable(true);
    }
    // What was shown while nobody knew may be there no more.
    const bool shownBlindly = !blindId.isEmpty() && std::exchange(blindId, {}) == currentId;
    const bool isLeft = shownBlindly && !thread(currentId) && q->current()->transcript().rowCount() == 0;
    if (currentId.isEmpty() || isGone(currentId) || isLeft)
        openFirst();
    sendWhatWaits();
    if (!drafts.draft(leftKey).isEmpty())
        lookForLeftDrafts();
}

void Workspace::Private::lookForSleep()
{
    const bool wanted = std::any_of(conversations.cbegin(), conversations.cend(),
        [](const auto &open) { return open.second->isStreaming(); });
    if (!wanted)
        sleepTimer.stop();
    else if (!sleepTimer.isActive())
        sleepTimer.start();
}

void Workspace::Private::openFirst()
{
    if (thread(wantedThread))
        show(wantedThread);
    else
        openAnother();
}

void Workspace::start(const QString &threadId)
{
    d->wantedThread = threadId;
    d->isAway = false;
    d->connectToServer();
}

void Workspace::leave(const std::function<void()> &left)
{
    d->asking = std::make_unique<QObject>(); // and nobody hears the answers any more
    d->isAway = true;
    d->creating = false;
    d->drafts.set(leftKey, QStringLiteral("1"));
    d->retryTimer.stop();
    d->connecting.clear();
    d->searching.clear();
    d->listingModels.clear();
    d->setConnection(Connection::Connecting);
    d->poller.openThread({});
    d->deletions.clear();
    d->saveDeletions();
    d->leaving.clear();
    d->lost.clear();
    d->blindId.clear();
    d->currentId.clear();
    Q_EMIT currentChanged();
    Q_EMIT currentTitleChanged();
    QStringList open;
    for (const auto &[id, conversation] : d->conversations)
        open.append(id);
    for (const QString &id : std::as_const(open)) {
        d->threads.setStreaming(id, false);
        d->forget(id);
    }
    d->known.clear();
    if (!std::exchange(d->query, {}).isEmpty())
        Q_EMIT searchCleared();
    d->showKnown();
    d->lookForSleep();
    d->drafts.whenWritten(this, left);
}

void Workspace::reconnect()
{
    if (d->state == Connection::SignInNeeded) {
        if (d->connecting)
            d->connecting->abort(); // asks as who one was before
        d->connecting.clear();
        d->setConnection(Connection::Connecting);
        d->poller.signedIn();
    }
    d->connectToServer();
}

void Workspace::wake()
{
    for (const auto &[id, open] : d->conversations)
        open->wake();
    if (d->state == Connection::Offline || d->retryTimer.isActive())
        d->connectToServer();
}

Workspace::Connection Workspace::connection() const
{
    return d->state;
}

QString Workspace::connectionProblem() const
{
    return d->problem;
}

} // namespace throughline::workspace
