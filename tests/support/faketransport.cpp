#include "support/faketransport.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace throughline::test {

using protocol::ApiError;

namespace {

/// Queues every part of an answer as an event of its own; those that are left go away with the exchange.
void deliver(FakeExchange *exchange, const FakeAnswer &answer)
{
    const auto queue = [exchange](auto step) {
        QMetaObject::invokeMethod(
            exchange,
            [exchange, step] {
                if (!exchange->isFinished())
                    step(*exchange);
            },
            Qt::QueuedConnection);
    };
    if (answer.status > 0)
        queue([status = answer.status, headers = answer.headers](
                  FakeExchange &each) { each.head(status, headers); });
    for (const QByteArray &piece : answer.pieces)
        queue([piece](FakeExchange &each) { each.body(piece); });
    if (answer.error)
        queue([kind = *answer.error](FakeExchange &each) { each.fail(kind); });
    else if (!answer.holdEnd)
        queue([](FakeExchange &each) { each.finish(); });
}

} // namespace

FakeExchange::FakeExchange(net::HttpRequest request, std::function<void()> onDestroyed)
    : m_request(std::move(request))
    , m_onDestroyed(std::move(onDestroyed))
{}

FakeExchange::~FakeExchange()
{
    if (!m_finished)
        m_onDestroyed();
}

void FakeExchange::head(int status, const net::HeaderList &headers)
{
    m_status = status;
    const QByteArray echoed = net::headerValue(headers, "X-Correlation-ID");
    const net::HttpResponseHead head{.status = status,
        .headers = headers,
        .correlationId = QString::fromLatin1(
            echoed.isEmpty() ? net::headerValue(m_request.headers, "X-Correlation-ID") : echoed)};
    Q_EMIT headersReceived(head);
}

void FakeExchange::body(const QByteArray &bytes)
{
    Q_EMIT bodyReceived(bytes);
}

void FakeExchange::finish()
{
    if (std::exchange(m_finished, true))
        return;
    Q_EMIT finished({});
}

void FakeExchange::fail(ApiError::Kind kind, const QString &message)
{
    if (std::exchange(m_finished, true))
        return;
    Q_EMIT finished(
        {.error = ApiError{
             .kind = kind, .status = m_status, .message = message, .correlationId = {}, .retryAfter = {}}});
}

FakeAnswer FakeAnswer::json(int status, const QByteArray &body, const net::HeaderList &headers)
{
    FakeAnswer answer;
    answer.status = status;
    answer.headers += headers;
    if (!body.isEmpty())
        answer.pieces = {body};
    return answer;
}

FakeAnswer FakeAnswer::stream(const QList<QByteArray> &pieces)
{
    FakeAnswer answer;
    answer.headers = {{"Content-Type", "text/event-stream"}};
    answer.pieces = pieces;
    return answer;
}

FakeAnswer FakeAnswer::failure(ApiError::Kind kind)
{
    FakeAnswer answer;
    answer.status = 0;
    answer.error = kind;
    return answer;
}

FakeAnswer FakeAnswer::hold()
{
    FakeAnswer answer;
    answer.holdHead = true;
    return answer;
}

bool FakeTransport::Rule::matches(const net::HttpRequest &request) const
{
    if (method != request.method)
        return false;
    const QString wanted = request.url.path();
    return path == wanted || path == wanted + QLatin1Char('?') + request.url.query();
}

std::unique_ptr<net::HttpExchange> FakeTransport::send(const net::HttpRequest &request)
{
    m_requests.append(request);
    auto exchange = std::make_unique<FakeExchange>(request, [aborted = m_aborted] { ++*aborted; });
    m_exchanges.removeIf([](const QPointer<FakeExchange> &each) { return !each || each->isFinished(); });
    m_exchanges.append(exchange.get());

    auto rule = std::find_if(m_rules.begin(), m_rules.end(),
        [&request](const Rule &each) { return each.once && each.matches(request); });
    if (rule == m_rules.end()) {
        // The newest rule wins, so that a test can change its mind.
        const auto newest = std::find_if(m_rules.rbegin(), m_rules.rend(),
            [&request](const Rule &each) { return !each.once && each.matches(request); });
        rule = newest == m_rules.rend() ? m_rules.end() : std::prev(newest.base());
    }
    if (rule == m_rules.end()) {
        ++m_unscripted;
        const QString message = QStringLiteral("Nobody scripted %1 %2")
                                    .arg(QString::fromLatin1(request.method), request.url.toString());
        qWarning("%s", qPrintable(message));
        QTimer::singleShot(0, exchange.get(),
            [raw = exchange.get(), message] { raw->fail(ApiError::Kind::Network, message); });
        return exchange;
    }
    const FakeAnswer answer = rule->answer(request);
    if (rule->once)
        m_rules.erase(rule);
    if (!answer.holdHead)
        deliver(exchange.get(), answer);
    return exchange;
}

void FakeTransport::once(const QByteArray &method, const QString &path, const FakeAnswer &answer)
{
    m_rules.append({method, path, [answer](const net::HttpRequest &) { return answer; }, true});
}

void FakeTransport::always(const QByteArray &method, const QString &path, const FakeAnswer &answer)
{
    m_rules.append({method, path, [answer](const net::HttpRequest &) { return answer; }, false});
}

void FakeTransport::always(const QByteArray &method, const QString &path, Answer answer)
{
    m_rules.append({method, path, std::move(answer), false});
}

QList<net::HttpRequest> FakeTransport::requests(const QByteArray &method, const QString &path) const
{
    QList<net::HttpRequest> matching;
    const Rule rule{method, path, {}, false};
    std::copy_if(m_requests.begin(), m_requests.end(), std::back_inserter(matching),
        [&rule](const net::HttpRequest &request) { return rule.matches(request); });
    return matching;
}

QList<FakeExchange *> FakeTransport::open() const
{
    QList<FakeExchange *> open;
    for (const QPointer<FakeExchange> &exchange : m_exchanges) {
        if (exchange && !exchange->isFinished())
            open.append(exchange);
    }
    return open;
}

FakeExchange *FakeTransport::last() const
{
    const QList<FakeExchange *> all = open();
    return all.isEmpty() ? nullptr : all.last();
}

} // namespace throughline::test
