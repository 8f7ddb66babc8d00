#include "server/provider/quirkrules.h"
#include "support/testdata.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QtTest>

using namespace throughline;
using namespace throughline::test;

/// The recorded quirks of model servers: each body ends as its `client_must` says, whole, in any two pieces
/// and byte by byte. quirkrules.cpp says what the words of a `client_must` mean.
class TestChatQuirks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = testDataFile(QStringLiteral("provider-quirks.json"));
        if (path.isEmpty())
            QSKIP("no test data: set THROUGHLINE_TEST_DATA to the folder that has provider-quirks.json");
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        // QJsonDocument drops U+FEFF at the start of a text unless it is escaped.
        const QByteArray json = file.readAll().replace("\xEF\xBB\xBF", "\\ufeff");
        m_entries = QJsonDocument::fromJson(json).array();
        QVERIFY(!m_entries.isEmpty());
    }

    void itIsReadAsItIsMeant_data() { entries(); }
    void itIsReadAsItIsMeant()
    {
        QFETCH(QJsonObject, entry);
        const Quirk quirk(entry);
        const QString problem = generalProblem(quirk);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void itEndsAsTheClientMust_data() { entries(); }
    void itEndsAsTheClientMust()
    {
        QFETCH(QJsonObject, entry);
        const Quirk quirk(entry);
        for (const QuirkRule &rule : quirkRules()) {
            const QRegularExpression words(
                QString::fromUtf8(rule.words), QRegularExpression::CaseInsensitiveOption);
            QVERIFY(words.isValid());
            if (!words.match(quirk.rule).hasMatch())
                continue;
            const QString problem = rule.problem(quirk);
            QVERIFY2(problem.isEmpty(),
                qPrintable(QStringLiteral("\"%1\": %2").arg(QString::fromUtf8(rule.words), problem)));
        }
    }

    void thePiecesDoNotMatter_data() { entries(); }
    void thePiecesDoNotMatter()
    {
        QFETCH(QJsonObject, entry);
        const Quirk quirk(entry);
        for (const int status : {200, 502}) {
            const QString difference =
                whereSplitsDiffer(quirk.body, outcomeOf(quirk.body, {}, status), status);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
        }
    }

    void lineEndsDoNotMatter_data() { entries(); }
    void lineEndsDoNotMatter()
    {
        QFETCH(QJsonObject, entry);
        const Quirk quirk(entry);
        for (const char *lineEnd : {"\r\n", "\r"}) {
            QByteArray body = quirk.body;
            body.replace("\n", lineEnd);
            QVERIFY(outcomeOf(body) == quirk.outcome);
        }
    }

    void everyBeginningOfItEndsSomehow_data() { entries(); }
    void everyBeginningOfItEndsSomehow()
    {
        QFETCH(QJsonObject, entry);
        const Quirk quirk(entry);
        for (qsizetype size = 0; size < quirk.body.size(); ++size) {
            const ChatOutcome cut = outcomeOf(quirk.body.first(size));
            const bool isComplete = cut.ending.kind == server::provider::ChatEnding::Kind::Complete;
            QVERIFY(cut.ending.error.has_value() != isComplete);
            QVERIFY2(!isComplete || !cut.text.isEmpty() || !cut.toolCalls.isEmpty(),
                qPrintable(QStringLiteral("empty and complete after %1 bytes").arg(size)));
        }
    }

private:
    void entries()
    {
        QTest::addColumn<QJsonObject>("entry");
        for (const QJsonValue &value : std::as_const(m_entries))
            QTest::newRow(qPrintable(value[QLatin1String("id")].toString())) << value.toObject();
    }

    QJsonArray m_entries;
};

QTEST_APPLESS_MAIN(TestChatQuirks)
#include "tst_chatquirks.moc"
