#include "bench/performancetable.h"

#include "bench/corpus.h"
#include "bench/tablefile.h"

namespace throughline::bench {

namespace {

constexpr std::array lineEndNames{"LF", "CRLF", "CR", "mixed"};

double over(double numerator, double denominator)
{
    return denominator > 0 ? numerator / denominator : 0;
}

/// The smaller of two measurements, of which \a known may not have been made yet.
double lesser(double known, double measured)
{
    return known > 0 ? std::min(known, measured) : measured;
}

} // namespace

void Results::ReportRuns(const std::vector<Run> &runs)
{
    ConsoleReporter::ReportRuns(runs);
    for (const Run &run : runs) {
        m_failed = m_failed || run.error_occurred;
        if (run.run_type != Run::RT_Iteration || run.error_occurred)
            continue;
        const auto counter = [&run](const char *name) {
            const auto found = run.counters.find(name);
            return found == run.counters.end() ? 0.0 : double(found->second);
        };
        const std::string &arguments = run.run_name.args;
        Best &best = m_best[run.run_name.function_name + (arguments.empty() ? "" : "/" + arguments)];
        const double seconds = over(run.cpu_accumulated_time, double(run.iterations));
        best.seconds = lesser(best.seconds, seconds);
        best.p50 = lesser(best.p50, counter("p50_us"));
        best.p99 = lesser(best.p99, counter("p99_us"));
        best.bytesPerSecond = std::max(best.bytesPerSecond, counter("bytes_per_second"));
        best.scanned = std::max(best.scanned, counter("scanned"));
    }
}

Results::Best Results::best(const std::string &name) const
{
    const auto found = m_best.find(name);
    return found == m_best.end() ? Best() : found->second;
}

PerformanceTable::PerformanceTable(const Results &results)
{
    const auto best = [&results](const std::string &name) { return results.best(name); };
    const auto speedRatio = [&best](const std::string &one, const std::string &other) {
        return over(best(one).bytesPerSecond, best(other).bytesPerSecond);
    };

    m_markdown += "| Compared in one run | Measured | Aim |\n|---|---:|---:|\n";
    double scanned = 0;
    for (const char *const ends : lineEndNames) {
        const std::string name = std::string("SseParser/") + ends;
        ratio(("`SseParser` to split and rescan, " + QByteArray(ends)).constData(),
            speedRatio(name, std::string("naive/") + ends), Aim::AtLeast, 10);
        scanned = std::max(scanned, best(name).scanned);
    }
    ratio("`memchr` alone to `SseParser`, LF", speedRatio("memchr/LF", "SseParser/LF"), Aim::None);
    for (const char *const size : {"line/1048576", "line/4194304"})
        scanned = std::max(scanned, best(size).scanned);
    ratio("Bytes scanned to bytes fed, the most of all runs", scanned, Aim::AtMost, 1.05);
    ratio("Time for a line of 4 MiB to one of 1 MiB, fed byte by byte",
        over(best("line/4194304").seconds, best("line/1048576").seconds), Aim::AtMost, 4.5);
    ratio("Delta decoding to `QJsonDocument`", speedRatio("streamEventFromSse/delta", "QJsonDocument/delta"),
        Aim::AtLeast, 4);

    m_markdown += "\n| Speed | MB/s |\n|---|---:|\n";
    speed("`memchr` alone, LF", best("memchr/LF"));
    for (const char *const ends : lineEndNames) {
        speed(("`SseParser`, " + QByteArray(ends)).constData(), best(std::string("SseParser/") + ends));
        speed(("split and rescan, " + QByteArray(ends)).constData(), best(std::string("naive/") + ends));
    }
    speed("Delta decoding, JSON bytes", best("streamEventFromSse/delta"));
    speed("`QJsonDocument`, JSON bytes", best("QJsonDocument/delta"));
    speed("Bytes read to text of each delta, LF", best("path/LF"));

    m_markdown += "\n| Latency over loopback, microseconds | p50 | p99 |\n|---|---:|---:|\n";
    latency("Server's write to client's delta", best("latency/server to client"));
    latency("The same bytes over a bare `QTcpSocket`", best("latency/QTcpSocket"));

    m_markdown +=
        "\n| Latency over loopback with eight replies streaming, microseconds | p50 | p99 | Aim (p99) |\n"
        "|---|---:|---:|---:|\n";
    const Results::Best polls = best("latency/poll with eight streams");
    const bool pollsHold = polls.p99 > 0 && polls.p99 <= 50'000;
    m_aimsHold = m_aimsHold && pollsHold;
    m_markdown += "| A signal poll, our server and our client | " + QByteArray::number(qRound(polls.p50)) +
                  " | " + QByteArray::number(qRound(polls.p99)) + " | ≤ 50000" +
                  (pollsHold ? "" : " **missed**") + " |\n";

    const Corpus &input = corpus(LineEnds::Lf);
    m_markdown += "\nA corpus of " + QByteArray::number(corpusSize() / 1'000'000) + " MB in " +
                  QByteArray::number(input.data.size()) + " events of " +
                  QByteArray::number(over(double(input.bytes.size()), double(input.data.size())), 'f', 1) +
                  " bytes on average, in " + QByteArray::number(input.reads.size()) +
                  " reads. Best of the repetitions, CPU time.\n" + machine();
}

void PerformanceTable::ratio(const char *what, double value, Aim aim, double limit)
{
    const bool holds =
        aim == Aim::None || (aim == Aim::AtLeast ? value >= limit : value <= limit && value > 0);
    m_aimsHold = m_aimsHold && holds;
    m_markdown += "| " + QByteArray(what) + " | " + QByteArray::number(value, 'f', 2) + " | ";
    if (aim != Aim::None) {
        m_markdown += (aim == Aim::AtLeast ? "≥ " : "≤ ") + QByteArray::number(limit);
        if (!holds)
            m_markdown += " **missed**";
    }
    m_markdown += " |\n";
}

void PerformanceTable::speed(const char *what, const Results::Best &best)
{
    m_markdown +=
        "| " + QByteArray(what) + " | " + QByteArray::number(qRound(best.bytesPerSecond / 1e6)) + " |\n";
}

void PerformanceTable::latency(const char *what, const Results::Best &best)
{
    m_markdown += "| " + QByteArray(what) + " | " + QByteArray::number(qRound(best.p50)) + " | " +
                  QByteArray::number(qRound(best.p99)) + " |\n";
}

} // namespace throughline::bench
