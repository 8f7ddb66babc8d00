#pragma once

#include "ui/transcript/transcriptview.h"

namespace throughline::test {

/// Where a message's button is in the viewport; empty when there is none.
inline QRect buttonRect(const ui::TranscriptView &view, int row, ui::RowAction action)
{
    const ui::MessageItem *item = view.transcriptLayout().item(row);
    if (!item) {
        return {};
    }
    for (const ui::MessageButton &button : item->notice().buttons() + item->foot().buttons()) {
        if (button.action == action) {
            return button.rect.translated(view.columnLeft(), view.rowRect(row).top());
        }
    }
    return {};
}

} // namespace throughline::test
