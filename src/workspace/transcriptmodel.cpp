#include "workspace/transcriptmodel.h"

#include <algorithm>

namespace throughline::workspace {

int TranscriptModel::Row::branchIndex() const
{
    return std::max(0, static_cast<int>(message.siblingIds().indexOf(message.id)));
}

int TranscriptModel::Row::branchCount() const
{
    return std::max(1, static_cast<int>(message.siblingIds().size()));
}

qint64 TranscriptModel::Row::contentBytes() const
{
    return message.content.size() * qint64(sizeof(QChar));
}

qint64 TranscriptModel::Row::textBytes() const
{
    return contentBytes() + thoughts.size() * qint64(sizeof(QChar));
}

void TranscriptModel::Row::setMessage(const protocol::Message &stored)
{
    constexpr QLatin1StringView thoughtsKey("reasoning");
    constexpr QLatin1StringView timeKey("reasoning_ms");
    constexpr std::chrono::milliseconds longestTime =
        std::chrono::hours(24 * 365); // a server may say anything
    message = stored;
    if (const QString all = stored.thoughts(); !all.isEmpty())
        thoughts = all;
    message.metadata.remove(thoughtsKey);
    if (const qint64 ms = stored.metadata.value(timeKey).toInteger(-1); ms >= 0 && ms <= longestTime.count())
        thoughtFor = std::chrono::milliseconds(ms);
}

bool TranscriptModel::Row::hasThoughts() const
{
    return std::any_of(thoughts.cbegin(), thoughts.cend(), [](QChar c) { return !c.isSpace(); });
}

int TranscriptModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TranscriptModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isText = role == Qt::DisplayRole || role == TextRole || role == ThoughtsRole;
    const Row &row = isText ? this->row(index.row()) : facts(index.row());
    switch (role) {
    case IdRole:
        return row.message.id;
    case RoleRole:
        return static_cast<int>(row.message.role);
    case Qt::DisplayRole:
    case TextRole:
        return row.message.content;
    case StateRole:
        return static_cast<int>(row.state);
    case CreatedAtRole:
        return row.message.createdAt;
    case MetadataRole:
        return row.message.metadata;
    case ThoughtsRole:
        return row.thoughts;
    case WaitingRole:
        return row.waiting;
    case NoticeRole:
        return row.notice;
    case CanRetryRole:
        return row.canRetry;
    case CanContinueRole:
        return row.canContinue;
    case CanRegenerateRole:
        return row.canRegenerate;
    case CanEditRole:
        return row.canEdit;
    case BranchIndexRole:
        return row.branchIndex();
    case BranchCountRole:
        return row.branchCount();
    default:
        return {};
    }
}

QHash<int, QByteArray> TranscriptModel::roleNames() const
{
    QHash<int, QByteArray> names = RowSyncModel::roleNames();
    names.insert({{IdRole, "messageId"}, {RoleRole, "role"}, {TextRole, "text"}, {StateRole, "state"},
        {CreatedAtRole, "createdAt"}, {MetadataRole, "metadata"}, {ThoughtsRole, "thoughts"},
        {WaitingRole, "waiting"}, {NoticeRole, "notice"}, {CanRetryRole, "canRetry"},
        {CanContinueRole, "canContinue"}, {CanRegenerateRole, "canRegenerate"}, {CanEditRole, "canEdit"},
        {BranchIndexRole, "branchIndex"}, {BranchCountRole, "branchCount"}});
    return names;
}

int TranscriptModel::indexOfId(const QString &id) const
{
    // From the end: what is asked for is nearly always new.
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i) {
        if (m_rows.at(i).message.id == id)
            return i;
    }
    return -1;
}

void TranscriptModel::setRows(const QList<Row> &rows)
{
    syncRows(
        m_rows, rows, [](const Row &row) { return row.message.id; },
        [this](const Held &held, const Row &wanted) { return isSame(held, wanted); });
    countBytes();
}

void TranscriptModel::append(const Row &row)
{
    insert(static_cast<int>(m_rows.size()), row);
}

void TranscriptModel::insert(int index, const Row &row)
{
    beginInsertRows({}, index, index);
    m_rows.insert(index, row);
    addBytes(row.textBytes());
    endInsertRows();
}

void TranscriptModel::update(int index, const Row &row)
{
    if (this->row(index) == row)
        return;
    addBytes(row.textBytes() - m_rows.at(index).textBytes());
    m_rows[index] = row;
    Q_EMIT dataChanged(this->index(index), this->index(index));
}

void TranscriptModel::setOffers(const QList<RowOffers> &offers)
{
    int first = -1;
    int last = -1;
    for (int i = 0; i < rowCount(); ++i) {
        RowOffers &known = m_rows[i];
        if (known == offers.at(i))
            continue;
        known = offers.at(i);
        first = first < 0 ? i : first;
        last = i;
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(first), index(last), offerRoles());
}

const QList<int> &TranscriptModel::offerRoles()
{
    static const QList<int> roles{CanContinueRole, CanRegenerateRole, CanEditRole};
    return roles;
}

void TranscriptModel::appendText(int index, const QString &delta)
{
    if (delta.isEmpty())
        return;
    row(index); // whole
    m_rows[index].message.content += delta;
    m_rows[index].place = {};
    addBytes(delta.size() * qint64(sizeof(QChar)));
    Q_EMIT textAppended(index, delta);
}

void TranscriptModel::appendThoughts(int index, const QString &piece)
{
    if (piece.isEmpty())
        return;
    row(index); // whole
    m_rows[index].thoughts += piece;
    m_rows[index].place = {};
    addBytes(piece.size() * qint64(sizeof(QChar)));
    Q_EMIT thoughtsAppended(index, piece);
}

void TranscriptModel::showThoughts(int index, bool shown)
{
    if (m_rows.at(index).showsThoughts == shown)
        return;
    m_rows[index].showsThoughts = shown;
    Q_EMIT dataChanged(this->index(index), this->index(index));
}

void TranscriptModel::removeRow(int index)
{
    beginRemoveRows({}, index, index);
    addBytes(-m_rows.at(index).textBytes());
    m_rows.removeAt(index);
    endRemoveRows();
}

} // namespace throughline::workspace
