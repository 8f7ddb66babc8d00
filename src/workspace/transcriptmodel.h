#pragma once

#include "protocol/values.h"
#include "workspace/rowsyncmodel.h"

#include <chrono>
#include <optional>

namespace throughline::workspace {

/// What happened to a row beyond its text; decides the notice under it and what it offers.
enum class RowState {
    Settled,      ///< stored
    Sending,      ///< the user's message, on its way
    Queued,       ///< the user's message, to be sent when the current reply is finished
    Held,         ///< the user's message, to be sent when the server can be reached
    Unsent,       ///< the user's message did not reach the server: Retry
    Waiting,      ///< a reply without its first token yet
    Streaming,    ///< a reply that is arriving
    Reconnecting, ///< streaming, the link is being taken up again
    Stopped,      ///< by the user
    Interrupted,  ///< the link broke: Retry
    Failed,       ///< the provider or the server failed: Retry
};

/// The open conversation as rows, oldest first. Only translates: Conversation decides.
class TranscriptModel : public RowSyncModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole =
            Qt::UserRole + 1, ///< the message's id; a local one ("local:…") until the server gave its own
        RoleRole,             ///< int of protocol::Role
        TextRole,             ///< also Qt::DisplayRole; Markdown for replies, plain for the user
        StateRole,            ///< int of RowState
        CreatedAtRole,        ///< QDateTime, UTC
        MetadataRole,         ///< QJsonObject: model, ttft_ms, duration_ms, completion_tokens, …
        ThoughtsRole,         ///< QString: what the model thought, no part of the text
        WaitingRole,          ///< QString: why nothing comes yet, a sentence; empty when no reason is known
        NoticeRole,           ///< a sentence about a state that needs one; may be empty
        CanRetryRole,         ///< bool
        CanContinueRole,      ///< bool
        CanRegenerateRole,    ///< bool
        CanEditRole,          ///< bool
        BranchIndexRole,      ///< int, from 0: which of the alternatives at this place is shown
        BranchCountRole,      ///< int: how many alternatives there are; 1 when there is no other
    };

    struct Row
    {
        protocol::Message message;
        RowState state = RowState::Settled;
        QString notice;
        bool canRetry = false;
        bool canContinue = false;   ///< a reply that ended early and can be gone on with
        bool canRegenerate = false; ///< a reply that can be asked for again, beside this one
        bool canEdit = false;    ///< a message of the user that can be sent again, changed, beside this one
        QString thoughts{};      ///< what the model thought; here only, not in the message's metadata
        bool isThinking = false; ///< the newest that came is a thought
        /// On Clock::monotonic(): since when it thinks, where that was seen.
        std::optional<std::chrono::milliseconds> thinkingSince{};
        std::optional<std::chrono::milliseconds> thoughtFor{}; ///< in all, where it is known
        bool showsThoughts = false;                            ///< the person has opened them
        QString waiting{}; ///< why nothing comes yet, a sentence; empty when no reason is known
        /// Takes over what is stored, its thoughts apart. Those that are held stay where it has none.
        void setMessage(const protocol::Message &stored);
        bool hasThoughts() const; ///< more than blanks
        int branchIndex() const;  ///< from 0, among the message's siblings
        int branchCount() const;  ///< at least 1
        bool operator==(const Row &) const = default;
    };

    using RowSyncModel::RowSyncModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const Row &row(int index) const { return m_rows.at(index); }
    int indexOfId(const QString &id) const; ///< -1 when there is none

    /// Replaces everything; equal rows stay, rows with the same id change in place.
    void setRows(const QList<Row> &rows);
    void append(const Row &row);
    void insert(int index, const Row &row);
    void update(int index, const Row &row);
    /// More text at the end of a row: textAppended() instead of dataChanged(), so that a view can grow its
    /// tail.
    void appendText(int index, const QString &delta);
    /// The same for the thoughts: thoughtsAppended().
    void appendThoughts(int index, const QString &piece);
    void showThoughts(int index, bool shown);
    void removeRow(int index);

Q_SIGNALS:
    void textAppended(int row, const QString &delta);
    void thoughtsAppended(int row, const QString &piece);

private:
    QList<Row> m_rows;
};

} // namespace throughline::workspace
