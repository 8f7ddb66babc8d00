#include "net/networktransport.h"
#include "server/api/apisite.h"
#include "server/provider/guideprovider.h"
#include "server/provider/providerregistry.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace throughline;
using server::http::Headers;
using tests::ApiSite;
using tests::RawClient;

namespace {

struct Choice
{
    const char *name;
    Headers headers;
    int status = 0; ///< 0: passes
};

/// Keeps what it is answered, or that it was.
struct Listener final : server::http::Responder
{
    void respond(server::http::Response response) override { status = response.status; }
    void startStream(int started, Headers) override { status = started; }
    void startSocket(Headers) override { status = 101; }
    void write(std::string) override {}
    void finish() override {}
    bool isOpen() const override { return true; }
    std::size_t pendingBytes() const override { return 0; }
    void onClosed(std::function<void()>) override {}
    int status = 0;
};

/// Of a route as the contract writes it: below /api/ unless it says otherwise.
std::string wholePath(const QString &route)
{
    return (route.startsWith(u'/') ? std::string() : "/api/") + route.toStdString();
}

const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"};

} // namespace

/// Every route with every method, and everything that can be wrong about who asks: only whoever is right in
/// all of it gets further than the gate. The routes are those that there are, so that none can be forgotten.
class AuthMatrixTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theRoutesAreThoseOfTheContract();
    void onlyTheRightCombinationReachesARoute();
    void whatIsRefusedHasDoneNothing();
    void theSameHoldsOnTheWire();

private:
    struct Target
    {
        std::string method; ///< the route's own; empty for a path that nobody answers at
        QString path;       ///< with ids of things that are there
    };
    QList<Target> targets() const;
    std::string own(const char *scheme) const
    {
        return scheme + std::string("127.0.0.1:") + std::to_string(m_site->port);
    }
    std::string token() const { return m_site->token.toStdString(); }
    std::vector<Choice> hosts() const
    {
        return {{"own address", {{"Host", own("")}}}, {"no host", {}, 400},
            {"rebound name", {{"Host", "evil.example:" + std::to_string(m_site->port)}}, 403},
            {"two hosts", {{"Host", own("")}, {"Host", "evil.example"}}, 400}};
    }
    std::vector<Choice> origins() const
    {
        return {{"no origin", {}}, {"own origin", {{"Origin", own("http://")}}},
            {"foreign origin", {{"Origin", "https://evil.example"}}, 403},
            {"null", {{"Origin", "null"}}, 403}};
    }
    std::vector<Choice> tokens() const
    {
        return {{"token", {{"Authorization", "Bearer " + token()}}}, {"no token", {}, 401},
            {"wrong token", {{"Authorization", "Bearer " + std::string(token().size(), 'x')}}, 401},
            {"other scheme", {{"Authorization", "Basic " + token()}}, 401},
            {"no scheme", {{"Authorization", token()}}, 401},
            {"in a cookie", {{"Cookie", "token=" + token() + "; access_token=" + token()}}, 401},
            {"in other headers",
                {{"X-Api-Key", token()}, {"Proxy-Authorization", "Bearer " + token()},
                    {"X-Authorization", "Bearer " + token()}},
                401}};
    }
    std::vector<Choice> types() const
    {
        return {{"JSON", {{"Content-Type", "application/json"}}}, {"no type", {}, 415},
            {"text", {{"Content-Type", "text/plain"}}, 415},
            {"form", {{"Content-Type", "application/x-www-form-urlencoded"}}, 415}};
    }
    /// In the address and in the body, where it counts for nothing.
    QList<QString> queries() const
    {
        const QString token = QString::fromLatin1(m_site->token);
        return {QString(), QStringLiteral("?token=%1&access_token=%1&authorization=Bearer%20%1").arg(token)};
    }
    /// The answer's status; 0 where a stream was begun or none has come yet.
    int ask(const char *method, const QString &path, const Headers &headers, const std::string &body) const
    {
        const auto response =
            m_api->handle({.method = method, .target = wholePath(path), .headers = headers, .body = body},
                std::make_shared<Listener>());
        return response ? response->status : 0;
    }
    QByteArray everything() const
    {
        QByteArray all;
        for (const QString &path : {QStringLiteral("chat/threads/?archived=all"),
                 QStringLiteral("chat/messages/?thread=") + m_thread,
                 QStringLiteral("signals/?include_dismissed=true&thread_id=") + m_thread})
            all += m_site->ask("GET", path).body;
        return all;
    }

    std::unique_ptr<ApiSite> m_site;
    std::unique_ptr<net::NetworkTransport> m_transport;
    std::unique_ptr<server::provider::ProviderRegistry> m_registry;
    std::unique_ptr<server::api::Api> m_api; ///< with everything that there can be
    QString m_thread;
    QString m_message;
    QString m_signal;
};

