#include "net/secretmask.h"

#include <QtTest>

using namespace throughline;

class TestSecretMask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsInHeadersAreReplaced_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char *name, const char *value, const char *shown) {
            QTest::addRow("%s: %s", name, value)
                << QByteArray(name) << QByteArray(value) << QByteArray(shown);
        };
        row("Authorization", "Bearer abc.def", "Bearer ***");
        row("authorization", "Basic dTpw", "Basic ***");
        row("AUTHORIZATION", "abc.def", "***");
        row("Proxy-Authorization", "Bearer x", "Bearer ***");
        row("Cookie", "sessionid=1", "***");
        row("Set-Cookie", "sessionid=1; Path=/", "***");
        row("X-Api-Key", "k", "***");
        row("api-key", "k", "***");
        row("X-CSRFToken", "t", "***");
        row("X-Amz-Security-Token", "t", "***");
        row("Idempotency-Key", "0190", "0190");
        row("X-Correlation-ID", "0190", "0190");
        row("Content-Type", "application/json", "application/json");
        row("Location", "/next/?token=abc&a=1#b", "/next/?token=***&a=1#b");
        row("location", "https://ada:pw@h/#access_token=abc", "https://h/#***");
        row("ETag", "\"7\"", "\"7\"");
    }
    void secretsInHeadersAreReplaced()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, shown);
        const net::HeaderList masked = net::maskedHeaders({{name, value}});
        QCOMPARE(masked.size(), 1);
        QCOMPARE(masked[0].first, name);
        QCOMPARE(masked[0].second, shown);
    }

    void secretsInAddressesAreReplaced_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("shown");
        QTest::newRow("nothing secret") << QStringLiteral("http://h/api/signals/?thread_id=1&type=Goal")
                                        << QStringLiteral("http://h/api/signals/?thread_id=1&type=Goal");
        QTest::newRow("password") << QStringLiteral("http://user:pass@h/x") << QStringLiteral("http://h/x");
        QTest::newRow("token") << QStringLiteral("http://h/x?a=1&access_token=t%26u&b=2")
                               << QStringLiteral("http://h/x?a=1&access_token=***&b=2");
    }
    void secretsInAddressesAreReplaced()
    {
        QFETCH(QString, url);
        QFETCH(QString, shown);
        QCOMPARE(net::maskedUrl(QUrl(url)).toString(QUrl::FullyEncoded), shown);
    }

    void whatWasSentIsTakenOutOfWhatIsSaid_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        const QByteArray key = "sk-Tq3/x\"Zk8Vw-LmR2";
        QTest::newRow("whole") << "Wrong key " + key + "." << QByteArray("Wrong key ***.");
        QTest::newRow("twice") << key + ' ' + key << QByteArray("*** ***");
        QTest::newRow("the end of it") << "…" + key.right(8) + "!" << QByteArray("…***!");
        QTest::newRow("cut off") << "Wrong key " + key.left(11) << QByteArray("Wrong key ***");
        QTest::newRow("too little to matter") << "sk-Tq…" + key.right(7) << "sk-Tq…" + key.right(7);
        QTest::newRow("percent-encoded")
            << "?key=" + key.toPercentEncoding() + "&a=1" << QByteArray("?key=***&a=1");
        QTest::newRow("in JSON") << QByteArray("\"sk-Tq3/x\\\"Zk8Vw-LmR2\"") << QByteArray("\"***\"");
        QTest::newRow("in JSON, with its slashes")
            << QByteArray("\"sk-Tq3\\/x\\\"Zk8Vw-LmR2\"") << QByteArray("\"***\"");
        QTest::newRow("hexadecimal") << key.toHex() << QByteArray("***");
        QTest::newRow("base64") << key.toBase64() << QByteArray("***g==");
    }
    void whatWasSentIsTakenOutOfWhatIsSaid()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(net::withoutSecrets(text, {"sk-Tq3/x\"Zk8Vw-LmR2"}), shown);
    }

    void base64IsKnownWhereverItBegins()
    {
        const QByteArray key = "sk-Tq3/x\"Zk8Vw-LmR2";
        for (const QByteArray before : {"", "a", "ab", "abc", "user:"}) {
            for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
                const QByteArray shown =
                    net::withoutSecrets((before + key + "tail").toBase64(alphabet), {key});
                QVERIFY2(shown.contains("***"), shown);
                QVERIFY2(shown.size() < before.size() * 2 + 22, shown);
            }
        }
    }

    void shortSecretsAreFoundWhole()
    {
        QCOMPARE(net::withoutSecrets(QStringLiteral("Größe: not “hunter2”"), {"hunter2"}),
            QStringLiteral("Größe: not “***”"));
        QCOMPARE(net::withoutSecrets(QByteArray("a pen"), {"a", ""}), QByteArray("a pen"));
    }

    void theSecretsOfHeadersAreFoundWithoutTheirScheme()
    {
        QCOMPARE(net::secretsIn({{"Authorization", "Bearer abc"}, {"Accept", "*/*"}, {"api-key", "k"}}),
            QByteArrayList({"abc", "k"}));
    }

    void signInRequestsAreKnown()
    {
        QVERIFY(net::isSignIn(QUrl(QStringLiteral("http://h/api/auth/token/"))));
        QVERIFY(net::isSignIn(QUrl(QStringLiteral("http://h/api/auth/token/refresh/"))));
        QVERIFY(!net::isSignIn(QUrl(QStringLiteral("http://h/api/chat/threads/"))));
    }
};

QTEST_APPLESS_MAIN(TestSecretMask)
#include "tst_secretmask.moc"
