#pragma once

#include "net/httptransport.h"

#include <QHash>
#include <QList>
#include <QPointer>

#include <functional>

namespace throughline::test {

/// One request to a FakeTransport, driven by hand or by an answer.
class FakeExchange final : public net::HttpExchange
{
    Q_OBJECT

public:
    FakeExchange(net::HttpRequest request, std::function<void()> onDestroyed);
    ~FakeExchange() override;

    const net::HttpRequest &request() const { return m_request; }
    bool isFinished() const { return m_finished; }

    // These emit at once. After each of them the exchange may be gone.
    void head(int status, const net::HeaderList &headers = {});
    void body(const QByteArray &bytes);
    void finish();
    void fail(protocol::ApiError::Kind kind, const QString &message = QStringLiteral("The link broke."));

private:
    net::HttpRequest m_request;
    std::function<void()> m_onDestroyed;
    int m_status = 0;
    bool m_finished = false;
};

/// What a FakeTransport answers. Everything is delivered later, from the event loop, the pieces one by one.
struct FakeAnswer
{
    int status = 200;
    net::HeaderList headers{{"Content-Type", "application/json"}};
    QList<QByteArray> pieces;
    std::optional<protocol::ApiError::Kind> error; ///< how it ends instead of well
    bool holdHead = false;                         ///< nothing comes until the test drives the exchange
    bool holdEnd = false;                          ///< the head and the pieces come, and then nothing

    static FakeAnswer json(int status, const QByteArray &body, const net::HeaderList &headers = {});
    static FakeAnswer stream(const QList<QByteArray> &pieces);
    static FakeAnswer failure(protocol::ApiError::Kind kind);
    static FakeAnswer hold();
};

/// A transport without a network: answers by method and path, and remembers what was asked. Times out never.
///
/// Paths are compared without the query; give "path?query" to ask for that query too. An answer given with
/// once() is used for one request, in the order given, before those of always(). A request nobody scripted
/// fails with a sentence that names it, and unscripted() counts it.
class FakeTransport final : public net::HttpTransport
{
public:
    using Answer = std::function<FakeAnswer(const net::HttpRequest &)>;

    [[nodiscard]] std::unique_ptr<net::HttpExchange> send(const net::HttpRequest &request) override;

    void once(const QByteArray &method, const QString &path, const FakeAnswer &answer);
    void always(const QByteArray &method, const QString &path, const FakeAnswer &answer);
    void always(const QByteArray &method, const QString &path, Answer answer);

    const QList<net::HttpRequest> &requests() const { return m_requests; }
    /// The requests with this method and path.
    QList<net::HttpRequest> requests(const QByteArray &method, const QString &path) const;
    int unscripted() const { return m_unscripted; }

    /// Exchanges that were destroyed before they finished.
    int aborted() const { return *m_aborted; }

    /// Those that are still open, oldest first.
    QList<FakeExchange *> open() const;
    /// The newest that is still open, or null.
    FakeExchange *last() const;

private:
    struct Rule
    {
        QByteArray method;
        QString path;
        Answer answer;
        bool once = false;
        bool matches(const net::HttpRequest &request) const;
    };

    QList<Rule> m_rules;
    QList<net::HttpRequest> m_requests;
    QList<QPointer<FakeExchange>> m_exchanges;
    int m_unscripted = 0;
    std::shared_ptr<int> m_aborted = std::make_shared<int>(0);
};

} // namespace throughline::test
