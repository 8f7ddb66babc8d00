#include "client/accesstoken.h"
#include "client/tokens.h"

#include <QTest>

using namespace throughline;
using namespace std::chrono_literals;

class TestAccessToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWebTokenSaysHowLongItIsValid()
    {
        QCOMPARE(client::lifetimeOf(test::webToken(300)), std::optional(300s));
        QCOMPARE(client::lifetimeOf(test::webToken(2)), std::optional(2s));
    }

    void anythingElseDoesNot_data()
    {
        QTest::addColumn<QByteArray>("token");
        const auto withClaims = [](const QByteArray &claims) {
            return "e30." + claims.toBase64(QByteArray::Base64UrlEncoding) + ".e30";
        };
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("opaque") << QByteArray("9f86d081884c7d659a2feaa0c55ad015");
        QTest::newRow("two parts") << QByteArray("e30.e30");
        QTest::newRow("no JSON") << withClaims("hello");
        QTest::newRow("no times") << withClaims("{}");
        QTest::newRow("texts for times") << withClaims(R"({"iat":"1","exp":"2"})");
        QTest::newRow("ends before it begins") << withClaims(R"({"iat":20,"exp":10})");
        QTest::newRow("negative") << withClaims(R"({"iat":-20,"exp":10})");
        QTest::newRow("beyond all times") << withClaims(R"({"iat":0,"exp":9e18})");
        QTest::newRow("nested") << withClaims(QByteArray(3000, '['));
    }
    void anythingElseDoesNot()
    {
        QFETCH(QByteArray, token);
        QVERIFY(!client::lifetimeOf(token));
    }

    void whatCannotBeAHeaderIsNoToken()
    {
        QVERIFY(client::isToken("abc.DEF-_~"));
        QVERIFY(!client::isToken(""));
        QVERIFY(!client::isToken("a b"));
        QVERIFY(!client::isToken("a\r\nX-Other: b"));
        QVERIFY(!client::isToken("\xc3\xa4"));
        QVERIFY(!client::isToken(QByteArray(8193, 'a')));
    }
};

QTEST_GUILESS_MAIN(TestAccessToken)
#include "tst_accesstoken.moc"
