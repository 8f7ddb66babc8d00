#pragma once

#include "workspace/transcriptmodel.h"

#include <QHash>
#include <QString>

namespace throughline::workspace {

/// How far each conversation had been read when the person looked away from it: so that what came since can
/// be told. Remembers until the program ends.
class ReadMarks
{
public:
    /// All that is there has been read, but for a reply that is still being written.
    void lookAway(const QString &threadId, const TranscriptModel &transcript);
    /// The id of the first reply that came since; empty when there is none or it was never looked at.
    QString firstNew(const QString &threadId, const TranscriptModel &transcript) const;

private:
    QHash<QString, QString> m_lastRead; ///< message by conversation
};

} // namespace throughline::workspace
