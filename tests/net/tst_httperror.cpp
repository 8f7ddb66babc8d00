#include "net/httperror.h"

#include <QtTest>

using namespace throughline;
using namespace std::chrono_literals;

class TestHttpError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStatusDecidesTheKind_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<QString>("kind");
        const auto row = [](int status, const char *kind, const char *retryAfter = "") {
            QTest::addRow("%d %s", status, retryAfter)
                << status << QByteArray(retryAfter) << QString::fromLatin1(kind);
        };
        row(302, "refused");
        row(400, "refused");
        row(401, "unauthorized");
        row(403, "forbidden");
        row(404, "notFound");
        row(406, "refused");
        row(407, "network");
        row(408, "timeout");
        row(409, "refused");
        row(429, "rateLimited");
        row(429, "rateLimited", "7");
        row(500, "server");
        row(502, "server");
        row(503, "server");
        row(503, "rateLimited", "7");
        row(200, "malformed");
    }
    void theStatusDecidesTheKind()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, retryAfter);
        QFETCH(QString, kind);
        net::HttpResponseHead head{.status = status, .correlationId = QStringLiteral("c-1")};
        if (!retryAfter.isEmpty())
            head.headers = {{"Retry-After", retryAfter}};
        const protocol::ApiError error = net::errorFromAnswer(head, {}, QDateTime::currentDateTimeUtc());
        QCOMPARE(protocol::kindName(error.kind), kind);
        QCOMPARE(error.status, status);
        QCOMPARE(error.correlationId, QStringLiteral("c-1"));
        QVERIFY(!error.message.isEmpty());
        QCOMPARE(error.retryAfter.has_value(), !retryAfter.isEmpty());
    }

    void theBodysSentenceIsUsed()
    {
        const net::HttpResponseHead head{.status = 400};
        QCOMPARE(net::errorFromAnswer(head, R"({"content": ["Say something."]})", {}).message,
            QStringLiteral("Say something."));
        QVERIFY(!net::errorFromAnswer(head, "<html><b>x</b></html>", {}).message.contains(QLatin1Char('<')));
    }

    void retryAfterIsSecondsOrADate_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<qint64>("milliseconds"); // -1: none
        QTest::newRow("seconds") << QByteArray("120") << qint64(120'000);
        QTest::newRow("zero") << QByteArray("0") << qint64(0);
        QTest::newRow("with spaces") << QByteArray(" 5 ") << qint64(5'000);
        QTest::newRow("beyond all reason")
            << QByteArray("99999999999999999999999") << qint64(9'999'999'999'000);
        QTest::newRow("date") << QByteArray("Fri, 14 Mar 2025 09:28:53 GMT") << qint64(120'000);
        QTest::newRow("date in the past") << QByteArray("Fri, 14 Mar 2025 09:00:00 GMT") << qint64(0);
        QTest::newRow("obsolete date") << QByteArray("Friday, 14-Mar-25 09:28:53 GMT") << qint64(120'000);
        QTest::newRow("date of C") << QByteArray("Fri Mar 14 09:28:53 2025") << qint64(120'000);
        QTest::newRow("date of C, one digit") << QByteArray("Sat Mar  1 09:28:53 2025") << qint64(0);
        QTest::newRow("empty") << QByteArray() << qint64(-1);
        QTest::newRow("negative") << QByteArray("-5") << qint64(-1);
        QTest::newRow("fraction") << QByteArray("1.5") << qint64(-1);
        QTest::newRow("words") << QByteArray("soon") << qint64(-1);
    }
    void retryAfterIsSecondsOrADate()
    {
        QFETCH(QByteArray, value);
        QFETCH(qint64, milliseconds);
        const QDateTime now(QDate(2025, 3, 14), QTime(9, 26, 53), Qt::UTC);
        const auto parsed = net::parseRetryAfter(value, now);
        QCOMPARE(parsed ? qint64(parsed->count()) : -1, milliseconds);
    }

    void theStatusSpeaksForItself()
    {
        QVERIFY(!net::errorFromNetwork(QNetworkReply::NoError, 200, {}));
        QVERIFY(!net::errorFromNetwork(QNetworkReply::ContentNotFoundError, 404, {}));
        QVERIFY(!net::errorFromNetwork(QNetworkReply::ProtocolInvalidOperationError, 400, {}));
        QVERIFY(!net::errorFromNetwork(QNetworkReply::ServiceUnavailableError, 503, {}));
        // But a connection that broke while an error was told did break.
        QVERIFY(net::errorFromNetwork(QNetworkReply::RemoteHostClosedError, 503, {}).has_value());
    }

    void everyNetworkErrorHasAKindAndASentence_data()
    {
        QTest::addColumn<QNetworkReply::NetworkError>("error");
        QTest::addColumn<QString>("kind");
        const auto row = [](QNetworkReply::NetworkError error, const char *kind) {
            QTest::addRow("%d", int(error)) << error << QString::fromLatin1(kind);
        };
        row(QNetworkReply::ConnectionRefusedError, "network");
        row(QNetworkReply::RemoteHostClosedError, "network");
        row(QNetworkReply::HostNotFoundError, "network");
        row(QNetworkReply::TimeoutError, "timeout");
        row(QNetworkReply::OperationCanceledError, "cancelled");
        row(QNetworkReply::SslHandshakeFailedError, "tls");
        row(QNetworkReply::TemporaryNetworkFailureError, "network");
        row(QNetworkReply::UnknownNetworkError, "network");
        row(QNetworkReply::ProxyNotFoundError, "network");
        row(QNetworkReply::ProxyAuthenticationRequiredError, "network");
        row(QNetworkReply::ProtocolFailure, "malformed");
        row(QNetworkReply::UnknownServerError, "network");
    }
    void everyNetworkErrorHasAKindAndASentence()
    {
        QFETCH(QNetworkReply::NetworkError, error);
        QFETCH(QString, kind);
        const auto mapped = net::errorFromNetwork(error, 0, {});
        QVERIFY(mapped.has_value());
        QCOMPARE(protocol::kindName(mapped->kind), kind);
        QVERIFY2(mapped->message.endsWith(QLatin1Char('.')), qPrintable(mapped->message));
    }

    void anAnswerThatCouldNotBeReadIsMalformed()
    {
        const auto mapped = net::errorFromNetwork(QNetworkReply::UnknownContentError, 200, {});
        QVERIFY(mapped.has_value());
        QCOMPARE(protocol::kindName(mapped->kind), QStringLiteral("malformed"));
    }
};

QTEST_APPLESS_MAIN(TestHttpError)
#include "tst_httperror.moc"
