#include "support/privatebus.h"

#include <QDirIterator>
#include <QTest>

using throughline::test::PrivateBus;

namespace {

const QString writeFirst = QStringLiteral("write token first-secret");
const QString writeSecond = QStringLiteral("write token second-secret");
const QString readIt = QStringLiteral("read token");
const QString removeIt = QStringLiteral("remove token");

/// Whether a file below \a folder holds these bytes.
bool isInAFile(const QString &folder, const QByteArray &bytes)
{
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            return true;
    }
    return false;
}

} // namespace

/// The store against a real Secret Service, each time from a new process, on a bus and in a home of its own.
class TestKeychainSecretStore : public QObject
{
    Q_OBJECT

    const QByteArray m_password = "a keychain's password";

    /// What came of each step, and why nothing would outlive the program, alternating.
    static QStringList probe(const PrivateBus &bus, const QStringList &steps, int limit = 20'000)
    {
        QProcess process;
        process.setProcessEnvironment(bus.environment());
        process.start(QStringLiteral(THROUGHLINE_KEYCHAINPROBE), QStringList{QString::number(limit)} + steps);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000))
            process.kill();
        return QString::fromUtf8(process.readAllStandardOutput())
            .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    static QString why() { return QStringLiteral("why "); }

private Q_SLOTS:
    void init()
    {
        if (const QString missing = PrivateBus::missing(); !missing.isEmpty())
            QSKIP(qPrintable(QStringLiteral("There is no %1 here.").arg(missing)));
    }

    void whatOneProcessWritesAnotherReads()
    {
        PrivateBus bus;
        QVERIFY(bus.start());
        QVERIFY(bus.startKeychain(m_password));
        QCOMPARE(probe(bus, {readIt}), (QStringList{QStringLiteral("none"), why()}));
        QCOMPARE(probe(bus, {writeFirst}), (QStringList{QStringLiteral("always"), why()}));
        QCOMPARE(probe(bus, {readIt, writeSecond, readIt}),
            (QStringList{QStringLiteral("secret first-secret"), why(), QStringLiteral("always"), why(),
                QStringLiteral("secret second-secret"), why()}));
    }

    void aRemovedSecretIsGoneAndRemovingItAgainIsNoError()
    {
        PrivateBus bus;
        QVERIFY(bus.start());
        QVERIFY(bus.startKeychain(m_password));
        QCOMPARE(probe(bus, {writeFirst}), (QStringList{QStringLiteral("always"), why()}));
        QCOMPARE(probe(bus, {removeIt, removeIt}),
            (QStringList{QStringLiteral("removed"), why(), QStringLiteral("removed"), why()}));
        QCOMPARE(probe(bus, {readIt}), (QStringList{QStringLiteral("none"), why()}));
    }

    void theSecretIsInNoFileInPlainText()
    {
        PrivateBus bus;
        QVERIFY(bus.start());
        QVERIFY(bus.startKeychain(m_password));
        QCOMPARE(probe(bus, {writeFirst}).value(0), QStringLiteral("always"));
        const QString home = bus.environment().value(QStringLiteral("HOME"));
        QVERIFY(!isInAFile(home, "first-secret"));
        QVERIFY(!isInAFile(home, QByteArray("first-secret").toBase64()));
    }

    void withoutABusSecretsAreKeptForTheSession()
    {
        const PrivateBus bus;
        const QStringList outcome = probe(bus, {readIt, writeFirst, readIt});
        QCOMPARE(outcome.size(), 6);
        QVERIFY2(outcome.at(0).startsWith(QStringLiteral("error unavailable ")), qPrintable(outcome.at(0)));
        QCOMPARE(outcome.at(2), QStringLiteral("session"));
        QCOMPARE(
            outcome.at(3), QStringLiteral("why There is no system keychain here. Keys and tokens are kept "
                                          "only until the program ends."));
        QCOMPARE(outcome.at(4), QStringLiteral("secret first-secret"));
        QVERIFY(!isInAFile(bus.environment().value(QStringLiteral("HOME")), "first-secret"));
        // Of the next session nothing is known.
        QVERIFY(probe(bus, {readIt}).value(0).startsWith(QStringLiteral("error unavailable ")));
    }

    void withoutADaemonSecretsAreKeptForTheSession()
    {
        PrivateBus bus;
        QVERIFY(bus.start());
        const QStringList outcome = probe(bus, {writeFirst, readIt, removeIt});
        QCOMPARE(outcome.size(), 6);
        QCOMPARE(outcome.at(0), QStringLiteral("session"));
        QCOMPARE(outcome.at(2), QStringLiteral("secret first-secret"));
        QVERIFY2(outcome.at(4).startsWith(QStringLiteral("error unavailable ")), qPrintable(outcome.at(4)));
    }

    void aLockedKeychainIsAnErrorAndChangesNothingInIt()
    {
        PrivateBus bus;
        QVERIFY(bus.start());
        QVERIFY(bus.startKeychain(m_password));
        QCOMPARE(probe(bus, {writeFirst}).value(0), QStringLiteral("always"));
        bus.stopKeychain();

        QVERIFY(bus.startKeychain({}));
        const QStringList outcome = probe(bus, {readIt, writeSecond, readIt, removeIt}, 5'000);
        QCOMPARE(outcome.size(), 8);
        QVERIFY2(outcome.at(0).startsWith(QStringLiteral("error denied ")), qPrintable(outcome.at(0)));
        QCOMPARE(outcome.at(2), QStringLiteral("session"));
        QVERIFY2(outcome.at(3).size() > why().size(), qPrintable(outcome.at(3)));
        QCOMPARE(outcome.at(4), QStringLiteral("secret second-secret"));
        QVERIFY2(outcome.at(6).startsWith(QStringLiteral("error denied ")), qPrintable(outcome.at(6)));
        bus.stopKeychain();

        QVERIFY(bus.startKeychain(m_password));
        QCOMPARE(probe(bus, {readIt}), (QStringList{QStringLiteral("secret first-secret"), why()}));
    }
};

QTEST_GUILESS_MAIN(TestKeychainSecretStore)
#include "tst_keychainsecretstore.moc"
