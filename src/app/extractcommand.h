#pragma once

#include <QStringList>

#include <iosfwd>

namespace throughline::app {

/// `throughline-server extract`: finds the signals in lines of JSON with the offline extractor. Opens no
/// server, no data folder, no configuration and no connection.
///
/// \a arguments: those of the program, "extract" second. Answers each line as it comes; what is wrong with
/// one goes to \a errors with its number, and the next is read. Returns what the program is to return: 0; 1
/// when a line or file could not be read or an answer not be written; 2 for wrong arguments.
int runExtractCommand(
    const QStringList &arguments, std::istream &input, std::ostream &output, std::ostream &errors);

} // namespace throughline::app
