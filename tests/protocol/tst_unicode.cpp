#include "protocol/unicode.h"

#include <QtTest>

using throughline::protocol::withoutHalvesOfPairs;

class TestUnicode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void halvesOfPairsBecomeReplacementCharacters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("whole");
        const QString high(QChar(0xd83d));
        const QString low(QChar(0xde00));
        const QString replaced(QChar(QChar::ReplacementCharacter));
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("none") << QStringLiteral("Grüß 日本") << QStringLiteral("Grüß 日本");
        QTest::newRow("a pair") << high + low << high + low;
        QTest::newRow("the first half") << u'a' + high + u'b' << u'a' + replaced + u'b';
        QTest::newRow("the second half") << u'a' + low + u'b' << u'a' + replaced + u'b';
        QTest::newRow("the first half at the end") << u'a' + high << u'a' + replaced;
        QTest::newRow("the wrong way round") << low + high << replaced + replaced;
        QTest::newRow("a half before a pair") << high + high + low << replaced + high + low;
    }
    void halvesOfPairsBecomeReplacementCharacters()
    {
        QFETCH(QString, text);
        QFETCH(QString, whole);
        QCOMPARE(withoutHalvesOfPairs(text), whole);
        QVERIFY(whole.isValidUtf16());
    }
};

QTEST_APPLESS_MAIN(TestUnicode)
#include "tst_unicode.moc"
