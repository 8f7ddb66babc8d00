#pragma once

#include "workspace/transcriptmodel.h"

#include <QString>

namespace throughline::ui {

/// The quiet line under a reply: "qwen2.5:7b · first token 0.4 s · 38 tokens/s". Says only what the metadata
/// says; empty when it says nothing.
QString replyFacts(const QJsonObject &metadata);

/// What stands in the box under a reply that did not end well. Both empty when there is nothing to say.
struct Notice
{
    QString title;
    QString detail;
    QString action;        ///< the label of the link; empty when nothing can be done
    bool isDanger = false; ///< a failure rather than an interruption
    bool isEmpty() const { return title.isEmpty(); }
};
Notice noticeFor(const workspace::TranscriptModel::Row &row);

/// "Sending…", "Queued", "Not sent": the line under a message of the user; empty when it is stored.
QString userStateText(const workspace::TranscriptModel::Row &row);

/// Who said it and what state it is in, for people who listen: "You", "Assistant, interrupted".
QString accessibleAuthor(const workspace::TranscriptModel::Row &row);

} // namespace throughline::ui
