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
    QList<ui::MessageButton> buttons = item->notice().buttons() + item->foot().buttons();
    if (!item->thoughts().isEmpty()) {
        buttons.append(item->thoughts().line());
    }
    for (const ui::MessageButton &button : std::as_const(buttons)) {
        if (button.action == action) {
            return button.rect.translated(view.columnLeft(), view.rowRect(row).top());
        }
    }
    return {};
}

} // namespace throughline::test
