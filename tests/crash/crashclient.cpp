#include "crash/crashclient.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <unistd.h>
#include <utility>

namespace throughline::crash {

namespace {

using workspace::Conversation;
using workspace::RowState;
using workspace::TranscriptModel;

const QString localPrefix = QStringLiteral("local:");
constexpr int longestPause = 40; ///< ms, between two things the person does
/// Nothing changes for so long when all has been read again that may have changed while the server was gone.
constexpr std::chrono::milliseconds rest{3000};

/// One line, and not through a buffer that a kill would take with it.
void say(const QString &what, QJsonObject facts = {})
{
    facts.insert(QStringLiteral("say"), what);
    const QByteArray line = QJsonDocument(facts).toJson(QJsonDocument::Compact) + '\n';
    for (qsizetype written = 0; written < line.size();) {
        const ssize_t more = write(STDOUT_FILENO, line.constData() + written, line.size() - written);
        if (more <= 0)
            return;
        written += more;
    }
}

QJsonObject textOf(const QString &id, const QString &text)
{
    return {{QStringLiteral("id"), id}, {QStringLiteral("text"), text}};
}

bool isBusy(RowState state)
{
    return state == RowState::Sending || state == RowState::Queued || state == RowState::Held ||
           state == RowState::Unsent || state == RowState::Waiting || state == RowState::Streaming ||
           state == RowState::Reconnecting;
}

} // namespace

CrashClient::CrashClient(const Options &options)
    : m_activity(m_clock)
    , m_transport(&m_activity)
    , m_api(m_transport, options.server, nullptr, &m_activity)
    , m_workspace(
          {.client = m_api, .activity = m_activity, .clock = m_clock, .draftsFolder = options.draftsFolder})
    , m_threadIds(options.threadIds)
    , m_random(options.seed)
    , m_run(options.seed)
    , m_input(STDIN_FILENO, QSocketNotifier::Read)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &CrashClient::act);
    connect(&m_workspace, &workspace::Workspace::currentChanged, this, &CrashClient::takeCurrent);
    connect(&m_workspace, &workspace::Workspace::connectionChanged, this, [this] {
        noteChange();
        // What a person does who sees that the server is gone.
        if (m_workspace.connection() == workspace::Workspace::Connection::Offline)
            QTimer::singleShot(longestPause, this, [this] { m_workspace.reconnect(); });
    });
    connect(&m_input, &QSocketNotifier::activated, this, [this] {
        char ignored = 0;
        if (read(STDIN_FILENO, &ignored, 1) <= 0) {
            m_input.setEnabled(false);
            m_finishing = true;
        }
    });
    m_workspace.start(m_threadIds.constFirst());
    m_next.start(0);
}

void CrashClient::takeCurrent()
{
    Conversation *conversation = m_workspace.current();
    if (!conversation || !m_threadIds.contains(conversation->threadId()) || m_watched.contains(conversation))
        return;
    m_watched.insert(conversation);
    connect(conversation, &QObject::destroyed, this, [this](const QObject *gone) { m_watched.remove(gone); });
    connect(conversation, &Conversation::loadStateChanged, this, &CrashClient::noteChange);
    connect(conversation, &Conversation::streamingChanged, this, &CrashClient::noteChange);
    TranscriptModel &rows = conversation->transcript();
    connect(&rows, &TranscriptModel::textAppended, this, [this, &rows](int row, const QString &delta) {
        const protocol::Message &message = rows.row(row).message;
        protocol::Message &known = m_said[message.id];
        known.content += delta;
        say(QStringLiteral("delta"), textOf(message.id, delta));
        if (known.content != message.content)
            report(rows, row);
    });
    const auto reportAll = [this, &rows](int first, int last) {
        for (int row = first; row <= last; ++row)
            report(rows, row);
    };
    connect(&rows, &TranscriptModel::rowsAboutToBeRemoved, this,
        [this, &rows](const QModelIndex &, int first, int last) {
            for (int row = first; row <= last; ++row)
                leave(rows, row);
        });
    connect(&rows, &TranscriptModel::rowsInserted, this,
        [reportAll](const QModelIndex &, int first, int last) { reportAll(first, last); });
    connect(&rows, &TranscriptModel::dataChanged, this,
        [reportAll](
            const QModelIndex &first, const QModelIndex &last) { reportAll(first.row(), last.row()); });
    reportAll(0, rows.rowCount() - 1);
}

