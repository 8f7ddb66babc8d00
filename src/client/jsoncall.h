#pragma once

#include "client/apiclient.h"

namespace throughline::client {

/// A whole answer, whatever its status.
struct HttpAnswer
{
    net::HttpResponseHead head;
    QByteArray body;

    bool isSuccess() const { return head.status >= 200 && head.status < 300; }
    /// What the status says went wrong; not for a 2xx.
    protocol::ApiError error() const;
    /// An answer that is not what the contract says.
    protocol::ApiError malformed() const;
};

/// One request whose whole answer is wanted. A child of its context: when that goes, the exchange is aborted
/// and nothing is called. Otherwise \a done is called once, later, and the call deletes itself. Every status
/// is an answer here; the error is for what never became one.
class JsonCall final : public ApiCall
{
    Q_OBJECT

public:
    using AnswerHandler = std::function<void(protocol::Expected<HttpAnswer>)>;

    JsonCall(
        net::HttpTransport &transport, const net::HttpRequest &request, QObject *context, AnswerHandler done);

private:
    void finish(const net::HttpResult &result);

    std::unique_ptr<net::HttpExchange> m_exchange;
    AnswerHandler m_done;
    HttpAnswer m_answer;
};

} // namespace throughline::client
