#include "workspace/transcriptrows.h"

#include "client/storedreply.h"

#include <QCoreApplication>
#include <QUuid>

#include <algorithm>

namespace throughline::workspace {

namespace {

using Row = TranscriptModel::Row;

constexpr QLatin1StringView localPrefix("local:");

/// Where what stands at a row is translated.
struct RowSentence
{
    Q_DECLARE_TR_FUNCTIONS(Transcript)
};

Row rowFrom(const protocol::Message &message)
{
    Row row;
    if (message.role != protocol::Role::Assistant) {
        row.message = message;
        return row;
    }
    row.setMessage(message);
    switch (message.status()) {
    case protocol::MessageStatus::Complete:
        break;
    case protocol::MessageStatus::Streaming:
        row.state = message.content.isEmpty() ? RowState::Waiting : RowState::Streaming;
        row.isThinking = message.content.isEmpty() && row.hasThoughts();
        break;
    case protocol::MessageStatus::Stopped:
        row.state = RowState::Stopped;
        row.notice = RowSentence::tr("You stopped this reply.");
        break;
    case protocol::MessageStatus::Interrupted:
        row.state = RowState::Interrupted;
        row.notice = interruptedNotice(client::endingSentence(message), message.content);
        break;
    case protocol::MessageStatus::Failed:
        row.state = RowState::Failed;
        row.notice = client::endingSentence(message);
        break;
    }
    return row;
}

/// Whether the stored row at \a index is the reply of which \a part came over a link that broke.
bool holds(const QList<Row> &rows, qsizetype index, const Row &part)
{
    return part.message.role == protocol::Role::Assistant && index < rows.size() &&
           rows.at(index).message.role == protocol::Role::Assistant &&
           rows.at(index).message.content.startsWith(part.message.content);
}

/// What the server does not say about a reply's thoughts.
void keepWhatOnlyTheRowKnows(Row &stored, const Row &shown)
{
    stored.showsThoughts = shown.showsThoughts;
    if (stored.thoughts.isEmpty())
        stored.thoughts = shown.thoughts;
    if (!stored.thoughtFor)
        stored.thoughtFor = shown.thoughtFor;
}

qsizetype indexOfId(const QList<Row> &rows, const QString &id)
{
    const auto found =
        std::find_if(rows.cbegin(), rows.cend(), [&](const Row &row) { return row.message.id == id; });
    return found == rows.cend() ? -1 : found - rows.cbegin();
}

/// \a isEnd: whether all behind it is not stored; so it is afterwards for the row before.
RowOffers offersFor(const Row &row, bool hasText, bool &isEnd, const Offers &offers)
{
    const bool stored = !isLocalId(row.message.id);
    const bool isReply = row.message.role == protocol::Role::Assistant;
    const bool over = row.state != RowState::Waiting && row.state != RowState::Streaming &&
                      row.state != RowState::Reconnecting;
    const bool ready = isReply && stored && over && !offers.busy;
    const bool whole = row.state == RowState::Settled &&
                       row.message.metadata.value(QLatin1StringView("finish_reason")).toString() !=
                           QLatin1StringView("length");
    if (!offers.isWhole)
        return {};
    const RowOffers now{.canContinue = ready && offers.continues && isEnd && !whole && hasText,
        .canRegenerate = ready && offers.regenerates,
        .canEdit = !isReply && stored && row.state == RowState::Settled};
    isEnd = isEnd && !stored;
    return now;
}

/// The id that the server has given to a question of which only that it was stored is known here: its answer
/// came, and then the list that says so could not be read. Empty when there is none.
QString storedTwin(const QList<Row> &stored, const QList<Row> &current, qsizetype from, const Row &question)
{
    if (question.message.role != protocol::Role::User || question.state != RowState::Settled)
        return {};
    for (qsizetype i = from; i < stored.size(); ++i) {
        const protocol::Message &message = stored.at(i).message;
        if (message.role == protocol::Role::User && message.content == question.message.content &&
            indexOfId(current, message.id) < 0)
            return message.id;
    }
    return {};
}

} // namespace

QString newLocalId()
{
    return localPrefix + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

bool isLocalId(const QString &id)
{
    return id.startsWith(localPrefix);
}

QString interruptedNotice(const QString &why, const QString &arrived)
{
    return arrived.isEmpty() ? why : RowSentence::tr("%1 What arrived is kept.").arg(why);
}

QList<Row> rowsFromMessages(const QList<protocol::Message> &messages)
{
    QList<Row> rows;
    rows.reserve(messages.size());
    for (const protocol::Message &message : messages) {
        if (message.role != protocol::Role::System)
            rows.append(rowFrom(message));
    }
    if (rows.isEmpty())
        return rows;
    Row &last = rows.last();
    if (last.message.role == protocol::Role::User) {
        last.notice = RowSentence::tr("There is no reply to this yet.");
        last.canRetry = true;
    } else {
        last.canRetry = last.state == RowState::Stopped || last.state == RowState::Interrupted ||
                        last.state == RowState::Failed;
    }
    return rows;
}

void setOffers(QList<Row> &rows, const Offers &offers)
{
    bool isEnd = true;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const bool hasText = !row->message.content.isEmpty() || row->hasThoughts();
        static_cast<RowOffers &>(*row) = offersFor(*row, hasText, isEnd, offers);
    }
}

QList<RowOffers> offersFor(const TranscriptModel &transcript, const Offers &offers)
{
    QList<RowOffers> all(transcript.rowCount());
    bool isEnd = true;
    for (int i = transcript.rowCount() - 1; i >= 0; --i)
        all[i] = offersFor(transcript.facts(i), transcript.hasText(i), isEnd, offers);
    return all;
}

QList<Row> mergedRows(const QList<Row> &stored, const QList<Row> &current, const QSet<QString> &live)
{
    QList<Row> merged = stored;
    QString before;
    qsizetype next = 0; // both lists are in the same order, but for a few
    for (const Row &row : current) {
        const QString id = row.message.id;
        const bool isNext = next < merged.size() && merged[next].message.id == id;
        const qsizetype at = isNext ? next : indexOfId(merged, id);
        next = at >= 0 ? at + 1 : next;
        if (at >= 0 && live.contains(id)) {
            merged[at] = row;
        } else if (at >= 0) {
            keepWhatOnlyTheRowKnows(merged[at], row);
        } else if (at < 0 && (isLocalId(id) || live.contains(id))) {
            const qsizetype anchor = before.isEmpty() ? -1 : indexOfId(merged, before);
            const qsizetype place = anchor < 0 ? merged.size() : anchor + 1;
            if (!live.contains(id) && holds(merged, place, row))
                continue;
            const QString twin = live.contains(id) ? QString() : storedTwin(merged, current, anchor + 1, row);
            if (!twin.isEmpty()) {
                before = twin;
                continue;
            }
            merged.insert(place, row);
        }
        before = id;
    }
    // What the server has as a question without a reply may have one here.
    for (qsizetype i = 0; i + 1 < merged.size(); ++i) {
        Row &row = merged[i];
        if (row.message.role == protocol::Role::User && row.state == RowState::Settled &&
            merged.at(i + 1).message.role == protocol::Role::Assistant) {
            row.notice.clear();
            row.canRetry = false;
        }
    }
    return merged;
}

} // namespace throughline::workspace