/// What of a row is new on the screen.
void CrashClient::report(const TranscriptModel &rows, int row)
{
    noteChange();
    const TranscriptModel::Row &shown = rows.row(row);
    const QString &id = shown.message.id;
    if (id.startsWith(localPrefix)) {
        if (shown.state == RowState::Sending)
            say(QStringLiteral("posting"), textOf({}, shown.message.content));
        return;
    }
    const auto known = m_said.constFind(id);
    if (shown.message.role == protocol::Role::User) {
        if (known == m_said.constEnd())
            say(QStringLiteral("stored"), textOf(id, shown.message.content));
    } else {
        if (known == m_said.constEnd() || known->content != shown.message.content)
            say(QStringLiteral("shown"), textOf(id, shown.message.content));
        const int state = static_cast<int>(shown.state);
        if (const auto before = m_states.constFind(id); before == m_states.constEnd() || *before != state) {
            say(QStringLiteral("state"),
                {{QStringLiteral("id"), id}, {QStringLiteral("under way"), isBusy(shown.state)},
                    {QStringLiteral("complete"), shown.state == RowState::Settled}});
            m_states.insert(id, state);
        }
    }
    m_said.insert(id, shown.message);
}

/// A reply that is not on the screen any more is nothing that anybody waits for.
void CrashClient::leave(const TranscriptModel &rows, int row)
{
    noteChange();
    const QString &id = rows.row(row).message.id;
    if (m_states.remove(id) > 0)
        say(QStringLiteral("state"), {{QStringLiteral("id"), id}, {QStringLiteral("under way"), false}});
}

bool CrashClient::isAtRest() const
{
    return m_workspace.connection() == workspace::Workspace::Connection::Online &&
           m_clock.monotonic() - m_changed >= rest;
}

void CrashClient::act()
{
    m_next.start(static_cast<int>(m_random.bounded(longestPause)));
    Conversation *conversation = m_workspace.current();
    if (!m_watched.contains(conversation))
        return;
    if (conversation->loadState() == Conversation::LoadState::Failed &&
        m_workspace.connection() == workspace::Workspace::Connection::Online)
        conversation->load();
    if (conversation->loadState() != Conversation::LoadState::Loaded || retryUnsent(*conversation))
        return;
    if (m_finishing)
        return finish(*conversation);
    // Without the server people do little: what is written then waits, and while it does not much else can be
    // done.
    constexpr quint32 seldom = 25;
    if (m_workspace.connection() != workspace::Workspace::Connection::Online && !oneIn(seldom))
        return;
    if (goElsewhere() || stop(*conversation) || edit(*conversation) || lookAtAnother(*conversation) ||
        askAgain(*conversation))
        return;
    // One message may wait behind the one that is being answered.
    const bool mayQueue = conversation->queuedCount() == 0 && oneIn(80);
    if (!conversation->isStreaming() || mayQueue)
        send(*conversation);
}

bool CrashClient::oneIn(quint32 times)
{
    return m_random.bounded(times) == 0;
}

/// To another conversation, whatever goes on in this one.
bool CrashClient::goElsewhere()
{
    constexpr quint32 seldom = 40;
    if (!oneIn(seldom))
        return false;
    m_workspace.open(m_threadIds.at(m_random.bounded(int(m_threadIds.size()))));
    return true;
}

bool CrashClient::stop(Conversation &conversation)
{
    constexpr quint32 seldom = 60;
    if (!conversation.isStreaming() || !oneIn(seldom))
        return false;
    say(QStringLiteral("stop"));
    conversation.stop();
    return true;
}

/// Of a message that is not long ago, now and then also while a reply is arriving.
bool CrashClient::edit(Conversation &conversation)
{
    constexpr int recent = 6;
    if (!oneIn(conversation.isStreaming() ? 120 : 10))
        return false;
    const TranscriptModel &rows = conversation.transcript();
    const int row = rows.rowCount() - 1 - m_random.bounded(recent);
    if (row < 0 || !rows.row(row).canEdit)
        return false;
    const QString text = type(conversation.threadId());
    conversation.editAndResend(row, text);
    // It may have been refused just now. Then the text stays where it is, and is what is sent next.
    bool isTaken = false;
    for (int each = 0; each < rows.rowCount(); ++each)
        isTaken = isTaken || rows.row(each).message.content == text;
    if (isTaken) {
        m_workspace.drafts().set(conversation.threadId(), {});
        say(QStringLiteral("edited"), textOf({}, text));
        say(QStringLiteral("sent"), textOf({}, text));
    }
    return true;
}

