#pragma once

#include <QStringList>

namespace throughline::workspace {

/// Which of \a names fit what somebody types, as indexes, the best first: every word of \a words has to be in
/// the name, whatever its case. A name that begins with a word fits better than one that has a word that
/// does, and that better than the inside of a word; of equals the earlier one comes first. Without words all
/// fit.
QList<int> namesThatFit(const QStringList &names, QStringView words);

} // namespace throughline::workspace
