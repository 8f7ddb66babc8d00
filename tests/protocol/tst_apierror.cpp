#include "protocol/apierror.h"

#include <QTest>

using namespace throughline::protocol;

class ApiErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBestSentenceIsFound_data();
    void theBestSentenceIsFound();
    void markupIsNeverShown_data();
    void markupIsNeverShown();
};

void ApiErrorTest::theBestSentenceIsFound_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("detail") << QByteArray(R"({"detail": "Not found."})") << QStringLiteral("Not found.");
    QTest::newRow("error") << QByteArray(R"({"error": "No room left."})") << QStringLiteral("No room left.");
    QTest::newRow("error object") << QByteArray(R"({"error": {"message": "Bad model."}})")
                                  << QStringLiteral("Bad model.");
    QTest::newRow("non field errors")
        << QByteArray(R"({"non_field_errors": ["Wrong password."]})") << QStringLiteral("Wrong password.");
    QTest::newRow("field") << QByteArray(R"({"content": ["This field may not be blank."]})")
                           << QStringLiteral("This field may not be blank.");
    QTest::newRow("list") << QByteArray(R"(["First.", "Second."])") << QStringLiteral("First.");
}

void ApiErrorTest::theBestSentenceIsFound()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, sentence);
    QCOMPARE(sentenceFromErrorBody(400, body), sentence);
}

void ApiErrorTest::markupIsNeverShown_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("page") << 500 << QByteArray("<!doctype html><h1>Server Error (500)</h1>");
    QTest::newRow("page in detail") << 502 << QByteArray(R"({"detail": "<b>Bad gateway</b>"})");
    QTest::newRow("bytes") << 404 << QByteArray("\x00\xff\xfe", 3);
    QTest::newRow("nothing") << 418 << QByteArray();
    QTest::newRow("a novel") << 400 << QByteArray("{\"detail\": \"" + QByteArray(10'000, 'a') + "\"}");
}

void ApiErrorTest::markupIsNeverShown()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const QString sentence = sentenceFromErrorBody(status, body);
    QVERIFY2(!sentence.isEmpty() && !sentence.contains(QLatin1Char('<')) && sentence.size() < 100,
        qPrintable(sentence));
}

QTEST_APPLESS_MAIN(ApiErrorTest)
#include "tst_apierror.moc"
