#include "workspace/signalmodel.h"

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

bool comesBefore(const protocol::Signal &a, const protocol::Signal &b)
{
    if (const int left = SignalModel::groupOrder(a.type), right = SignalModel::groupOrder(b.type);
        left != right)
        return left < right;
    if (a.type == protocol::SignalType::Unknown && a.typeName != b.typeName)
        return a.typeName < b.typeName;
    if (a.pinnedAt.has_value() != b.pinnedAt.has_value())
        return a.pinnedAt.has_value();
    if (a.sequenceIndex != b.sequenceIndex)
        return a.sequenceIndex < b.sequenceIndex;
    return a.createdAt < b.createdAt;
}

} // namespace

int SignalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SignalModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const protocol::Signal &signal = m_rows.at(index.row());
    switch (role) {
    case IdRole:
        return signal.id;
    case Qt::DisplayRole:
    case TextRole:
        return signal.text;
    case TypeRole:
        return static_cast<int>(signal.type);
    case TypeNameRole:
        return signal.typeName;
    case StatusRole:
        return static_cast<int>(signal.status);
    case PinnedRole:
        return signal.pinnedAt.has_value();
    case ConfidenceRole:
        return signal.confidence;
    case StaleRole:
        return signal.stale;
    case AlignmentRole:
        return static_cast<int>(signal.alignment);
    case HasSpanRole:
        return signal.span.isValid();
    case QuoteRole:
        return signal.quote;
    case NewRole:
        return m_new.contains(signal.id);
    case CreatedAtRole:
        return signal.createdAt;
    case PlaceCountRole:
        return static_cast<int>(std::count_if(signal.places.cbegin(), signal.places.cend(),
            [](const protocol::SignalPlace &place) { return place.isActive; }));
    case EvidenceRole: {
        QStringList linked = signal.evidence;
        linked.removeIf([this](const QString &id) { return !indexOf(id).isValid(); });
        return linked;
    }
    case PlacesRole: {
        QStringList quotes;
        for (const protocol::SignalPlace &place : signal.places) {
            if (place.isActive)
                quotes.append(place.quote);
        }
        return quotes;
    }
    case UngroundedRole:
        return signal.isUngrounded;
    case ContradictsIdRole:
    case ContradictsTextRole: {
        const protocol::Signal *other = contradicted(signal);
        return !other ? QString() : role == ContradictsIdRole ? other->id : other->text;
    }
    default:
        return {};
    }
}

/// What was dismissed or rejected contradicts nothing any more.
const protocol::Signal *SignalModel::contradicted(const protocol::Signal &signal) const
{
    if (signal.contradicts.isEmpty())
        return nullptr;
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(), [&signal](const protocol::Signal &other) {
        return other.status != protocol::SignalStatus::Rejected && signal.contradicts.contains(other.id);
    });
    return found == m_rows.cend() ? nullptr : &*found;
}

QHash<int, QByteArray> SignalModel::roleNames() const
{
    QHash<int, QByteArray> names = RowSyncModel::roleNames();
    names.insert({{IdRole, "signalId"}, {TextRole, "text"}, {TypeRole, "type"}, {TypeNameRole, "typeName"},
        {StatusRole, "status"}, {PinnedRole, "pinned"}, {ConfidenceRole, "confidence"}, {StaleRole, "stale"},
        {AlignmentRole, "alignment"}, {HasSpanRole, "hasSpan"}, {QuoteRole, "quote"}, {NewRole, "isNew"},
        {CreatedAtRole, "createdAt"}, {EvidenceRole, "evidence"}, {PlacesRole, "places"},
        {PlaceCountRole, "placeCount"}, {UngroundedRole, "isUngrounded"},
        {ContradictsIdRole, "contradictsId"}, {ContradictsTextRole, "contradictsText"}});
    return names;
}

void SignalModel::setList(const QList<protocol::Signal> &list, bool markNew)
{
    const int newBefore = newCount();
    QSet<QString> known;
    for (const protocol::Signal &row : std::as_const(m_rows))
        known.insert(row.id);

    QList<protocol::Signal> rows;
    for (const protocol::Signal &signal : list) {
        if (signal.isDismissed()) {
            m_dismissed.insert(signal.id, signal);
            continue;
        }
        if (markNew && !known.contains(signal.id) && !m_dismissed.contains(signal.id))
            m_new.insert(signal.id);
        m_dismissed.remove(signal.id);
        rows.append(signal);
    }
    show(std::move(rows));
    if (newCount() != newBefore)
        Q_EMIT newCountChanged();
}

void SignalModel::upsert(const protocol::Signal &signal)
{
    const int newBefore = newCount();
    QList<protocol::Signal> rows = m_rows;
    const int known = indexOf(signal.id).row();
    if (signal.isDismissed()) {
        m_dismissed.insert(signal.id, signal);
        if (known >= 0)
            rows.removeAt(known);
    } else {
        m_dismissed.remove(signal.id);
        if (known >= 0)
            rows[known] = signal;
        else
            rows.append(signal);
    }
    show(std::move(rows));
    if (newCount() != newBefore)
        Q_EMIT newCountChanged();
}

void SignalModel::clear()
{
    m_dismissed.clear();
    setList({}, false);
}

void SignalModel::markSeen()
{
    if (m_new.isEmpty())
        return;
    const QSet<QString> seen = std::exchange(m_new, {});
    for (int i = 0; i < m_rows.size(); ++i) {
        if (seen.contains(m_rows.at(i).id))
            Q_EMIT dataChanged(index(i), index(i), {NewRole});
    }
    Q_EMIT newCountChanged();
}

const protocol::Signal *SignalModel::find(const QString &id) const
{
    if (const QModelIndex index = indexOf(id); index.isValid())
        return &m_rows.at(index.row());
    const auto dismissed = m_dismissed.constFind(id);
    return dismissed == m_dismissed.constEnd() ? nullptr : &*dismissed;
}

QModelIndex SignalModel::indexOf(const QString &id) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows.at(i).id == id)
            return index(i);
    }
    return {};
}

int SignalModel::groupOrder(protocol::SignalType type)
{
    switch (type) {
    case protocol::SignalType::DecisionIntent:
        return 0;
    case protocol::SignalType::Goal:
        return 1;
    case protocol::SignalType::Constraint:
        return 2;
    case protocol::SignalType::Assumption:
        return 3;
    case protocol::SignalType::Question:
        return 4;
    case protocol::SignalType::Claim:
        return 5;
    case protocol::SignalType::EvidenceMention:
        return 6;
    case protocol::SignalType::Unknown:
        break;
    }
    return 7;
}

void SignalModel::show(QList<protocol::Signal> rows)
{
    std::stable_sort(rows.begin(), rows.end(), comesBefore);
    // Before the rows change, so that no view is told of a row whose dot it would have to take back.
    QSet<QString> shown;
    for (const protocol::Signal &row : std::as_const(rows))
        shown.insert(row.id);
    m_new.intersect(shown);
    syncRows(m_rows, rows, [](const protocol::Signal &row) { return row.id; });
}

} // namespace throughline::workspace