void AuthMatrixTest::init()
{
    m_api.reset();
    m_site = std::make_unique<ApiSite>();
    m_transport = std::make_unique<net::NetworkTransport>();
    m_registry = std::make_unique<server::provider::ProviderRegistry>(
        std::make_unique<server::provider::GuideProvider>(0), *m_transport, m_site->clock);
    m_api = std::make_unique<server::api::Api>(server::api::Api::Services{
        m_site->chat, m_site->generation, m_site->signalService, QStringLiteral("Script"), m_registry.get()});
    m_api->admit(m_site->token, m_site->port);
    m_thread = m_site->newThread(QStringLiteral("A thread"));
    m_message =
        m_site->newMessage(m_thread, QStringLiteral("We must ship by May. I assume that nobody minds."));
    m_site->provider.end();
    QTRY_VERIFY(!m_site->ask("GET", QStringLiteral("signals/?thread_id=") + m_thread).results().isEmpty());
    m_signal = m_site->ask("GET", QStringLiteral("signals/?thread_id=") + m_thread)
                   .results()
                   .first()
                   .toObject()
                   .value(QStringLiteral("id"))
                   .toString();
}

QList<AuthMatrixTest::Target> AuthMatrixTest::targets() const
{
    QList<Target> list;
    for (const auto &[method, pattern] : m_api->routes()) {
        QString path = pattern;
        const QString id = pattern.startsWith(QStringLiteral("signals/"))         ? m_signal
                           : pattern.startsWith(QStringLiteral("chat/messages/")) ? m_message
                                                                                  : m_thread;
        list.append({method.toStdString(), path.replace(QStringLiteral("{}"), id)});
    }
    // What is there and what is not cannot be told apart from outside.
    for (const char *nothing : {"nothing/", "chat/threads", "../api/", "chat/threads/0/"})
        list.append({{}, QString::fromLatin1(nothing)});
    return list;
}

