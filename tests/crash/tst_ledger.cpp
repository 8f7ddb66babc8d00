#include "crash/ledger.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace throughline;
using crash::Ledger;
using crash::LeftBehind;
using crash::Stored;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QByteArray line(const char *say, const char *id, const char *text)
{
    return QJsonDocument(QJsonObject{{s("say"), s(say)}, {s("id"), s(id)}, {s("text"), s(text)}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

QByteArray complete(const char *id)
{
    return QJsonDocument(QJsonObject{{s("say"), s("state")}, {s("id"), s(id)}, {s("complete"), true}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

Stored message(const char *id, protocol::Role role, const char *text, const char *status = nullptr)
{
    protocol::Message message;
    message.id = s(id);
    message.role = role;
    message.content = s(text);
    if (status)
        message.metadata.insert(s("status"), s(status));
    return {.message = message, .question = role == protocol::Role::User ? QString() : s("u1")};
}

const Stored question = message("u1", protocol::Role::User, "Why?");
const Stored answer = message("a1", protocol::Role::Assistant, "Because.", "complete");

/// A client that asked, got its answer and has it on the screen.
Ledger answered()
{
    Ledger ledger;
    ledger.read(line("typed", "", "Why?") + line("sent", "", "Why?") + line("stored", "u1", "Why?") +
                line("delta", "a1", "Bec") + line("delta", "a1", "ause.") + complete("a1"));
    return ledger;
}

} // namespace

/// What checks the killed programs must see what goes wrong.
class LedgerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAgreesIsNothingToReport()
    {
        QCOMPARE(answered().disagreements({question, answer}, LeftBehind{}), QStringList());
        QCOMPARE(answered().acknowledged(), 1);
        QCOMPARE(answered().deltas(), 2);
    }

    void everythingThatCanGoWrongIsSeen_data()
    {
        QTest::addColumn<QList<Stored>>("stored");
        QTest::addColumn<QString>("what");
        const auto again = message("u2", protocol::Role::User, "Why?");
        const auto other = message("a2", protocol::Role::Assistant, "Because.", "complete");
        const auto shorter = message("a1", protocol::Role::Assistant, "Beca", "interrupted");
        const auto cut = message("a1", protocol::Role::Assistant, "Because.", "interrupted");
        const auto strange = message("u2", protocol::Role::User, "Who?");
        using List = QList<Stored>;
        QTest::newRow("an acknowledged message is gone") << List{answer} << s("lost: the acknowledged");
        QTest::newRow("a message is there twice")
            << List{question, answer, again} << s("doubled: the message");
        QTest::newRow("a reply is gone") << List{question} << s("lost: the reply");
        QTest::newRow("a reply was begun twice") << List{question, answer, other} << s("doubled: 2 replies");
        QTest::newRow("less is stored than was shown") << List{question, shorter} << s("lost: shown");
        QTest::newRow("a cut reply was shown as complete") << List{question, cut} << s("shown as complete");
        QTest::newRow("nobody typed this") << List{question, answer, strange} << s("invented");
    }

    void everythingThatCanGoWrongIsSeen()
    {
        QFETCH(QList<Stored>, stored);
        QFETCH(QString, what);
        const QStringList wrong = answered().disagreements(stored, std::nullopt);
        QVERIFY2(!wrong.filter(what).isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void aTextNobodyHasIsLostOnceTheClientIsGone()
    {
        Ledger ledger;
        ledger.read(line("typed", "", "Why?"));
        QCOMPARE(ledger.disagreements({}, std::nullopt), QStringList());
        QCOMPARE(ledger.disagreements({}, LeftBehind{}).size(), 1);
        QCOMPARE(ledger.disagreements({}, LeftBehind{.outbox = {s("Why?")}, .drafts = {}}), QStringList());
        QCOMPARE(ledger.disagreements({}, LeftBehind{.outbox = {}, .drafts = {s("What?"), s("Why?")}}),
            QStringList());
        QCOMPARE(ledger.disagreements({question}, LeftBehind{}), QStringList());
    }

    void whatOneClientShowedIsStillHeldAgainstTheServerWhenItIsGone()
    {
        Ledger ledger = answered();
        ledger.clientGone();
        ledger.read(line("shown", "a1", "Beca"));
        const auto shorter = message("a1", protocol::Role::Assistant, "Beca", "complete");
        QVERIFY(!ledger.disagreements({question, shorter}, std::nullopt).filter(s("lost: shown")).isEmpty());
    }

    void aTextThatWasReplacedOnTheScreenIsStillHeldAgainstTheServer()
    {
        Ledger ledger = answered();
        ledger.read(line("shown", "a1", "Sorry."));
        QVERIFY(!ledger.disagreements({question, answer}, std::nullopt).isEmpty());
    }

    void anotherReplyAndTheRestOfOneAreAllowedOnceForEachTimeTheyWereAskedFor()
    {
        const auto other = message("a2", protocol::Role::Assistant, "Since.", "complete");
        auto longer = message("a1", protocol::Role::Assistant, "Because. So.", "complete");
        longer.message.metadata.insert(s("continued"), 1);
        Ledger ledger = answered();
        QCOMPARE(ledger.disagreements({question, longer, other}, std::nullopt).size(), 2);
        ledger.read(line("regenerate", "a1", "") + line("continue", "a1", ""));
        QCOMPARE(ledger.disagreements({question, longer, other}, std::nullopt), QStringList());
        QCOMPARE(ledger.regenerated(), 1);
        QCOMPARE(ledger.continued(), 1);
        ledger.read(line("stop", "", "") + line("edited", "", "Who?") + line("look", "", ""));
        QCOMPARE(ledger.stopped() + ledger.edited() + ledger.looked(), 3);
        const auto third = message("a3", protocol::Role::Assistant, "As.", "complete");
        longer.message.metadata.insert(s("continued"), 2);
        QCOMPARE(ledger.disagreements({question, longer, other, third}, std::nullopt).size(), 2);
    }

    void halfALineWasNotSaid()
    {
        const QByteArray posting = line("posting", "", "Why?");
        Ledger ledger;
        ledger.read(posting.chopped(4));
        ledger.clientGone();
        QVERIFY(!ledger.isPosting());
        ledger.read(posting.chopped(4));
        ledger.read(posting.right(4));
        QVERIFY(ledger.isPosting());
        ledger.read(line("stored", "u1", "Why?"));
        QVERIFY(!ledger.isPosting());
    }

    void atTheEndTheScreenIsWhatIsStored()
    {
        Ledger ledger = answered();
        ledger.read(line("holds", "u1", "Why?"));
        QVERIFY(!ledger.disagreementsAtTheEnd({question, answer}, {question.message, answer.message}, {})
                     .filter(s("on the screen"))
                     .isEmpty());
        ledger.read(line("holds", "a1", "Because."));
        QCOMPARE(ledger.disagreementsAtTheEnd({question, answer}, {question.message, answer.message}, {}),
            QStringList());
        QVERIFY(
            !ledger.disagreementsAtTheEnd({question, answer}, {question.message, answer.message}, {s("Why?")})
                 .isEmpty());
    }
};

QTEST_GUILESS_MAIN(LedgerTest)
#include "tst_ledger.moc"
