#include "bench/replies.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace throughline::bench {

QString longReply(qsizetype characters)
{
    const QString section = QStringLiteral("## Write contention\n\nOne writer at a time. At **200 writes** a "
                                           "second with `1 ms` commits you use a fifth of "
                                           "it, and $t = \\frac{n}{200}$ grows with the queue; see [the "
                                           "manual](https://sqlite.org/wal.html).\n\n1. Measure "
                                           "the queue.\n2. Rehearse the restore:\n   - copy the file\n   - "
                                           "open it *elsewhere*\n3. Write down what "
                                           "happened.\n\n| | SQLite | PostgreSQL |\n|---|---:|---:|\n| "
                                           "commits a second | 1,000 | 3,000 |\n| memory | 6 MB | "
                                           "180 MB |\n\n```python\ndef read(path: str) -> list[float]:\n    "
                                           "with open(path) as file:  # one line each\n        "
                                           "return [float(line) for line in file]\n```\n\nThat is all that "
                                           "can be said about it without numbers of your "
                                           "own, which is why the first step is the one that counts.\n\n");
    QString text;
    while (text.size() < characters)
        text += section;
    return text;
}

double cpuMilliseconds()
{
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double median(const std::function<double()> &measure)
{
    std::array<double, 5> values{};
    std::generate(values.begin(), values.end(), measure);
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace throughline::bench
