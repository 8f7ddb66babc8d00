#pragma once

#include "workspace/conversation.h"
#include "workspace/outbox.h"
#include "workspace/replyturn.h"
#include "workspace/signalactions.h"
#include "workspace/transcriptrows.h"

#include <QPointer>

#include <optional>

namespace throughline::workspace {

/// conversationreplies.cpp has what happens between a message and the end of its reply;
/// conversationoutbox.cpp what waits to be sent; conversationbranches.cpp the ways a conversation can go
/// beside the one it went; conversation.cpp the rest.
class Conversation::Private
{
public:
    Private(Conversation *owner, client::ApiClient &api, const polling::Clock &time, const QString &id,
        const client::ChatStream::Timing &times)
        : q(owner)
        , client(api)
        , clock(time)
        , threadId(id)
        , timing(times)
        , actions(api, signalModel, time)
        , readings(api, time, id)
    {}

    using Row = TranscriptModel::Row;

    bool has(const char *capability) const { return client.serverInfo().has(QLatin1StringView(capability)); }
    /// To another branch: asked for, then as the server answered, until the list has been read. After Done
    /// that is the other branch's.
    enum class Switch { None, Asked, Refused, Done };
    bool isBusy() const { return turn || switching != Switch::None; }
    Offers offers() const;

    // The rows.
    enum class Failure { Said, Quiet };
    void read(Failure failure);
    void takeRead(const protocol::Expected<QList<protocol::Message>> &messages, Failure failure);
    void takeEnd(const QList<protocol::Message> &messages);
    void leaveUnfollowed();
    void takeMessages(const QList<protocol::Message> &messages);
    QList<Row> rows() const;
    void setRows(QList<Row> rows); ///< with what each offers now
    void refreshOffers();
    void changeRow(int row, RowState state, const QString &notice, bool canRetry);

    // Replies.
    void takeUpUnfinished();
    void ask(int row);
    void retryReply(int row);
    /// Waits for the reply to a question that is stored; where that was in vain before, looks once more and
    /// sends the question again.
    void awaitReply(const QString &questionId, const QString &replyId);
    void takeNoReply(const QString &questionId, const QString &replyId);
    int questionOf(int replyRow) const;
    QString insertReply(int row, const QStringList &siblings = {});
    client::ChatStream &begin(const ReplyTurn::Rows &rows);
    void takeStored(const QString &oldRowId, const QString &newRowId);
    void finish(bool questionSent);
    void sayThatItIsFetched(const QString &id);

    // What waits.
    void append(const OutboxEntry &entry, RowState state);
    void submit(const OutboxEntry &given);
    OutboxEntry asTakenBack(const OutboxEntry &given);
    void startNext();
    int count(RowState state) const; ///< of rows
    void showWhatHeldWaitsFor();
    /// What waits behind a message that was not sent.
    void leaveWaiting(RowState state, const QString &notice);
    void leaveUnsent(const QString &rowId);
    /// The stored messages that cannot be this one, though they may say the same.
    QSet<QString> idsBefore(const OutboxEntry &entry) const;
    QString lastStoredId(int before) const; ///< in the rows before this one
    static bool isOld(const OutboxEntry &entry, const QDateTime &now);

    // Branches.
    void regenerate(int row, int from);
    bool isWhole();
    bool mayLeave();
    void leaveTurn();
    /// Puts the rows from \a row on aside, but not those that are only here.
    void fork(int row);
    void dropStoredRows();
    bool switchTo(const QString &messageId, int hiddenFrom);
    static void setSiblings(protocol::Message &message, const QStringList &siblings);
    void setEditSiblings(int row, int edited); ///< until the server says them
    void joinAgain();                          ///< puts back what was put aside
    void hideFork(QList<Row> &rows) const;
    void dropReply(const QString &id); ///< one that is not known to have begun
    void settleUnsure(const protocol::Expected<QList<protocol::Message>> &messages);

    Conversation *q;
    client::ApiClient &client;
    const polling::Clock &clock;
    const QString threadId;
    const client::ChatStream::Timing timing;

    LoadState loadState = LoadState::Loading;
    QString loadError;
    QPointer<client::ApiCall> loading;
    TranscriptModel transcript;
    SignalModel signalModel;
    SignalActions actions;
    Readings readings;
    Outbox outbox;
    QList<OutboxEntry> takenBack; ///< since the last send, of those that may be stored all the same
    Keeper keeper;
    std::unique_ptr<ReplyTurn> turn;
    bool messageSentSaid = false; ///< for this turn
    bool isOutOfOrder = false;    ///< since the last list a message was sent after later ones
    bool streamingRefused = false;
    QSet<QString> waitedInVain; ///< ids of questions
    bool reachable = true;
    bool isStale = false; ///< nobody has read it since the server was found to be there again
    bool paused = false;

    /// What is on the branch that is being left: put back when that does not work.
    struct Fork
    {
        QString from; ///< the first of them
        QList<Row> rows;
    };
    std::optional<Fork> left;
    bool regenerating = false; ///< the turn is about another reply
    /// Another reply that was asked for, and of which it is not known whether it has begun: the next list
    /// tells.
    struct Unsure
    {
        QSet<QString> knownIds; ///< the messages that were there
        bool stopped = false;   ///< by the user: it is not to go on
        QString why;
    };
    std::optional<Unsure> unsure;
    Switch switching = Switch::None;
};

} // namespace throughline::workspace
