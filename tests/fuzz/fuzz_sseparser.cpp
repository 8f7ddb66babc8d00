// Any bytes, cut in any way, give the events that the standard says, with every byte looked at once.

#include "fuzz/check.h"
#include "sse/sseparser.h"
#include "sse/ssewriter.h"

using namespace throughline::fuzz;
using throughline::sse::SseEvent;
using throughline::sse::SseParser;

namespace {

struct Outcome
{
    QList<SseEvent> events;
    QByteArray lastEventId;
    std::optional<std::chrono::milliseconds> retry;
    bool failed = false;
    bool operator==(const Outcome &) const = default;
};

template <typename NextSize>
Outcome parsed(QByteArrayView bytes, qsizetype limit, NextSize nextSize)
{
    SseParser parser(limit);
    Outcome outcome;
    while (!bytes.isEmpty()) {
        const qsizetype size = std::min(nextSize(), bytes.size());
        // Memory of its own, so that AddressSanitizer sees what is used after the read.
        const QByteArray read = bytes.first(size).toByteArray();
        const bool fine = parser.feed(read, outcome.events);
        check(fine == !parser.error(), "feed() says whether there was an error");
        bytes = bytes.sliced(size);
    }
    outcome.lastEventId = parser.lastEventId();
    outcome.retry = parser.retry();
    outcome.failed = parser.error().has_value();
    check(parser.bytesScanned() <= parser.bytesFed(), "no byte is scanned twice");
    return outcome;
}

/// The standard's algorithm word for word, with no care for speed or limits.
Outcome interpreted(QByteArrayView stream)
{
    QByteArray text = stream.toByteArray();
    if (text.startsWith("\xEF\xBB\xBF"))
        text.remove(0, 3);
    text.replace("\r\n", "\n");
    text.replace('\r', '\n');

    Outcome outcome;
    QByteArray data;
    QByteArray type;
    QByteArray id;
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const QByteArray line = text.left(end);
        text.remove(0, end + 1);
        if (line.isEmpty()) {
            outcome.lastEventId = id;
            if (!data.isEmpty()) {
                data.chop(1);
                outcome.events.append({type.isEmpty() ? QByteArrayLiteral("message") : type, data, id});
            }
            data.clear();
            type.clear();
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        const QByteArray field = colon < 0 ? line : line.left(colon);
        QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
        if (value.startsWith(' '))
            value.remove(0, 1);
        if (field == "data")
            data += value + '\n';
        else if (field == "event")
            type = value;
        else if (field == "id" && !value.contains('\0'))
            id = value;
        else if (field == "retry" && !value.isEmpty() &&
                 std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) {
            bool fits = false;
            const qint64 milliseconds = value.toLongLong(&fits);
            outcome.retry =
                std::chrono::milliseconds(fits ? milliseconds : std::numeric_limits<qint64>::max());
        }
    }
    return outcome;
}

void checkWriter(QList<SseEvent> events)
{
    QByteArray stream;
    for (SseEvent &event : events) {
        stream += throughline::sse::SseWriter::event(event.type, event.data, QByteArrayView(event.id));
        // The one thing that can be read and not be written.
        event.type.replace(QByteArrayView("\0", 1), QByteArrayView());
        if (event.type.isEmpty())
            event.type = QByteArrayLiteral("message");
    }
    check(SseParser().feed(stream) == events, "what is written is read again");
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = bytesOf(data, size);
    Dice dice(bytes);
    for (const qsizetype limit : {qsizetype(40), SseParser::defaultEventLimit}) {
        const Outcome whole = parsed(bytes, limit, [&] { return bytes.size(); });
        check(
            parsed(bytes, limit, [] { return qsizetype(1); }) == whole, "byte by byte is the same as whole");
        for (const qsizetype most : {4, 100}) {
            check(parsed(bytes, limit, [&] { return 1 + dice.below(most); }) == whole,
                "in pieces is the same as whole");
        }
        if (!whole.failed) {
            check(whole == interpreted(bytes), "the events are those of the standard");
            checkWriter(whole.events);
        }
    }
    return 0;
}
