#include "workspace/decisionrecord.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace throughline;
using protocol::SignalStatus;
using protocol::SignalType;
using workspace::DecisionRecord;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

protocol::Signal signal(SignalType type, const QString &text, qint64 order, const QString &quote = {})
{
    protocol::Signal signal;
    signal.id = QStringLiteral("s%1").arg(order);
    signal.type = type;
    signal.typeName = protocol::signalTypeName(type);
    signal.text = text;
    signal.quote = quote;
    signal.sequenceIndex = order;
    return signal;
}

DecisionRecord record()
{
    DecisionRecord record{
        .title = s("Lease or buy"), .writtenAt = QDateTime(QDate(2026, 3, 10), QTime(12, 0), Qt::UTC)};
    auto goal =
        signal(SignalType::Goal, s("Spend less on machines"), 1, s("I want to spend less on machines"));
    auto open =
        signal(SignalType::Question, s("What does the lease cost?"), 2, s("what does the lease cost?"));
    auto old = signal(SignalType::DecisionIntent, s("Lease for two years"), 3);
    auto pinned = signal(SignalType::DecisionIntent, s("No second vendor"), 4);
    auto gone = signal(SignalType::Claim, s("Never mind this"), 5);
    auto refused = signal(SignalType::DecisionIntent, s("Buy them all"), 6);
    goal.status = SignalStatus::Confirmed;
    old.stale = true;
    pinned.pinnedAt = record.writtenAt;
    pinned.alignment = protocol::Alignment::None;
    gone.dismissedAt = record.writtenAt;
    refused.status = SignalStatus::Rejected;
    record.findings = {open, goal, old, pinned, gone, refused};
    return record;
}

} // namespace

class TestDecisionRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theMarkdownReadsFromDecisionsToOpenQuestions()
    {
        const QString expected =
            s("# Lease or buy\n"
              "\n"
              "*Decision record, Tuesday, 10 March 2026*\n"
              "\n"
              "## Decisions\n"
              "\n"
              "- No second vendor *(not confirmed, pinned, its sentence was not found)*\n"
              "- Lease for two years *(not confirmed, its message has changed since)*\n"
              "\n"
              "## Goals\n"
              "\n"
              "- Spend less on machines *(confirmed)*\n"
              "  > I want to spend less on machines\n"
              "\n"
              "## Open questions\n"
              "\n"
              "- What does the lease cost? *(not confirmed)*\n");
        QCOMPARE(workspace::decisionRecordMarkdown(record()), expected);
    }

    void theArgdownHasAStatementForEach()
    {
        const QString expected = s("===\n"
                                   "title: \"Lease or buy\"\n"
                                   "date: \"2026-03-10\"\n"
                                   "===\n"
                                   "\n"
                                   "# Decisions\n"
                                   "\n"
                                   "[1]: No second vendor {state: \"suggested\"}\n"
                                   "\n"
                                   "[2]: Lease for two years {state: \"suggested\"}\n"
                                   "\n"
                                   "# Goals\n"
                                   "\n"
                                   "[3]: Spend less on machines {state: \"confirmed\", quote: \"I want to "
                                   "spend less on machines\"}\n"
                                   "\n"
                                   "# Open questions\n"
                                   "\n"
                                   "[4]: What does the lease cost? {state: \"suggested\"}\n");
        QCOMPARE(workspace::decisionRecordArgdown(record()), expected);
    }

    /// What was found of each other goes along, of what is in the record.
    void linksAreWritten()
    {
        DecisionRecord linked{.title = s("t"), .writtenAt = record().writtenAt};
        auto cheap = signal(SignalType::Claim, s("It is cheap"), 1);
        auto dear = signal(SignalType::Claim, s("It is *not* cheap"), 2);
        auto bill = signal(SignalType::EvidenceMention, s("the bill of May"), 3);
        auto refused = signal(SignalType::EvidenceMention, s("a rumour"), 4);
        cheap.contradicts = {dear.id};
        cheap.isUngrounded = true;
        dear.contradicts = {cheap.id};
        dear.evidence = {refused.id, bill.id, s("gone")};
        refused.status = SignalStatus::Rejected;
        linked.findings = {bill, dear, cheap, refused};
        const QString markdown = workspace::decisionRecordMarkdown(linked);
        QVERIFY2(markdown.endsWith(s("## Claims\n"
                                     "\n"
                                     "- It is cheap *(not confirmed, no evidence yet)*\n"
                                     "  - Seems to contradict: It is \\*not\\* cheap\n"
                                     "- It is \\*not\\* cheap *(not confirmed)*\n"
                                     "  - Evidence: the bill of May\n"
                                     "  - Seems to contradict: It is cheap\n"
                                     "\n"
                                     "## Evidence\n"
                                     "\n"
                                     "- the bill of May *(not confirmed)*\n")),
            qPrintable(markdown));
        const QString argdown = workspace::decisionRecordArgdown(linked);
        QVERIFY2(argdown.endsWith(s("# Claims\n"
                                    "\n"
                                    "[1]: It is cheap {state: \"suggested\"}\n"
                                    "  >< [2]\n"
                                    "\n"
                                    "[2]: It is \\*not\\* cheap {state: \"suggested\"}\n"
                                    "  + [3]\n"
                                    "\n"
                                    "# Evidence\n"
                                    "\n"
                                    "[3]: the bill of May {state: \"suggested\"}\n")),
            qPrintable(argdown));
    }

    void theJsonHasThemAsTheServerDoes()
    {
        const auto object = QJsonDocument::fromJson(workspace::decisionRecordJson(record())).object();
        QCOMPARE(object.value(s("title")).toString(), s("Lease or buy"));
        QCOMPARE(object.value(s("written_at")).toString(), s("2026-03-10T12:00:00.000000Z"));
        const QJsonArray findings = object.value(s("signals")).toArray();
        QCOMPARE(findings.size(), 4);
        QCOMPARE(protocol::signalFromJson(findings.at(2).toObject())->text, s("Spend less on machines"));
    }

    void noTextIsSyntax_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written");
        QTest::newRow("markup")
            << s("# a *b* [c](http://d) <e> `f` ~~g~~ | h")
            << s("\\# a \\*b\\* \\[c\\]\\(http\\:\\/\\/d\\) \\<e\\> \\`f\\` \\~\\~g\\~\\~ \\| h")
                   .replace(s("\\/"), s("/"));
        QTest::newRow("lines") << s("one\n\n# two\r\n- three\u2028four") << s("one \\# two \\- three four");
        QTest::newRow("data") << s("a {b: c} \\ d") << s("a \\{b\\: c\\} \\\\ d");
        QTest::newRow("places") << s("%1 %2") << s("%1 %2");
    }

    void noTextIsSyntax()
    {
        QFETCH(QString, text);
        QFETCH(QString, written);
        DecisionRecord hostile{.title = text, .writtenAt = record().writtenAt};
        hostile.findings = {signal(SignalType::Claim, text, 1, text + s(" quoted"))};
        const QString markdown = workspace::decisionRecordMarkdown(hostile);
        QVERIFY2(markdown.startsWith(s("# ") + written + u'\n'), qPrintable(markdown));
        QVERIFY2(
            markdown.contains(s("\n- ") + written + s(" *(not confirmed)*\n  > ") + written + s(" quoted\n")),
            qPrintable(markdown));
        const QString argdown = workspace::decisionRecordArgdown(hostile);
        QVERIFY2(argdown.contains(s("\n[1]: ") + written + s(" {state")), qPrintable(argdown));
        QCOMPARE(argdown.count(u'\n'), workspace::decisionRecordArgdown(record()).count(u'\n') - 10);
    }

    void aQuoteWithBracesDoesNotEndTheData()
    {
        DecisionRecord braces{.title = s("t"), .writtenAt = record().writtenAt};
        braces.findings = {signal(SignalType::Claim, s("x"), 1, s("a {b} \"c\" \\"))};
        const QString argdown = workspace::decisionRecordArgdown(braces);
        const QString data = s("{state: \"suggested\", quote: \"a \\u007bb\\u007d \\\"c\\\" \\\\\"}");
        QVERIFY2(argdown.contains(data), qPrintable(argdown));
    }

    void anEmptyOneSaysWhatItIs()
    {
        DecisionRecord empty{.title = {}, .writtenAt = record().writtenAt};
        QCOMPARE(workspace::decisionRecordMarkdown(empty),
            s("# Decision record\n\n*Decision record, Tuesday, 10 March 2026*\n"));
    }
};

QTEST_GUILESS_MAIN(TestDecisionRecord)
#include "tst_decisionrecord.moc"
