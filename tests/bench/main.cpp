// throughline-bench [--corpus=<MB>] [--write=<file>] [options of Google Benchmark]
//
// --corpus: megabytes of events to read, 10 unless told. --write: put the table between the markers of this
// file. Fails when an aim is missed.

#include "bench/corpus.h"
#include "bench/performancetable.h"
#include "bench/tablefile.h"

#include <QByteArrayList>
#include <QCoreApplication>

#include <cstdio>
#include <thread>

using namespace throughline::bench;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    // The program has threads, and once there was one, memory costs more to get: measure it like that.
    std::thread([] {}).join();
    QString target;
    setCorpusSize(10'000'000);
    // The first ones are defaults, which the same option given later overrides.
    QByteArrayList arguments{argv[0], "--benchmark_repetitions=5", "--benchmark_min_time=0.2",
        "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=false"};
    bool everything = true;
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView argument(argv[i]);
        if (argument.startsWith("--corpus="))
            setCorpusSize(qMax(1, argument.sliced(9).toInt()) * qsizetype(1'000'000));
        else if (argument.startsWith("--write="))
            target = QString::fromLocal8Bit(argument.sliced(8));
        else
            arguments.append(argument.toByteArray());
        everything = everything && !argument.startsWith("--benchmark_filter") &&
                     !argument.startsWith("--benchmark_list");
    }
    std::vector<char *> values;
    for (QByteArray &argument : arguments)
        values.push_back(argument.data());
    int count = int(values.size());
    benchmark::Initialize(&count, values.data());
    if (benchmark::ReportUnrecognizedArguments(count, values.data()))
        return 2;

    Results results;
    benchmark::RunSpecifiedBenchmarks(&results);
    if (!everything)
        return results.failed() ? 1 : 0;

    const PerformanceTable table(results);
    std::printf("\n%s", table.markdown().constData());
    if (!target.isEmpty() && !writeBetweenMarkers(target, "bench", table.markdown())) {
        std::fprintf(stderr, "%s could not be written, or has no markers\n", qPrintable(target));
        return 2;
    }
    return results.failed() || !table.aimsHold() ? 1 : 0;
}
