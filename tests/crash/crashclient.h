#pragma once

#include "client/apiclient.h"
#include "net/networktransport.h"
#include "polling/clock.h"
#include "workspace/workspace.h"

#include <QHash>
#include <QRandomGenerator>
#include <QSet>
#include <QSocketNotifier>
#include <QTimer>

namespace throughline::crash {

/// A person at a window without the window: types, sends, queues, stops, goes on, edits, looks at
/// alternatives, retries, goes from one conversation to another, and says on standard output what the program
/// shows, a JSON object a line, written at once (ledger.h reads it). When its standard input ends it sends
/// nothing more, waits until all is settled, says what the transcripts hold, and ends.
class CrashClient : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        client::ServerAddress server;
        QString draftsFolder;
        QStringList threadIds;
        quint32 seed = 1;
    };
    explicit CrashClient(const Options &options);

private:
    void takeCurrent();
    void report(const workspace::TranscriptModel &rows, int row);
    void leave(const workspace::TranscriptModel &rows, int row);
    void noteChange() { m_changed = m_clock.monotonic(); }
    bool isAtRest() const;
    void act();
    bool oneIn(quint32 times);
    bool goElsewhere();
    bool stop(workspace::Conversation &conversation);
    bool edit(workspace::Conversation &conversation);
    bool lookAtAnother(workspace::Conversation &conversation);
    bool askAgain(workspace::Conversation &conversation);
    bool retryUnsent(workspace::Conversation &conversation);
    void send(workspace::Conversation &conversation);
    QString type(const QString &threadId);
    QString unsettled(workspace::Conversation &conversation) const;
    void finish(workspace::Conversation &conversation);

    // These outlive the workspace, whose conversations say so when they go.
    QSet<const QObject *> m_watched;          ///< conversations
    QHash<QString, protocol::Message> m_said; ///< by id, as it was reported last
    QHash<QString, int> m_states;

    polling::SystemClock m_clock;
    net::ActivityLog m_activity;
    net::NetworkTransport m_transport;
    client::ApiClient m_api;
    workspace::Workspace m_workspace;
    QStringList m_threadIds;
    qsizetype m_finished = 0;               ///< conversations whose end has been said
    std::chrono::milliseconds m_changed{0}; ///< when something last changed on the screen
    QRandomGenerator m_random;
    quint32 m_run; ///< tells the texts of one start from those of another
    int m_sent = 0;
    bool m_finishing = false;
    QString m_waitsFor; ///< what has been said last about why it is not over
    QTimer m_next;      ///< the one next thing to do
    QSocketNotifier m_input;
};

} // namespace throughline::crash
