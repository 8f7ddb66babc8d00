// Any bytes as what a WebSocket server sends after its answer: the same comes out whatever the pieces,
// nothing over a limit, and nothing after a problem.

#include "fuzz/check.h"
#include "net/websocketframes.h"

#include <QList>

#include <algorithm>

using namespace throughline::fuzz;
using namespace throughline::net;

namespace {

constexpr qsizetype longest = 512;
constexpr qsizetype longestControl = 125;

struct Read
{
    QList<WebSocketReader::Item> items;
    quint16 problem = 0;
};

void take(WebSocketReader &reader, Read &read)
{
    while (const auto item = reader.next()) {
        const bool isText = item->kind == WebSocketReader::Kind::Text;
        check(item->payload.size() <= (isText ? longest : longestControl), "nothing is over its limit");
        check(!isText || item->payload.isValidUtf8(), "text is UTF-8");
        read.items.append(*item);
    }
    read.problem = reader.problem();
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = bytesOf(data, size);
    Read whole;
    WebSocketReader first(longest);
    first.feed(bytes.toByteArray());
    take(first, whole);

    Read pieces;
    WebSocketReader second(longest);
    Dice dice(bytes);
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype length = std::min(bytes.size() - at, 1 + dice.below(40));
        second.feed(bytes.sliced(at, length).toByteArray());
        take(second, pieces);
        at += length;
    }
    check(whole.items == pieces.items && whole.problem == pieces.problem,
        "what comes out does not depend on the pieces");
    if (whole.problem != 0) {
        first.feed(QByteArray("\x81\x05hello"));
        check(!first.next(), "after a problem there is nothing");
    }
    return 0;
}
