#include "client/chatstream.h"

#include "client/chatstream_p.h"
#include "protocol/unicode.h"

namespace throughline::client {

namespace {
constexpr qsizetype longestSentence = 400; ///< UTF-16 units
}

ChatStream::Private::Private(
    ChatStream *owner, ApiClient &api, const polling::Clock &time, const Timing &times)
    : q(owner)
    , client(api)
    , clock(time)
    , timing(times)
    , m_backoff(times.firstResumeDelay, times.longestResumeDelay, polling::systemRandom())
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, q, [this] {
        if (const auto action = std::exchange(m_next, nullptr))
            (this->*action)();
    });
}

ChatStream::Private::~Private() = default;

void ChatStream::Private::begin(Job job, const QString &threadId)
{
    m_job = job;
    question.threadId = threadId;
    questionStored = true;
}

void ChatStream::Private::later(std::chrono::milliseconds delay, void (Private::*action)())
{
    m_next = action;
    m_timer.start(delay);
}

bool ChatStream::Private::has(const char *capability) const
{
    return client.serverInfo().has(QLatin1StringView(capability));
}

void ChatStream::Private::stop()
{
    if (m_stopping || phase == Phase::Reading || phase == Phase::Ended)
        return;
    m_stopping = true;
    if (phase == Phase::Idle)
        return end(ReplyStopped());
    const bool cancels = has("cancel");
    if (cancels && !search.replyId.isEmpty())
        cancelOnServer();
    // With an open link the server's last words are worth a moment; also its first, which tell whom to
    // cancel.
    if (cancels && m_link)
        later(timing.stopLimit, &Private::lookAfterStop);
    else
        lookAfterStop();
}

/// Servers may have the question long before they say so.
void ChatStream::Private::lookAfterStop()
{
    const bool cancels = has("cancel");
    if (questionStored && (!cancels || !search.replyId.isEmpty()))
        return end(ReplyStopped());
    phase = Phase::Reading;
    m_link.reset();
    m_calls = std::make_unique<QObject>();
    later(timing.stopLimit, &Private::endStopped);
    client.recentMessages(m_calls.get(), question.threadId, [this, cancels](const auto &messages) {
        if (!messages)
            return endStopped();
        const StoredReply stored = findStored(*messages, search);
        noticeStored(stored);
        if (stored.reply && saysItsStatus(*stored.reply) &&
            stored.reply->status() != protocol::MessageStatus::Streaming)
            return finishWith(*stored.reply);
        if (stored.reply && cancels)
            cancelOnServer();
        if (stored.reply && stored.reply->content.startsWith(text.text()))
            replaceText(stored.reply->content);
        end(ReplyStopped());
    });
}

void ChatStream::Private::endStopped()
{
    end(ReplyStopped{.message = {}, .questionUnknown = !questionStored});
}

void ChatStream::Private::cancelOnServer()
{
    // Asked for by the client, not by this stream, which may be gone before the answer: the user wants it to
    // stop.
    client.cancelReply(
        &client, search.replyId, [stream = QPointer<ChatStream>(q)](const protocol::Expected<bool> &ok) {
            if (stream && !ok)
                stream->d->end(ReplyStopped());
        });
}

void ChatStream::Private::announceQuestion(const QString &id)
{
    if (!id.isEmpty() && id == search.questionId)
        return;
    if (id.isEmpty() && questionStored)
        return;
    questionStored = true;
    if (!id.isEmpty())
        search.questionId = id;
    Q_EMIT q->questionStored(id);
}

void ChatStream::Private::announceReply(const QString &id)
{
    if (id.isEmpty() || id == search.replyId)
        return;
    search.replyId = id;
    Q_EMIT q->replyStarted(id);
}

void ChatStream::Private::replaceText(const QString &newText)
{
    if (newText == text.text())
        return;
    text.reset(newText);
    Q_EMIT q->textReplaced(newText);
}

void ChatStream::Private::replaceThoughts(const QString &all)
{
    if (all == thoughts.text())
        return;
    thoughts.reset(all);
    Q_EMIT q->thoughtsReplaced(all);
}

void ChatStream::Private::setWaiting(const QString &sentence)
{
    const QString line = protocol::withoutHalvesOfPairs(sentence.simplified().left(longestSentence));
    if (line == waiting)
        return;
    waiting = line;
    Q_EMIT q->waitingChanged(line);
}

void ChatStream::Private::end(const ReplyEnding &ending)
{
    if (phase == Phase::Ended)
        return;
    phase = Phase::Ended;
    m_timer.stop();
    m_link.reset();
    m_calls.reset();
    setWaiting({});
    Q_EMIT q->ended(ending);
}

ChatStream::ChatStream(ApiClient &client, const polling::Clock &clock, const Timing &timing, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, clock, timing))
{}

ChatStream::~ChatStream() = default;

void ChatStream::send(const Question &question)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->question = question;
    d->search.content = question.content;
    d->search.knownIds = question.knownIds;
    const bool keyHolds = d->has("idempotency") && !question.keyMayBeForgotten;
    if (question.maybeStored && !keyHolds)
        d->lookForQuestion(
            question.streamingRefused ? Private::IfMissing::Post : Private::IfMissing::Ask, ReplyStopped());
    else if (question.streamingRefused)
        d->postPlainly();
    else
        d->ask();
}

void ChatStream::follow(
    const QString &threadId, const QString &messageId, const QString &held, const QString &heldThoughts)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->begin(Private::Job::Follow, threadId);
    d->search.replyId = messageId;
    d->text.reset(held);
    d->thoughts.reset(heldThoughts);
    if (d->canResume())
        d->resume();
    else
        d->startPolling(d->timing.fallbackLimit);
}

void ChatStream::awaitReply(
    const QString &threadId, const QString &questionId, const QString &held, bool onlyLook)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->begin(Private::Job::Follow, threadId);
    d->search.questionId = questionId;
    d->text.reset(held);
    d->startPolling(onlyLook ? std::chrono::milliseconds(0) : d->timing.awaitLimit);
}

void ChatStream::regenerate(const Regeneration &wanted)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->begin(Private::Job::Regenerate, wanted.threadId);
    d->target = wanted.messageId;
    d->question.idempotencyKey = wanted.idempotencyKey;
    d->search.questionId = wanted.questionId;
    d->search.isNextToIt = true;
    d->search.knownIds = wanted.knownIds;
    d->regenerate();
}

void ChatStream::continueReply(const QString &threadId, const QString &replyId, const QString &held,
    const QByteArray &idempotencyKey, const QString &heldThoughts)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->begin(Private::Job::Continue, threadId);
    d->target = replyId;
    d->question.idempotencyKey = idempotencyKey;
    d->search.replyId = replyId;
    d->text.reset(held);
    d->thoughts.reset(heldThoughts);
    d->continueReply();
}

void ChatStream::retryNow()
{
    d->retryNow();
}

void ChatStream::wake()
{
    d->wake();
}

void ChatStream::stop()
{
    d->stop();
}

bool ChatStream::isActive() const
{
    return d->phase != Private::Phase::Idle && d->phase != Private::Phase::Ended;
}

bool ChatStream::isOver() const
{
    return d->phase == Private::Phase::Ended;
}

QString ChatStream::text() const
{
    return d->text.text();
}

QString ChatStream::thoughts() const
{
    return d->thoughts.text();
}

} // namespace throughline::client
