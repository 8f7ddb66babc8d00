#pragma once

#include "server/extraction/extractor.h"
#include "server/provider/provider.h"
#include "server/service/chatservice.h"
#include "server/service/generationservice.h"
#include "server/service/signalservice.h"
#include "server/store/store.h"
#include "support/fakeclock.h"

#include <QPointer>
#include <QTemporaryDir>
#include <QTest>

#include <utility>

/// A store in a folder that goes away, and stand-ins for what answers and what extracts.
namespace throughline::server::service::test {

/// A generation that says what the test tells it to.
class ScriptedGeneration final : public provider::Generation
{
public:
    using Generation::Generation;
    void say(const QString &text) { Q_EMIT delta(text); }
    void think(const QString &text) { Q_EMIT reasoning(text); }
    void makeWait(const QString &sentence) { Q_EMIT waiting(sentence); }
    void finish(const QJsonObject &facts = {}) { Q_EMIT finished(std::nullopt, facts); }
    void fail(const protocol::ApiError &error) { Q_EMIT finished(error, {}); }
};

class ScriptedProvider final : public provider::Provider
{
public:
    QString name() const override { return QStringLiteral("scripted"); }
    QString model() const override { return QStringLiteral("Script"); }
    [[nodiscard]] std::unique_ptr<provider::Generation> generate(
        const provider::GenerationRequest &request) override
    {
        requests.append(request);
        auto generation = std::make_unique<ScriptedGeneration>();
        generations.append(generation.get());
        return generation;
    }

    ScriptedGeneration &newest() { return *generations.last(); }

    QList<provider::GenerationRequest> requests;
    QList<QPointer<ScriptedGeneration>> generations;
};

/// An extractor that answers at once with what the test prepared, or later when it is told to.
class ScriptedExtractor final : public extraction::Extractor
{
public:
    bool isCostless() const override { return costless; }
    void extract(const QList<extraction::SourceMessage> &pending,
        const QList<extraction::SourceMessage> &context, Done done) override
    {
        batches.append(pending);
        contexts.append(context);
        if (isHeld)
            held = std::move(done);
        else
            done({.found = next(pending), .use = use});
    }

    protocol::Expected<QList<extraction::FoundSignal>> next(const QList<extraction::SourceMessage> &pending)
    {
        if (error)
            return tl::unexpected(*error);
        QList<extraction::FoundSignal> result = found;
        // Without a message of its own a finding belongs to the last one.
        for (extraction::FoundSignal &signal : result) {
            if (signal.messageId.isEmpty())
                signal.messageId = pending.last().id;
        }
        return result;
    }

    void release() { std::exchange(held, {})({.found = next(batches.last()), .use = use}); }
    qint64 mostCharacters() const override { return most; }

    bool costless = true;
    bool isHeld = false;
    std::optional<protocol::ApiError> error;
    QList<extraction::FoundSignal> found;
    extraction::ModelUse use{};
    qint64 most = std::numeric_limits<qint64>::max();
    QList<QList<extraction::SourceMessage>> batches;
    QList<QList<extraction::SourceMessage>> contexts;
    Done held;
};

inline extraction::FoundSignal finding(
    protocol::SignalType type, const QString &text, const QString &quote = {}, double confidence = 0.9)
{
    return {.type = type,
        .text = text,
        .quote = quote.isEmpty() ? text : quote,
        .messageId = {},
        .confidence = confidence};
}

inline protocol::ApiError failure(const QString &sentence)
{
    protocol::ApiError error;
    error.kind = protocol::ApiError::Kind::Network;
    error.message = sentence;
    return error;
}

/// The store, the clock and one thread in it.
class Bench
{
public:
    Bench() { open(); }

    void open()
    {
        store.reset();
        auto opened = store::Store::open(dir.path(), [this] { return clock.wall(); });
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        store = std::move(*opened);
    }

    QString newThread(ChatService &chat, const QString &title = {})
    {
        return chat.createThread(title).value().id;
    }

    /// Makes every write fail as on a full disk, or work again.
    void fillDisk(bool isFull)
    {
        const QString pages = isFull ? QStringLiteral("1") : QStringLiteral("1000000");
        if (!store->database().run(QStringLiteral("PRAGMA max_page_count = ") + pages))
            qFatal("no limit");
    }

    QTemporaryDir dir;
    throughline::test::FakeClock clock;
    std::unique_ptr<store::Store> store;
};

inline QString say(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace throughline::server::service::test
