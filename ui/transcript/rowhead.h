#pragma once

#include "ui/transcript/transcriptstyle.h"
#include "workspace/transcriptmodel.h"

#include <QRect>
#include <QString>

namespace throughline::ui {

/// What stands above a message: the day it was said, where that is another one than that of the message
/// before, and the line above what came while nobody looked. Where everything is, not how it looks; the row's
/// coordinates.
struct RowHead
{
    QString day; ///< empty: the same one
    bool isNew = false;

    bool isEmpty() const { return day.isEmpty() && !isNew; }
    int height(const TranscriptStyle &style) const;
    QRect dayRect(const TranscriptStyle &style, int columnWidth) const;
    QRect newRect(const TranscriptStyle &style, int columnWidth) const;
    bool operator==(const RowHead &) const = default;
};

/// \a firstNew is a message's id; empty: none.
RowHead rowHead(const workspace::TranscriptModel &model, int row, const QString &firstNew);

} // namespace throughline::ui
