#include "sse/utf8.h"

#include <QtTest>

using namespace throughline;

class TestUtf8 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aValueIsDecodedWhole_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QByteArray() << QString();
        QTest::newRow("ascii") << QByteArray("plain") << QStringLiteral("plain");
        QTest::newRow("with NUL") << QByteArray("a\0b", 3) << QStringLiteral("a%1b").arg(QChar(0));
        QTest::newRow("beyond the BMP") << QByteArray("\xF0\x9F\x98\x80") << QStringLiteral(u"\U0001F600");
        QTest::newRow("a leading U+FEFF is text")
            << QByteArray("\xEF\xBB\xBFx") << QStringLiteral(u"\uFEFFx");
        QTest::newRow("two of them") << QByteArray("\xEF\xBB\xBF\xEF\xBB\xBFx")
                                     << QStringLiteral(u"\uFEFF\uFEFFx");
        QTest::newRow("U+FEFF before what is broken")
            << QByteArray("\xEF\xBB\xBF\xFFx") << QStringLiteral(u"\uFEFF\uFFFDx");
        QTest::newRow("cut three-byte form keeps what follows") << QByteArray("\xE2\x82"
                                                                              "A")
                                                                << QStringLiteral(u"\uFFFDA");
        QTest::newRow("cut four-byte form keeps what follows") << QByteArray("\xF0\x9F\x92"
                                                                             "A")
                                                               << QStringLiteral(u"\uFFFDA");
        QTest::newRow("two cut forms in a row")
            << QByteArray("\xF0\x9F\xE2\x82") << QStringLiteral(u"\uFFFD\uFFFD");
        QTest::newRow("cut form before a whole one")
            << QByteArray("\xE2\x82\xC3\xA9") << QStringLiteral(u"\uFFFD\u00E9");
        QTest::newRow("cut at the end") << QByteArray("a\xF0\x9F") << QStringLiteral(u"a\uFFFD");
        QTest::newRow("overlong two") << QByteArray("\xC0\xAF") << QStringLiteral(u"\uFFFD\uFFFD");
        QTest::newRow("overlong three")
            << QByteArray("\xE0\x80\xAF") << QStringLiteral(u"\uFFFD\uFFFD\uFFFD");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\xBD") << QStringLiteral(u"\uFFFD\uFFFD\uFFFD");
        QTest::newRow("beyond U+10FFFF")
            << QByteArray("\xF4\x90\x80\x80") << QStringLiteral(u"\uFFFD\uFFFD\uFFFD\uFFFD");
        QTest::newRow("stray continuations") << QByteArray("\x80\xBF") << QStringLiteral(u"\uFFFD\uFFFD");
    }

    void aValueIsDecodedWhole()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(sse::decodeUtf8(bytes), text);
    }

    void everyCodePointIsReadBack()
    {
        constexpr char32_t perValue = 0x400;
        for (char32_t first = 0; first <= 0x10FFFF; first += perValue) {
            if (first >= 0xD800 && first < 0xE000)
                continue;
            QString text;
            for (char32_t code = first; code < first + perValue; ++code)
                text += QString::fromUcs4(&code, 1);
            // The broken tail sends the whole value through the decoder of our own.
            const QString decoded = sse::decodeUtf8(text.toUtf8() + '\xFF');
            QVERIFY2(decoded == text + QChar(QChar::ReplacementCharacter),
                qPrintable(QStringLiteral("from U+%1").arg(uint(first), 0, 16)));
        }
    }
};

QTEST_APPLESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
