#include "bench/corpus.h"
#include "bench/naiveparser.h"
#include "sse/sseparser.h"

#include <benchmark/benchmark.h>
#include <cstring>

namespace throughline::bench {

namespace {

void reportBytes(benchmark::State &state, qsizetype bytesEachTime)
{
    state.SetBytesProcessed(int64_t(state.iterations()) * bytesEachTime);
}

/// The upper bound: the C library's search for line ends and nothing else.
void memchrOnly(benchmark::State &state)
{
    const Corpus &input = corpus(LineEnds::Lf);
    for (auto run : state) {
        qsizetype lines = 0;
        for (const QByteArrayView read : input.reads) {
            const char *at = read.begin();
            while (const void *found = std::memchr(at, '\n', size_t(read.end() - at))) {
                at = static_cast<const char *>(found) + 1;
                ++lines;
            }
        }
        benchmark::DoNotOptimize(lines);
    }
    reportBytes(state, input.bytes.size());
}

void sseParser(benchmark::State &state, LineEnds lineEnds)
{
    const Corpus &input = corpus(lineEnds);
    for (auto run : state) {
        sse::SseParser parser;
        qsizetype count = 0;
        for (const QByteArrayView read : input.reads) {
            parser.begin(read);
            while (auto event = parser.next()) {
                benchmark::DoNotOptimize(event);
                ++count;
            }
        }
        if (count != input.data.size())
            state.SkipWithError("events are missing");
        state.counters["scanned"] = double(parser.bytesScanned()) / double(parser.bytesFed());
    }
    reportBytes(state, input.bytes.size());
}

void naiveParser(benchmark::State &state, LineEnds lineEnds)
{
    const Corpus &input = corpus(lineEnds);
    for (auto run : state) {
        NaiveParser parser(lineEnds != LineEnds::Lf);
        qsizetype count = 0;
        for (const QByteArrayView read : input.reads)
            count += parser.feed(read).size();
        // Its way with CRLF makes an empty line of one that two reads share, so the count is not exact.
        if (count < input.data.size() * 9 / 10)
            state.SkipWithError("events are missing");
    }
    reportBytes(state, input.bytes.size());
}

/// One event whose single line comes a byte at a time.
void longLine(benchmark::State &state)
{
    const qsizetype size = state.range(0);
    for (auto run : state) {
        sse::SseParser parser(2 * size);
        QList<sse::SseEvent> events;
        parser.feed("data: ", events);
        for (qsizetype i = 0; i < size; ++i)
            parser.feed("x", events);
        parser.feed("\n\n", events);
        if (events.size() != 1 || events.front().data.size() != size)
            state.SkipWithError("the line is not what was fed");
        state.counters["scanned"] = double(parser.bytesScanned()) / double(parser.bytesFed());
    }
    reportBytes(state, size);
}

BENCHMARK(memchrOnly)->Name("memchr/LF");
BENCHMARK_CAPTURE(sseParser, LF, LineEnds::Lf)->Name("SseParser/LF");
BENCHMARK_CAPTURE(naiveParser, LF, LineEnds::Lf)->Name("naive/LF");
BENCHMARK_CAPTURE(sseParser, CRLF, LineEnds::CrLf)->Name("SseParser/CRLF");
BENCHMARK_CAPTURE(naiveParser, CRLF, LineEnds::CrLf)->Name("naive/CRLF");
BENCHMARK_CAPTURE(sseParser, CR, LineEnds::Cr)->Name("SseParser/CR");
BENCHMARK_CAPTURE(naiveParser, CR, LineEnds::Cr)->Name("naive/CR");
BENCHMARK_CAPTURE(sseParser, mixed, LineEnds::Mixed)->Name("SseParser/mixed");
BENCHMARK_CAPTURE(naiveParser, mixed, LineEnds::Mixed)->Name("naive/mixed");
BENCHMARK(longLine)->Name("line")->Arg(1 << 20)->Arg(4 << 20);

} // namespace

} // namespace throughline::bench
