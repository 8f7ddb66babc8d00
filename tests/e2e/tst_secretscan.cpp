#include "e2e/leakyservers.h"
#include "e2e/watchedprocess.h"
#include "support/secretscan.h"

#include <QTemporaryDir>

using namespace throughline::test;

/// The scan of tst_secrets is able to fail: whatever is planted, wherever, it finds.
class SecretScanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_secrets = {};
        m_scan = {};
        for (const auto &[name, secret] : m_secrets.all())
            m_scan.lookFor(name, *secret);
    }
    void theScanFindsWhatIsPlanted_data();
    void theScanFindsWhatIsPlanted();
    void theScanFindsWhatAProcessGivesAway();
    void theScanFindsWhatIsInACrashFile();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    Secrets m_secrets;
    SecretScan m_scan;
};

void SecretScanTest::theScanFindsWhatIsPlanted_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file :
        {"data/settings.ini", "data/throughline.db", "data/throughline.db-wal", "data/backups/1.db",
            "data/drafts/t1.draft", "data/servers/t/drafts/t1.draft", "data/.hidden", "working/core", "log"})
        QTest::newRow(file) << QString::fromLatin1(file);
}

void SecretScanTest::theScanFindsWhatIsPlanted()
{
    QFETCH(QString, file);
    const QString name = m_folder->filePath(file);
    QDir().mkpath(QFileInfo(name).path());
    const auto isFound = [&](const QByteArray &planted) {
        QFile target(name);
        if (!target.open(QIODevice::WriteOnly))
            return false;
        target.write("some ot\0her thing, " + planted + "\xff and more");
        target.close();
        return !m_scan.inFolder(m_folder->path()).isEmpty();
    };
    QVERIFY(!isFound("nothing"));
    for (const auto &[what, secret] : m_secrets.all()) {
        for (const SecretScan::Spelling &spelling : SecretScan::spellings(*secret))
            QVERIFY2(isFound(spelling.text), qPrintable(what + spelling.name));
        for (qsizetype at = 0; at + 8 <= secret->size(); ++at)
            QVERIFY2(!m_scan.in("…" + secret->mid(at, 8) + "…").isEmpty(), secret->mid(at, 8));
        const QString wide = QString::fromLatin1(*secret);
        QVERIFY(isFound(QByteArray(reinterpret_cast<const char *>(wide.utf16()), 2 * wide.size())));
        QVERIFY(isFound(("user:" + *secret + "\n").toBase64()));
        QVERIFY(isFound(repeated(*secret).toUtf8()));
    }
}

void SecretScanTest::theScanFindsWhatAProcessGivesAway()
{
    if (!QFile::exists(QStringLiteral("/proc/self/environ")))
        QSKIP("There is no /proc here.");
    for (const bool isArgument : {true, false}) {
        QProcess process;
        prepare(process, m_folder->path());
        QProcessEnvironment environment = process.processEnvironment();
        if (!isArgument)
            environment.insert(QStringLiteral("KEY"), QString::fromLatin1(m_secrets.key));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("/bin/sh"),
            {QStringLiteral("-c"), QStringLiteral("echo up; read line"),
                isArgument ? QString::fromLatin1(m_secrets.key) : QStringLiteral("-")});
        QByteArray output;
        QVERIFY(waitFor(process, "up", output));
        const QStringList found = m_scan.inProcess(process.processId());
        const QString place = isArgument ? QStringLiteral("cmdline") : QStringLiteral("environ");
        QCOMPARE(found.filter(place).size(), found.size());
        QVERIFY(!found.isEmpty());
        end(process, SIGKILL);
    }
}

void SecretScanTest::theScanFindsWhatIsInACrashFile()
{
    QProcess process;
    prepare(process, m_folder->path());
    process.start(QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"), QStringLiteral("read line; echo up; kill -ABRT $$")});
    process.write(m_secrets.key + '\n');
    QVERIFY(process.waitForFinished());
    if (crashFiles(m_folder->path()).isEmpty())
        QSKIP("This system leaves no files of what crashes.");
    QVERIFY(!m_scan.inFolder(m_folder->path()).isEmpty());
}

QTEST_GUILESS_MAIN(SecretScanTest)
#include "tst_secretscan.moc"
