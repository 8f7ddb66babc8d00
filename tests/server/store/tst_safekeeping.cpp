#include "server/store/interruption.h"
#include "server/store/safekeeping.h"
#include "storefixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <chrono>
#include <future>

using namespace std::chrono_literals;
using namespace throughline;
using namespace throughline::server::store;
using namespace throughline::server::store::test;

namespace {

const auto threadId = QStringLiteral("t1");

/// Damages the data file in a way that SQLite may meet in life.
enum class Damage { NoDatabase, Header, Middle, Truncated, Emptied, Missing };

void damage(const QString &path, Damage kind)
{
    QFile file(path);
    if (kind == Damage::Missing) {
        QVERIFY(file.remove());
        return;
    }
    QVERIFY(file.open(QIODevice::ReadWrite));
    switch (kind) {
    case Damage::NoDatabase:
        QVERIFY(file.resize(0));
        file.write(QByteArray(8192, 'x'));
        break;
    case Damage::Header:
        file.write("not SQLite at all");
        break;
    case Damage::Middle:
        for (qint64 page = 1; page < file.size() / 4096; ++page) {
            file.seek(page * 4096);
            file.write(QByteArray(4096, '\xee'));
        }
        break;
    case Damage::Truncated:
        QVERIFY(file.resize(4096 * 3));
        break;
    case Damage::Emptied:
        QVERIFY(file.resize(0));
        break;
    case Damage::Missing:
        break;
    }
}

} // namespace

Q_DECLARE_METATYPE(Damage)

