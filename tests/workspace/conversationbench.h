#pragma once

#include "client/threadserver.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "workspace/conversation.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace throughline::test {

inline const QString streamPath = QString::fromLatin1(ThreadServer::streamPath);
inline const QString listPath = QStringLiteral("/api/chat/messages/");
inline const QString why = QStringLiteral("Why?");

inline QByteArray sse(const char *name, const QByteArray &data, const QByteArray &eventId = {})
{
    QByteArray text = "event: " + QByteArray(name) + "\n";
    if (!eventId.isEmpty())
        text += "id: " + eventId + "\n";
    return text + "data: " + data + "\n\n";
}

inline FakeAnswer wholeReply(const QString &text, const QString &replyId)
{
    return FakeAnswer::stream({sse("chunk", chunkData(text)), sse("done", doneData(replyId))});
}

/// A conversation "t1" with a scripted server.
struct ConversationBench
{
    explicit ConversationBench(const QStringList &capabilities = {})
    {
        timing.firstFallbackPoll = timing.longestFallbackPoll = std::chrono::milliseconds(1);
        timing.awaitLimit = std::chrono::milliseconds(0);
        timing.firstResumeDelay = timing.longestResumeDelay = std::chrono::milliseconds(1);
        timing.resumeAttempts = 2;
        timing.stopLimit = std::chrono::milliseconds(200);
        transport.always("GET", listPath,
            [this](const net::HttpRequest &) { return FakeAnswer::json(200, page(stored)); });
        if (!capabilities.isEmpty()) {
            transport.once("GET", QStringLiteral("/api/"), FakeAnswer::json(200, serverInfo(capabilities)));
            bool known = false;
            client.fetchServerInfo(&client, [&](const auto &) { known = true; });
            [[maybe_unused]] const bool inTime = QTest::qWaitFor([&] { return known; });
        }
        conversation =
            std::make_unique<workspace::Conversation>(client, clock, QStringLiteral("t1"), nullptr, timing);
        tester = std::make_unique<QAbstractItemModelTester>(&conversation->transcript());
    }

    const workspace::TranscriptModel::Row &row(int index) { return conversation->transcript().row(index); }
    int rows() { return conversation->transcript().rowCount(); }
    QStringList texts()
    {
        QStringList list;
        for (int i = 0; i < rows(); ++i)
            list.append(row(i).message.content);
        return list;
    }
    /// Nothing is sent before the conversation has been read.
    bool load()
    {
        conversation->load();
        return QTest::qWaitFor(
            [this] { return conversation->loadState() == workspace::Conversation::LoadState::Loaded; });
    }
    bool quiet()
    {
        return QTest::qWaitFor([this] { return !conversation->isStreaming(); });
    }
    qsizetype posts() const
    {
        return transport.requests("POST", QString::fromLatin1(ThreadServer::plainPath)).size();
    }

    FakeClock clock;
    FakeTransport transport;
    client::ApiClient client{
        transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}}};
    client::ChatStream::Timing timing;
    QList<protocol::Message> stored;
    std::unique_ptr<workspace::Conversation> conversation;
    std::unique_ptr<QAbstractItemModelTester> tester;
};

} // namespace throughline::test
