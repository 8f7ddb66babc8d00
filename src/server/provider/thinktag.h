#pragma once

#include "server/provider/chatchunk.h"

namespace throughline::server::provider {

/// Takes thoughts out of an answer that begins with them: `<think>…</think>`, as models write them whose
/// server does not tell the two apart. Only at the very beginning; a tag further on is text like any other.
/// What might yet become a tag waits for the next piece, so that the pieces do not matter.
class ThinkTag
{
public:
    /// \a text of the answer, as it goes on; appends to \a deltas what it turned out to be.
    void feed(const QString &text, QList<ChatDelta> &deltas);
    /// What still waits is what it looks like.
    void finish(QList<ChatDelta> &deltas);
    /// This model's thoughts come apart from its answer: nothing is taken for a tag.
    void disable(QList<ChatDelta> &deltas);

private:
    enum class State { Before, Inside, After, Behind };
    State m_state = State::Before;
    QString m_held;
};

} // namespace throughline::server::provider
