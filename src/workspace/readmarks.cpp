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

void ReadMarks::lookAway(const QString &threadId, const TranscriptModel &transcript)
{
    m_lastRead.remove(threadId);
    for (int row = transcript.rowCount() - 1; row >= 0; --row) {
        if (isWritten(transcript.row(row))) {
            m_lastRead.insert(threadId, transcript.row(row).message.id);
            return;
        }
    }
}

QString ReadMarks::firstNew(const QString &threadId, const TranscriptModel &transcript) const
{
    const int read = transcript.indexOfId(m_lastRead.value(threadId));
    for (int row = read + 1; read >= 0 && row < transcript.rowCount(); ++row) {
        if (transcript.row(row).message.role == protocol::Role::Assistant) {
            return transcript.row(row).message.id;
        }
    }
    return {};
}

} // namespace throughline::workspace
