#pragma once

#include "markdown/streamingmarkdown.h"
#include "workspace/transcriptmodel.h"

#include <QStringList>

#include <optional>

namespace throughline::ui {

/// What people read of a message, line by line, without laying it out: what TranscriptSearch looks at. Never
/// at work for more than a few milliseconds: a very long reply is read in pieces, one for each call, and one
/// that grows is not read again from its start.
class MessageLines
{
public:
    /// Nothing where \a words cannot be in it. Without a value: ask again.
    std::optional<QStringList> of(const workspace::TranscriptModel::Row &row, const QString &words);

private:
    std::optional<QStringList> ofReply(const workspace::TranscriptModel::Row &row, bool grows);

    QString m_id; ///< of the reply that is read
    markdown::StreamingMarkdown m_markdown;
    QList<QStringList> m_lines; ///< of each of its blocks
};

} // namespace throughline::ui
