#include "client/jsoncall.h"

#include "net/httperror.h"

#include <utility>

namespace throughline::client {

protocol::ApiError HttpAnswer::error() const
{
    return net::errorFromAnswer(head, body, QDateTime::currentDateTimeUtc());
}

protocol::ApiError HttpAnswer::malformed() const
{
    return {.kind = protocol::ApiError::Kind::Malformed,
        .status = head.status,
        .message = protocol::sentenceFromErrorBody(head.status, {}),
        .correlationId = head.correlationId,
        .retryAfter = {}};
}

JsonCall::JsonCall(
    net::HttpTransport &transport, const net::HttpRequest &request, QObject *context, AnswerHandler done)
    : ApiCall(context)
    , m_exchange(transport.send(request))
    , m_done(std::move(done))
{
    connect(m_exchange.get(), &net::HttpExchange::headersReceived, this,
        [this](const net::HttpResponseHead &head) {
            m_answer.head = head;
            m_answer.body.clear();
        });
    connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this,
        [this](const QByteArray &bytes) { m_answer.body += bytes; });
    connect(m_exchange.get(), &net::HttpExchange::finished, this, &JsonCall::finish);
}

void JsonCall::finish(const net::HttpResult &result)
{
    m_exchange.reset();
    deleteLater(); // done may delete this call before
    const AnswerHandler done = std::move(m_done);
    if (!result.error) {
        done(std::move(m_answer));
        return;
    }
    protocol::ApiError error = *result.error;
    if (error.correlationId.isEmpty())
        error.correlationId = m_answer.head.correlationId;
    done(tl::unexpected(error));
}

} // namespace throughline::client
