#include "workspace/readmarks.h"

#include "workspace/transcriptrows.h"

namespace throughline::workspace {

namespace {

bool isWritten(const TranscriptModel::Row &row)
{
    return row.state != RowState::Waiting && row.state != RowState::Streaming &&
           row.state != RowState::Reconnecting && !isLocalId(row.message.id);
}

} // namespace

ReadMarks::ReadMarks(Drafts &drafts)
    : m_drafts(drafts)
{}

QString ReadMarks::key(const QString &threadId)
{
    return QStringLiteral("read:") + threadId;
}

void ReadMarks::lookAway(const QString &threadId, const TranscriptModel &transcript)
{
    for (int row = transcript.rowCount() - 1; row >= 0; --row) {
        if (isWritten(transcript.facts(row))) {
            m_drafts.set(key(threadId), transcript.facts(row).message.id);
            return;
        }
    }
    m_drafts.set(key(threadId), {});
}

QString ReadMarks::firstNew(const QString &threadId, const TranscriptModel &transcript) const
{
    const int read = transcript.indexOfId(m_drafts.draft(key(threadId)));
    for (int row = read + 1; read >= 0 && row < transcript.rowCount(); ++row) {
        if (transcript.facts(row).message.role == protocol::Role::Assistant) {
            return transcript.facts(row).message.id;
        }
    }
    return {};
}

} // namespace throughline::workspace
