#pragma once

#include "client/chatstream.h"
#include "client/replytext.h"
#include "client/storedreply.h"
#include "net/replystream.h"
#include "polling/backoff.h"

#include <QPointer>
#include <QTimer>

namespace throughline::client {

/// The states of one reply. chatstream.cpp has its beginning and its end; chatstreamlink.cpp the live link
/// (ask, receive, take up again); chatstreamfallback.cpp what is done with plain requests (look whether the
/// question is stored, post, poll, read what was stored).
class ChatStream::Private
{
public:
    Private(ChatStream *owner, ApiClient &api, const polling::Clock &time, const Timing &times);
    ~Private();

    enum class Phase {
        Idle,
        Asking,   ///< posted, no answer yet
        Arriving, ///< an event stream is open
        Broken,   ///< waiting to take the link up again, or taking it up
        Storing,  ///< looking whether the question is stored, or posting it without stream
        Polling,  ///< for the reply
        Reading,  ///< what was stored, after the stream's end
        Ended,
    };

    /// What this stream is there for.
    enum class Job { Ask, Regenerate, Continue, Follow };
    void begin(Job job, const QString &threadId); ///< about a question that is on the server

    // The live link.
    void ask();
    void regenerate();
    void continueReply();
    void resume();
    void stop();
    void retryNow();
    void wake();
    bool canResume() const;
    bool has(const char *capability) const;

    // Plain requests.
    /// When the question turns out not to be stored.
    enum class IfMissing { Ask, Post, Fail };
    void lookForQuestion(IfMissing next, const ReplyEnding &otherwise);
    void postPlainly();
    void startPolling(std::chrono::milliseconds limit);
    /// \a status: how it ended, as far as `done` said so.
    void readAfterDone(std::optional<protocol::MessageStatus> status);
    void readAfterBreak(const protocol::ApiError &error);

    void announceQuestion(const QString &id);
    void announceReply(const QString &id);
    void replaceText(const QString &text);
    void replaceThoughts(const QString &all);
    void setWaiting(const QString &sentence);
    void end(const ReplyEnding &ending);

    ChatStream *q;
    ApiClient &client;
    const polling::Clock &clock;
    const Timing timing;

    Phase phase = Phase::Idle;
    Question question;
    QString target; ///< the message to regenerate or continue
    ReplySearch search;
    ReplyText text;
    ReplyText thoughts;
    QString waiting;             ///< why nothing comes; empty: no reason is known
    bool questionStored = false; ///< and announced

private:
    void takeEvent(const protocol::StreamEvent &event);
    void takeDelta(const protocol::StreamDelta &delta);
    void takeThoughts(const protocol::StreamReasoning &piece);
    void takeGap(ReplyText &part);
    void takeProgress();
    void takeEnd(const net::StreamEnd &linkEnd);
    void takeRefusal(const net::StreamRefused &refusal);
    void takeResumeRefusal(const net::StreamRefused &refusal);
    void takeBreak(const protocol::ApiError &error);
    void post(const QString &path, const QJsonObject &body);
    void openLink(net::HttpRequest request, bool resuming);
    QPair<QByteArray, QByteArray> lastEventId() const; ///< the header that says what is held
    bool canTakeUp() const;
    void takeUp(); ///< asks for the same again, or for its rest
    void takeUpLater(const protocol::ApiError &error);
    void cancelOnServer();
    void lookAfterStop();
    void endStopped();

    void poll();
    void pollLater();
    void takePolled(const protocol::Expected<QList<protocol::Message>> &messages);
    void noticeStored(const StoredReply &stored);
    void finishWith(const protocol::Message &reply);
    void finishUnread(protocol::MessageStatus status);
    void later(std::chrono::milliseconds delay, void (Private::*action)());

    std::unique_ptr<net::ReplyStream> m_link;
    std::unique_ptr<QObject> m_calls = std::make_unique<QObject>(); ///< context of every plain request
    QTimer
        m_timer; ///< the one next step: take the link up again, poll again, or give up waiting after stop()
    void (Private::*m_next)() = nullptr;

    bool m_linkResumes = false;
    Job m_job = Job::Ask;
    bool m_accepted = false; ///< the server has answered with a stream, once
    bool m_stopping = false;
    bool m_streamingRefused = false;
    std::optional<protocol::ApiError> m_failure; ///< the stream's `error` event
    polling::Backoff m_backoff;
    std::chrono::milliseconds m_pollDelay{0};
    std::chrono::milliseconds m_pollUntil{0};
};

} // namespace throughline::client
