#pragma once

#include "protocol/streamevent.h"

namespace throughline::client {

/// The text of a reply as its deltas arrive, each applied at most once. Deltas that say their offset (resume
/// extension: UTF-8 bytes up to and including the delta) may come again, overlap or leave a gap; deltas that
/// do not are simply appended.
class ReplyText
{
public:
    enum class Effect {
        Nothing,  ///< known already
        Appended, ///< \c piece is new at the end
        Replaced, ///< a snapshot that is not what was held; see text()
        Gap,      ///< does not fit: ask for a snapshot
    };
    struct Change
    {
        Effect effect = Effect::Nothing;
        QString piece;
    };

    Change apply(const protocol::StreamDelta &delta);

    /// Takes \a text as it is.
    void reset(const QString &text);
    /// The next delta that begins at 0 is the whole text, whatever is held.
    void expectSnapshot() { m_expectSnapshot = true; }

    const QString &text() const { return m_text; }
    /// What the server is to be told: UTF-8 bytes held; 0 when a snapshot is wanted.
    qint64 resumeOffset() const { return m_expectSnapshot ? 0 : m_bytes; }

private:
    Change append(const QString &piece);
    Change replace(const QString &text);

    QString m_text;
    qint64 m_bytes = 0; ///< of m_text in UTF-8
    bool m_expectSnapshot = false;
};

} // namespace throughline::client
