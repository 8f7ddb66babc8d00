#include "client/chatstream.h"

#include "client/chatstream_p.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace throughline::client {

namespace {

using protocol::ApiError;

/// UTF-16 units; several times what any model writes in one go. A server that goes on and on must not fill
/// the memory.
constexpr qsizetype longestReply = qsizetype(2) * 1024 * 1024;

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

/// The mixed header is what every server answers with a stream if it streams at all.
net::HttpRequest streaming(net::HttpRequest request)
{
    request.headers.removeIf([](const auto &header) { return header.first == "Accept"; });
    request.headers.emplaceFront("Accept", "text/event-stream, application/json");
    return request;
}

bool refusesStreamsOnly(int status)
{
    return status == 404 || status == 405 || status == 406 || status == 415 || status == 501;
}

} // namespace

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

void ChatStream::Private::later(std::chrono::milliseconds delay, void (Private::*action)())
{
    m_next = action;
    m_timer.start(delay);
}

bool ChatStream::Private::has(const char *capability) const
{
    return client.serverInfo().has(QLatin1StringView(capability));
}

bool ChatStream::Private::canResume() const
{
    return has("resume") && !search.replyId.isEmpty();
}

void ChatStream::Private::ask()
{
    phase = Phase::Asking;
    net::HttpRequest request = client.request("POST",
        QStringLiteral("chat/threads/%1/messages/?stream=true").arg(encoded(question.threadId)),
        QJsonDocument(QJsonObject{{QLatin1StringView("content"), question.content}})
            .toJson(QJsonDocument::Compact));
    if (!question.idempotencyKey.isEmpty())
        request.headers.emplaceBack("Idempotency-Key", question.idempotencyKey);
    openLink(streaming(request), false);
}

void ChatStream::Private::regenerate(const QString &messageId)
{
    phase = Phase::Asking;
    m_linkRegenerates = true;
    questionStored = true;
    openLink(streaming(client.request("POST",
                 QStringLiteral("chat/messages/%1/regenerate/?stream=true").arg(encoded(messageId)), "{}")),
        false);
}

void ChatStream::Private::resume()
{
    phase = Phase::Broken;
    net::HttpRequest request =
        client.request("GET", QStringLiteral("chat/messages/%1/stream/").arg(encoded(search.replyId)));
    request.headers.emplaceBack(
        "Last-Event-ID", search.replyId.toUtf8() + ':' + QByteArray::number(text.resumeOffset()));
    openLink(streaming(request), true);
}

void ChatStream::Private::openLink(const net::HttpRequest &request, bool resuming)
{
    m_link.reset();
    m_linkResumes = resuming;
    m_link = std::make_unique<net::ReplyStream>(client.transport(), client.activity(), request);
    QObject::connect(m_link.get(), &net::ReplyStream::opened, q, [this] { phase = Phase::Arriving; });
    QObject::connect(m_link.get(), &net::ReplyStream::eventReceived, q,
        [this](const protocol::StreamEvent &event) { takeEvent(event); });
    QObject::connect(m_link.get(), &net::ReplyStream::ended, q, [this](const net::StreamEnd &linkEnd) {
        // What it says may be its own: it goes when that has been dealt with.
        const std::unique_ptr<net::ReplyStream> over = std::move(m_link);
        takeEnd(linkEnd);
    });
}

void ChatStream::Private::takeEnd(const net::StreamEnd &linkEnd)
{
    if (const auto *refused = std::get_if<net::StreamRefused>(&linkEnd))
        return m_linkResumes ? takeResumeRefusal(*refused) : takeRefusal(*refused);
    if (const auto *broken = std::get_if<net::StreamBroken>(&linkEnd))
        return takeBreak(broken->error);
    takeBreak({.kind = ApiError::Kind::Network,
        .status = 0,
        .message = tr("The connection ended before the reply was complete."),
        .correlationId = {},
        .retryAfter = {}});
}

void ChatStream::Private::takeEvent(const protocol::StreamEvent &event)
{
    if (const auto *start = std::get_if<protocol::StreamStart>(&event)) {
        announceQuestion(start->userMessageId);
        announceReply(start->messageId);
        if (m_stopping)
            cancelOnServer();
    } else if (const auto *delta = std::get_if<protocol::StreamDelta>(&event)) {
        announceQuestion({});
        takeDelta(*delta);
    } else if (const auto *error = std::get_if<protocol::StreamError>(&event)) {
        announceQuestion({});
        m_failure = ApiError{.kind = ApiError::Kind::Server,
            .status = 0,
            .message = error->message.isEmpty() ? tr("The model failed while answering.") : error->message,
            .correlationId = {},
            .retryAfter = {}};
    } else if (const auto *done = std::get_if<protocol::StreamDone>(&event)) {
        announceQuestion({});
        announceReply(done->messageId);
        m_link.reset();
        readAfterDone();
    }
}

void ChatStream::Private::takeDelta(const protocol::StreamDelta &delta)
{
    const ReplyText::Change change = text.apply(delta);
    switch (change.effect) {
    case ReplyText::Effect::Nothing:
        break;
    case ReplyText::Effect::Appended:
        m_backoff.reset();
        Q_EMIT q->deltaReceived(change.piece);
        if (text.text().size() > longestReply)
            endTooLong();
        break;
    case ReplyText::Effect::Replaced:
        m_backoff.reset();
        Q_EMIT q->textReplaced(text.text());
        break;
    case ReplyText::Effect::Gap:
        text.expectSnapshot();
        m_link.reset();
        takeUpLater({.kind = ApiError::Kind::Malformed,
            .status = 0,
            .message = tr("A part of the reply was missing."),
            .correlationId = {},
            .retryAfter = {}});
        break;
    }
}

