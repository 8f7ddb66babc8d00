#pragma once

#include "workspace/transcriptmodel.h"

#include <QJsonArray>
#include <QString>

/// Rows for tests of the transcript.
namespace throughline::test {

inline workspace::TranscriptModel::Row message(const QString &id, protocol::Role role, const QString &text,
    workspace::RowState state = workspace::RowState::Settled)
{
    workspace::TranscriptModel::Row row;
    row.message.id = id;
    row.message.role = role;
    row.message.content = text;
    row.state = state;
    return row;
}

inline workspace::TranscriptModel::Row said(
    const QString &id, const QString &text, workspace::RowState state = workspace::RowState::Settled)
{
    return message(id, protocol::Role::User, text, state);
}

inline workspace::TranscriptModel::Row reply(
    const QString &id, const QString &text, workspace::RowState state = workspace::RowState::Settled)
{
    return message(id, protocol::Role::Assistant, text, state);
}

/// Makes \a row one of the versions \a ids, oldest first.
inline void withVersions(workspace::TranscriptModel::Row &row, const QStringList &ids)
{
    row.message.metadata.insert(QStringLiteral("siblings"), QJsonArray::fromStringList(ids));
}

/// A conversation whose messages differ in length, so that no estimate of their heights is right.
inline QList<workspace::TranscriptModel::Row> conversation(int count)
{
    QList<workspace::TranscriptModel::Row> rows;
    rows.reserve(count);
    for (int i = 0; i < count; ++i) {
        const QString id = QStringLiteral("m%1").arg(i);
        if (i % 2 == 0) {
            rows.append(said(
                id, QStringLiteral("Question %1. ").arg(i) + QStringLiteral("word ").repeated(i * 7 % 60)));
        } else {
            const QString list = QStringLiteral("- point\n").repeated(i * 5 % 9);
            rows.append(reply(id,
                QStringLiteral("Answer **%1**.\n\n%2\n\n```c\nint x;\n\n\n```\n\nEnd.").arg(i).arg(list)));
        }
    }
    return rows;
}

} // namespace throughline::test
