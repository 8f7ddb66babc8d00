#include "ui/transcript/rowaction.h"

#include "ui/transcript/transcriptwords.h"

#include <QLocale>

namespace throughline::ui {

using workspace::RowState;
using workspace::TranscriptModel;

QList<RowAction> rowActions(const TranscriptModel::Row &row)
{
    QList<RowAction> actions;
    const auto offer = [&](bool offered, RowAction action) {
        if (offered)
            actions.append(action);
    };
    offer(row.canContinue, RowAction::Continue);
    offer(row.canRetry, RowAction::Retry);
    offer(row.state == RowState::Held || row.state == RowState::Queued || row.state == RowState::Unsent,
        RowAction::TakeBack);
    offer(!row.message.content.isEmpty(), RowAction::Copy);
    offer(row.canEdit, RowAction::Edit);
    // Of a reply that ended badly, Retry is the same thing.
    offer(row.canRegenerate && !row.canRetry, RowAction::Regenerate);
    offer(row.canRegenerate && !row.message.content.isEmpty(), RowAction::Branch);
    offer(row.branchIndex() > 0, RowAction::PreviousBranch);
    offer(row.branchIndex() + 1 < row.branchCount(), RowAction::NextBranch);
    offer(row.hasThoughts(), RowAction::ToggleThoughts);
    offer(row.hasThoughts(), RowAction::CopyThoughts);
    return actions;
}

QString rowActionText(RowAction action, const TranscriptModel::Row &row)
{
    switch (action) {
    case RowAction::Continue:
        return TranscriptWords::tr("Continue");
    case RowAction::Retry:
        return row.state == RowState::Held ? TranscriptWords::tr("Send now") : TranscriptWords::tr("Retry");
    case RowAction::TakeBack:
        return TranscriptWords::tr("Take back");
    case RowAction::Copy:
        return TranscriptWords::tr("Copy message");
    case RowAction::Edit:
        return TranscriptWords::tr("Edit and send again");
    case RowAction::Regenerate:
        return TranscriptWords::tr("Regenerate");
    case RowAction::Branch:
        return TranscriptWords::tr("Branch from here");
    case RowAction::PreviousBranch:
        return TranscriptWords::tr("Previous version");
    case RowAction::NextBranch:
        return TranscriptWords::tr("Next version");
    case RowAction::ToggleThoughts:
        return row.showsThoughts ? TranscriptWords::tr("Hide thoughts")
                                 : TranscriptWords::tr("Show thoughts");
    case RowAction::CopyThoughts:
        return TranscriptWords::tr("Copy thoughts");
    }
    return {};
}

QKeySequence rowActionKey(RowAction action, const TranscriptModel::Row &row, Qt::LayoutDirection direction)
{
    const bool leftToRight = direction == Qt::LeftToRight;
    switch (action) {
    case RowAction::Continue:
        return Qt::Key_Return;
    case RowAction::Retry:
        return row.canContinue ? Qt::Key_R : Qt::Key_Return;
    case RowAction::TakeBack:
    case RowAction::Edit:
        return Qt::Key_E;
    case RowAction::Copy:
        return QKeySequence::Copy;
    case RowAction::Regenerate:
        return Qt::Key_R;
    case RowAction::Branch:
        return Qt::Key_B;
    case RowAction::PreviousBranch:
        return Qt::ALT | (leftToRight ? Qt::Key_Left : Qt::Key_Right);
    case RowAction::NextBranch:
        return Qt::ALT | (leftToRight ? Qt::Key_Right : Qt::Key_Left);
    case RowAction::ToggleThoughts:
        return Qt::Key_Space;
    case RowAction::CopyThoughts:
        break;
    }
    return {};
}

QString rowActionToolTip(RowAction action, const TranscriptModel::Row &row, Qt::LayoutDirection direction)
{
    const QString text = rowActionText(action, row);
    const QKeySequence key = rowActionKey(action, row, direction);
    return key.isEmpty() ? text
                         : TranscriptWords::tr("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText));
}

IconId rowActionIcon(RowAction action)
{
    switch (action) {
    case RowAction::Edit:
        return IconId::Pencil;
    case RowAction::Continue:
    case RowAction::Retry:
    case RowAction::Regenerate:
        return IconId::Refresh;
    case RowAction::Branch:
        return IconId::Branch;
    case RowAction::TakeBack:
        return IconId::Undo;
    case RowAction::PreviousBranch:
        return IconId::ChevronLeft;
    case RowAction::NextBranch:
    case RowAction::ToggleThoughts:
        return IconId::ChevronRight;
    case RowAction::CopyThoughts:
    case RowAction::Copy:
        break;
    }
    return IconId::Copy;
}

QString branchText(const TranscriptModel::Row &row)
{
    if (row.branchCount() < 2)
        return {};
    const QLocale locale;
    return TranscriptWords::tr("%1/%2").arg(
        locale.toString(row.branchIndex() + 1), locale.toString(row.branchCount()));
}

} // namespace throughline::ui
