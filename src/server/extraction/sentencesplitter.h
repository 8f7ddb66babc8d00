#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace throughline::server::extraction {

/// A stretch of a message: UTF-16 code units, half open.
struct TextRange
{
    qsizetype start = 0;
    qsizetype end = 0;
    qsizetype length() const { return end - start; }
    bool operator==(const TextRange &) const = default;
};

/// A message cut into the sentences that may be mined.
///
/// Ranges count UTF-16 code units of the message as it was given, in order, without overlap, trimmed of white
/// space, list markers, heading marks and emphasis around the whole sentence. Code blocks (fenced or
/// indented), quoted lines, tables and rules have no sentence. Inline code, URLs and e-mail addresses stay
/// inside their sentence but are blanked in `masked`, which otherwise equals the message and has its length:
/// no cue is ever looked for in them.
struct SplitText
{
    static constexpr QChar blank{0xFFFC}; ///< what masked characters are replaced with
    QString masked;
    QList<TextRange> sentences;
};

/// Cuts messages into sentences. Pure, linear in the length of the message, safe in any thread.
class SentenceSplitter
{
public:
    SplitText split(const QString &message) const;
};

} // namespace throughline::server::extraction
