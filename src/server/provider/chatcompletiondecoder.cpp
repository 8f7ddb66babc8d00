#include "server/provider/chatcompletiondecoder.h"

#include <QJsonDocument>

namespace throughline::server::provider {

namespace {

using Channel = ChatDelta::Channel;

constexpr QByteArrayView streamMark("\xEF\xBB\xBF");
constexpr QByteArrayView done("[DONE]");
constexpr qsizetype frontSize = qsizetype(64) * 1024;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Some gateways write the field's name twice.
QByteArrayView withoutFieldName(QByteArrayView data)
{
    constexpr QByteArrayView name("data:");
    data = data.trimmed();
    while (data.startsWith(name))
        data = data.sliced(name.size()).trimmed();
    return data;
}

void merge(QJsonObject &known, const QJsonObject &newer)
{
    for (auto member = newer.begin(); member != newer.end(); ++member)
        known.insert(member.key(), *member);
}

} // namespace

ChatCompletionDecoder::ChatCompletionDecoder(const polling::Clock &clock, const Options &options)
    : m_clock(&clock)
    , m_options(options)
    , m_events(options.eventLimit)
    , m_values(options.eventLimit)
    , m_lastByte(clock.monotonic())
    , m_lastProgress(m_lastByte)
{}

void ChatCompletionDecoder::begin(int status)
{
    m_status = status;
    m_lastByte = m_clock->monotonic();
}

QList<ChatDelta> ChatCompletionDecoder::feed(QByteArrayView bytes)
{
    QList<ChatDelta> deltas;
    const bool mayBeAllThereIs = isRefused() || m_form == Form::Unknown || m_form == Form::Page;
    if (mayBeAllThereIs && m_front.size() < frontSize)
        m_front.append(bytes.first(std::min(bytes.size(), frontSize - m_front.size())).toByteArray());
    if (bytes.isEmpty() || isOver())
        return deltas;
    m_lastByte = m_clock->monotonic();
    QByteArray joined;
    if (m_form == Form::Unknown) {
        // What could be a part of a byte order mark has waited.
        joined = std::exchange(m_waiting, {}) + bytes.toByteArray();
        bytes = joined;
        decide(bytes);
    }
    if (m_form == Form::Events)
        feedEvents(bytes, deltas);
    else if (m_form == Form::Json)
        feedValues(bytes, deltas);
    return deltas;
}

/// Finds out what the body is as soon as its first byte is there, and leaves in \a bytes what to read.
void ChatCompletionDecoder::decide(QByteArrayView &bytes)
{
    if (!m_isPastMark) {
        if (bytes.size() < streamMark.size() && streamMark.startsWith(bytes)) {
            m_waiting = bytes.toByteArray();
            bytes = {};
            return;
        }
        m_isPastMark = true;
        if (bytes.startsWith(streamMark))
            bytes = bytes.sliced(streamMark.size());
    }
    while (!bytes.isEmpty() && isSpace(bytes.front()))
        bytes = bytes.sliced(1);
    if (bytes.isEmpty())
        return;
    const char first = bytes.front();
    if (first == '{' || first == '[')
        m_form = Form::Json;
    else if (first == '<')
        m_form = Form::Page;
    else
        m_form = Form::Events;
}

void ChatCompletionDecoder::feedEvents(QByteArrayView bytes, QList<ChatDelta> &deltas)
{
    m_events.begin(bytes);
    while (!isOver()) {
        const auto event = m_events.next();
        if (!event)
            break;
        takeEvent(event->type, event->data, deltas);
    }
    if (m_events.error() && !isOver())
        fail(UpstreamError::Kind::TooLong);
}

void ChatCompletionDecoder::feedValues(QByteArrayView bytes, QList<ChatDelta> &deltas)
{
    for (const QByteArray &value : m_values.feed(bytes)) {
        if (isOver())
            return;
        const bool isFirst = std::exchange(m_isFirstValue, false);
        if (value == done)
            m_isDone = true;
        else if (!takeValue(value, false, deltas) && isFirst)
            fail(UpstreamError::Kind::NotReadable);
    }
    if (m_values.hasOverflowed() && !isOver())
        fail(UpstreamError::Kind::TooLong);
}

void ChatCompletionDecoder::takeEvent(QByteArrayView type, QByteArrayView data, QList<ChatDelta> &deltas)
{
    const bool isErrorEvent = type == QByteArrayView("error");
    const QByteArrayView payload = withoutFieldName(data);
    if (payload.isEmpty())
        return;
    if (payload == done) {
        m_isDone = true;
        m_lastProgress = m_clock->monotonic();
        return;
    }
    const bool looksLikeJson = payload.front() == '{' || payload.front() == '[';
    if (!looksLikeJson) {
        // A word in place of an object: a keep-alive, unless it was called an error.
        if (isErrorEvent)
            fail(UpstreamError::Kind::Said, shortened(QString::fromUtf8(payload)));
        return;
    }
    if (takeValue(payload, isErrorEvent, deltas))
        return;
    // A writer that broke off in an event, or forgot the blank line, leaves several lines in one: what can
    // be read of them counts, and the first that cannot ends it.
    bool isWhole = true;
    for (const QByteArray &line : payload.toByteArray().split('\n')) {
        const QByteArrayView part = withoutFieldName(line);
        if (isOver() || part.isEmpty())
            continue;
        if (part == done && isWhole)
            m_isDone = true;
        else if (!takeValue(part, isErrorEvent, deltas))
            isWhole = false;
    }
    if (!isWhole && !m_error) {
        m_isDone = false;
        fail(UpstreamError::Kind::NotReadable);
    }
}

/// False when \a data is no JSON.
bool ChatCompletionDecoder::takeValue(QByteArrayView data, bool isErrorEvent, QList<ChatDelta> &deltas)
{
    const auto value = looseValue(data);
    if (!value)
        return false;
    if (value->isArray()) {
        for (const auto &item : value->toArray()) {
            if (item.isObject() && !isOver())
                takeChunk(chatChunkFrom(item.toObject(), isErrorEvent), deltas);
        }
        return true;
    }
    takeChunk(chatChunkFrom(value->toObject(), isErrorEvent), deltas);
    return true;
}

void ChatCompletionDecoder::takeChunk(const ChatChunk &chunk, QList<ChatDelta> &deltas)
{
    m_hasEvents = m_hasEvents || chunk.isAboutAChat();
    if (m_model.isEmpty())
        m_model = chunk.model.left(256);
    const qsizetype before = deltas.size();
    if (!isRefused()) {
        for (const ChatChoice &choice : chunk.choices)
            takeChoice(choice, deltas);
    }
    count(deltas, before);
    merge(m_usage, chunk.usage);
    merge(m_timings, chunk.timings);
    if (chunk.error && !m_error) {
        m_error = chunk.error;
        if (isRefused())
            m_error->status = m_status;
    }
}

void ChatCompletionDecoder::takeChoice(const ChatChoice &choice, QList<ChatDelta> &deltas)
{
    if (choice.index != 0) {
        const bool isFirst = m_others.isEmpty() && m_otherIndex == 0;
        if (isFirst)
            m_otherIndex = choice.index;
        if (choice.index != m_otherIndex)
            return;
        for (const ChatDelta &delta : choice.deltas + choice.message) {
            if (delta.channel == Channel::Answer && m_others.size() < m_options.textLimit)
                m_others += delta.text;
        }
        return;
    }
    // A message repeats what was streamed, or is all there is.
    const bool hasDeltas = !choice.deltas.isEmpty();
    for (const ChatDelta &delta : hasDeltas || hasText() ? choice.deltas : choice.message) {
        if (delta.channel == Channel::Reasoning)
            m_thinkTag.disable(deltas);
        say(delta.channel, delta.text, deltas);
    }
    for (const ToolCallPart &part : choice.toolCalls) {
        m_toolCalls.add(part);
        m_lastProgress = m_lastByte;
    }
    for (const auto &detail : choice.reasoningDetails) {
        constexpr qsizetype mostDetails = qsizetype(256) * 1024;
        m_detailsSize += QJsonDocument(detail.toObject()).toJson(QJsonDocument::Compact).size();
        if (m_detailsSize <= mostDetails)
            m_reasoningDetails.append(detail);
    }
    if (!choice.finishReason.isEmpty()) {
        m_finishReason = choice.finishReason;
        m_lastProgress = m_lastByte;
    } else if (m_form == Form::Json && !choice.message.isEmpty()) {
        m_isDone = true;
    }
    if (!choice.finishHint.isEmpty())
        m_finishHint = choice.finishHint;
}

void ChatCompletionDecoder::say(Channel channel, const QString &text, QList<ChatDelta> &deltas)
{
    QString added = text;
    if (m_options.isCumulative) {
        QString &known = m_cumulative[channel == Channel::Answer ? 0 : 1];
        if (text.startsWith(known))
            added = text.sliced(known.size());
        known = known + added;
    }
    if (channel == Channel::Answer)
        m_thinkTag.feed(added, deltas);
    else if (!added.isEmpty())
        deltas.append({.channel = channel, .text = added});
    // What only waits to be told apart is progress all the same.
    m_lastProgress = m_lastByte;
}

void ChatCompletionDecoder::count(const QList<ChatDelta> &deltas, qsizetype from)
{
    for (qsizetype i = from; i < deltas.size(); ++i) {
        const bool isAnswer = deltas[i].channel == Channel::Answer;
        m_hasAnswer = m_hasAnswer || isAnswer;
        m_hasReasoning = m_hasReasoning || !isAnswer;
        m_textSize += deltas[i].text.size();
    }
    if (m_textSize > m_options.textLimit)
        fail(UpstreamError::Kind::TooLong);
}

void ChatCompletionDecoder::fail(UpstreamError::Kind kind, const QString &message)
{
    if (!m_error)
        m_error = UpstreamError{.kind = kind, .status = isRefused() ? m_status : 0, .message = message};
}

QList<ChatDelta> ChatCompletionDecoder::finish()
{
    QList<ChatDelta> deltas;
    // The last event may lack its blank line, and even its line end. If it is only half there, it is cut off
    // and not an error of its own.
    if (m_form == Form::Events && !isOver()) {
        ChatCompletionDecoder whole = *this;
        QList<ChatDelta> last;
        whole.feedEvents("\n\n", last);
        if (!whole.m_error || whole.m_error->kind == UpstreamError::Kind::Said) {
            *this = whole;
            deltas = last;
        }
    }
    const qsizetype before = deltas.size();
    m_thinkTag.finish(deltas);
    if (!m_hasAnswer && deltas.size() == before && !m_others.isEmpty())
        deltas.append({.channel = Channel::Answer, .text = std::exchange(m_others, {})});
    count(deltas, before);
    settle();
    return deltas;
}

void ChatCompletionDecoder::settle()
{
    using Kind = UpstreamError::Kind;
    m_ending.finishReason = !m_finishReason.isEmpty() ? m_finishReason
                            : !m_finishHint.isEmpty() ? m_finishHint
                                                      : QStringLiteral("unknown");
    if (!m_error && (isRefused() || m_form == Form::Page)) {
        m_error = upstreamErrorFromBody(m_status, m_front);
    } else if (!m_error && m_finishReason == QLatin1String("error")) {
        fail(Kind::Said);
    } else if (!m_error && !hasFinished()) {
        const bool hasBegun = hasText() || m_values.isInsideValue();
        const bool isForeign = m_form == Form::Json && !hasBegun && !m_hasEvents;
        fail(isForeign ? Kind::NotReadable : hasBegun ? Kind::CutOff : Kind::Nothing);
    } else if (!m_error && !m_hasAnswer && m_toolCalls.all().isEmpty()) {
        fail(Kind::Nothing);
    }
    m_ending.error = m_error;
    if (!m_error)
        m_ending.kind = ChatEnding::Kind::Complete;
    else if (m_error->kind == Kind::CutOff)
        m_ending.kind = ChatEnding::Kind::Interrupted;
    else
        m_ending.kind = ChatEnding::Kind::Failed;
}

QJsonObject ChatCompletionDecoder::facts() const
{
    QJsonObject facts;
    if (hasFinished())
        facts.insert(QStringLiteral("finish_reason"), m_ending.finishReason);
    for (const auto key : {"prompt_tokens", "completion_tokens", "total_tokens"}) {
        if (const QJsonValue number = m_usage.value(QLatin1String(key)); number.isDouble())
            facts.insert(QLatin1String(key), qint64(number.toDouble()));
    }
    // llama.cpp counts in its timings even where it sends no usage.
    const QJsonValue predicted = m_timings.value(QLatin1String("predicted_n"));
    if (predicted.isDouble() && !facts.contains(QLatin1String("completion_tokens")))
        facts.insert(QStringLiteral("completion_tokens"), qint64(predicted.toDouble()));
    const QJsonValue prompt = m_timings.value(QLatin1String("prompt_n"));
    if (prompt.isDouble() && !facts.contains(QLatin1String("prompt_tokens"))) {
        const double cached = m_timings.value(QLatin1String("cache_n")).toDouble();
        facts.insert(QStringLiteral("prompt_tokens"), qint64(prompt.toDouble() + cached));
    }
    if (!m_timings.isEmpty())
        facts.insert(QStringLiteral("timings"), m_timings);
    if (!m_reasoningDetails.isEmpty())
        facts.insert(QStringLiteral("reasoning_details"), m_reasoningDetails);
    return facts;
}

} // namespace throughline::server::provider
