#pragma once

#include <QByteArray>

#include <benchmark/benchmark.h>
#include <map>
#include <string>

namespace throughline::bench {

/// Shows each result as it comes, like Google Benchmark by itself, and remembers the best of each.
class Results : public benchmark::ConsoleReporter
{
public:
    Results()
        : ConsoleReporter(OO_Tabular)
    {}

    struct Best
    {
        double bytesPerSecond = 0;
        double seconds = 0; ///< of one pass, CPU time
        double scanned = 0; ///< bytes scanned for each byte fed; the most of all passes
        double p50 = 0;     ///< microseconds
        double p99 = 0;
    };

    void ReportRuns(const std::vector<Run> &runs) override;

    /// All zero when it has not been run.
    Best best(const std::string &name) const;
    bool failed() const { return m_failed; }

private:
    std::map<std::string, Best> m_best;
    bool m_failed = false;
};

/// What docs/performance.md shows: ratios, which mean the same on every machine, then speeds.
class PerformanceTable
{
public:
    explicit PerformanceTable(const Results &results);

    const QByteArray &markdown() const { return m_markdown; }
    bool aimsHold() const { return m_aimsHold; }

private:
    enum class Aim { None, AtLeast, AtMost };
    void ratio(const char *what, double value, Aim aim, double limit = 0);
    void speed(const char *what, const Results::Best &best);
    void latency(const char *what, const Results::Best &best);

    QByteArray m_markdown;
    bool m_aimsHold = true;
};

} // namespace throughline::bench
