#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Ended
{
    int code = -1;
    QList<QJsonObject> answers;
    QString out;
    QStringList complaints;
};

/// The program, with an empty home: nothing of anybody's can be read or written unseen.
class Command
{
public:
    explicit Command(const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s})
            environment.insert(name, home.path());
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline-server"),
            QStringList{u"extract"_s} + arguments);
    }

    Ended end()
    {
        process.closeWriteChannel();
        if (!process.waitForFinished(30'000) || process.exitStatus() != QProcess::NormalExit)
            return {};
        Ended ended{.code = process.exitCode(), .answers = {}, .out = {}, .complaints = {}};
        ended.out = QString::fromUtf8(process.readAllStandardOutput());
        const QStringList lines = ended.out.split(u'\n', Qt::SkipEmptyParts);
        for (const QString &line : lines)
            ended.answers.append(QJsonDocument::fromJson(line.toUtf8()).object());
        ended.complaints = QString::fromUtf8(process.readAllStandardError()).split(u'\n', Qt::SkipEmptyParts);
        return ended;
    }

    QTemporaryDir home;
    QProcess process;
};

Ended run(const QByteArray &input, const QStringList &arguments = {u"--jsonl"_s})
{
    Command command(arguments);
    command.process.write(input);
    return command.end();
}

QByteArray line(const QJsonValue &id, const QString &text)
{
    return QJsonDocument(QJsonObject{{u"id"_s, id}, {u"text"_s, text}}).toJson(QJsonDocument::Compact) + '\n';
}

QStringList types(const QJsonObject &answer)
{
    QStringList names;
    const QJsonArray found = answer["signals"_L1].toArray();
    for (const auto &signal : found)
        names.append(signal["type"_L1].toString());
    return names;
}

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

class TestExtractCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itExplainsItself();
    void wrongArgumentsAreRefused();
    void everyLineIsAnsweredInItsOrder();
    void aSignalIsWhereItSays();
    void eachLineIsAnsweredWhenItComes();
    void aBadLineIsNamedAndStopsNothing_data();
    void aBadLineIsNamedAndStopsNothing();
    void filesAreReadOneAfterTheOther();
    void aFileThatIsNotThereStopsNothing();
    void itLeavesNothingBehind();
    void howFastItIsIsPrinted();
};

void TestExtractCommand::itExplainsItself()
{
    const Ended ended = run({}, {u"--help"_s});
    QCOMPARE(ended.code, 0);
    for (const char *said : {"--jsonl", "UTF-16", "confidence", "standard error"})
        QVERIFY2(ended.out.contains(text(said)), qPrintable(ended.out));
}

void TestExtractCommand::wrongArgumentsAreRefused()
{
    for (const QStringList &arguments : {QStringList{}, QStringList{u"--csv"_s}}) {
        const Ended ended = run(line(1, u"Should we move?"_s), arguments);
        QCOMPARE(ended.code, 2);
        QCOMPARE(ended.out, QString());
        QCOMPARE(ended.complaints.size(), 1);
    }
}

void TestExtractCommand::everyLineIsAnsweredInItsOrder()
{
    const Ended ended =
        run("\xEF\xBB\xBF" + line(u"b"_s, u"Should we lease or buy?"_s) + "\r\n\n" + line(7, u"Thanks!"_s) +
            line(u"a"_s, u"It has to run on 4 GB of RAM."_s).trimmed());
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.complaints, QStringList());
    QCOMPARE(ended.answers.size(), 3);
    QCOMPARE(ended.answers[0]["id"_L1], QJsonValue(u"b"_s));
    QCOMPARE(types(ended.answers[0]), QStringList{u"DecisionIntent"_s});
    QCOMPARE(ended.answers[1]["id"_L1], QJsonValue(7));
    QCOMPARE(types(ended.answers[1]), QStringList());
    QCOMPARE(ended.answers[2]["id"_L1], QJsonValue(u"a"_s));
    QCOMPARE(types(ended.answers[2]), QStringList{u"Constraint"_s});
}

void TestExtractCommand::aSignalIsWhereItSays()
{
    // Two UTF-16 code units for the face, one for each other character.
    const QString said = text("😀 okay… I'm assuming the “API” stays free. We can't hire before June!");
    const Ended ended = run(line(1, said));
    const QJsonArray found = ended.answers.value(0)["signals"_L1].toArray();
    QCOMPARE(types(ended.answers.value(0)), (QStringList{u"Assumption"_s, u"Constraint"_s}));
    for (const auto &signal : found) {
        const int start = signal["start"_L1].toInt();
        QCOMPARE(signal["text"_L1].toString(), said.mid(start, signal["end"_L1].toInt() - start));
        const double confidence = signal["confidence"_L1].toDouble();
        QVERIFY2(confidence >= 0.5 && confidence <= 1, qPrintable(QString::number(confidence)));
    }
    QCOMPARE(found[1]["text"_L1].toString(), u"We can't hire before June!"_s.chopped(1));
}

