#pragma once

#include "workspace/drafts.h"
#include "workspace/transcriptmodel.h"

#include <QString>

namespace throughline::workspace {

/// How far each conversation had been read when the person looked away from it: so that what came since can
/// be told, also by the next start. Kept beside the drafts. Main thread.
class ReadMarks
{
public:
    /// \a drafts must outlive this.
    explicit ReadMarks(Drafts &drafts);

    /// Where, beside its draft, it is kept how far a conversation was read.
    static QString key(const QString &threadId);

    /// All that is there has been read, but for a reply that is still being written.
    void lookAway(const QString &threadId, const TranscriptModel &transcript);
    /// The id of the first reply that came since; empty when there is none or it was never looked at.
    QString firstNew(const QString &threadId, const TranscriptModel &transcript) const;

private:
    Drafts &m_drafts;
};

} // namespace throughline::workspace
