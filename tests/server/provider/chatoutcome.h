#pragma once

#include "server/provider/chatcompletiondecoder.h"
#include "support/fakeclock.h"

namespace throughline::test {

/// What one answer to a chat completion request came to.
struct ChatOutcome
{
    QString text;
    QString reasoning;
    server::provider::ChatEnding ending;
    QJsonObject facts;
    QList<server::provider::ToolCall> toolCalls;
    QString model;
    bool operator==(const ChatOutcome &) const = default;
};

inline void add(ChatOutcome &outcome, const QList<server::provider::ChatDelta> &deltas)
{
    for (const auto &delta : deltas) {
        const bool isAnswer = delta.channel == server::provider::ChatDelta::Channel::Answer;
        (isAnswer ? outcome.text : outcome.reasoning) += delta.text;
    }
}

inline ChatOutcome finished(server::provider::ChatCompletionDecoder decoder, ChatOutcome outcome = {})
{
    add(outcome, decoder.finish());
    outcome.ending = decoder.ending();
    outcome.facts = decoder.facts();
    outcome.toolCalls = decoder.toolCalls();
    outcome.model = decoder.model();
    return outcome;
}

/// The outcome of \a body, all of it in one piece.
inline ChatOutcome outcomeOf(const QByteArray &body,
    const server::provider::ChatCompletionDecoder::Options &options = {}, int status = 200)
{
    const FakeClock clock;
    server::provider::ChatCompletionDecoder decoder(clock, options);
    decoder.begin(status);
    ChatOutcome outcome;
    add(outcome, decoder.feed(body));
    return finished(decoder, outcome);
}

/// The outcome of \a body in any two pieces and byte by byte, if they are all \a whole; otherwise says where
/// not. One decoder walks through the body; at each byte a copy of it takes the rest.
inline QString whereSplitsDiffer(const QByteArray &body, const ChatOutcome &whole, int status = 200)
{
    const FakeClock clock;
    server::provider::ChatCompletionDecoder walker(clock);
    walker.begin(status);
    ChatOutcome before;
    for (qsizetype split = 0; split <= body.size(); ++split) {
        server::provider::ChatCompletionDecoder rest = walker;
        ChatOutcome outcome = before;
        add(outcome, rest.feed(QByteArrayView(body).sliced(split)));
        outcome = finished(rest, outcome);
        if (!(outcome == whole)) {
            return QStringLiteral("split at byte %1: \"%2\" and \"%3\"")
                .arg(split)
                .arg(outcome.text, outcome.reasoning);
        }
        if (split < body.size())
            add(before, walker.feed(QByteArrayView(body).sliced(split, 1)));
    }
    return {};
}

} // namespace throughline::test