void TestExtractCommand::eachLineIsAnsweredWhenItComes()
{
    Command command({u"--jsonl"_s});
    for (int i = 0; i < 3; ++i) {
        command.process.write(line(i, u"Should we lease or buy?"_s));
        while (!command.process.canReadLine())
            QVERIFY(command.process.waitForReadyRead(30'000));
        const QJsonObject answer = QJsonDocument::fromJson(command.process.readLine()).object();
        QCOMPARE(answer["id"_L1].toInt(-1), i);
    }
    QCOMPARE(command.end().code, 0);
}

void TestExtractCommand::aBadLineIsNamedAndStopsNothing_data()
{
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<QString>("why");
    QTest::newRow("no JSON") << QByteArray("nonsense") << u"not JSON"_s;
    QTest::newRow("cut") << QByteArray(R"({"id": 1, "text": "Should)") << u"not JSON"_s;
    QTest::newRow("two") << QByteArray(R"({"id": 1, "text": "a"} {"id": 2, "text": "b"})") << u"not JSON"_s;
    QTest::newRow("deep") << QByteArray(100'000, '[') << u"not JSON"_s;
    QTest::newRow("broken UTF-8") << QByteArray("{\"id\": 1, \"text\": \"\xC3\x28\"}") << u"not JSON"_s;
    QTest::newRow("a list") << QByteArray(R"([1, "text"])") << u"JSON object"_s;
    QTest::newRow("no id") << QByteArray(R"({"text": "Should we move?"})") << u"“id”"_s;
    QTest::newRow("an id that is none") << QByteArray(R"({"id": null, "text": "Hm"})") << u"“id”"_s;
    QTest::newRow("no text") << QByteArray(R"({"id": 1})") << u"“text”"_s;
    QTest::newRow("a text that is none") << QByteArray(R"({"id": 1, "text": 5})") << u"“text”"_s;
    QTest::newRow("endless") << QByteArray(5 * 1024 * 1024, 'x') << u"4 MiB"_s;
}

void TestExtractCommand::aBadLineIsNamedAndStopsNothing()
{
    QFETCH(QByteArray, bad);
    QFETCH(QString, why);
    const Ended ended =
        run(line(1, u"Should we move?"_s) + bad + '\n' + line(3, u"Should we stay or should we go?"_s));
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.answers.size(), 2);
    QCOMPARE(ended.answers[1]["id"_L1].toInt(), 3);
    QCOMPARE(ended.complaints.size(), 1);
    QVERIFY2(ended.complaints[0].startsWith(u"Standard input, line 2: "_s), qPrintable(ended.complaints[0]));
    QVERIFY2(ended.complaints[0].contains(why), qPrintable(ended.complaints[0]));
}

void TestExtractCommand::filesAreReadOneAfterTheOther()
{
    const QTemporaryDir dir;
    QStringList arguments{u"--jsonl"_s};
    for (int i = 1; i <= 2; ++i) {
        QFile file(dir.filePath(u"%1 ü.jsonl"_s.arg(i)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(line(i, u"Should we move?"_s));
        arguments.append(file.fileName());
    }
    arguments.insert(2, u"-"_s);
    const Ended ended = run(line(u"between"_s, u"Thanks!"_s), arguments);
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.answers.size(), 3);
    QCOMPARE(ended.answers[0]["id"_L1].toInt(), 1);
    QCOMPARE(ended.answers[1]["id"_L1].toString(), u"between"_s);
    QCOMPARE(ended.answers[2]["id"_L1].toInt(), 2);
}

void TestExtractCommand::aFileThatIsNotThereStopsNothing()
{
    const QTemporaryDir dir;
    const QString missing = dir.filePath(u"missing.jsonl"_s);
    const Ended ended = run(line(1, u"Should we move?"_s), {u"--jsonl"_s, missing, dir.path(), u"-"_s});
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.answers.size(), 1);
    QCOMPARE(ended.complaints.size(), 2);
    QVERIFY2(ended.complaints[0].startsWith(missing), qPrintable(ended.complaints[0]));
}

void TestExtractCommand::itLeavesNothingBehind()
{
    Command command({u"--jsonl"_s});
    command.process.write(line(1, u"I want to move by May."_s));
    QCOMPARE(command.end().answers.size(), 1);
    QCOMPARE(QDir(command.home.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        QStringList());
}

void TestExtractCommand::howFastItIsIsPrinted()
{
    QByteArray input;
    for (int i = 0; i < 2000; ++i)
        input += line(i, u"I'm assuming that version %1 of the API stays free for now."_s.arg(i));
    QElapsedTimer timer;
    timer.start();
    const Ended ended = run(input);
    // Printed, not asserted: the machine and the build type decide. It includes the start of the program.
    qInfo("%.0f sentences a second", 2000.0 * 1000.0 / double(std::max<qint64>(timer.elapsed(), 1)));
    QCOMPARE(ended.answers.size(), 2000);
    QCOMPARE(types(ended.answers.last()), QStringList{u"Assumption"_s});
}

QTEST_GUILESS_MAIN(TestExtractCommand)
#include "tst_extractcommand.moc"
