#pragma once

#include "protocol/values.h"
#include "workspace/rowsyncmodel.h"

#include <QHash>
#include <QSet>

namespace throughline::workspace {

/// The signals of the open conversation, grouped by type in the order Decisions, Goals, Constraints,
/// Assumptions, Questions, Claims, Evidence, then unknown types; within a group pinned first, then as they
/// were said. Dismissed ones are not rows. Only translates: Conversation decides.
class SignalModel : public RowSyncModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TextRole,       ///< also Qt::DisplayRole
        TypeRole,       ///< int of protocol::SignalType
        TypeNameRole,   ///< as the server spelled it
        StatusRole,     ///< int of protocol::SignalStatus
        PinnedRole,     ///< bool
        ConfidenceRole, ///< double
        StaleRole,      ///< bool
        AlignmentRole,  ///< int of protocol::Alignment
        HasSpanRole,    ///< bool: *show in conversation* can work
        QuoteRole,
        NewRole, ///< bool: not there when the user last looked
        CreatedAtRole,
        EvidenceRole,        ///< QStringList: ids of what people linked and is a row
        PlacesRole,          ///< QStringList: the quotes of the places, on the branch that is shown
        PlaceCountRole,      ///< int: how often it was said, on the branch that is shown
        UngroundedRole,      ///< bool: a claim or assumption without evidence
        ContradictsIdRole,   ///< of the first row that it seems to contradict; empty when there is none
        ContradictsTextRole, ///< the text of that row
    };

    using RowSyncModel::RowSyncModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// The newest list; an equal one changes nothing. \a markNew: rows not known before get NewRole.
    void setList(const QList<protocol::Signal> &list, bool markNew);
    void upsert(const protocol::Signal &signal);
    void clear();
    void markSeen();

    const protocol::Signal *find(const QString &id) const; ///< dismissed ones too
    QModelIndex indexOf(const QString &id) const;
    const protocol::Signal &at(int row) const { return m_rows.at(row); }
    const QList<protocol::Signal> &list() const { return m_rows; } ///< of the rows
    int newCount() const { return static_cast<int>(m_new.size()); }

    /// 0 for decisions … 6 for evidence, 7 for unknown types.
    static int groupOrder(protocol::SignalType type);

Q_SIGNALS:
    void newCountChanged();

private:
    const protocol::Signal *contradicted(const protocol::Signal &signal) const;
    /// Sorts \a rows and makes them the model's.
    void show(QList<protocol::Signal> rows);

    QList<protocol::Signal> m_rows;
    QHash<QString, protocol::Signal> m_dismissed;
    QSet<QString> m_new;
};

} // namespace throughline::workspace
