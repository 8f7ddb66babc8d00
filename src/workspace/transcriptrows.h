#pragma once

#include "workspace/transcriptmodel.h"

#include <QSet>

/// What rows a conversation has, as plain functions over lists.
namespace throughline::workspace {

/// An id for a row that the server does not know yet.
QString newLocalId();
bool isLocalId(const QString &id);

/// What stands under a reply that was cut off, whether it was seen to be or read so. \a why is a sentence.
QString interruptedNotice(const QString &why, const QString &arrived);

/// The rows for what the server has stored, oldest first. A last reply that did not become complete can be
/// retried, and so can a last question that has no reply.
QList<TranscriptModel::Row> rowsFromMessages(const QList<protocol::Message> &messages);

/// What can be done now in a conversation.
struct Offers
{
    bool regenerates = false; ///< the server can
    bool continues = false;   ///< the server can
    bool busy = false;        ///< a reply is waited for or arriving
    bool isWhole = true;      ///< else nothing is offered until all that is stored is there
};
/// Says of each row whether it can be regenerated, continued, edited.
void setOffers(QList<TranscriptModel::Row> &rows, const Offers &offers);
QList<RowOffers> offersFor(const TranscriptModel &transcript, const Offers &offers);

/// \a stored, and in their places the rows of \a current that it lacks but that must not go: those with a
/// local id, and those named in \a live, which also keep the state they have now.
QList<TranscriptModel::Row> mergedRows(const QList<TranscriptModel::Row> &stored,
    const QList<TranscriptModel::Row> &current, const QSet<QString> &live);

} // namespace throughline::workspace
