#include "server/extraction/dedupekey.h"
#include "server/extraction/foldedtext.h"
#include "server/extraction/spanlocator.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throughline;
using namespace throughline::server::extraction;
using Match = LocatedSpan::Match;

Q_DECLARE_METATYPE(Match)

class TestSpanLocator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aQuoteIsFound_data();
    void aQuoteIsFound();
    void aMangledQuoteIsFoundWhereItWas();
    void aMisspelledQuoteIsFoundWhereItWas();
    void hostileMessagesTakeLinearTime();
    void gradesAreTheContracts();
    void sameWordsGiveTheSameKey();

private:
    static QString passage();
};

QString TestSpanLocator::passage()
{
    // Every stretch of some length occurs once.
    return u"We want onboarding to take one afternoon, not three days. The \u201Cold\u201D wizard asks for "
           u"42 things \u2014 "
           "nobody needs half of them\u2026 My colleague\u2019s guess: people leave at step four.\n\nIt has "
           "to run on a 4 GB "
           "machine, and I assume writes will stay under 200 a second in the first year. \U0001F600 Budgets "
           "are tight; "
           "Z\u00FCrich pays, \u00C5rhus doesn't."_s;
}

void TestSpanLocator::aQuoteIsFound_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("quote");
    QTest::addColumn<Match>("match");
    QTest::addColumn<QString>("found");

    const QString message =
        u"It\u2019s slow \u2014 very  slow.\nWe  need **more** memory\u2026 The theme is the same."_s;
    QTest::newRow("exact") << message << u"The theme"_s << Match::Exact << u"The theme"_s;
    QTest::newRow("trimmed") << message << u"  The theme \n"_s << Match::Exact << u"The theme"_s;
    QTest::newRow("whole words first") << message << u"the"_s << Match::Exact << u"the"_s;
    QTest::newRow("case") << message << u"the THEME"_s << Match::Folded << u"The theme"_s;
    QTest::newRow("apostrophe and dash")
        << message << u"It's slow - very slow"_s << Match::Folded << u"It\u2019s slow \u2014 very  slow"_s;
    QTest::newRow("line break") << message << u"slow. We need"_s << Match::Folded << u"slow.\nWe  need"_s;
    QTest::newRow("emphasis") << message << u"need more memory..."_s << Match::Folded
                              << u"need **more** memory\u2026"_s;
    QTest::newRow("one word off") << message << u"We really need more memory"_s << Match::None << QString();
    QTest::newRow("a typo") << message << u"The teme is the same"_s << Match::Fuzzy
                            << u"The theme is the same"_s;
    QTest::newRow("not there") << message << u"something else entirely"_s << Match::None << QString();
    QTest::newRow("short and not there") << message << u"thx"_s << Match::None << QString();
    QTest::newRow("longer than the message")
        << u"short"_s << u"a quote much longer than all"_s << Match::None << QString();
    QTest::newRow("empty quote") << message << u"  "_s << Match::None << QString();
    QTest::newRow("empty message") << u""_s << u"something or other"_s << Match::None << QString();
    QTest::newRow("only emphasis") << message << u"****"_s << Match::None << QString();
}

void TestSpanLocator::aQuoteIsFound()
{
    QFETCH(QString, message);
    QFETCH(QString, quote);
    QFETCH(Match, match);
    QFETCH(QString, found);
    const LocatedSpan span = SpanLocator().locate(message, quote);
    QCOMPARE(int(span.match), int(match));
    QCOMPARE(message.mid(span.start, span.end - span.start), found);
}

