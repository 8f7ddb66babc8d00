#pragma once

#include "server/extraction/lexicalextractor.h"

#include <QByteArray>
#include <QString>

#include <tl/expected.hpp>

namespace throughline::server::extraction {

/// Texts in, signals out, as lines of JSON (docs/extraction.md, "From the command line"): whoever wants to
/// score or script the offline extractor needs no server for it.
///
///     {"id": …, "text": "…"}  →  {"id": …, "signals": [{"type", "text", "start", "end", "confidence"}]}
///
/// `start` and `end` count UTF-16 code units of the text, half open, as spans do in the HTTP contract; a
/// signal's `text` is exactly what stands there. Any thread, one line at a time.
class SignalLines
{
public:
    /// Longer lines are refused, in bytes; whoever reads them need not keep more.
    static constexpr qsizetype longestLine = qsizetype(4) * 1024 * 1024;

    /// One line without its end, and the answer without one. The error is a sentence about the line.
    tl::expected<QByteArray, QString> answer(const QByteArray &line) const;

private:
    LexicalExtractor m_extractor;
};

} // namespace throughline::server::extraction
