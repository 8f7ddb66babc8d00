#pragma once

#include "client/idempotencykey.h"
#include "conversationbench.h"
#include "workspace/outbox.h"
#include "workspace/transcriptrows.h"

namespace throughline::test {

inline const QString endQuery = QStringLiteral("?thread=t1&limit=50&last=1");
inline const QString allQuery = QStringLiteral("?thread=t1&limit=500");

struct WindowBench : ConversationBench
{
    explicit WindowBench(const QStringList &more = {})
        : ConversationBench(QStringList{QStringLiteral("window")} + more)
    {
        transport.always("GET", listPath, [this](const net::HttpRequest &request) {
            return FakeAnswer::json(200, slice(stored, request.url));
        });
    }

    void store(int count)
    {
        for (int i = int(stored.size()); count-- > 0; ++i) {
            const QString id = QStringLiteral("m%1").arg(i, 5, 10, QLatin1Char('0'));
            const QString text = QStringLiteral("Message %1").arg(i);
            stored.append(i % 2 == 0 ? userMessage(id, text) : reply(id, text, QStringLiteral("complete")));
        }
    }
    QStringList storedTexts() const
    {
        QStringList texts;
        for (const protocol::Message &message : stored)
            texts.append(message.content);
        return texts;
    }
    QStringList queries() const
    {
        QStringList queries;
        for (const net::HttpRequest &request : transport.requests("GET", listPath))
            queries.append(u'?' + request.url.query());
        return queries;
    }
    /// Shows the end and leaves the rest to be answered by hand.
    bool showEnd()
    {
        transport.once("GET", listPath + allQuery, FakeAnswer::hold());
        conversation->load();
        return QTest::qWaitFor([this] { return rows() > conversation->heldCount(); });
    }
    void answerRest()
    {
        FakeExchange *exchange = transport.last();
        const QByteArray body = slice(stored, exchange->request().url);
        exchange->head(200, {{"Content-Type", "application/json"}});
        exchange->body(body);
        exchange->finish();
    }
    bool loaded()
    {
        return QTest::qWaitFor(
            [this] { return conversation->loadState() == workspace::Conversation::LoadState::Loaded; });
    }
};

inline QString outboxOf(const QStringList &texts)
{
    workspace::Outbox outbox;
    for (const QString &text : texts) {
        outbox.add({.rowId = workspace::newLocalId(),
            .content = text,
            .idempotencyKey = client::newIdempotencyKey(),
            .maybeStored = false,
            .createdAt = QDateTime(QDate(2026, 3, 10), QTime(10, 0), Qt::UTC)});
    }
    return outbox.toText();
}

} // namespace throughline::test
