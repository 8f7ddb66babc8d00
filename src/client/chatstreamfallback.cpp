#include "client/chatstream_p.h"

namespace throughline::client {

namespace {

using protocol::ApiError;
using protocol::Expected;
using protocol::Message;
using protocol::MessageStatus;

/// What ended a reply early, as the server has it.
ApiError errorOf(ApiError::Kind kind, const QString &sentence)
{
    return {.kind = kind, .status = 0, .message = sentence, .correlationId = {}, .retryAfter = {}};
}

} // namespace

void ChatStream::Private::lookForQuestion(IfMissing next, const ReplyEnding &otherwise)
{
    phase = Phase::Storing;
    client.recentMessages(m_calls.get(), question.threadId, [this, next, otherwise](const auto &messages) {
        if (!messages) {
            // Not known, so not said to be stored: another attempt looks again before it posts.
            if (next == IfMissing::Fail)
                return end(otherwise);
            return end(ReplyInterrupted{.error = messages.error(), .questionStored = false});
        }
        const StoredReply stored = findStored(*messages, search);
        noticeStored(stored);
        if (stored.question) {
            if (stored.reply && canResume() && stored.reply->status() == MessageStatus::Streaming)
                return resume();
            if (stored.reply && stored.reply->status() != MessageStatus::Streaming)
                return finishWith(*stored.reply);
            return startPolling(timing.fallbackLimit);
        }
        switch (next) {
        case IfMissing::Ask:
            return ask();
        case IfMissing::Post:
            return postPlainly();
        case IfMissing::Fail:
            return end(otherwise);
        }
    });
}

void ChatStream::Private::postPlainly()
{
    phase = Phase::Storing;
    client.postMessage(m_calls.get(), question.threadId,
        {.content = question.content, .replaces = question.replaces}, question.idempotencyKey,
        [this](const Expected<Message> &message) {
            if (message) {
                announceQuestion(message->id);
                return startPolling(timing.fallbackLimit);
            }
            const ApiError &error = message.error();
            const bool saidNo = error.status >= 400 && error.status < 500;
            if (saidNo)
                return end(ReplyFailed{.error = error, .questionStored = false});
            if (error.kind == ApiError::Kind::Server || error.kind == ApiError::Kind::RateLimited)
                return lookForQuestion(IfMissing::Fail, ReplyFailed{.error = error, .questionStored = false});
            lookForQuestion(IfMissing::Fail, ReplyInterrupted{.error = error, .questionStored = false});
        });
}

void ChatStream::Private::startPolling(std::chrono::milliseconds limit)
{
    phase = Phase::Polling;
    m_pollDelay = timing.firstFallbackPoll;
    m_pollUntil = clock.monotonic() + limit;
    if (std::exchange(m_streamingRefused, false))
        Q_EMIT q->streamingRefused();
    pollLater();
}

void ChatStream::Private::pollLater()
{
    later(m_pollDelay, &Private::poll);
    m_pollDelay = std::min(m_pollDelay * 2, timing.longestFallbackPoll);
}

void ChatStream::Private::poll()
{
    client.recentMessages(
        m_calls.get(), question.threadId, [this](const auto &messages) { takePolled(messages); });
}

void ChatStream::Private::takePolled(const Expected<QList<Message>> &messages)
{
    const auto isLasting = [](ApiError::Kind kind) {
        return kind == ApiError::Kind::Unauthorized || kind == ApiError::Kind::Forbidden ||
               kind == ApiError::Kind::NotFound;
    };
    if (!messages && isLasting(messages.error().kind))
        return end(ReplyFailed{.error = messages.error(), .questionStored = true});
    if (messages) {
        const StoredReply stored = findStored(*messages, search);
        noticeStored(stored);
        if (stored.reply && stored.reply->status() != MessageStatus::Streaming)
            return finishWith(*stored.reply);
        if (stored.reply && stored.reply->content.size() >= text.text().size())
            replaceText(stored.reply->content);
    }
    if (clock.monotonic() >= m_pollUntil) {
        if (!messages)
            return end(ReplyInterrupted{.error = messages.error(), .questionStored = true});
        return end(ReplyInterrupted{.error = {.kind = ApiError::Kind::Timeout,
                                        .status = 0,
                                        .message = tr("The server has not answered yet."),
                                        .correlationId = {},
                                        .retryAfter = {}},
            .questionStored = true,
            .waitedInVain = search.replyId.isEmpty()});
    }
    pollLater();
}

void ChatStream::Private::readAfterDone(std::optional<MessageStatus> status)
{
    phase = Phase::Reading;
    m_timer.stop();
    client.recentMessages(m_calls.get(), question.threadId, [this, status](const auto &messages) {
        if (messages) {
            const StoredReply stored = findStored(*messages, search);
            noticeStored(stored);
            const bool endedEarly = status && *status != MessageStatus::Complete;
            const bool goesOn = stored.reply && stored.reply->status() == MessageStatus::Streaming;
            // Somebody asked for its rest since, or its end could not be stored.
            if (endedEarly && goesOn && !m_failure && !m_stopping && canResume())
                return takeUpLater(errorOf(ApiError::Kind::Server, endingSentence(*status)));
            if (stored.reply && !(endedEarly && goesOn))
                return finishWith(*stored.reply);
        }
        if (m_failure)
            return end(ReplyFailed{.error = *m_failure, .questionStored = questionStored});
        if (m_stopping)
            return end(ReplyStopped());
        // Without a status only what is stored says whether it was interrupted or stopped before. Base
        // servers send `done` for what they have just completed.
        if (!status && !messages && canResume())
            return takeUpLater(messages.error());
        if (messages && search.replyId.isEmpty()) {
            return end(ReplyFailed{.error = {.kind = ApiError::Kind::Server,
                                       .status = 0,
                                       .message = tr("The server did not keep this reply."),
                                       .correlationId = {},
                                       .retryAfter = {}},
                .questionStored = questionStored});
        }
        // It may stand in another branch than the one that is listed.
        finishUnread(status.value_or(MessageStatus::Complete));
    });
}

void ChatStream::Private::readAfterBreak(const ApiError &error)
{
    phase = Phase::Reading;
    client.recentMessages(m_calls.get(), question.threadId, [this, error](const auto &messages) {
        if (messages) {
            const StoredReply stored = findStored(*messages, search);
            noticeStored(stored);
            if (stored.reply && saysItsStatus(*stored.reply)) {
                if (stored.reply->status() != MessageStatus::Streaming)
                    return finishWith(*stored.reply);
                replaceText(stored.reply->content);
            } else if (stored.reply && stored.reply->content.startsWith(text.text())) {
                // It may be a part, stored when the link broke: more of it is shown, but not as complete.
                replaceText(stored.reply->content);
            }
        }
        end(ReplyInterrupted{.error = error, .questionStored = questionStored});
    });
}

void ChatStream::Private::noticeStored(const StoredReply &stored)
{
    if (stored.question)
        announceQuestion(stored.question->id);
    if (!stored.reply)
        return;
    announceReply(stored.reply->id);
    // What the server could not store may have been seen all the same.
    if (const QString all = stored.reply->thoughts(); all.size() > thoughts.text().size())
        replaceThoughts(all);
}

void ChatStream::Private::finishWith(const Message &reply)
{
    const bool isPart = reply.status() != MessageStatus::Complete && text.text().startsWith(reply.content);
    if (!isPart)
        replaceText(reply.content);
    Message shown = reply;
    shown.content = text.text();
    switch (reply.status()) {
    case MessageStatus::Stopped:
        return end(ReplyStopped{.message = shown});
    case MessageStatus::Failed:
        return end(ReplyFailed{
            .error = m_failure ? *m_failure : errorOf(ApiError::Kind::Server, endingSentence(reply)),
            .questionStored = true,
            .message = shown});
    case MessageStatus::Interrupted:
        return end(ReplyInterrupted{.error = errorOf(ApiError::Kind::Network, endingSentence(reply)),
            .questionStored = true,
            .message = shown});
    case MessageStatus::Complete:
    case MessageStatus::Streaming: // after `done`: the last write is on its way
        break;
    }
    if (m_failure)
        return end(ReplyFailed{.error = *m_failure, .questionStored = true});
    end(ReplyCompleted{.message = shown});
}

/// With what was streamed, where the stored reply could not be read.
void ChatStream::Private::finishUnread(MessageStatus status)
{
    switch (status) {
    case MessageStatus::Complete:
        return end(ReplyCompleted());
    case MessageStatus::Stopped:
        return end(ReplyStopped());
    case MessageStatus::Failed:
        return end(ReplyFailed{.error = errorOf(ApiError::Kind::Server, endingSentence(status)),
            .questionStored = questionStored});
    case MessageStatus::Interrupted:
    case MessageStatus::Streaming:
        return end(ReplyInterrupted{.error = errorOf(ApiError::Kind::Network, endingSentence(status)),
            .questionStored = questionStored});
    }
}

} // namespace throughline::client
