#include "client/signalpoller.h"

#include "client/pushchannel.h"
#include "polling/signalpollpolicy.h"
#include "protocol/overloaded.h"

#include <QHash>
#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>
#include <optional>
#include <utility>

namespace throughline::client {

/// Something that was pushed: a signal as it is, or the id of one that is gone.
struct PushedSignal
{
    QString id;
    std::optional<protocol::Signal> signal;
};

namespace {

Q_LOGGING_CATEGORY(signalsLog, "throughline.signals", QtInfoMsg)

using protocol::ApiError;

polling::PollFailure::Kind failureKind(ApiError::Kind kind)
{
    switch (kind) {
    case ApiError::Kind::Unauthorized:
        return polling::PollFailure::Kind::Unauthorized;
    case ApiError::Kind::Forbidden:
    case ApiError::Kind::NotFound:
        return polling::PollFailure::Kind::NotAvailable;
    default:
        return polling::PollFailure::Kind::Transient;
    }
}

PollPaused::Reason pauseReason(polling::Visibility visibility)
{
    switch (visibility) {
    case polling::Visibility::Hidden:
        return PollPaused::Reason::Hidden;
    case polling::Visibility::Collapsed:
        return PollPaused::Reason::Collapsed;
    case polling::Visibility::Minimized:
    case polling::Visibility::Visible:
        break;
    }
    return PollPaused::Reason::Minimized;
}

PollStopped::Reason stopReason(polling::StopReason reason)
{
    switch (reason) {
    case polling::StopReason::SignIn:
        return PollStopped::Reason::SignIn;
    case polling::StopReason::NotAvailable:
        return PollStopped::Reason::NotAvailable;
    case polling::StopReason::NoSignals:
        break;
    }
    return PollStopped::Reason::NoSignals;
}

/// Beyond this a server that pushes without end is not followed.
constexpr qsizetype mostSignals = 50'000;

/// Lists leave dismissed signals out.
void putInto(QList<protocol::Signal> &list, const PushedSignal &pushed)
{
    const auto known = std::find_if(
        list.begin(), list.end(), [&pushed](const protocol::Signal &one) { return one.id == pushed.id; });
    const bool isListed = pushed.signal && !pushed.signal->isDismissed();
    if (known == list.end() && isListed && list.size() < mostSignals)
        list.append(*pushed.signal);
    else if (known != list.end() && isListed)
        *known = *pushed.signal;
    else if (known != list.end() && !isListed)
        list.erase(known);
}

} // namespace

class SignalPoller::Private
{
public:
    Private(SignalPoller *owner, ApiClient &api, const polling::Clock &time, const polling::Random &random)
        : q(owner)
        , client(api)
        , clock(time)
        , policy(random)
        , timer(owner)
        , push(api, time, random, owner)
    {
        timer.setSingleShot(true);
        // A coarse one fires a little early as often as not, finds that it is not time yet, and is set again.
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, q, [this] { apply(policy.timerFired(now())); });
        QObject::connect(&push, &PushChannel::connected, q, [this] { apply(policy.pushConnected(now())); });
        QObject::connect(&push, &PushChannel::lost, q, [this] { apply(policy.pushLost(now())); });
        QObject::connect(
            &push, &PushChannel::missed, q, [this] { apply(policy.extractionAnnounced(now())); });
        QObject::connect(&push, &PushChannel::signalChanged, q, [this](const protocol::Signal &signal) {
            take(PushedSignal{.id = signal.id, .signal = signal});
        });
        QObject::connect(&push, &PushChannel::signalRemoved, q,
            [this](const QString &id) { take(PushedSignal{.id = id, .signal = {}}); });
    }

    polling::Moment now() const { return polling::Moment::of(clock); }

    void apply(const polling::Decision &decision);
    void poll();
    void take(const protocol::Expected<SignalList> &answer);
    void take(const PushedSignal &pushed);
    void announce();
    void listen();
    void lookAtVisibility();
    PollStatus status() const;

