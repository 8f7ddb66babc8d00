#pragma once

#include "protocol/values.h"
#include "workspace/rowsyncmodel.h"
#include "workspace/textstore.h"

#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace throughline::workspace {

/// What happened to a row beyond its text; decides the notice under it and what it offers.
enum class RowState {
    Settled,      ///< stored
    Sending,      ///< the user's message, on its way
    Queued,       ///< the user's message, to be sent when the current reply is finished
    Held,         ///< the user's message, to be sent when the server can be reached and has been read
    Unsent,       ///< the user's message did not reach the server: Retry
    Waiting,      ///< a reply without its first token yet
    Streaming,    ///< a reply that is arriving
    Reconnecting, ///< streaming, the link is being taken up again
    Stopped,      ///< by the user
    Interrupted,  ///< the link broke: Retry
    Failed,       ///< the provider or the server failed: Retry
};

/// What can be done with a row now.
struct RowOffers
{
    bool canContinue = false;   ///< a reply that ended early and can be gone on with
    bool canRegenerate = false; ///< a reply that can be asked for again, beside this one
    bool canEdit = false;       ///< a message of the user that can be sent again, changed, beside this one
    bool operator==(const RowOffers &) const = default;
};

/// The open conversation as rows, oldest first. Only translates: Conversation decides.
///
/// With a TextStore not all texts are in memory at once (keepTextsIn()). Whoever asks for a row gets it
/// whole.
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
        WaitingRole,          ///< QString: why nothing comes or goes yet; empty when no reason is known
        NoticeRole,           ///< a sentence about a state that needs one; may be empty
        CanRetryRole,         ///< bool
        CanContinueRole,      ///< bool
        CanRegenerateRole,    ///< bool
        CanEditRole,          ///< bool
        BranchIndexRole,      ///< int, from 0: which of the alternatives at this place is shown
        BranchCountRole,      ///< int: how many alternatives there are; 1 when there is no other
    };

    struct Row : RowOffers
    {
        protocol::Message message;
        RowState state = RowState::Settled;
        QString notice;
        bool canRetry = false;
        QString thoughts{};      ///< what the model thought; here only, not in the message's metadata
        bool isThinking = false; ///< the newest that came is a thought
        /// On Clock::monotonic(): since when it thinks, where that was seen.
        std::optional<std::chrono::milliseconds> thinkingSince{};
        std::optional<std::chrono::milliseconds> thoughtFor{}; ///< in all, where it is known
        bool showsThoughts = false;                            ///< the person has opened them
        QString waiting{}; ///< why nothing comes or goes yet, in words; empty when no reason is known
        /// Takes over what is stored, its thoughts apart. Those that are held stay where it has none.
        void setMessage(const protocol::Message &stored);
        bool hasThoughts() const;    ///< more than blanks
        int branchIndex() const;     ///< from 0, among the message's siblings
        int branchCount() const;     ///< at least 1
        qint64 contentBytes() const; ///< that its text takes
        qint64 textBytes() const;    ///< and its thoughts
        bool operator==(const Row &) const = default;
    };

    using RowSyncModel::RowSyncModel;

    /// What dataChanged() names when nothing but the offers of rows changed: how they are laid out, but not
    /// what they say.
    static const QList<int> &offerRoles();

    /// From now on settled texts that were not asked for lately are in \a store while all that are in memory
    /// take more than \a mostBytes: those of messages that the server has. Everything else stays here,
    /// thoughts too, which not every server keeps.
    void keepTextsIn(std::unique_ptr<TextStore> store, qint64 mostBytes = MostBytes);
    static constexpr qint64 MostBytes = qint64(8) * 1024 * 1024;
    qint64 bytesInMemory() const { return m_bytes; } ///< of texts and thoughts

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// The reference holds until the model changes or the event loop runs.
    const Row &row(int index) const;
    /// All of a row but its text, which may be missing: for whoever looks through all of them.
    const Row &facts(int index) const { return m_rows.at(index); }
    bool hasText(int index) const;          ///< or thoughts, more than blanks
    int indexOfId(const QString &id) const; ///< -1 when there is none

    /// Replaces everything; equal rows stay, rows with the same id change in place.
    void setRows(const QList<Row> &rows);
    void append(const Row &row);
    void insert(int index, const Row &row);
    void update(int index, const Row &row);
    void setOffers(const QList<RowOffers> &offers); ///< one for each row
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
    /// A text could not be read back and is missing. The server has it.
    void textLost();

private:
    struct Held : Row
    {
        Held(const Row &row) // NOLINT(google-explicit-constructor): what a list of rows becomes
            : Row(row)
        {}
        TextStore::Place place{}; ///< where its text lies, too
        size_t hash = 0;          ///< of that text
        bool isOut = false;       ///< and only there
        mutable quint32 used = 0; ///< the round in which it was asked for last
    };

    // transcriptmodeltexts.cpp
    bool isSame(const Held &held, const Row &wanted) const; ///< without reading a text that is out
    bool bringIn(Held &held) const;                         ///< false when it is lost
    bool putOut(Held &held);                                ///< false when the disk does not take it
    void countBytes();
    void addBytes(qint64 bytes) const;
    void putSomeOut();

    mutable QList<Held> m_rows; ///< mutable: a text comes in when it is asked for
    std::unique_ptr<TextStore> m_store;
    std::unique_ptr<QTimer> m_timer; ///< while texts are to go out
    qint64 m_mostBytes = 0;
    mutable qint64 m_bytes = 0;
    mutable bool m_isLost = false; ///< textLost() is to be said
    bool m_isDiskTrusted = true;   ///< nothing was lost there
    int m_hand = 0;                ///< the next row to be looked at
    int m_inVain = 0;              ///< rows looked at since the last that went out
    quint32 m_round = 1;           ///< of looking at all of them
};

} // namespace throughline::workspace