void TestSpanLocator::aMangledQuoteIsFoundWhereItWas()
{
    const QString text = passage();
    QRandomGenerator random(7);
    for (int round = 0; round < 600; ++round) {
        const qsizetype length = 12 + random.bounded(60);
        qsizetype start = random.bounded(int(text.size() - length));
        // A quote starts and ends with a letter; a space at the edge has no place of its own.
        while (!text[start].isLetter() || !text[start + length - 1].isLetter())
            start = random.bounded(int(text.size() - length));
        QString quote;
        for (const QChar c : text.mid(start, length)) {
            if (c.isSpace())
                quote += random.bounded(2) ? u"\n\t "_s : u" "_s;
            else if (c == u'\u2019' || c == u'\'')
                quote += random.bounded(2) ? u'\'' : QChar(0x2018);
            else if (c == u'\u2014' || c == u'-')
                quote += random.bounded(2) ? u'-' : QChar(0x2013);
            else if (c == u'\u201C' || c == u'\u201D')
                quote += u'"';
            else
                quote += random.bounded(2) ? c.toUpper() : c.toLower();
        }
        const LocatedSpan span = SpanLocator().locate(text, quote);
        const QString message = u"round %1: \"%2\" found at %3…%4, was at %5…%6"_s.arg(round)
                                    .arg(quote)
                                    .arg(span.start)
                                    .arg(span.end)
                                    .arg(start)
                                    .arg(start + length);
        QVERIFY2(span.match == Match::Exact || span.match == Match::Folded, qPrintable(message));
        QVERIFY2(span.start == start && span.end == start + length, qPrintable(message));
    }
}

void TestSpanLocator::aMisspelledQuoteIsFoundWhereItWas()
{
    const QString text = passage();
    QRandomGenerator random(11);
    for (int round = 0; round < 400; ++round) {
        const qsizetype length = 36 + random.bounded(60);
        const qsizetype start = random.bounded(int(text.size() - length));
        QString quote = text.mid(start, length);
        const int edits = 1 + random.bounded(3);
        for (int edit = 0; edit < edits; ++edit) {
            const qsizetype at = 2 + random.bounded(int(quote.size()) - 4);
            switch (random.bounded(3)) {
            case 0:
                quote.remove(at, 1);
                break;
            case 1:
                quote.insert(at, u'q');
                break;
            default:
                quote[at] = u'x';
            }
        }
        const LocatedSpan span = SpanLocator().locate(text, quote);
        const QString message = u"round %1: \"%2\" found at %3…%4, was at %5…%6"_s.arg(round)
                                    .arg(quote)
                                    .arg(span.start)
                                    .arg(span.end)
                                    .arg(start)
                                    .arg(start + length);
        QVERIFY2(span.match != Match::None, qPrintable(message));
        QVERIFY2(qAbs(span.start - start) <= 4 && qAbs(span.end - start - length) <= 4, qPrintable(message));
    }
}

void TestSpanLocator::hostileMessagesTakeLinearTime()
{
    const QString message = u"aaaaaaa "_s.repeated(60'000);
    QElapsedTimer timer;
    timer.start();
    const LocatedSpan span = SpanLocator().locate(message, u"aaaaaaa b aaaaaaa b "_s.repeated(20));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(int(span.match), int(Match::None));
}

void TestSpanLocator::gradesAreTheContracts()
{
    QCOMPARE((LocatedSpan{Match::Exact, 0, 1}.alignment()), protocol::Alignment::Exact);
    QCOMPARE((LocatedSpan{Match::Folded, 0, 1}.alignment()), protocol::Alignment::Exact);
    QCOMPARE((LocatedSpan{Match::Fuzzy, 0, 1}.alignment()), protocol::Alignment::Fuzzy);
    QCOMPARE(LocatedSpan{}.alignment(), protocol::Alignment::None);
}

void TestSpanLocator::sameWordsGiveTheSameKey()
{
    using protocol::SignalType;
    QCOMPARE(normalizedText(u"  \u201CIt\u2019s  **Slow**.\u201D "), u"it's slow"_s);
    const QString key = dedupeKey(SignalType::Claim, u"It's slow.");
    QCOMPARE(key.size(), 64);
    QCOMPARE(dedupeKey(SignalType::Claim, u"it\u2019s  SLOW"), key);
    QVERIFY(dedupeKey(SignalType::Goal, u"It's slow.") != key);
    QVERIFY(dedupeKey(SignalType::Claim, u"It's slower.") != key);
}

QTEST_GUILESS_MAIN(TestSpanLocator)
#include "tst_spanlocator.moc"
