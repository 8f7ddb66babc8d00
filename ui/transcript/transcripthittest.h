#pragma once

#include "ui/transcript/transcriptpainter.h"

namespace throughline::ui {

/// What is at \a point: x from the column's leading edge, y in the viewport.
TranscriptHit hitTest(const TranscriptLayout &layout, const TranscriptPaintState &state, const QPoint &point);

} // namespace throughline::ui
