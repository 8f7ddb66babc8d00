// The body of a chat completion: the pieces it comes in do not matter, it always ends once, and stays
// bounded.

#include "fuzz/check.h"
#include "server/provider/chatcompletiondecoder.h"
#include "support/fakeclock.h"

using namespace throughline::fuzz;
using namespace throughline::server::provider;

namespace {

struct Outcome
{
    QString text;
    QString reasoning;
    ChatEnding ending;
    QJsonObject facts;
    QList<ToolCall> toolCalls;
    bool operator==(const Outcome &) const = default;
};

void add(Outcome &outcome, const QList<ChatDelta> &deltas)
{
    for (const ChatDelta &delta : deltas) {
        check(!delta.text.isEmpty(), "a delta says something");
        (delta.channel == ChatDelta::Channel::Answer ? outcome.text : outcome.reasoning) += delta.text;
    }
}

Outcome decode(QByteArrayView body, int status, Dice *dice)
{
    static const throughline::test::FakeClock clock;
    constexpr qsizetype eventLimit = 2048;
    constexpr qsizetype textLimit = 1024;
    ChatCompletionDecoder decoder(clock, {.eventLimit = eventLimit, .textLimit = textLimit});
    decoder.begin(status);
    Outcome outcome;
    for (qsizetype at = 0; at < body.size();) {
        const qsizetype size = dice ? std::min(1 + dice->below(9), body.size() - at) : body.size();
        add(outcome, decoder.feed(body.sliced(at, size)));
        at += size;
    }
    add(outcome, decoder.finish());
    outcome.ending = decoder.ending();
    outcome.facts = decoder.facts();
    outcome.toolCalls = decoder.toolCalls();
    return outcome;
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView body = bytesOf(data, size);
    Dice dice(body);
    for (const int status : {200, 500}) {
        const Outcome whole = decode(body, status, nullptr);
        const Outcome pieces = decode(body, status, &dice);
        check(whole.ending.error.has_value() == (whole.ending.kind != ChatEnding::Kind::Complete),
            "there is an error exactly when it is not complete");
        const bool saysSomething = !whole.text.isEmpty() || !whole.toolCalls.isEmpty();
        check(whole.ending.kind != ChatEnding::Kind::Complete || saysSomething,
            "a complete answer says something");
        check(status == 200 || whole.text.isEmpty(), "a refusal has no text");
        check(whole == pieces, "the pieces do not matter");
    }
    return 0;
}