    SignalPoller *q;
    ApiClient &client;
    const polling::Clock &clock;
    polling::SignalPollPolicy policy;
    QTimer timer;
    PushChannel push;
    QPointer<ApiCall> call;

    QString threadId;
    QByteArray etag;
    std::optional<QList<protocol::Signal>> lastList;
    QList<protocol::Signal> saidList;             ///< of the above what was said last
    QHash<QString, PushedSignal> pushedMeanwhile; ///< by id, since the poll in flight was sent
    bool isAnnouncing = false;                    ///< what was pushed is said when this turn is over
    ApiError lastError;
    PollStatus lastStatus;
    int sleeps = 0; ///< that have been said

    bool windowVisible = true;
    bool minimized = false;
    bool expanded = true;
};

void SignalPoller::Private::apply(const polling::Decision &decision)
{
    timer.stop();
    if (std::holds_alternative<polling::PollNow>(decision)) {
        poll();
    } else if (const auto *after = std::get_if<polling::PollAfter>(&decision)) {
        timer.start(after->delay);
    } else if (std::get<polling::Wait>(decision).reason != polling::Wait::Reason::InFlight && call) {
        call->abort();
    }
    listen();

    if (std::exchange(sleeps, policy.sleeps()) != policy.sleeps()) {
        // The other end may have given up long ago, and would not say so.
        if (push.isLive()) {
            push.follow({});
            apply(policy.pushClosed(now()));
        }
        Q_EMIT q->woke();
    }
    const PollStatus current = status();
    if (current == lastStatus)
        return;
    lastStatus = current;
    const QString line = polling::logLine(policy.status(), clock.monotonic());
    qCInfo(signalsLog).noquote() << line;
    Q_EMIT q->decided(line);
    Q_EMIT q->statusChanged();
}

/// To what is on screen, once it is known to be there.
void SignalPoller::Private::listen()
{
    namespace status = polling::status;
    const polling::PollStatus now = policy.status();
    const auto *stopped = std::get_if<status::Stopped>(&now);
    const bool mayNot = stopped && stopped->reason != polling::StopReason::NoSignals;
    const bool isWanted = lastList && !mayNot && !std::holds_alternative<status::Idle>(now) &&
                          !std::holds_alternative<status::Paused>(now);
    const bool wasLive = push.isLive();
    push.follow(isWanted ? threadId : QString());
    if (wasLive && !push.isLive())
        apply(policy.pushClosed(this->now()));
}

void SignalPoller::Private::poll()
{
    pushedMeanwhile.clear();
    if (call)
        call->abort();
    call = client.listSignals(
        q, threadId, etag, [this](const protocol::Expected<SignalList> &answer) { take(answer); });
}

void SignalPoller::Private::take(const protocol::Expected<SignalList> &answer)
{
    call.clear();
    push.setServerAnswers(answer.has_value());
    if (!answer) {
        lastError = answer.error();
        polling::PollFailure failure{.kind = failureKind(lastError.kind), .retryAfter = {}};
        if (lastError.kind == ApiError::Kind::RateLimited)
            failure.retryAfter = lastError.retryAfter;
        apply(policy.pollFailed(now(), failure));
        return;
    }
    if (answer->notModified) {
        const QString answered = threadId;
        apply(policy.pollUnchanged(now()));
        Q_EMIT q->signalsConfirmed(answered);
        return;
    }
    QList<protocol::Signal> list = answer->results;
    for (const PushedSignal &pushed : std::as_const(pushedMeanwhile))
        putInto(list, pushed);
    etag = pushedMeanwhile.isEmpty() ? answer->etag : QByteArray();
    const bool changed = !lastList || saidList != list;
    lastList = list;
    saidList = list;
    const QString answered = threadId;
    apply(policy.pollSucceeded(now(), !list.isEmpty()));
    if (changed)
        Q_EMIT q->signalsReceived(answered, list);
    else
        Q_EMIT q->signalsConfirmed(answered);
}