void ChatStream::Private::endTooLong()
{
    end(ReplyInterrupted{.error = {.kind = ApiError::Kind::Malformed,
                             .status = 0,
                             .message = tr("The reply goes on without end."),
                             .correlationId = {},
                             .retryAfter = {}},
        .questionStored = questionStored});
}

void ChatStream::Private::takeRefusal(const net::StreamRefused &refusal)
{
    const bool isSuccess = refusal.status >= 200 && refusal.status < 300;
    client.notice(refusal.error);
    const ReplyFailed failed{.error = refusal.error, .questionStored = questionStored};
    if (m_stopping)
        return end(ReplyStopped());
    if (m_linkRegenerates)
        return end(failed);
    m_streamingRefused = isSuccess || refusesStreamsOnly(refusal.status) || refusal.status == 500;
    if (isSuccess) {
        const auto message = protocol::messageFromJson(QJsonDocument::fromJson(refusal.body).object());
        if (!message || message->role != protocol::Role::User)
            return lookForQuestion(IfMissing::Post, failed);
        announceQuestion(message->id);
        return startPolling(timing.fallbackLimit);
    }
    if (refusesStreamsOnly(refusal.status))
        return post();
    if (refusal.status >= 500)
        return lookForQuestion(refusal.status == 500 ? IfMissing::Post : IfMissing::Fail, failed);
    end(failed);
}

void ChatStream::Private::takeResumeRefusal(const net::StreamRefused &refusal)
{
    const ApiError &error = refusal.error;
    client.notice(error);
    if (m_stopping)
        return end(ReplyStopped());
    if (error.kind == ApiError::Kind::Unauthorized)
        return end(ReplyInterrupted{.error = error, .questionStored = true});
    if (error.kind == ApiError::Kind::Server || error.kind == ApiError::Kind::RateLimited)
        return takeUpLater(error);
    readAfterBreak(error);
}

void ChatStream::Private::takeBreak(const ApiError &error)
{
    if (m_stopping)
        return end(ReplyStopped());
    if (m_failure) // it had said what went wrong; only its `done` is missing
        return end(ReplyFailed{.error = *m_failure, .questionStored = questionStored});
    if (canResume())
        return takeUpLater(error);
    // With its key the question can be posted again: it is stored once, and answered by the same reply.
    if (has("idempotency") && text.text().isEmpty() && !m_linkRegenerates)
        return takeUpLater(error);
    if (phase == Phase::Asking && !m_linkRegenerates)
        return lookForQuestion(IfMissing::Fail, ReplyInterrupted{.error = error, .questionStored = false});
    readAfterBreak(error);
}

void ChatStream::Private::takeUpLater(const ApiError &error)
{
    if (!canResume() && !has("idempotency"))
        return readAfterBreak(error);
    if (m_backoff.attempts() >= timing.resumeAttempts)
        return canResume() ? readAfterBreak(error)
                           : end(ReplyInterrupted{.error = error, .questionStored = questionStored});
    phase = Phase::Broken;
    const std::chrono::milliseconds jittered = m_backoff.next();
    later(error.retryAfter ? std::max(*error.retryAfter, jittered) : jittered,
        canResume() ? &Private::resume : &Private::ask);
    Q_EMIT q->reconnecting(m_backoff.attempts());
}

void ChatStream::Private::stop()
{
    if (m_stopping || phase == Phase::Idle || phase == Phase::Reading || phase == Phase::Ended)
        return;
    m_stopping = true;
    if (!has("cancel"))
        return end(ReplyStopped());
    if (!search.replyId.isEmpty())
        cancelOnServer();
    // With an open link the server's last words are worth a moment; also its first, which tell whom to
    // cancel.
    if (m_link)
        later(timing.stopLimit, &Private::stopWaiting);
    else
        end(ReplyStopped());
}

void ChatStream::Private::stopWaiting()
{
    end(ReplyStopped());
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

void ChatStream::Private::end(const ReplyEnding &ending)
{
    if (phase == Phase::Ended)
        return;
    phase = Phase::Ended;
    m_timer.stop();
    m_link.reset();
    m_calls.reset();
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
    const bool look = question.maybeStored && !d->client.serverInfo().has(QLatin1StringView("idempotency"));
    if (look)
        d->lookForQuestion(
            question.streamingRefused ? Private::IfMissing::Post : Private::IfMissing::Ask, ReplyStopped());
    else if (question.streamingRefused)
        d->post();
    else
        d->ask();
}

void ChatStream::follow(const QString &threadId, const QString &messageId, const QString &held)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->question.threadId = threadId;
    d->search.replyId = messageId;
    d->text.reset(held);
    d->questionStored = true;
    if (d->canResume())
        d->resume();
    else
        d->startPolling(d->timing.fallbackLimit);
}

void ChatStream::awaitReply(const QString &threadId, const QString &questionId, const QString &held)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->question.threadId = threadId;
    d->search.questionId = questionId;
    d->text.reset(held);
    d->questionStored = true;
    d->startPolling(d->timing.awaitLimit);
}

void ChatStream::regenerate(const QString &threadId, const QString &messageId)
{
    Q_ASSERT(d->phase == Private::Phase::Idle);
    d->question.threadId = threadId;
    d->regenerate(messageId);
}

void ChatStream::stop()
{
    d->stop();
}

bool ChatStream::isActive() const
{
    return d->phase != Private::Phase::Idle && d->phase != Private::Phase::Ended;
}

QString ChatStream::text() const
{
    return d->text.text();
}

} // namespace throughline::client