bool CrashClient::lookAtAnother(Conversation &conversation)
{
    if (!oneIn(conversation.isStreaming() ? 120 : 10))
        return false;
    const TranscriptModel &rows = conversation.transcript();
    QList<int> choices;
    for (int row = 0; row < rows.rowCount(); ++row) {
        if (rows.row(row).branchCount() > 1)
            choices.append(row);
    }
    if (choices.isEmpty())
        return false;
    const int row = choices.at(m_random.bounded(int(choices.size())));
    const int step = rows.row(row).branchIndex() == 0 || oneIn(2) ? 1 : -1;
    if (rows.row(row).branchIndex() + step == rows.row(row).branchCount())
        return false;
    say(QStringLiteral("look"));
    conversation.showSibling(row, step);
    return true;
}

/// Sometimes goes on with a reply that ended early, and sometimes asks for another one.
bool CrashClient::askAgain(Conversation &conversation)
{
    const TranscriptModel &rows = conversation.transcript();
    const int last = rows.rowCount() - 1;
    if (conversation.isStreaming() || last < 0)
        return false;
    constexpr quint32 seldom = 6;
    const bool mayContinue = rows.row(last).canContinue && m_random.bounded(seldom) != 0;
    const bool mayRegenerate = rows.row(last).canRegenerate && m_random.bounded(seldom) == 0;
    const QString id = rows.row(last).message.id;
    if (mayContinue) {
        say(QStringLiteral("continue"), textOf(id, {}));
        conversation.continueReply(last);
    } else if (mayRegenerate) {
        say(QStringLiteral("regenerate"), textOf(id, {}));
        conversation.regenerate(last);
    }
    return mayContinue || mayRegenerate;
}

bool CrashClient::retryUnsent(Conversation &conversation)
{
    if (conversation.isStreaming() || m_workspace.connection() != workspace::Workspace::Connection::Online)
        return false;
    const TranscriptModel &rows = conversation.transcript();
    for (int row = 0; row < rows.rowCount(); ++row) {
        if (rows.row(row).state != RowState::Unsent || !rows.row(row).canRetry)
            continue;
        conversation.retry(row);
        return true;
    }
    return false;
}

/// What is in the composer, and so on the disk, when it is sent.
QString CrashClient::type(const QString &threadId)
{
    // A draft that a killed start left behind is what is sent first, as a person would.
    QString text = m_workspace.drafts().draft(threadId);
    if (text.isEmpty()) {
        text = QString::fromUtf8(
            "%1.%2: My goal is a café 🙂 in %3; should I? What would it cost me in 漢字?")
                   .arg(m_run)
                   .arg(++m_sent)
                   .arg(m_random.bounded(1'000'000));
        m_workspace.drafts().set(threadId, text.left(text.size() / 2));
        m_workspace.drafts().set(threadId, text);
        m_workspace.drafts().flush();
    }
    say(QStringLiteral("typed"), textOf({}, text));
    return text;
}

void CrashClient::send(Conversation &conversation)
{
    const QString text = type(conversation.threadId());
    // As the window does it.
    conversation.send(text);
    m_workspace.drafts().set(conversation.threadId(), {});
    say(QStringLiteral("sent"), textOf({}, text));
}

/// Empty when all is settled.
QString CrashClient::unsettled(Conversation &conversation) const
{
    const TranscriptModel &rows = conversation.transcript();
    for (int row = 0; row < rows.rowCount(); ++row) {
        if (isBusy(rows.row(row).state)) {
            return QStringLiteral("row %1 of %2 in state %3: %4")
                .arg(row)
                .arg(rows.rowCount())
                .arg(static_cast<int>(rows.row(row).state))
                .arg(rows.row(row).message.content);
        }
    }
    if (conversation.isStreaming())
        return QStringLiteral("a reply");
    return conversation.outbox().isEmpty() ? QString() : QStringLiteral("the outbox");
}

void CrashClient::finish(Conversation &conversation)
{
    const QString &threadId = m_threadIds.at(m_finished);
    if (conversation.threadId() != threadId) {
        noteChange();
        return m_workspace.open(threadId);
    }
    if (const QString what = unsettled(conversation); !what.isEmpty()) {
        if (std::exchange(m_waitsFor, what) != what)
            say(QStringLiteral("waits"), textOf({}, what));
        return;
    }
    if (!isAtRest())
        return;
    const TranscriptModel &rows = conversation.transcript();
    for (int row = 0; row < rows.rowCount(); ++row) {
        const protocol::Message &message = rows.row(row).message;
        say(QStringLiteral("holds"), textOf(message.id, message.content));
    }
    if (++m_finished < m_threadIds.size())
        return;
    m_workspace.drafts().flush();
    say(QStringLiteral("over"));
    QCoreApplication::quit();
    m_next.stop();
}

} // namespace throughline::crash
