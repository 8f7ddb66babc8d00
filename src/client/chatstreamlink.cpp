#include "client/chatstream_p.h"
#include "client/encoded.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace throughline::client {

namespace {

using protocol::ApiError;

/// UTF-16 units of text and thoughts; several times what any model writes in one go. A server that goes on
/// and on must not fill the memory.
constexpr qsizetype longestReply = qsizetype(2) * 1024 * 1024;

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

bool ChatStream::Private::canResume() const
{
    return has("resume") && !search.replyId.isEmpty();
}

bool ChatStream::Private::canTakeUp() const
{
    if (canResume())
        return true;
    // Under its key the server does what was asked once, however often it is asked.
    return m_job != Job::Follow && has("idempotency") && text.text().isEmpty();
}

void ChatStream::Private::takeUp()
{
    if (m_job == Job::Continue && !m_accepted && has("idempotency"))
        return continueReply();
    if (canResume())
        return resume();
    if (m_job == Job::Regenerate)
        return regenerate();
    ask();
}

void ChatStream::Private::ask()
{
    QJsonObject body{{QLatin1StringView("content"), question.content}};
    if (!question.replaces.isEmpty())
        body.insert(QLatin1StringView("replaces"), question.replaces);
    post(QStringLiteral("chat/threads/%1/messages/?stream=true").arg(encoded(question.threadId)), body);
}

void ChatStream::Private::regenerate()
{
    post(QStringLiteral("chat/messages/%1/regenerate/?stream=true").arg(encoded(target)), {});
}

void ChatStream::Private::continueReply()
{
    post(QStringLiteral("chat/messages/%1/continue/?stream=true").arg(encoded(target)), {});
}

void ChatStream::Private::post(const QString &path, const QJsonObject &body)
{
    phase = Phase::Asking;
    net::HttpRequest request =
        client.request("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact));
    if (!question.idempotencyKey.isEmpty())
        request.headers.emplaceBack("Idempotency-Key", question.idempotencyKey);
    if (m_job == Job::Continue)
        request.headers.append(lastEventId());
    openLink(streaming(request), false);
}

void ChatStream::Private::resume()
{
    phase = Phase::Broken;
    net::HttpRequest request =
        client.request("GET", QStringLiteral("chat/messages/%1/stream/").arg(encoded(search.replyId)));
    request.headers.append(lastEventId());
    openLink(streaming(request), true);
}

QPair<QByteArray, QByteArray> ChatStream::Private::lastEventId() const
{
    return {"Last-Event-ID", search.replyId.toUtf8() + ':' + QByteArray::number(text.resumeOffset())};
}

void ChatStream::Private::openLink(net::HttpRequest request, bool resuming)
{
    m_link.reset();
    m_linkResumes = resuming;
    setWaiting({}); // it is said again if it still holds
    request.idleTimeout = has("resume") ? timing.silenceLimit : timing.baseSilenceLimit;
    m_link = std::make_unique<net::ReplyStream>(client.transport(), client.activity(), request);
    QObject::connect(m_link.get(), &net::ReplyStream::opened, q, [this] {
        phase = Phase::Arriving;
        m_accepted = true;
    });
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
    if (const auto *broken = std::get_if<net::StreamBroken>(&linkEnd)) {
        // One that was never open says that the server cannot be reached; one that broke may be all there
        // was.
        if (phase != Phase::Arriving)
            client.notice(broken->error);
        return takeBreak(broken->error);
    }
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
    } else if (const auto *piece = std::get_if<protocol::StreamReasoning>(&event)) {
        announceQuestion({});
        takeThoughts(*piece);
    } else if (const auto *reason = std::get_if<protocol::StreamWaiting>(&event)) {
        announceQuestion({});
        setWaiting(reason->message);
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
        const std::optional<protocol::MessageStatus> status = done->status;
        m_link.reset();
        readAfterDone(status);
    }
}

void ChatStream::Private::takeDelta(const protocol::StreamDelta &delta)
{
    const ReplyText::Change change = text.apply(delta);
    switch (change.effect) {
    case ReplyText::Effect::Nothing:
        break;
    case ReplyText::Effect::Appended:
        Q_EMIT q->deltaReceived(change.piece);
        takeProgress();
        break;
    case ReplyText::Effect::Replaced:
        Q_EMIT q->textReplaced(text.text());
        takeProgress();
        break;
    case ReplyText::Effect::Gap:
        takeGap(text);
        break;
    }
}

void ChatStream::Private::takeThoughts(const protocol::StreamReasoning &piece)
{
    const ReplyText::Change change = thoughts.apply({.text = piece.text, .offset = piece.offset});
    switch (change.effect) {
    case ReplyText::Effect::Nothing:
        break;
    case ReplyText::Effect::Appended:
        Q_EMIT q->thoughtsReceived(change.piece);
        takeProgress();
        break;
    case ReplyText::Effect::Replaced:
        Q_EMIT q->thoughtsReplaced(thoughts.text());
        takeProgress();
        break;
    case ReplyText::Effect::Gap:
        takeGap(thoughts);
        break;
    }
}

/// \a part is the text or the thoughts.
void ChatStream::Private::takeGap(ReplyText &part)
{
    part.expectSnapshot();
    m_link.reset();
    takeUpLater({.kind = ApiError::Kind::Malformed,
        .status = 0,
        .message = tr("A part of the reply was missing."),
        .correlationId = {},
        .retryAfter = {}});
}

/// Something new came.
void ChatStream::Private::takeProgress()
{
    m_backoff.reset();
    setWaiting({});
    if (text.text().size() + thoughts.text().size() <= longestReply)
        return;
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
        return isSuccess || refusal.status >= 500 ? lookAfterStop() : end(ReplyStopped());
    if (m_job != Job::Ask) {
        const bool passing =
            refusal.error.kind == ApiError::Kind::Server || refusal.error.kind == ApiError::Kind::RateLimited;
        if (passing && m_backoff.attempts() > 0)
            return takeUpLater(refusal.error);
        // One that fails may have begun it all the same.
        return m_job == Job::Regenerate && refusal.status >= 500 ? readAfterBreak(refusal.error)
                                                                 : end(failed);
    }
    m_streamingRefused = isSuccess || refusesStreamsOnly(refusal.status) || refusal.status == 500;
    if (isSuccess) {
        const auto message = protocol::messageFromJson(QJsonDocument::fromJson(refusal.body).object());
        if (!message || message->role != protocol::Role::User)
            return lookForQuestion(IfMissing::Post, failed);
        announceQuestion(message->id);
        return startPolling(timing.fallbackLimit);
    }
    if (refusesStreamsOnly(refusal.status))
        return postPlainly();
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
        return lookAfterStop();
    if (m_failure) // it had said what went wrong; only its `done` is missing
        return end(ReplyFailed{.error = *m_failure, .questionStored = questionStored});
    if (canTakeUp())
        return takeUpLater(error);
    if (phase == Phase::Asking && m_job == Job::Ask)
        return lookForQuestion(IfMissing::Fail, ReplyInterrupted{.error = error, .questionStored = false});
    readAfterBreak(error);
}

void ChatStream::Private::takeUpLater(const ApiError &error)
{
    if (!canTakeUp())
        return readAfterBreak(error);
    if (m_backoff.attempts() >= timing.resumeAttempts) {
        return canResume() || questionStored ? readAfterBreak(error)
                                             : end(ReplyInterrupted{.error = error, .questionStored = false});
    }
    phase = Phase::Broken;
    setWaiting({});
    const std::chrono::milliseconds jittered = m_backoff.next();
    later(error.retryAfter ? std::max(*error.retryAfter, jittered) : jittered, &Private::takeUp);
    Q_EMIT q->reconnecting(m_backoff.attempts());
}

void ChatStream::Private::retryNow()
{
    if (m_stopping || !m_timer.isActive())
        return;
    m_backoff.reset();
    later(std::chrono::milliseconds(0), m_next);
}

void ChatStream::Private::wake()
{
    if (m_stopping)
        return;
    if (!m_link)
        return retryNow();
    if (!canTakeUp())
        return;
    m_link.reset();
    m_backoff.reset();
    takeUp();
}

} // namespace throughline::client