void SignalPoller::Private::take(const PushedSignal &pushed)
{
    if (call && pushedMeanwhile.size() < mostSignals)
        pushedMeanwhile.insert(pushed.id, pushed);
    if (!lastList)
        return;
    putInto(*lastList, pushed);
    etag.clear(); // it stands for another list
    // Many come together, and each list that is shown costs.
    if (std::exchange(isAnnouncing, true))
        return;
    QMetaObject::invokeMethod(
        q, [this] { announce(); }, Qt::QueuedConnection);
}

void SignalPoller::Private::announce()
{
    if (std::exchange(isAnnouncing, false) && lastList && *lastList != saidList) {
        saidList = *lastList;
        Q_EMIT q->signalsReceived(threadId, saidList);
    }
}

void SignalPoller::Private::lookAtVisibility()
{
    polling::Visibility visibility = polling::Visibility::Visible;
    if (minimized)
        visibility = polling::Visibility::Minimized;
    else if (!windowVisible)
        visibility = polling::Visibility::Hidden;
    else if (!expanded)
        visibility = polling::Visibility::Collapsed;
    apply(policy.visibilityChanged(now(), visibility));
}

PollStatus SignalPoller::Private::status() const
{
    namespace status = polling::status;
    return std::visit(
        protocol::Overloaded{[](const status::Idle &) -> PollStatus { return PollIdle{}; },
            [](const status::Checking &) -> PollStatus { return PollChecking{}; },
            [](const status::Waiting &waiting) -> PollStatus { return PollWaiting{waiting.due}; },
            [this](const status::Retrying &retrying) -> PollStatus {
                return PollRetrying{.due = retrying.due, .error = lastError};
            },
            [](const status::Paused &paused) -> PollStatus { return PollPaused{pauseReason(paused.reason)}; },
            [](const status::Live &) -> PollStatus { return PollLive{}; },
            [](const status::Stopped &stopped) -> PollStatus {
                return PollStopped{.reason = stopReason(stopped.reason), .checks = stopped.checks};
            }},
        policy.status());
}

SignalPoller::SignalPoller(ApiClient &client, const polling::Clock &clock, QObject *parent)
    : SignalPoller(client, clock, polling::systemRandom(), parent)
{}

SignalPoller::SignalPoller(
    ApiClient &client, const polling::Clock &clock, const polling::Random &random, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, clock, random))
{}

SignalPoller::~SignalPoller()
{
    if (d->call)
        d->call->abort();
}

void SignalPoller::openThread(const QString &threadId)
{
    if (threadId == d->threadId)
        return;
    if (d->call)
        d->call->abort();
    d->push.follow({});
    d->threadId = threadId;
    d->etag.clear();
    d->lastList.reset();
    d->isAnnouncing = false;
    d->apply(threadId.isEmpty() ? d->policy.threadClosed(d->now()) : d->policy.threadOpened(d->now()));
}

QString SignalPoller::threadId() const
{
    return d->threadId;
}

void SignalPoller::messageSent()
{
    d->apply(d->policy.messageSent(d->now()));
}

void SignalPoller::replyFinished()
{
    d->apply(d->policy.replyFinished(d->now()));
}

void SignalPoller::refresh()
{
    d->apply(d->policy.refreshed(d->now()));
}

void SignalPoller::signedIn()
{
    d->apply(d->policy.signedIn(d->now()));
}

void SignalPoller::setWindowVisible(bool visible, bool minimized)
{
    d->windowVisible = visible;
    d->minimized = minimized;
    d->lookAtVisibility();
}

void SignalPoller::mayHaveSlept()
{
    d->apply(d->policy.woke(d->now()));
}

void SignalPoller::setSidebarExpanded(bool expanded)
{
    d->expanded = expanded;
    d->lookAtVisibility();
}

void SignalPoller::setSchedule(const polling::Schedule &schedule)
{
    if (schedule != d->policy.schedule())
        d->apply(d->policy.tableChanged(d->now(), schedule));
}

const polling::Schedule &SignalPoller::schedule() const
{
    return d->policy.schedule();
}

PollStatus SignalPoller::status() const
{
    return d->status();
}

bool SignalPoller::isTimerActive() const
{
    return d->timer.isActive() || d->push.isTimerActive();
}

} // namespace throughline::client
