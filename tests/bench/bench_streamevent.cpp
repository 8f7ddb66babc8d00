#include "bench/corpus.h"
#include "protocol/streamevent.h"
#include "sse/sseparser.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <benchmark/benchmark.h>

namespace throughline::bench {

namespace {

void qJsonDocument(benchmark::State &state)
{
    const Corpus &input = corpus(LineEnds::Lf);
    for (auto run : state) {
        qsizetype length = 0;
        for (const QByteArrayView data : input.data) {
            const auto document = QJsonDocument::fromJson(QByteArray::fromRawData(data.data(), data.size()));
            length += document.object().value(QLatin1StringView("delta")).toString().size();
        }
        benchmark::DoNotOptimize(length);
    }
    state.SetBytesProcessed(int64_t(state.iterations()) * input.dataBytes);
}

void streamEvent(benchmark::State &state)
{
    const Corpus &input = corpus(LineEnds::Lf);
    for (auto run : state) {
        qsizetype length = 0;
        for (const QByteArrayView data : input.data) {
            const auto event = protocol::streamEventFromSse("chunk", data, {});
            if (!event) {
                state.SkipWithError("a delta was not understood");
                return;
            }
            length += std::get<protocol::StreamDelta>(*event).text.size();
        }
        benchmark::DoNotOptimize(length);
    }
    state.SetBytesProcessed(int64_t(state.iterations()) * input.dataBytes);
}

/// From what was read to the text of each delta, as ReplyStream does it.
void wholePath(benchmark::State &state)
{
    const Corpus &input = corpus(LineEnds::Lf);
    for (auto run : state) {
        sse::SseParser parser;
        qsizetype length = 0;
        for (const QByteArrayView read : input.reads) {
            parser.begin(read);
            while (const auto event = parser.next()) {
                const auto decoded = protocol::streamEventFromSse(event->type, event->data, event->id);
                length += std::get<protocol::StreamDelta>(*decoded).text.size();
            }
        }
        benchmark::DoNotOptimize(length);
    }
    state.SetBytesProcessed(int64_t(state.iterations()) * input.bytes.size());
}

BENCHMARK(qJsonDocument)->Name("QJsonDocument/delta");
BENCHMARK(streamEvent)->Name("streamEventFromSse/delta");
BENCHMARK(wholePath)->Name("path/LF");

} // namespace

} // namespace throughline::bench
