#include "server/api/gate.h"

#include <QTest>

using namespace throughline::server;

namespace {

const QByteArray secret("0123456789abcdef0123456789abcdef");

using Headers = http::Headers;

struct Choice
{
    const char *name;
    Headers headers;
    int status; ///< 0: passes
};

const std::vector<Choice> hosts{
    {"address", {{"Host", "127.0.0.1:8123"}}, 0},
    {"localhost", {{"host", "LocalHost:8123"}}, 0},
    {"no host", {}, 400},
    {"two hosts", {{"Host", "127.0.0.1:8123"}, {"Host", "127.0.0.1:8123"}}, 400},
    {"other port", {{"Host", "127.0.0.1:8124"}}, 403},
    {"no port", {{"Host", "127.0.0.1"}}, 403},
    {"rebound name", {{"Host", "evil.example:8123"}}, 403},
    {"longer name", {{"Host", "localhost:8123.evil.example"}}, 403},
    {"other spelling", {{"Host", "127.1:8123"}}, 403},
    {"empty host", {{"Host", ""}}, 403},
};

const std::vector<Choice> origins{
    {"no origin", {}, 0},
    {"own origin", {{"Origin", "http://127.0.0.1:8123"}}, 0},
    {"own name", {{"Origin", "http://localhost:8123"}}, 0},
    {"foreign", {{"Origin", "https://evil.example"}}, 403},
    {"null", {{"Origin", "null"}}, 403},
    {"other port", {{"Origin", "http://127.0.0.1:1"}}, 403},
    {"other scheme", {{"Origin", "https://127.0.0.1:8123"}}, 403},
    {"two origins", {{"Origin", "http://127.0.0.1:8123"}, {"Origin", "https://evil.example"}}, 403},
};

const std::vector<Choice> tokens{
    {"token", {{"Authorization", "Bearer " + secret.toStdString()}}, 0},
    {"token, small scheme", {{"authorization", "bearer " + secret.toStdString()}}, 0},
    {"no token", {}, 401},
    {"empty", {{"Authorization", "Bearer "}}, 401},
    {"wrong", {{"Authorization", "Bearer 0123456789abcdef0123456789abcdeF"}}, 401},
    {"beginning", {{"Authorization", "Bearer 0123456789abcdef"}}, 401},
    {"longer", {{"Authorization", "Bearer " + secret.toStdString() + "0"}}, 401},
    {"other scheme", {{"Authorization", "Basic " + secret.toStdString()}}, 401},
    {"no scheme", {{"Authorization", secret.toStdString()}}, 401},
    {"short", {{"Authorization", "B"}}, 401},
    {"twice", {{"Authorization", "Bearer " + secret.toStdString()}, {"Authorization", "Bearer nonsense"}},
        401},
};

const std::vector<Choice> types{
    {"json", {{"Content-Type", "application/json"}}, 0},
    {"json in utf-8", {{"Content-Type", "Application/JSON; charset=UTF-8"}}, 0},
    {"no type", {}, 415},
    {"text", {{"Content-Type", "text/plain"}}, 415},
    {"form", {{"Content-Type", "application/x-www-form-urlencoded"}}, 415},
    {"multipart", {{"Content-Type", "multipart/form-data; boundary=application/json"}}, 415},
    {"json in latin1", {{"Content-Type", "application/json; charset=iso-8859-1"}}, 415},
    {"longer", {{"Content-Type", "application/jsonp"}}, 415},
    {"two types", {{"Content-Type", "application/json"}, {"Content-Type", "text/plain"}}, 415},
};

} // namespace

class GateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheRightCombinationPasses()
    {
        const api::Gate gate(secret, 8123);
        int passed = 0;
        int refused = 0;
        for (const char *method : {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "BREW"}) {
            for (const bool hasBody : {false, true}) {
                for (const Choice &host : hosts) {
                    for (const Choice &origin : origins) {
                        for (const Choice &token : tokens) {
                            for (const Choice &type : types) {
                                http::Request request;
                                request.method = method;
                                request.target = "/api/";
                                request.body = hasBody ? "{}" : "";
                                for (const Headers &some :
                                    {host.headers, origin.headers, token.headers, type.headers})
                                    request.headers.insert(request.headers.end(), some.begin(), some.end());
                                int expected = host.status;
                                if (expected == 0)
                                    expected = origin.status;
                                if (expected == 0)
                                    expected = token.status;
                                if (expected == 0 && hasBody)
                                    expected = type.status;
                                const auto refusal = gate.refuse(request);
                                const int actual = refusal ? refusal->status : 0;
                                if (actual != expected) {
                                    QFAIL(qPrintable(
                                        QStringLiteral("%1, %2, %3, %4, %5, body %6: %7 instead of %8")
                                            .arg(QLatin1String(method), QLatin1String(host.name),
                                                QLatin1String(origin.name), QLatin1String(token.name),
                                                QLatin1String(type.name))
                                            .arg(hasBody)
                                            .arg(actual)
                                            .arg(expected)));
                                }
                                ++(actual == 0 ? passed : refused);
                            }
                        }
                    }
                }
            }
        }
        // 8 methods × 2 hosts × 3 origins × 2 tokens, with any type for no body, one of two for a body.
        QCOMPARE(passed, 8 * 2 * 3 * 2 * (9 + 2));
        QVERIFY(refused > passed);
    }

    void refusalsSayWhyInJson()
    {
        const auto refusal = api::Gate(secret, 8123)
                                 .refuse({.method = "GET",
                                     .target = "/api/",
                                     .headers = {{"Host", "127.0.0.1:8123"}},
                                     .body = {}});
        QVERIFY(refusal);
        QCOMPARE(QByteArray::fromStdString(refusal->body),
            QByteArray(R"({"detail":"Authentication credentials were not provided."})"));
        QVERIFY(std::any_of(refusal->headers.begin(), refusal->headers.end(),
            [](const auto &header) { return header.first == "WWW-Authenticate"; }));
    }

    void nothingPassesWithoutAToken()
    {
        const api::Gate gate(QByteArray(), 8123);
        for (const char *authorization : {"Bearer ", "Bearer", "Bearer  "}) {
            const auto refusal = gate.refuse({.method = "GET",
                .target = "/api/",
                .headers = {{"Host", "127.0.0.1:8123"}, {"Authorization", authorization}},
                .body = {}});
            QVERIFY2(refusal && refusal->status == 401, authorization);
        }
    }
};

QTEST_GUILESS_MAIN(GateTest)
#include "tst_gate.moc"
