#pragma once

#include "polling/clock.h"
#include "server/provider/chatchunk.h"
#include "server/provider/looseparsing.h"
#include "server/provider/thinktag.h"
#include "server/provider/toolcalls.h"
#include "server/provider/upstreamerror.h"
#include "sse/sseparser.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace throughline::server::provider {

/// How a chat completion ended.
struct ChatEnding
{
    enum class Kind {
        Complete,    ///< the model finished, or was made to
        Interrupted, ///< it ended in the middle; what came is all there is
        Failed,      ///< \c error says why
    };
    Kind kind = Kind::Failed;
    std::optional<UpstreamError> error{}; ///< present unless it is complete
    QString finishReason{};               ///< "stop", "length", …; "unknown" when the server gave none
    bool operator==(const ChatEnding &) const = default;
};

/// The body of one answer to a chat completion request, from bytes that come in any pieces, to what the model
/// says: the same deltas, joined, whatever the pieces. Reads event streams, a plain JSON answer, one object a
/// line, and pages of things on the way; the first byte of the body decides, not what the header says.
///
/// A terminal is [DONE], a finish_reason, or a whole answer in JSON: the end of the body without one is never
/// success, however well the connection was closed. What was said before an error is kept. Only the choice
/// with index 0 counts; a model that uses only others is read at the end.
///
/// Bounded: one event, one JSON answer, the whole text, and everything that goes into facts(). Needs nothing
/// but Qt Core, never throws, knows no network. A plain value: copy it to fork it. Times are \a clock's.
class ChatCompletionDecoder
{
public:
    struct Options
    {
        qsizetype eventLimit = qsizetype(64) * 1024 * 1024; ///< bytes, of one event and of a JSON answer
        qsizetype textLimit = qsizetype(16) * 1024 * 1024;  ///< UTF-16 units, thoughts and answer together
        bool isCumulative = false; ///< each delta repeats the text so far; never guessed
    };

    ChatCompletionDecoder(const polling::Clock &clock, const Options &options);
    explicit ChatCompletionDecoder(const polling::Clock &clock)
        : ChatCompletionDecoder(clock, Options())
    {}

    /// The head of the answer, before its body. With another status than 2xx the body is only read for what
    /// is wrong.
    void begin(int status);

    /// What \a bytes say. Nothing more after isOver().
    QList<ChatDelta> feed(QByteArrayView bytes);

    /// Nothing that could still come matters: [DONE], or an error.
    bool isOver() const { return m_isDone || m_error; }
    /// The model said that it has finished; usage may still come.
    bool hasFinished() const { return m_isDone || !m_finishReason.isEmpty(); }

    /// The body has ended, or will not be read on. Returns what was held back; ending() is valid from here.
    QList<ChatDelta> finish();
    const ChatEnding &ending() const { return m_ending; }

    /// finish_reason, prompt_tokens, completion_tokens, total_tokens, timings, reasoning_details: what was
    /// sent of them.
    QJsonObject facts() const;
    const QList<ToolCall> &toolCalls() const { return m_toolCalls.all(); }
    const QString &model() const { return m_model; } ///< as the server calls it; may be empty

    /// When the last byte came, and when the last one that brought the answer on: text, thoughts, an ending.
    /// Keep-alives are the difference between the two.
    std::chrono::milliseconds lastByte() const { return m_lastByte; }
    std::chrono::milliseconds lastProgress() const { return m_lastProgress; }
    bool hasText() const { return m_hasAnswer || m_hasReasoning; }

private:
    enum class Form { Unknown, Events, Json, Page };

    void decide(QByteArrayView &bytes);
    void feedEvents(QByteArrayView bytes, QList<ChatDelta> &deltas);
    void feedValues(QByteArrayView bytes, QList<ChatDelta> &deltas);
    void takeEvent(QByteArrayView type, QByteArrayView data, QList<ChatDelta> &deltas);
    bool takeValue(QByteArrayView data, bool isErrorEvent, QList<ChatDelta> &deltas);
    void takeChunk(const ChatChunk &chunk, QList<ChatDelta> &deltas);
    void takeChoice(const ChatChoice &choice, QList<ChatDelta> &deltas);
    void say(ChatDelta::Channel channel, const QString &text, QList<ChatDelta> &deltas);
    void count(const QList<ChatDelta> &deltas, qsizetype from);
    void fail(UpstreamError::Kind kind, const QString &message = {});
    void settle();
    bool isRefused() const { return m_status != 0 && m_status / 100 != 2; }

    const polling::Clock *m_clock;
    Options m_options;
    int m_status = 0;
    Form m_form = Form::Unknown;
    bool m_isPastMark = false;
    QByteArray m_waiting; ///< may be a part of a byte order mark
    QByteArray m_front;   ///< the beginning of a page or a refusal: to say what is wrong
    sse::SseParser m_events;
    JsonValueSplitter m_values;
    bool m_isFirstValue = true;

    ThinkTag m_thinkTag;
    QString m_cumulative[2]; ///< per channel, when deltas repeat the text
    QString m_others;        ///< what the first choice with another index says
    int m_otherIndex = 0;
    ToolCalls m_toolCalls;
    qsizetype m_textSize = 0;
    bool m_hasAnswer = false;
    bool m_hasReasoning = false;
    bool m_hasEvents = false; ///< anything that was about a chat

    bool m_isDone = false;
    QString m_finishReason;
    QString m_finishHint;
    std::optional<UpstreamError> m_error;
    QJsonObject m_usage;
    QJsonObject m_timings;
    QJsonArray m_reasoningDetails;
    qsizetype m_detailsSize = 0;
    QString m_model;
    ChatEnding m_ending;

    std::chrono::milliseconds m_lastByte;
    std::chrono::milliseconds m_lastProgress;
};

} // namespace throughline::server::provider
