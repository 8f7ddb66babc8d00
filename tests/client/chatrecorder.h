#pragma once

#include "client/chatstream.h"
#include "client/threadserver.h"
#include "net/networktransport.h"
#include "polling/clock.h"
#include "support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>

namespace throughline::test {

/// A client, a real server that does as it is told, and everything one ChatStream says.
struct ChatRecorder
{
    explicit ChatRecorder(const QStringList &capabilities = {})
    {
        timing.firstFallbackPoll = std::chrono::milliseconds(5);
        timing.longestFallbackPoll = std::chrono::milliseconds(20);
        timing.fallbackLimit = std::chrono::milliseconds(2'000);
        timing.awaitLimit = std::chrono::milliseconds(50);
        timing.firstResumeDelay = std::chrono::milliseconds(1);
        timing.longestResumeDelay = std::chrono::milliseconds(5);
        timing.stopLimit = std::chrono::milliseconds(200);
        if (!capabilities.isEmpty()) {
            server.once("GET", "/api/", Script().json(200, serverInfo(capabilities)));
            bool answered = false;
            client.fetchServerInfo(&client, [&](const auto &) { answered = true; });
            [[maybe_unused]] const bool inTime = QTest::qWaitFor([&] { return answered; });
        }
    }

    client::ChatStream &start()
    {
        stream = std::make_unique<client::ChatStream>(client, clock, timing);
        QObject::connect(stream.get(), &client::ChatStream::questionStored, stream.get(),
            [this](const QString &id) { storedIds.append(id); });
        QObject::connect(stream.get(), &client::ChatStream::replyStarted, stream.get(),
            [this](const QString &id) { replyIds.append(id); });
        QObject::connect(
            stream.get(), &client::ChatStream::deltaReceived, stream.get(), [this](const QString &text) {
                shown += text;
                deltas.append(text);
            });
        QObject::connect(stream.get(), &client::ChatStream::textReplaced, stream.get(),
            [this](const QString &text) { shown = text; });
        QObject::connect(
            stream.get(), &client::ChatStream::streamingRefused, stream.get(), [this] { ++refusals; });
        QObject::connect(
            stream.get(), &client::ChatStream::reconnecting, stream.get(), [this](int) { ++reconnects; });
        QObject::connect(stream.get(), &client::ChatStream::ended, stream.get(),
            [this](const client::ReplyEnding &ending) { endings.append(ending); });
        return *stream;
    }

    client::Question question(const QString &content = QStringLiteral("Why?")) const
    {
        return {.threadId = QStringLiteral("t1"),
            .content = content,
            .idempotencyKey = "key-1",
            .knownIds = {},
            .streamingRefused = false,
            .maybeStored = false};
    }

    bool ends(int within = 5'000)
    {
        const bool ended = QTest::qWaitFor([this] { return !endings.isEmpty(); }, within);
        // What might still come would be a second ending.
        QTest::qWait(5);
        return ended && endings.size() == 1 && !stream->isActive();
    }

    template <typename Ending>
    const Ending *ending() const
    {
        return endings.size() == 1 ? std::get_if<Ending>(&endings.first()) : nullptr;
    }

    ScriptedServer server;
    ThreadServer thread{server};
    net::NetworkTransport transport;
    polling::SystemClock clock;
    client::ApiClient client{transport, {.baseUrl = server.url(QString()), .bearer = "secret"}};
    client::ChatStream::Timing timing;
    std::unique_ptr<client::ChatStream> stream;

    QStringList storedIds;
    QStringList replyIds;
    QStringList deltas;
    QString shown;
    int refusals = 0;
    int reconnects = 0;
    QList<client::ReplyEnding> endings;
};

} // namespace throughline::test
