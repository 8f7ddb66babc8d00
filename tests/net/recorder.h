#pragma once

#include "net/httptransport.h"

#include <QObject>
#include <QtTest>

#include <memory>

namespace throughline::test {

/// Everything one exchange reports.
class Recorder : public QObject
{
public:
    explicit Recorder(std::unique_ptr<net::HttpExchange> exchange)
        : m_exchange(std::move(exchange))
    {
        connect(m_exchange.get(), &net::HttpExchange::headersReceived, this, [this](const auto &received) {
            head = received;
            ++heads;
        });
        connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this, [this](const QByteArray &bytes) {
            body += bytes;
            ++pieces;
        });
        connect(
            m_exchange.get(), &net::HttpExchange::finished, this, [this](const net::HttpResult &received) {
                result = received;
                ++endings;
                m_loop.exitLoop();
            });
    }

    net::HttpResponseHead head;
    QByteArray body;
    net::HttpResult result;
    int heads = 0;
    int pieces = 0;
    int endings = 0;

    bool wait(int milliseconds = 5000)
    {
        return QTest::qWaitFor([this] { return endings > 0; }, milliseconds);
    }

    /// The same for large bodies, over which wait(), which sleeps between rounds, takes seconds.
    bool waitInLoop(int milliseconds)
    {
        if (endings == 0)
            m_loop.enterLoopMSecs(milliseconds);
        return endings > 0;
    }

    /// Ends the exchange without a word.
    void abort() { m_exchange.reset(); }

    /// How it ended, for comparing: "ok", or the error's kind and sentence.
    QString ending() const
    {
        if (endings != 1)
            return QStringLiteral("%1 endings").arg(endings);
        if (!result.error)
            return QStringLiteral("ok");
        return protocol::kindName(result.error->kind) + QStringLiteral(": ") + result.error->message;
    }

    std::optional<protocol::ApiError::Kind> errorKind() const
    {
        return result.error ? std::optional(result.error->kind) : std::nullopt;
    }

private:
    QTestEventLoop m_loop;
    std::unique_ptr<net::HttpExchange> m_exchange;
};

} // namespace throughline::test
