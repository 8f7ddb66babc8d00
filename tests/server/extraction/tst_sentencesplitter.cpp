#include "server/extraction/sentencesplitter.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throughline::server::extraction;

class TestSentenceSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMessageFallsIntoSentences_data();
    void aMessageFallsIntoSentences();
    void whatIsNotProseHasNoSentence_data();
    void whatIsNotProseHasNoSentence();
    void codeAndAddressesStayInPlaceButAreBlanked();
    void rangesCountUtf16UnitsOfTheOriginal();
    void hostileMessagesTakeLinearTime_data();
    void hostileMessagesTakeLinearTime();

private:
    static QStringList sentencesOf(const QString &message)
    {
        QStringList sentences;
        const SplitText split = SentenceSplitter().split(message);
        for (const TextRange &range : split.sentences)
            sentences << message.mid(range.start, range.length());
        return sentences;
    }
};

void TestSentenceSplitter::aMessageFallsIntoSentences_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QStringList>("sentences");

    QTest::newRow("plain") << u"We need it. Is it fast? Yes!"_s
                           << QStringList{u"We need it."_s, u"Is it fast?"_s, u"Yes!"_s};
    QTest::newRow("no final stop") << u"we need it"_s << QStringList{u"we need it"_s};
    QTest::newRow("lower case throughout") << u"its too slow. we need more. ok"_s
                                           << QStringList{u"its too slow."_s, u"we need more."_s, u"ok"_s};
    QTest::newRow("abbreviations") << u"Use a queue, e.g. Redis, vs. a table. Dr. Lee agrees."_s
                                   << QStringList{
                                          u"Use a queue, e.g. Redis, vs. a table."_s, u"Dr. Lee agrees."_s};
    QTest::newRow("soft abbreviation")
        << u"Logs, traces etc. go to disk. We keep logs, traces etc. They go to disk."_s
        << QStringList{
               u"Logs, traces etc. go to disk."_s, u"We keep logs, traces etc."_s, u"They go to disk."_s};
    QTest::newRow("initial") << u"Ask J. Smith first. Then I. Then go."_s
                             << QStringList{u"Ask J. Smith first."_s, u"Then I."_s, u"Then go."_s};
    QTest::newRow("numbers") << u"It took 3.5 s on v2.1.3. No. 4 took 1,200 ms."_s
                             << QStringList{u"It took 3.5 s on v2.1.3."_s, u"No. 4 took 1,200 ms."_s};
    QTest::newRow("url with dots and a question mark")
        << u"See https://a.example/x?y=1. It says so."_s
        << QStringList{u"See https://a.example/x?y=1."_s, u"It says so."_s};
    QTest::newRow("file names") << u"The bug is in main.cpp and foo.h now."_s
                                << QStringList{u"The bug is in main.cpp and foo.h now."_s};
    QTest::newRow("ellipsis goes on")
        << u"well... maybe not. ok then"_s << QStringList{u"well... maybe not."_s, u"ok then"_s};
    QTest::newRow("bullets") << u"Needs:\n- fast search\n* no vendor\n1. cheap\n2) simple"_s
                             << QStringList{
                                    u"Needs:"_s, u"fast search"_s, u"no vendor"_s, u"cheap"_s, u"simple"_s};
    QTest::newRow("check list") << u"- [ ] ship it\n- [x] test it"_s
                                << QStringList{u"ship it"_s, u"test it"_s};
    QTest::newRow("heading") << u"## Our goals\nCut costs."_s << QStringList{u"Our goals"_s, u"Cut costs."_s};
    QTest::newRow("lines are sentences in chat")
        << u"we need search\nit must be fast"_s << QStringList{u"we need search"_s, u"it must be fast"_s};
    QTest::newRow("a line wrapped by an editor goes on")
        << u"We would like the whole onboarding to take no more than\none afternoon. Really."_s
        << QStringList{
               u"We would like the whole onboarding to take no more than\none afternoon."_s, u"Really."_s};
    QTest::newRow("emphasis around") << u"**We need it.** _Now._"_s
                                     << QStringList{u"We need it."_s, u"Now."_s};
    QTest::newRow("semicolon") << u"It is fast; it is cheap."_s
                               << QStringList{u"It is fast;"_s, u"it is cheap."_s};
    QTest::newRow("closing quote") << u"He said \"stop.\" Then we left."_s
                                   << QStringList{u"He said \"stop.\""_s, u"Then we left."_s};
    QTest::newRow("CRLF") << u"We need it.\r\nNow.\r\n"_s << QStringList{u"We need it."_s, u"Now."_s};
    QTest::newRow("empty") << u""_s << QStringList{};
    QTest::newRow("only marks") << u"... !!! ---\n12\n"_s << QStringList{};
}

