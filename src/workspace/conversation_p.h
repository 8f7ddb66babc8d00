#pragma once

#include "workspace/conversation.h"
#include "workspace/outbox.h"
#include "workspace/replyturn.h"
#include "workspace/signalactions.h"

#include <QPointer>

namespace throughline::workspace {

/// conversationreplies.cpp has what happens between a message and the end of its reply; conversation.cpp the
/// rest.
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
    {}

    bool has(const char *capability) const { return client.serverInfo().has(QLatin1StringView(capability)); }

    void takeMessages(const QList<protocol::Message> &messages);
    void takeUpUnfinished();
    void ask(int row);
    void startNextQueued();
    void giveUpQueue();
    void retryReply(int row);
    int questionOf(int replyRow) const;
    QString insertReply(int row);
    client::ChatStream &begin(const ReplyTurn::Rows &rows);
    void takeStored(const QString &oldRowId, const QString &newRowId);
    void finish(bool questionSent);
    void changeRow(int row, RowState state, const QString &notice, bool canRetry);

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
    Outbox outbox;
    std::unique_ptr<ReplyTurn> turn;
    bool messageSentSaid = false; ///< for this turn
    bool streamingRefused = false;
};

} // namespace throughline::workspace