void AuthMatrixTest::theRoutesAreThoseOfTheContract()
{
    QFile file(QStringLiteral(THROUGHLINE_SOURCE_DIR "/docs/http-contract.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString section = QString::fromUtf8(file.readAll())
                                .section(QStringLiteral("\n## "), 0)
                                .section(QStringLiteral("## Requests\n"), 1)
                                .section(QStringLiteral("\n## "), 0, 0);
    static const QRegularExpression code(QStringLiteral("`([^`]*)`"));
    static const QRegularExpression request(QStringLiteral("^([A-Z]+) ([^?\\s]*)"));
    static const QRegularExpression lastSegment(QStringLiteral("[^/]*/$"));
    QList<server::api::Router::Name> written;
    const QStringList table = section.split(u'\n');
    for (const QString &line : table) {
        const QString cell =
            QString(line).replace(QStringLiteral("\\|"), QStringLiteral("/")).section(u'|', 1, 1);
        if (!cell.startsWith(QStringLiteral(" `")) || line.contains(QStringLiteral("team only")))
            continue;
        server::api::Router::Name last;
        for (auto it = code.globalMatch(cell); it.hasNext();) {
            const QString text = it.next().captured(1);
            if (const auto match = request.match(text); match.hasMatch())
                last = {match.captured(1),
                    match.captured(2).replace(QStringLiteral("{id}"), QStringLiteral("{}"))};
            else if (text.endsWith(u'/') && !text.startsWith(u'/'))
                last.pattern.replace(lastSegment, text);
            else
                continue;
            written.append(last);
        }
    }
    const auto lines = [](const QList<server::api::Router::Name> &names) {
        QStringList list;
        for (const auto &[method, pattern] : names)
            list.append(method + u' ' + pattern);
        list.sort();
        return list;
    };
    QCOMPARE(lines(m_api->routes()), lines(written));
    QVERIFY(written.size() > 20);
}

void AuthMatrixTest::onlyTheRightCombinationReachesARoute()
{
    int refused = 0;
    int passed = 0;
    const QList<Target> all = targets();
    for (const Target &target : all) {
        for (const char *method : methods) {
            for (const Choice &host : hosts())
                for (const Choice &origin : origins())
                    for (const Choice &token : tokens())
                        for (const Choice &type : types())
                            for (const QString &query : queries())
                                for (const std::string body : {"", "{}"}) {
                                    int expected = host.status     ? host.status
                                                   : origin.status ? origin.status
                                                                   : token.status;
                                    if (expected == 0 && !body.empty())
                                        expected = type.status;
                                    // What passes acts: once with each method is enough.
                                    const bool isPlain = query.isEmpty() && body.empty() &&
                                                         origin.headers.empty() && type.status == 0;
                                    if (expected == 0 && !isPlain)
                                        continue;
                                    Headers headers;
                                    for (const Choice *some : {&host, &origin, &token, &type})
                                        headers.insert(
                                            headers.end(), some->headers.begin(), some->headers.end());
                                    const int actual = ask(method, target.path + query, headers, body);
                                    const bool isRefusal = actual == 401 || actual == 403 || actual == 415;
                                    if (expected != 0 ? actual != expected : isRefusal) {
                                        QFAIL(qPrintable(
                                            QStringLiteral(
                                                "%1 %2: %3, %4, %5, %6, body “%7”: %8 instead of %9")
                                                .arg(QLatin1String(method), target.path + query,
                                                    QLatin1String(host.name), QLatin1String(origin.name),
                                                    QLatin1String(token.name), QLatin1String(type.name),
                                                    QString::fromStdString(body))
                                                .arg(actual)
                                                .arg(expected)));
                                    }
                                    ++(expected == 0 ? passed : refused);
                                }
        }
    }
    QCOMPARE(passed, all.size() * int(std::size(methods)));
    QVERIFY(refused > 400 * passed);
}

void AuthMatrixTest::whatIsRefusedHasDoneNothing()
{
    const QByteArray before = everything();
    const qsizetype asked = m_site->provider.requests.size();
    const Headers right{{"Host", own("")}, {"Content-Type", "application/json"}};
    for (const Target &target : targets()) {
        if (target.method.empty())
            continue;
        for (const Choice &token : tokens()) {
            Headers headers = right;
            headers.insert(headers.end(), token.headers.begin(), token.headers.end());
            if (token.status == 0)
                headers.emplace_back("Origin", "https://evil.example");
            for (const QString &query : {QString(), QStringLiteral("?stream=true&include_dismissed=true")}) {
                const int status = ask(target.method.c_str(), target.path + query, headers,
                    R"({"content": "Hello", "text": "x", "title": "x", "archived": true})");
                QCOMPARE(status, token.status == 0 ? 403 : token.status);
            }
        }
    }
    QCoreApplication::processEvents();
    QCOMPARE(everything(), before);
    QCOMPARE(m_site->provider.requests.size(), asked);
}

void AuthMatrixTest::theSameHoldsOnTheWire()
{
    server::http::HttpServer server(m_api->handler());
    QVERIFY(server.start(0).empty());
    m_site->port = server.port();
    m_api->admit(m_site->token, server.port());
    const auto status = [&](const std::string &method, const QString &path, const Headers &headers) {
        RawClient client(server.port(), RawClient::Waiting::RunsEvents);
        std::string bytes = method + ' ' + wholePath(path) + " HTTP/1.1\r\n";
        for (const auto &[name, value] : headers)
            bytes += name + ": " + value + "\r\n";
        client.send(QByteArray::fromStdString(bytes + "Content-Length: 2\r\n\r\n{}"));
        const RawClient::Answer answer = client.answer(method == "HEAD");
        if (answer.head.toLower().contains("access-control-"))
            return -1;
        return answer.status;
    };
    for (const Target &target : targets()) {
        const std::string method = target.method.empty() ? "GET" : target.method;
        for (const QString &query : queries()) {
            for (const Choice &token : tokens()) {
                Headers headers{{"Host", own("")}, {"Content-Type", "application/json"}};
                headers.insert(headers.end(), token.headers.begin(), token.headers.end());
                const int actual = status(method, target.path + query, headers);
                QVERIFY2(token.status == 0 ? actual >= 200 && actual != 401 && actual != 403 && actual != 415
                                           : actual == token.status,
                    qPrintable(QStringLiteral("%1 %2: %3")
                                   .arg(QString::fromStdString(method), target.path)
                                   .arg(actual)));
            }
        }
        const Headers token = tokens().front().headers;
        for (const Choice &host : hosts()) {
            for (const Choice &origin : origins()) {
                for (const Choice &type : types()) {
                    const int expected = host.status     ? host.status
                                         : origin.status ? origin.status
                                                         : type.status;
                    if (expected == 0)
                        continue;
                    Headers headers = token;
                    for (const Choice *some : {&host, &origin, &type})
                        headers.insert(headers.end(), some->headers.begin(), some->headers.end());
                    QCOMPARE(status(method, target.path, headers), expected);
                }
            }
        }
    }
}

QTEST_GUILESS_MAIN(AuthMatrixTest)
#include "tst_authmatrix.moc"
