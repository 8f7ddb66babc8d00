#include "client/replytext.h"

#include <QRandomGenerator>
#include <QTest>

using throughline::client::ReplyText;
using throughline::protocol::StreamDelta;
using Effect = ReplyText::Effect;

namespace {

StreamDelta delta(const char *text, qint64 offset)
{
    return {.text = QString::fromUtf8(text), .offset = offset};
}

} // namespace

class TestReplyText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deltasWithoutOffsetsAreAppended()
    {
        ReplyText text;
        QCOMPARE(text.apply({.text = QStringLiteral("Hel"), .offset = {}}).effect, Effect::Appended);
        QCOMPARE(text.apply({.text = QStringLiteral("lo"), .offset = {}}).piece, QStringLiteral("lo"));
        QCOMPARE(text.apply({.text = QString(), .offset = {}}).effect, Effect::Nothing);
        QCOMPARE(text.text(), QStringLiteral("Hello"));
        QCOMPARE(text.resumeOffset(), 5);
    }

    void offsetsCountUtf8Bytes()
    {
        ReplyText text;
        QCOMPARE(text.apply(delta("é", 2)).effect, Effect::Appended);
        QCOMPARE(text.apply(delta("\U0001F9ED", 6)).effect, Effect::Appended);
        QCOMPARE(text.apply(delta("x", 7)).effect, Effect::Appended);
        QCOMPARE(text.resumeOffset(), 7);
    }

    void aDeltaThatIsKnownIsDropped()
    {
        ReplyText text;
        text.apply(delta("Hello", 5));
        QCOMPARE(text.apply(delta("Hello", 5)).effect, Effect::Nothing);
        QCOMPARE(text.apply(delta("lo", 5)).effect, Effect::Nothing);
        QCOMPARE(text.text(), QStringLiteral("Hello"));
    }

    void ofADeltaThatOverlapsOnlyTheRestIsNew()
    {
        ReplyText text;
        text.apply(delta("Grüß", 6));
        const ReplyText::Change change = text.apply(delta("üß dich", 11));
        QCOMPARE(change.effect, Effect::Appended);
        QCOMPARE(change.piece, QStringLiteral(" dich"));
        QCOMPARE(text.text(), QString::fromUtf8("Grüß dich"));
    }

    void aByteOrderMarkWhereTheNewPartBeginsIsACharacterLikeAnyOther()
    {
        const QString mark(QChar(QChar::ByteOrderMark));
        ReplyText text;
        text.apply({.text = QStringLiteral("ab"), .offset = 2});
        const auto change = text.apply({.text = QStringLiteral("b") + mark + u'c', .offset = 6});
        QCOMPARE(change.piece, mark + u'c');
        QCOMPARE(text.resumeOffset(), 6);
    }

    void whatDoesNotFitIsAGap_data()
    {
        QTest::addColumn<QString>("piece");
        QTest::addColumn<qint64>("offset");
        QTest::newRow("a hole") << QStringLiteral("x") << qint64(9);
        QTest::newRow("another text") << QStringLiteral("XXXX") << qint64(7);
        QTest::newRow("before the beginning") << QStringLiteral("abc") << qint64(1);
    }
    void whatDoesNotFitIsAGap()
    {
        QFETCH(QString, piece);
        QFETCH(qint64, offset);
        ReplyText text;
        text.apply(delta("Hello", 5));
        QCOMPARE(text.apply({.text = piece, .offset = offset}).effect, Effect::Gap);
        QCOMPARE(text.text(), QStringLiteral("Hello"));
    }

    void anotherTextFromTheBeginningReplacesWhatIsHeld()
    {
        ReplyText text;
        text.apply(delta("Hello", 5));
        QCOMPARE(text.apply(delta("Goodbye!", 8)).effect, Effect::Replaced);
        QCOMPARE(text.text(), QStringLiteral("Goodbye!"));
    }

    void afterAGapOnlyASnapshotIsTaken()
    {
        ReplyText text;
        text.apply(delta("Hello", 5));
        text.expectSnapshot();
        QCOMPARE(text.resumeOffset(), 0);
        QCOMPARE(text.text(), QStringLiteral("Hello")); // still shown
        QCOMPARE(text.apply(delta("x", 6)).effect, Effect::Gap);
        QCOMPARE(text.apply(delta("Hi", 2)).effect, Effect::Replaced);
        QCOMPARE(text.resumeOffset(), 2);
        QCOMPARE(text.apply(delta("!", 3)).effect, Effect::Appended);
    }

    void aSnapshotMayComeInPieces()
    {
        ReplyText text;
        text.apply(delta("Hello", 5));
        text.expectSnapshot();
        QCOMPARE(text.apply(delta("Grü", 4)).effect, Effect::Replaced);
        QCOMPARE(text.apply(delta("ße", 7)).effect, Effect::Appended);
        QCOMPARE(text.apply(delta(" an alle", 15)).effect, Effect::Appended);
        QCOMPARE(text.text(), QString::fromUtf8("Grüße an alle"));
    }

    void aSnapshotInPiecesThatNobodyExpectedIsAskedForAgain()
    {
        ReplyText text;
        text.apply(delta("Hello", 5));
        QCOMPARE(text.apply(delta("Bye", 3)).effect, Effect::Nothing);
        QCOMPARE(text.apply(delta("-bye!", 8)).effect, Effect::Gap);
        text.expectSnapshot();
        QCOMPARE(text.apply(delta("Bye", 3)).effect, Effect::Replaced);
        QCOMPARE(text.apply(delta("-bye!", 8)).effect, Effect::Appended);
        QCOMPARE(text.text(), QStringLiteral("Bye-bye!"));
    }

    void repeatedShuffledAndMergedDeltasGiveTheSameText()
    {
        QRandomGenerator random(7);
        const QString whole = QString::fromUtf8(
            "Zwölf Boxkämpfer jagen Viktor \U0001F9ED quer über den Sylter Deich. 日本語も。");
        for (int round = 0; round < 500; ++round) {
            ReplyText text;
            qsizetype sent = 0;
            while (text.text() != whole) {
                // A server resumes from any place it likes at or before what is held, on a character.
                qsizetype from = random.bounded(int(qMin(sent, text.text().size()) + 1));
                if (from > 0 && from < whole.size() && whole.at(from).isLowSurrogate())
                    --from;
                qsizetype to = qMin(whole.size(), from + 1 + random.bounded(12));
                if (to < whole.size() && whole.at(to).isLowSurrogate())
                    ++to;
                sent = qMax(sent, to);
                const QString piece = whole.sliced(from, to - from);
                const auto change = text.apply({.text = piece, .offset = whole.first(to).toUtf8().size()});
                QVERIFY(change.effect == Effect::Nothing || change.effect == Effect::Appended);
                QVERIFY2(whole.startsWith(text.text()), qPrintable(text.text()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestReplyText)
#include "tst_replytext.moc"
