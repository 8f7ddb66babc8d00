#pragma once

#include "ui/transcript/rowaction.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>

namespace throughline::ui {

/// The quiet line under a reply: "qwen2.5:7b · first token 0.4 s · 38 tokens/s". Says only what the metadata
/// says; empty when it says nothing.
QString replyFacts(const QJsonObject &metadata);

/// When a message was said: the time and, unless that is the day of \a now, the day. Empty when it is not
/// known.
QString messageTime(const QDateTime &said, const QDateTime &now);

/// What stands in the box under a reply that did not end well. Both empty when there is nothing to say.
struct Notice
{
    QString title;
    QString detail;
    QList<RowAction> actions; ///< the most wanted first; empty when nothing can be done
    bool isDanger = false;    ///< a failure rather than an interruption
    bool isEmpty() const { return title.isEmpty(); }
};
Notice noticeFor(const workspace::TranscriptModel::Row &row);

/// "Sending…", "Queued", "Waiting for the server": the line under a message of the user; empty when it is
/// stored.
QString userStateText(const workspace::TranscriptModel::Row &row);

/// The line above what a model thought: "Thinking… 5 s" while it does, then "Thought for 12 s" or, where the
/// time is not known, "Thoughts". \a now is on Clock::monotonic(); without it no passing time is said.
QString thoughtsTitle(
    const workspace::TranscriptModel::Row &row, std::optional<std::chrono::milliseconds> now);
QString thinkingTitle(std::chrono::milliseconds passed); ///< the first of them

/// Who said it and what state it is in, for people who listen: "You", "Assistant, interrupted".
QString accessibleAuthor(const workspace::TranscriptModel::Row &row);
/// Why nothing comes yet, what its notice says, and which of its versions is shown: "Version 2 of 3."
QString accessibleDescription(const workspace::TranscriptModel::Row &row);

} // namespace throughline::ui