class TestSafekeeping : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    QString dataFile() const { return m_dir->filePath(QStringLiteral("throughline.db")); }

    QStringList filesLike(const QString &pattern) const
    {
        return QDir(m_dir->path()).entryList({pattern}, QDir::Files);
    }

    /// Starts with one thread on day 0 and once more on day 2, which makes a backup of it.
    void prepareWithBackup()
    {
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        QVERIFY(openStore(m_dir->path(), nullptr, noon().addDays(2)));
        QCOMPARE(Safekeeping(m_dir->path(), noon()).backups().size(), 1);
    }

    static void damageRows()
    {
        QTest::addColumn<Damage>("kind");
        QTest::newRow("no database at all") << Damage::NoDatabase;
        QTest::newRow("a broken header") << Damage::Header;
        QTest::newRow("broken pages") << Damage::Middle;
        QTest::newRow("cut short") << Damage::Truncated;
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void aDamagedFileIsSetAsideAndTheNewestBackupRestored_data()
    {
        damageRows();
        QTest::newRow("emptied") << Damage::Emptied;
    }

    void aDamagedFileIsSetAsideAndTheNewestBackupRestored()
    {
        QFETCH(Damage, kind);
        prepareWithBackup();
        damage(dataFile(), kind);
        QFile damaged(dataFile());
        QVERIFY(damaged.open(QIODevice::ReadOnly));
        const QByteArray evidence = damaged.readAll();
        damaged.close();

        QString error;
        const auto store = openStore(m_dir->path(), &error, noon().addDays(3));
        QVERIFY2(store, qPrintable(error));
        QCOMPARE(idsOf(store->threads().list({}, 0, 9).value()), QStringList{threadId});
        const auto aside = QStringLiteral("throughline-damaged-2026-03-04T12-00-00.db");
        QFile kept(m_dir->filePath(aside));
        QVERIFY2(kept.open(QIODevice::ReadOnly), qPrintable(filesLike(QStringLiteral("*")).join(u' ')));
        QVERIFY(kept.readAll() == evidence);
        QVERIFY2(store->notice().contains(aside), qPrintable(store->notice()));
        QVERIFY2(store->notice().contains(QStringLiteral("throughline-2026-03-03T12-00-00.db")),
            qPrintable(store->notice()));
    }

    void aMissingFileIsRestoredFromItsBackup()
    {
        prepareWithBackup();
        damage(dataFile(), Damage::Missing);
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QCOMPARE(idsOf(store->threads().list({}, 0, 9).value()), QStringList{threadId});
        QVERIFY2(store->notice().contains(QStringLiteral("restored")), qPrintable(store->notice()));
    }

    void withoutABackupADamagedFileIsStillSetAside_data() { damageRows(); }

    void withoutABackupADamagedFileIsStillSetAside()
    {
        QFETCH(Damage, kind);
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        damage(dataFile(), kind);
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QCOMPARE(store->threads().count({}).value(), 0);
        QCOMPARE(filesLike(QStringLiteral("throughline-damaged-*.db")).size(), 1);
        QVERIFY2(store->notice().contains(QStringLiteral("no backup")), qPrintable(store->notice()));
    }

    void aDamagedBackupIsPassedOver()
    {
        prepareWithBackup();
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(QStringLiteral("t2"))));
        QVERIFY(openStore(m_dir->path(), nullptr, noon().addDays(4)));
        const QStringList backups = Safekeeping(m_dir->path(), noon()).backups();
        QCOMPARE(backups.size(), 2);
        damage(backups.first(), Damage::NoDatabase);
        damage(dataFile(), Damage::NoDatabase);
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QCOMPARE(idsOf(store->threads().list({}, 0, 9).value()), QStringList{threadId});
        QVERIFY(QFileInfo::exists(backups.first()));
    }

    void twoDamagedFilesInOneSecondAreBothKept()
    {
        for (int n = 0; n < 2; ++n) {
            QVERIFY(openStore(m_dir->path()));
            damage(dataFile(), Damage::NoDatabase);
            QVERIFY(openStore(m_dir->path()));
        }
        QCOMPARE(filesLike(QStringLiteral("throughline-damaged-*.db")).size(), 2);
    }

    void theLogGoesAsideWithItsFile()
    {
        prepareWithBackup();
        damage(dataFile(), Damage::NoDatabase);
        QFile log(dataFile() + QStringLiteral("-wal"));
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write("evidence");
        log.close();
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QCOMPARE(store->threads().count({}).value(), 1);
        QCOMPARE(filesLike(QStringLiteral("throughline-damaged-*.db-wal")).size(), 1);
    }

    void anEmptyFileWithoutBackupsIsAFirstStart()
    {
        QFile file(dataFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QCOMPARE(store->notice(), QString());
    }

    void aBackupIsMadeOnceADayAndThreeAreKept()
    {
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        const auto names = [this] {
            QStringList result;
            for (const QString &path : Safekeeping(m_dir->path(), noon()).backups())
                result.append(QFileInfo(path).fileName().mid(12, 10));
            return result;
        };
        QVERIFY(openStore(m_dir->path(), nullptr, noon().addSecs(1)));
        QCOMPARE(names(), QStringList{QStringLiteral("2026-03-01")});
        QVERIFY(openStore(m_dir->path(), nullptr, noon().addSecs(60 * 60 * 23)));
        QCOMPARE(names().size(), 1);
        for (int day = 1; day <= 4; ++day)
            QVERIFY(openStore(m_dir->path(), nullptr, noon().addDays(day).addSecs(1)));
        QCOMPARE(names(), QStringList({QStringLiteral("2026-03-05"), QStringLiteral("2026-03-04"),
                              QStringLiteral("2026-03-03")}));
        QCOMPARE(QDir(m_dir->filePath(QStringLiteral("backups"))).entryList(QDir::Files).size(), 3);
    }

    void anEmptyStoreIsNotBackedUp()
    {
        QVERIFY(openStore(m_dir->path()));
        QVERIFY(openStore(m_dir->path(), nullptr, noon().addDays(5)));
        QCOMPARE(Safekeeping(m_dir->path(), noon()).backups(), QStringList());
    }

#ifdef Q_OS_UNIX
    void whatIsMadeIsForItsOwnerOnly()
    {
        QVERIFY(QFile::setPermissions(m_dir->path(), QFile::permissions(m_dir->path()) | QFile::ExeOther));
        const auto store = openStore(m_dir->path());
        QVERIFY(store->threads().insert(sampleThread(threadId)));
        QVERIFY(Safekeeping(m_dir->path(), noon()).backUp());
        for (const QString &path : Safekeeping(m_dir->path(), noon()).backups() +
                                       QStringList{dataFile(), dataFile() + QStringLiteral("-wal")})
            QVERIFY2(QFile::exists(path) && !forOthers(path), qPrintable(path));
    }

    void whatOthersCouldReadIsForItsOwnerOnlyOnceItIsOpened()
    {
        const auto all = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
        const QTemporaryDir killed;
        const QString copy = killed.filePath(QStringLiteral("throughline.db"));
        const QStringList parts{QString(), QStringLiteral("-wal"), QStringLiteral("-shm")};
        {
            const auto store = openStore(m_dir->path());
            QVERIFY(store->threads().insert(sampleThread(threadId)));
            for (const QString &part : parts) {
                QVERIFY(QFile::copy(dataFile() + part, copy + part));
                QVERIFY(QFile::setPermissions(copy + part, all));
            }
        }
        const auto store = openStore(killed.path());
        QVERIFY(store);
        QVERIFY(store->threads().insert(sampleThread(QStringLiteral("t2"))));
        QCOMPARE(store->threads().count({}).value(), 2);
        for (const QString &part : parts)
            QVERIFY2(QFile::exists(copy + part) && !forOthers(copy + part), qPrintable(part));
    }
#endif

    void backupsOfOneSecondAreAllKeptInTheirOrder()
    {
        const Safekeeping safekeeping(m_dir->path(), noon());
        QStringList newestFirst;
        for (int n = 1; n <= 4; ++n) {
            QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(QString::number(n))));
            QVERIFY(safekeeping.backUp());
            QVERIFY(!newestFirst.contains(safekeeping.backups().first()));
            newestFirst.prepend(safekeeping.backups().first());
        }
        QCOMPARE(safekeeping.backups(), newestFirst.first(Safekeeping::backupsKept));
        QVERIFY(!safekeeping.isBackupDue());
        damage(dataFile(), Damage::NoDatabase);
        QCOMPARE(openStore(m_dir->path())->threads().count({}).value(), 4);
    }

    void whatAKilledRunHasLeftOfABackupIsNoneAndGoes()
    {
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        QDir backups(m_dir->filePath(QStringLiteral("backups")));
        QVERIFY(backups.mkpath(QStringLiteral(".")));
        QFile half(backups.filePath(QStringLiteral("throughline-2026-02-01T12-00-00.db.part")));
        QVERIFY(half.open(QIODevice::WriteOnly));
        half.write("half of a backup");
        half.close();
        const Safekeeping safekeeping(m_dir->path(), noon());
        QCOMPARE(safekeeping.backups(), QStringList());
        QVERIFY(safekeeping.backUp());
        QCOMPARE(safekeeping.backups().size(), 1);
        QVERIFY(!half.exists());
    }

    void aBackupThatIsCutShortIsNone()
    {
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        QVERIFY(weighDown(dataFile()));
        Interruption ending;
        const Safekeeping safekeeping(m_dir->path(), noon(), Safekeeping::renameFile, &ending);
        auto made = std::async(std::launch::async, [&] { return safekeeping.backUp().has_value(); });
        const QDir backups(m_dir->filePath(QStringLiteral("backups")));
        const auto hasEnded = [&made] { return made.wait_for(1ms) == std::future_status::ready; };
        const auto isUnderWay = [&backups] {
            const QFileInfoList files = backups.entryInfoList({QStringLiteral("*.part")}, QDir::Files);
            return !files.isEmpty() && files.first().size() > 0;
        };
        while (!hasEnded() && !isUnderWay()) {
        }
        do
            ending.ask();
        while (!hasEnded());
        QVERIFY(!made.get());
        QCOMPARE(backups.entryList(QDir::Files), QStringList());
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QCOMPARE(store->threads().count({}).value(), 1);
    }

    void anOpeningThatIsCutShortChangesNothing_data()
    {
        QTest::addColumn<bool>("hasBackup");
        QTest::addColumn<Damage>("kind");
        QTest::newRow("damaged") << true << Damage::NoDatabase;
        QTest::newRow("damaged in the middle") << true << Damage::Middle;
        QTest::newRow("missing") << true << Damage::Missing;
        QTest::newRow("damaged, without backups") << false << Damage::NoDatabase;
        QTest::newRow("damaged in the middle, without backups") << false << Damage::Middle;
    }

    /// What was not looked at to the end is not taken for damaged, nor for sound.
    void anOpeningThatIsCutShortChangesNothing()
    {
        QFETCH(bool, hasBackup);
        QFETCH(Damage, kind);
        if (hasBackup)
            prepareWithBackup();
        else
            QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        damage(dataFile(), kind);
        // Who reads a file that has a log puts an empty one beside it.
        const auto files = [this] {
            return filesLike(QStringLiteral("*"))
                .filter(QRegularExpression(QStringLiteral("(?<!-wal|-shm)$")));
        };
        const QStringList before = files();
        Interruption ending;
        ending.ask();
        const auto cut = Store::open(
            m_dir->path(), [] { return noon(); }, &ending);
        QVERIFY(!cut);
        QVERIFY2(cut.error().message.contains(QStringLiteral("ends")), qPrintable(cut.error().message));
        QCOMPARE(files(), before);
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QCOMPARE(idsOf(store->threads().list({}, 0, 9).value()),
            hasBackup ? QStringList{threadId} : QStringList());
        QCOMPARE(store->notice().contains(QStringLiteral("was damaged")), kind != Damage::Missing);
        QCOMPARE(store->notice().contains(QStringLiteral("was missing")), kind == Damage::Missing);
    }

    void aBackupThatTheDiskRefusesToPutInPlaceLeavesTheDamagedFile()
    {
        prepareWithBackup();
        damage(dataFile(), Damage::NoDatabase);
        const QStringList before = filesLike(QStringLiteral("*"));
        const Safekeeping refused(m_dir->path(), noon(), [](const QString &from, const QString &to) {
            return !from.contains(QStringLiteral("rescued")) && QFile::rename(from, to);
        });
        QVERIFY(!refused.open());
        QCOMPARE(filesLike(QStringLiteral("*")), before);
        QVERIFY2(openStore(m_dir->path())->notice().contains(QStringLiteral("was damaged")), "it is kept");
    }

    void aBackupThatCannotBeMadeIsSaidAndStopsNothing()
    {
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        QFile inTheWay(m_dir->filePath(QStringLiteral("backups")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const auto store = openStore(m_dir->path());
        QVERIFY(store);
        QVERIFY2(store->notice().contains(QStringLiteral("No backup")), qPrintable(store->notice()));
        QCOMPARE(store->threads().count({}).value(), 1);
    }

    /// Of a file that has no log yet: killed while it is made, for instance.
    void aChangeThatWasCutIsTakenBack()
    {
        QVERIFY(openStore(m_dir->path())->threads().insert(sampleThread(threadId)));
        const QTemporaryDir killed;
        const QString copy = killed.filePath(QStringLiteral("throughline.db"));
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("cut"));
            database.setDatabaseName(dataFile());
            QVERIFY(database.open());
            QSqlQuery query(database);
            // So small a cache that the file is written before the change is complete.
            for (const char *sql : {"PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 1",
                     "BEGIN IMMEDIATE", "DELETE FROM threads", "CREATE TABLE half (text TEXT)",
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
                     "INSERT INTO half SELECT hex(randomblob(2000)) FROM n"}) {
                QVERIFY2(query.exec(QString::fromLatin1(sql)), sql);
                query.finish();
            }
            QVERIFY(QFile::copy(dataFile(), copy));
            QVERIFY(QFile::copy(dataFile() + QStringLiteral("-journal"), copy + QStringLiteral("-journal")));
            QVERIFY(query.exec(QStringLiteral("ROLLBACK")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("cut"));
        QString error;
        const auto store = openStore(killed.path(), &error);
        QVERIFY2(store, qPrintable(error));
        QCOMPARE(store->notice(), QString());
        const auto found = store->threads().find(threadId);
        QVERIFY(found && *found);
    }
};

QTEST_GUILESS_MAIN(TestSafekeeping)
#include "tst_safekeeping.moc"
