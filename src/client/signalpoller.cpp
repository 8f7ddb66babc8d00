#include "client/signalpoller.h"

#include "polling/signalpollpolicy.h"

#include <QLoggingCategory>
#include <QTimer>

#include <utility>

namespace throughline::client {

namespace {

Q_LOGGING_CATEGORY(signalsLog, "throughline.signals", QtInfoMsg)

using protocol::ApiError;

template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

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

} // namespace

class SignalPoller::Private
{
public:
    Private(SignalPoller *owner, ApiClient &api, const polling::Clock &time)
        : q(owner)
        , client(api)
        , clock(time)
        , policy(polling::systemRandom())
        , timer(owner)
    {
        timer.setSingleShot(true);
        QObject::connect(&timer, &QTimer::timeout, q, [this] { apply(policy.timerFired(now())); });
    }

    polling::Moment now() const { return polling::Moment::of(clock); }

    void apply(const polling::Decision &decision);
    void poll();
    void take(const protocol::Expected<SignalList> &answer);
    void lookAtVisibility();
    PollStatus status() const;

    SignalPoller *q;
    ApiClient &client;
    const polling::Clock &clock;
    polling::SignalPollPolicy policy;
    QTimer timer;
    QPointer<ApiCall> call;

    QString threadId;
    QByteArray etag;
    std::optional<QList<protocol::Signal>> lastList;
    ApiError lastError;
    PollStatus lastStatus;
    int sleeps = 0; ///< that have been said

    bool windowVisible = true;
    bool minimized = false;
    bool expanded = true;
    bool pushLive = false;
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

    if (std::exchange(sleeps, policy.sleeps()) != policy.sleeps())
        Q_EMIT q->woke();
    const PollStatus current = status();
    if (current == lastStatus)
        return;
    lastStatus = current;
    const QString line = polling::logLine(policy.status(), clock.monotonic());
    qCInfo(signalsLog).noquote() << line;
    Q_EMIT q->decided(line);
    Q_EMIT q->statusChanged();
}

void SignalPoller::Private::poll()
{
    if (call)
        call->abort();
    call = client.listSignals(
        q, threadId, etag, [this](const protocol::Expected<SignalList> &answer) { take(answer); });
}

void SignalPoller::Private::take(const protocol::Expected<SignalList> &answer)
{
    call.clear();
    if (!answer) {
        lastError = answer.error();
        polling::PollFailure failure{.kind = failureKind(lastError.kind), .retryAfter = {}};
        if (lastError.kind == ApiError::Kind::RateLimited)
            failure.retryAfter = lastError.retryAfter;
        apply(policy.pollFailed(now(), failure));
        return;
    }
    if (answer->notModified) {
        apply(policy.pollUnchanged(now()));
        return;
    }
    etag = answer->etag;
    const bool changed = !lastList || *lastList != answer->results;
    lastList = answer->results;
    const QString answered = threadId;
    apply(policy.pollSucceeded(now(), !answer->results.isEmpty()));
    if (changed)
        Q_EMIT q->signalsReceived(answered, answer->results);
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
        Overloaded{[](const status::Idle &) -> PollStatus { return PollIdle{}; },
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
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, clock))
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
    d->threadId = threadId;
    d->etag.clear();
    d->lastList.reset();
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

void SignalPoller::setPushLive(bool live)
{
    if (d->pushLive == live)
        return;
    d->pushLive = live;
    d->apply(live ? d->policy.pushConnected(d->now()) : d->policy.pushLost(d->now()));
}

void SignalPoller::setSchedule(const polling::Schedule &schedule)
{
    if (schedule != d->policy.schedule())
        d->apply(d->policy.tableChanged(d->now(), schedule));
}

PollStatus SignalPoller::status() const
{
    return d->status();
}

bool SignalPoller::isTimerActive() const
{
    return d->timer.isActive();
}

} // namespace throughline::client
