#pragma once

#include <QString>

#include <functional>

namespace throughline::bench {

/// A reply as models write them, of at least \a characters: headings, lists, a table, code, a formula, a
/// link.
QString longReply(qsizetype characters);

/// Processor time of this process. Of two readings the difference is what was used.
double cpuMilliseconds();

/// The median of what five calls of \a measure return.
double median(const std::function<double()> &measure);

} // namespace throughline::bench
