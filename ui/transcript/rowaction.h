#pragma once

#include "ui/icons.h"
#include "workspace/transcriptmodel.h"

#include <QKeySequence>
#include <QRect>

namespace throughline::ui {

/// What a person can do with one message.
enum class RowAction {
    Continue,
    Retry,
    TakeBack,
    Copy,
    Edit,
    Regenerate,
    Branch,
    PreviousBranch,
    NextBranch,
    ToggleThoughts,
    CopyThoughts
};

/// All that can be done with the message now, the most wanted first.
QList<RowAction> rowActions(const workspace::TranscriptModel::Row &row);

/// Its name: on a link, in a menu, for people who listen.
QString rowActionText(RowAction action, const workspace::TranscriptModel::Row &row);

/// The key that does it while the message has the keyboard; empty when there is none. (Return, too, opens and
/// closes the thoughts of a message that does nothing else with it.) The arrows follow the
/// direction of the text, as the buttons do.
QKeySequence rowActionKey(
    RowAction action, const workspace::TranscriptModel::Row &row, Qt::LayoutDirection direction);

/// "Copy message (Ctrl+C)"; without a key only the name.
QString rowActionToolTip(
    RowAction action, const workspace::TranscriptModel::Row &row, Qt::LayoutDirection direction);

IconId rowActionIcon(RowAction action);

/// Which of the message's versions is shown: "2/3". Empty when there is only one.
QString branchText(const workspace::TranscriptModel::Row &row);

/// A button somewhere at a message, in the row's coordinates.
struct MessageButton
{
    RowAction action = RowAction::Copy;
    QRect rect;
    bool isLink = false;    ///< words; otherwise an icon
    bool isPrimary = false; ///< a link in the accent's colour
    bool isEnabled = true;
    bool onDemand = false; ///< shown under the pointer and with the keyboard only
};

} // namespace throughline::ui