void TestSentenceSplitter::aMessageFallsIntoSentences()
{
    QFETCH(QString, message);
    QFETCH(QStringList, sentences);
    QCOMPARE(sentencesOf(message), sentences);
}

void TestSentenceSplitter::whatIsNotProseHasNoSentence_data()
{
    QTest::addColumn<QString>("message");
    QTest::newRow("fenced code") << u"Before it.\n```cpp\nint main(); // We must fail.\n```\nAfter it."_s;
    QTest::newRow("tilde fence") << u"Before it.\n~~~\nWe must fail.\n```\nStill code.\n~~~\nAfter it."_s;
    QTest::newRow("longer fence") << u"Before it.\n````\n```\nWe must fail.\n```\n````\nAfter it."_s;
    QTest::newRow("indented code") << u"Before it.\n\n    We must fail.\n\tWe really must.\n\nAfter it."_s;
    QTest::newRow("quoted lines") << u"Before it.\n> We must fail.\n>> Yes.\nAfter it."_s;
    QTest::newRow("table") << u"Before it.\n| We must | fail |\n|---|---|\n| a | b |\nAfter it."_s;
    QTest::newRow("rules") << u"Before it.\n---\n***\nAfter it."_s;
}

void TestSentenceSplitter::whatIsNotProseHasNoSentence()
{
    QFETCH(QString, message);
    QCOMPARE(sentencesOf(message), (QStringList{u"Before it."_s, u"After it."_s}));
}

void TestSentenceSplitter::codeAndAddressesStayInPlaceButAreBlanked()
{
    const QString message = u"Call `must()` at https://must.example/x or a@must.example, ``a ` must`` now."_s;
    const SplitText split = SentenceSplitter().split(message);
    QCOMPARE(split.masked.size(), message.size());
    QVERIFY2(!split.masked.contains(u"must"), qPrintable(split.masked));
    QCOMPARE(split.sentences, (QList<TextRange>{{0, message.size()}}));
    QVERIFY(split.masked.startsWith(u"Call "));
    QVERIFY(split.masked.endsWith(u" now."));

    // What is not closed is not code.
    QVERIFY(SentenceSplitter().split(u"It `must run."_s).masked.contains(u"must"));
}

void TestSentenceSplitter::rangesCountUtf16UnitsOfTheOriginal()
{
    const QString message = u"\U0001F600 Great. It must run."_s;
    const SplitText split = SentenceSplitter().split(message);
    QCOMPARE(split.sentences.size(), 2);
    const TextRange last = split.sentences.last();
    QCOMPARE(message.mid(last.start, last.length()), u"It must run."_s);
    QCOMPARE(last.start, message.indexOf(u"It must"));
}

void TestSentenceSplitter::hostileMessagesTakeLinearTime_data()
{
    QTest::addColumn<QString>("piece");
    QTest::newRow("stops") << u". "_s;
    QTest::newRow("initials") << u"A. "_s;
    QTest::newRow("open code") << u"`a ``b ```c "_s;
    QTest::newRow("one long word") << u"a."_s;
    QTest::newRow("quotes") << u">\n"_s;
    QTest::newRow("markers") << u"- "_s;
}

void TestSentenceSplitter::hostileMessagesTakeLinearTime()
{
    QFETCH(QString, piece);
    QElapsedTimer timer;
    timer.start();
    const SplitText split = SentenceSplitter().split(piece.repeated(200'000 / piece.size()));
    QCOMPARE(split.masked.size(), 200'000 / piece.size() * piece.size());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestSentenceSplitter)
#include "tst_sentencesplitter.moc"
