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

    void signInRequestsAreKnown()
    {
        QVERIFY(net::isSignIn(QUrl(QStringLiteral("http://h/api/auth/token/"))));
        QVERIFY(net::isSignIn(QUrl(QStringLiteral("http://h/api/auth/token/refresh/"))));
        QVERIFY(!net::isSignIn(QUrl(QStringLiteral("http://h/api/chat/threads/"))));
    }
};

QTEST_APPLESS_MAIN(TestSecretMask)
#include "tst_secretmask.moc"
