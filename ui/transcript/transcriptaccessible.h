#pragma once

class QWidget;

namespace throughline::ui {

class TranscriptView;

/// Makes every TranscriptView say its messages to assistive technology: a list whose items have an author, a
/// state and a text. Calling it again does nothing.
void installTranscriptAccessibility();

enum class ReplyEvent { Started, Finished };
/// Says once that a reply has begun or ended; single tokens are never announced.
void announceReply(TranscriptView *view, int row, ReplyEvent event);
/// Says which version of a message is shown now.
void announceVersion(TranscriptView *view, int row);
/// Says that what the model thought is open or closed now.
void announceThoughts(TranscriptView *view, int row);

} // namespace throughline::ui
