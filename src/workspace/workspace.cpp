#include "workspace/workspace.h"

#include "workspace/outbox.h"
#include "workspace/workspace_p.h"

#include <QDir>
#include <QUuid>

#include <algorithm>

namespace throughline::workspace {

namespace {

/// How many conversations stay in memory although nothing is going on in them.
constexpr qsizetype idleConversations = 8;

constexpr std::chrono::seconds firstRetry{2};
constexpr std::chrono::seconds longestRetry{30};

/// Beside the drafts lies what was sent and is not known to have arrived.
const QString outboxPrefix = QStringLiteral("outbox:");

} // namespace

QString Workspace::Private::outboxKey(const QString &threadId)
{
    return outboxPrefix + threadId;
}

/// And what was confirmed and pinned where the server cannot keep it.
QString Workspace::Private::reviewsKey(const QString &threadId)
{
    return QStringLiteral("reviews:") + threadId;
}

Workspace::Private::Private(Workspace *owner, const Parts &parts)
    : q(owner)
    , client(parts.client)
    , clock(parts.clock)
    , threads([this] { return clock.wall().toLocalTime().date(); })
    , activity(parts.activity)
    , drafts(parts.draftsFolder)
    , poller(parts.client, parts.clock)
    , textsFolder(parts.textsFolder)
    , backoff(firstRetry, longestRetry, polling::systemRandom())
{
    if (!textsFolder.isEmpty())
        QDir(textsFolder).removeRecursively(); // what a program that was killed left there
    retryTimer.setSingleShot(true);
    QObject::connect(&retryTimer, &QTimer::timeout, q, [this] { connectToServer(); });
    QObject::connect(&client, &client::ApiClient::signInNeeded, q,
        [this] { setConnection(Connection::SignInNeeded, tr("Sign in again to go on.")); });
    QObject::connect(&client, &client::ApiClient::unreachable, q,
        [this](const protocol::ApiError &error) { noticeUnreachable(error); });
    QObject::connect(&drafts, &Drafts::failed, q, &Workspace::problem);
    QObject::connect(&poller, &client::SignalPoller::signalsReceived, q,
        [this](const QString &threadId, const QList<protocol::Signal> &list) {
            if (const auto found = conversations.find(threadId); found != conversations.end())
                found->second->applySignals(list);
        });
    QObject::connect(&poller, &client::SignalPoller::signalsConfirmed, q, [this](const QString &threadId) {
        if (const auto found = conversations.find(threadId); found != conversations.end())
            found->second->confirmSignals();
    });
    QObject::connect(&poller, &client::SignalPoller::statusChanged, q, [this] {
        // Comes often enough to notice midnight.
        const QDate today = clock.wall().toLocalTime().date();
        if (std::exchange(groupedFor, today) != today)
            threads.regroup();
        noticePoll();
    });
    QObject::connect(&poller, &client::SignalPoller::woke, q, [this] { q->wake(); });
    sleepTimer.setInterval(parts.sleepLook);
    QObject::connect(&sleepTimer, &QTimer::timeout, q, [this] {
        poller.mayHaveSlept();
        lookForSleep();
    });
}

QStringList Workspace::Private::withOutbox() const
{
    QStringList ids;
    const QStringList keys = drafts.keys();
    for (const QString &key : keys) {
        if (const QString id = key.sliced(qMin(outboxPrefix.size(), key.size()));
            key.startsWith(outboxPrefix) && !isGone(id))
            ids.append(id);
    }
    return ids;
}

/// An open conversation sends what waits there by itself.
void Workspace::Private::sendWhatWaits()
{
    const QStringList ids = withOutbox();
    for (const QString &id : ids) {
        if (!thread(id)) {
            lookForUnlisted(id);
            continue;
        }
        conversation(id);
        if (!recent.contains(id))
            recent.prepend(id);
    }
}

/// All conversations have just been listed.
void Workspace::Private::lookForLeftDrafts()
{
    const QStringList keys = drafts.keys();
    bool isAnyLeft = false;
    for (const QString &key : keys) {
        // What is edited lies beside the draft, under the conversation's id behind a word.
        const QString id = key.startsWith(Drafts::editKey({})) ? key.sliced(Drafts::editKey({}).size()) : key;
        if (QUuid::fromString(id).isNull() || thread(id))
            continue;
        isAnyLeft = true;
        lookForUnlisted(id);
    }
    // Only when none is left, so that what is not answered is asked again.
    if (!isAnyLeft)
        drafts.set(leftKey, {});
}

void Workspace::Private::lookForUnlisted(const QString &id)
{
    client.getThread(asking.get(), id, [this, id](const protocol::Expected<protocol::Thread> &answer) {
        if (isGone(id) || thread(id))
            return;
        if (answer) {
            store(*answer);
            sendWhatWaits();
        } else if (answer.error().kind == protocol::ApiError::Kind::NotFound) {
            lost.insert(id);
            giveBackLost();
        } else if (answer.error().kind == protocol::ApiError::Kind::Forbidden && !forbidden.contains(id)) {
            // It is there, and may be this person's again: what was written stays with it.
            forbidden.insert(id);
            Q_EMIT q->problem(
                tr("A message waits for a conversation that you may not open any more. It is kept. %1")
                    .arg(answer.error().message));
        }
    });
}

/// Where one can see it: in the draft of the conversation on screen.
void Workspace::Private::giveBackLost()
{
    if (lost.contains(currentId))
        return openAnother(); // and then
    if (currentId.isEmpty())
        return;
    const QSet<QString> ids = std::exchange(lost, {});
    for (const QString &id : ids)
        giveBack(id);
}

bool Workspace::Private::isAnythingHeld() const
{
    return std::any_of(conversations.cbegin(), conversations.cend(),
        [](const auto &open) { return open.second->heldCount() > 0; });
}

/// Without the server nothing can be read, but what waits to be sent is here.
void Workspace::Private::showWhatIsHere()
{
    if (!currentId.isEmpty())
        return;
    blindId = wantedThread.isEmpty() ? withOutbox().value(0) : wantedThread;
    show(blindId);
}

Conversation &Workspace::Private::conversation(const QString &threadId)
{
    std::unique_ptr<Conversation> &open = conversations[threadId];
    if (!open) {
        open = std::make_unique<Conversation>(client, clock, threadId);
        if (!textsFolder.isEmpty())
            open->keepTextsIn(textsFolder);
        open->restoreOutbox(drafts.draft(outboxKey(threadId)));
        open->restoreLocalReviews(drafts.draft(reviewsKey(threadId)));
        open->setKeeper([this, context = open.get()](
                            const std::function<void()> &kept) { drafts.whenWritten(context, kept); });
        if (state != Connection::Online)
            open->setReachable(false);
        open->setPaused(isGone(threadId));
        if (streamingRefused)
            open->setStreamingRefused();
        watch(*open);
        dropSentDraft(threadId);
        open->load();
    }
    return *open;
}

/// A program that is killed just after *Send* leaves the text as a draft, too: sent again it would be
/// doubled. What leaves the outbox does so after the draft is gone from the disk, so nothing but the outbox,
/// as it was when the program ended, tells such a draft from one that means to say the same again.
void Workspace::Private::dropSentDraft(const QString &threadId)
{
    const Outbox written = Outbox::fromText(drafts.draft(outboxKey(threadId)));
    const QString draft = drafts.draft(threadId).trimmed();
    if (draft.isEmpty() || written.entries().isEmpty() ||
        written.entries().constLast().content.trimmed() != draft)
        return;
    drafts.set(threadId, {});
    Q_EMIT q->draftWasSent(threadId);
}

void Workspace::Private::watch(Conversation &watched)
{
    Conversation *open = &watched;
    const QString id = open->threadId();
    QObject::connect(open, &Conversation::streamingChanged, q, [this, open, id] {
        threads.setStreaming(id, open->isStreaming());
        lookForSleep();
    });
    QObject::connect(open, &Conversation::outboxChanged, q,
        [this, open, id] { drafts.set(outboxKey(id), open->outbox()); });
    QObject::connect(open, &Conversation::localReviewsChanged, q,
        [this, open, id] { drafts.set(reviewsKey(id), open->localReviews()); });
    QObject::connect(open, &Conversation::sendRequested, q, [this, id] {
        q->undoDelete(id); // whoever writes there wants to keep it
        if (state == Connection::Offline)
            connectToServer();
    });
    QObject::connect(open, &Conversation::messageHeld, q, [this] {
        if (state == Connection::Online && !connecting && !retryTimer.isActive())
            tryLater();
    });
    QObject::connect(open, &Conversation::messageSent, q, [this, id] {
        backoff.reset();
        if (id == currentId)
            poller.messageSent();
        touch(id);
        refreshName(id);
    });
    QObject::connect(open, &Conversation::branchShown, q, [this, id] {
        if (id == currentId)
            poller.refresh();
    });
    QObject::connect(open, &Conversation::replyFinished, q, [this, id] {
        if (id == currentId)
            poller.replyFinished();
        else
            threads.setUnread(id, true);
        touch(id);
        refreshName(id);
    });
    QObject::connect(open, &Conversation::streamingRefused, q, [this] {
        if (std::exchange(streamingRefused, true))
            return;
        for (const auto &[otherId, other] : conversations)
            other->setStreamingRefused();
        Q_EMIT q->streamingRefused();
    });
    QObject::connect(open, &Conversation::problem, q, &Workspace::problem);
}

void Workspace::Private::show(const QString &threadId)
{
    if (threadId.isEmpty() || threadId == currentId)
        return;
    Conversation &opened = conversation(threadId);
    if (opened.loadState() == Conversation::LoadState::Failed)
        opened.load();
    const QString before = std::exchange(currentId, threadId);
    if (isGone(before))
        leaveDeleted(before, threadId);
    recent.removeOne(threadId);
    recent.append(threadId);
    threads.setUnread(threadId, false);
    poller.openThread(threadId);
    Q_EMIT q->currentChanged();
    Q_EMIT q->currentTitleChanged();
    noticeModel();
    letGoOfIdleOnes();
    giveBackLost();
    if (giveBackBeginning())
        Q_EMIT q->problem(tr("The text for a new conversation is where you write: no new one was made."));
}

void Workspace::Private::letGoOfIdleOnes()
{
    qsizetype idle = recent.size();
    for (qsizetype i = 0; i < recent.size() && idle > idleConversations;) {
        const QString id = recent.at(i);
        const auto found = conversations.find(id);
        const bool busy =
            id == currentId || (found != conversations.end() &&
                                   (found->second->isStreaming() || !found->second->outbox().isEmpty()));
        if (busy) {
            ++i;
            continue;
        }
        --idle;
        forget(id);
    }
}

void Workspace::Private::forget(const QString &threadId)
{
    recent.removeOne(threadId);
    const auto found = conversations.find(threadId);
    if (found == conversations.end())
        return;
    // Whoever shows it has been told by currentChanged(), but may still be on the stack.
    Conversation *gone = found->second.release();
    conversations.erase(found);
    gone->disconnect(q);
    gone->setParent(q);
    gone->deleteLater();
}

Workspace::Workspace(const Parts &parts, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, parts))
{}

Workspace::~Workspace()
{
    for (const auto &[id, open] : d->conversations)
        open->disconnect(this);
}

ThreadListModel &Workspace::threads()
{
    return d->threads;
}

ActivityModel &Workspace::activity()
{
    return d->activity;
}

Drafts &Workspace::drafts()
{
    return d->drafts;
}

client::SignalPoller &Workspace::poller()
{
    return d->poller;
}

const polling::Clock &Workspace::clock() const
{
    return d->clock;
}

Conversation *Workspace::current() const
{
    const auto found = d->conversations.find(d->currentId);
    return found == d->conversations.end() ? nullptr : found->second.get();
}

void Workspace::open(const QString &threadId)
{
    if (!d->isGone(threadId))
        d->show(threadId);
}

} // namespace throughline::workspace
