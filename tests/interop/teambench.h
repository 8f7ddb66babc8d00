#pragma once

#include "client/authorizedtransport.h"
#include "interop/teamserverprocess.h"
#include "net/activitylog.h"
#include "net/networktransport.h"
#include "secrets/sessionsecretstore.h"
#include "support/fakeclock.h"
#include "workspace/workspace.h"

#include <QSignalSpy>
#include <QTemporaryDir>

namespace throughline::test {

/// Everything below the window, signed in to one team server.
struct TeamBench
{
    using Rows = workspace::TranscriptModel;

    explicit TeamBench(const TeamServerProcess &server)
        : session(network, store, sessionClock, {.server = server.url()})
        , api(transport, {.baseUrl = server.url(), .bearer = {}}, nullptr, &log)
        , workspace({.client = api, .activity = log, .clock = clock, .draftsFolder = folder.path()})
    {}

    bool signIn(const QString &password = TeamServerProcess::password)
    {
        const QSignalSpy signedIn(&session, &client::Session::signedIn);
        session.signIn(TeamServerProcess::email, password);
        return QTest::qWaitFor([&] { return signedIn.count() > 0; }, 10'000);
    }
    bool open()
    {
        workspace.start({});
        // What is sent before its conversation has been read waits for that, and so is not under way.
        return QTest::qWaitFor(
            [this] {
                const workspace::Conversation *current = workspace.current();
                return current && current->loadState() == workspace::Conversation::LoadState::Loaded;
            },
            10'000);
    }
    Rows &rows() { return workspace.current()->transcript(); }
    const Rows::Row &lastRow() { return rows().row(rows().rowCount() - 1); }

    /// Sends and waits until nothing of it is under way any more.
    bool ask(const QString &question)
    {
        const int before = rows().rowCount();
        workspace.current()->send(question);
        return QTest::qWaitFor(
            [&] { return rows().rowCount() > before && !workspace.current()->isStreaming(); }, 60'000);
    }

    /// "user: …" and "assistant: …" as the server has them.
    QStringList stored()
    {
        std::optional<QStringList> lines;
        QObject context;
        api.listMessages(&context, workspace.current()->threadId(),
            [&](const protocol::Expected<QList<protocol::Message>> &list) {
                lines.emplace();
                for (const protocol::Message &message : list.value_or(QList<protocol::Message>()))
                    lines->append(line(message));
            });
        [[maybe_unused]] const bool came = QTest::qWaitFor([&] { return lines.has_value(); }, 20'000);
        return lines.value_or(QStringList());
    }
    QStringList shown()
    {
        QStringList lines;
        for (int i = 0; i < rows().rowCount(); ++i)
            lines.append(line(rows().row(i).message));
        return lines;
    }
    static QString line(const protocol::Message &message)
    {
        const bool isUser = message.role == protocol::Role::User;
        return (isUser ? QStringLiteral("user: ") : QStringLiteral("assistant: ")) + message.content;
    }
    /// What the assistant says to this.
    static QString replyTo(const QString &question)
    {
        return QStringLiteral("You said: %1\n\nThat is **%2** characters. Größe: ✓")
            .arg(question)
            .arg(question.toUcs4().size());
    }
    static QStringList exchange(const QString &question)
    {
        return {QStringLiteral("user: ") + question, QStringLiteral("assistant: ") + replyTo(question)};
    }

    int requests(const QByteArray &method, const QString &path, int status = 0) const
    {
        return int(std::count_if(log.records().cbegin(), log.records().cend(), [&](const auto &record) {
            return record.method == method && record.url.path().contains(path) &&
                   (status == 0 || record.status == status);
        }));
    }
    int refusedForTheToken() const { return requests("GET", {}, 401) + requests("POST", {}, 401); }

    QTemporaryDir folder;
    polling::SystemClock clock;
    /// Stands still: the session then learns only from a 401 that its token has ended.
    FakeClock sessionClock;
    net::ActivityLog log{clock, 5000};
    net::NetworkTransport network{&log};
    secrets::SessionSecretStore store;
    client::Session session;
    client::AuthorizedTransport transport{network, session};
    client::ApiClient api;
    workspace::Workspace workspace;
};

} // namespace throughline::test
