#include "server/store/interruption.h"
#include "server/store/safekeeping.h"
#include "storefixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <future>
#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

using namespace throughline;
using namespace throughline::server::store;
using namespace throughline::server::store::test;

namespace {

const auto oldThread = QStringLiteral("t1");
const auto newThread = QStringLiteral("t2");

void run(const QString &path, const QString &sql)
{
    const QString connection = QStringLiteral("test");
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(path);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY2(query.exec(sql), qPrintable(sql));
    }
    QSqlDatabase::removeDatabase(connection);
}

#ifdef Q_OS_UNIX
/// As long as one lives, no file of this process grows beyond \a bytes.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        m_signal = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
    void (*m_signal)(int) = nullptr;
};
#endif

/// The process that gets killed: goes to one backup and to the other, and says so before each.
int restoreUntilKilled(const QString &dataDir, const QStringList &backups)
{
    for (int n = 0;; ++n) {
        std::printf("%d\n", n);
        std::fflush(stdout);
        const Safekeeping safekeeping(dataDir, noon().addSecs(n));
        if (!safekeeping.prepareRestore(backups.at(n % 2)) || !safekeeping.agreeToRestore() ||
            !openStore(dataDir, nullptr, noon().addSecs(n)))
            return 1;
    }
}

} // namespace

/// Going back to a backup: the old data or the new, and nothing is lost.
class TestRestore : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_backup;

    QString path(const QString &name) const { return m_dir->filePath(name); }
    QString dataFile() const { return path(QStringLiteral("throughline.db")); }
    Safekeeping safekeeping() const { return {m_dir->path(), noon().addDays(1)}; }
    QStringList kept() const
    {
        return QDir(m_dir->path())
            .entryList({QStringLiteral("throughline-before-restore-*.db")}, QDir::Files);
    }
    QString problem(const QString &file) const
    {
        const auto agreed =
            safekeeping().prepareRestore(file).and_then([this] { return safekeeping().agreeToRestore(); });
        return agreed ? QString() : agreed.error().message;
    }
    bool makeOfVersion2(const QString &file) const
    {
        QFile dump(QFINDTESTDATA("fixtures/version2.sql"));
        QProcess sqlite;
        sqlite.start(QStringLiteral("sqlite3"), {file});
        if (!dump.open(QIODevice::ReadOnly) || !sqlite.waitForStarted())
            return false;
        sqlite.write(dump.readAll());
        sqlite.closeWriteChannel();
        return sqlite.waitForFinished();
    }
    static QStringList threadsIn(const Store &store)
    {
        auto &all = const_cast<Store &>(store);
        QStringList ids;
        for (const QString &id : {oldThread, newThread}) {
            if (const auto found = all.threads().find(id); found && *found)
                ids.append(id);
        }
        return ids;
    }
    QStringList threadsNow(QString *notice = nullptr) const
    {
        const auto store = openStore(m_dir->path(), nullptr, noon().addDays(1));
        if (!store)
            return {};
        if (notice)
            *notice = store->notice();
        return threadsIn(*store);
    }
    /// Nothing but what a start leaves.
    bool isUntouched() const
    {
        return kept().isEmpty() &&
               QDir(m_dir->path()).entryList({QStringLiteral("throughline-re*")}, QDir::Files).isEmpty();
    }

private Q_SLOTS:
    /// A backup with one conversation, and data with two.
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        const auto store = openStore(m_dir->path());
        QVERIFY(store->threads().insert(sampleThread(oldThread)));
        QVERIFY(Safekeeping(m_dir->path(), noon()).backUp());
        m_backup = Safekeeping(m_dir->path(), noon()).backups().first();
        QVERIFY(store->threads().insert(sampleThread(newThread)));
    }

    void theBackupIsHereAndWhatWasHereIsBesideIt()
    {
        QCOMPARE(problem(m_backup), QString());
        QCOMPARE(kept().size(), 0);
        // With a log from the start (2 in the header): without, a death would leave a journal beside it.
        QFile readied(path(QStringLiteral("throughline-restore.db")));
        QVERIFY(readied.open(QIODevice::ReadOnly));
        QCOMPARE(readied.read(20).mid(18), QByteArray("\x02\x02"));
        QString notice;
        QCOMPARE(threadsNow(&notice), QStringList{oldThread});
        QCOMPARE(kept(), QStringList{QStringLiteral("throughline-before-restore-2026-03-02T12-00-00.db")});
        QVERIFY2(notice.contains(kept().first()), qPrintable(notice));
        QVERIFY(QFileInfo::exists(m_backup));
        // Once, not at every start; and there is a way back from the way back.
        QCOMPARE(threadsNow(&notice), QStringList{oldThread});
        QCOMPARE(notice, QString());
        QCOMPARE(problem(path(kept().first())), QString());
        QCOMPARE(threadsNow(), (QStringList{oldThread, newThread}));
        QCOMPARE(kept().size(), 2);
    }

    void itIsReadiedWhileTheDataIsOpen()
    {
        const auto store = openStore(m_dir->path());
        QCOMPARE(problem(m_backup), QString());
        QVERIFY(store->threads().insert(sampleThread(QStringLiteral("t3"))));
        QCOMPARE(threadsIn(*store), (QStringList{oldThread, newThread}));
    }

    void aBackupWithALogIsReadWithIt()
    {
        const QTemporaryDir other;
        const QString copy = other.filePath(QStringLiteral("copy.db"));
        {
            const auto store = openStore(m_dir->path());
            QVERIFY(store->threads().insert(sampleThread(QStringLiteral("t3"))));
            QVERIFY(QFile::copy(dataFile(), copy));
            QVERIFY(QFile::copy(dataFile() + QStringLiteral("-wal"), copy + QStringLiteral("-wal")));
        }
        QCOMPARE(problem(copy), QString());
        const auto store = openStore(m_dir->path());
        const auto found = store->threads().find(QStringLiteral("t3"));
        QVERIFY(found && *found);
    }

    void aBackupOfAnOlderVersionIsBroughtToThisOne()
    {
        const QString old = path(QStringLiteral("old.db"));
        if (!makeOfVersion2(old))
            QSKIP("sqlite3 is not installed");
        QCOMPARE(problem(old), QString());
        QVERIFY(openStore(m_dir->path()));
        QCOMPARE(kept().size(), 1);
    }

#ifdef Q_OS_UNIX
    /// Wherever the disk says no, it is not the backup that is to blame.
    void aDiskThatIsFullIsNotTakenForABadBackup()
    {
        const QString old = path(QStringLiteral("old.db"));
        if (!makeOfVersion2(old))
            QSKIP("sqlite3 is not installed");
        // So many that bringing it to this version writes more than the file is large.
        run(old, QStringLiteral(
                     "INSERT INTO messages (id, thread_id, role, content, status, created_at) "
                     "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) "
                     "SELECT 'more-' || x, '0195a000-0000-7000-8000-000000000001', 'user', 'Words ' || x, "
                     "'complete', 1772366405000 + x FROM n"));
        constexpr rlim_t piece = 16384;
        QSet<QString> said;
        bool isDone = false;
        for (rlim_t limit = piece; limit < 1024 * piece && !isDone; limit += piece) {
            QString sentence;
            {
                const FileSizeLimit full(limit);
                sentence = problem(old);
            }
            isDone = sentence.isEmpty();
            said.insert(sentence);
            QVERIFY2(sentence.isEmpty() || sentence.contains(QStringLiteral("disk")), qPrintable(sentence));
            QVERIFY(isDone || isUntouched());
        }
        QVERIFY(isDone);
        QVERIFY(said.size() > 1);
    }
#endif

    void whatIsOnlyReadiedIsNotRestored()
    {
        QVERIFY(safekeeping().prepareRestore(m_backup));
        QVERIFY(!isUntouched());
        QString notice;
        QCOMPARE(threadsNow(&notice), (QStringList{oldThread, newThread})); // the program has ended meanwhile
        QCOMPARE(notice, QString());
        QVERIFY(isUntouched());
        const auto agreed = safekeeping().agreeToRestore();
        QVERIFY(!agreed);
        QVERIFY2(agreed.error().message.contains(QStringLiteral("disk")), qPrintable(agreed.error().message));
    }

    void nothingIsLeftBesideWhatIsRestored()
    {
        const QTemporaryDir other;
        const QString copy = other.filePath(QStringLiteral("copy.db"));
        QVERIFY(QFile::copy(dataFile(), copy)); // as it is when the program has ended: ready for a log
        QVERIFY(safekeeping().prepareRestore(copy));
        QCOMPARE(QDir(other.path()).entryList(QDir::Files), QStringList{QStringLiteral("copy.db")});
    }

    void aRestoreThatIsCutShortIsNone()
    {
        QVERIFY(weighDown(m_backup));
        server::store::Interruption ending;
        const Safekeeping ended(m_dir->path(), noon(), Safekeeping::renameFile, &ending);
        auto prepared = std::async(std::launch::async, [&] { return ended.prepareRestore(m_backup); });
        const auto hasEnded = [&prepared] {
            return prepared.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready;
        };
        const QFileInfo copy(path(QStringLiteral("throughline-readied.db.part")));
        const auto isUnderWay = [&copy] { return QFileInfo(copy.filePath()).size() > 0; };
        while (!hasEnded() && !isUnderWay()) {
        }
        do
            ending.ask();
        while (!hasEnded());
        const auto result = prepared.get();
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(QStringLiteral("ends")), qPrintable(result.error().message));
        QVERIFY(isUntouched());
    }

    void whatIsNotWantedAnyMoreIsNotReadied()
    {
        server::store::Interruption ending;
        ending.ask();
        const Safekeeping ended(m_dir->path(), noon(), Safekeeping::renameFile, &ending);
        // Nobody knows whether it is the file's fault.
        for (const QString &file : {m_backup, path(QStringLiteral("none.db"))}) {
            const auto prepared = ended.prepareRestore(file);
            QVERIFY(!prepared);
            QVERIFY2(prepared.error().message.contains(QStringLiteral("program ends")),
                qPrintable(prepared.error().message));
        }
        QVERIFY(isUntouched());
    }

    /// The disk refuses one step: then it is not restored, now or later.
    void aRefusedRestoreStaysRefused_data()
    {
        QTest::addColumn<QString>("refused");
        QTest::newRow("what is here does not move") << QStringLiteral("throughline-before-restore-*.db");
        QTest::newRow("the backup does not move") << QStringLiteral("throughline.db");
        QTest::newRow("the log moves nowhere") << QStringLiteral("*-wal");
    }
    void aRefusedRestoreStaysRefused()
    {
        QFETCH(QString, refused);
        const QRegularExpression pattern(QRegularExpression::wildcardToRegularExpression(refused));
        QCOMPARE(problem(m_backup), QString());
        QFile log(dataFile() + QStringLiteral("-wal"));
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write("a log");
        log.close();
        const Safekeeping refusing(
            m_dir->path(), noon().addDays(1), [&](const QString &from, const QString &to) {
                const bool isBack = from.contains(QStringLiteral("before-restore"));
                return (isBack || !pattern.match(QFileInfo(to).fileName()).hasMatch()) &&
                       QFile::rename(from, to);
            });
        const auto restored = refusing.completeRestore();
        QVERIFY(restored);
        QVERIFY(!restored->problem.isEmpty());
        QCOMPARE(restored->done, QString());
        QVERIFY(isUntouched());
        QVERIFY(log.open(QIODevice::ReadOnly));
        QCOMPARE(log.readAll(), QByteArray("a log"));
        log.close();
        QString notice;
        QCOMPARE(threadsNow(&notice), (QStringList{oldThread, newThread}));
        QCOMPARE(notice, QString());
    }

    /// The disk refuses a step and everything after it, also the way back: nothing is opened, nothing is
    /// lost, and the next start goes on.
    void aDiskThatRefusesTheWayBackIsTriedAgain()
    {
        QCOMPARE(problem(m_backup), QString());
        int left = 1;
        const Safekeeping refusing(m_dir->path(), noon().addDays(1),
            [&](const QString &from, const QString &to) { return left-- > 0 && QFile::rename(from, to); });
        const auto restored = refusing.completeRestore();
        QVERIFY(!restored);
        QCOMPARE(kept().size(), 1);
        QVERIFY2(restored.error().message.contains(kept().first()), qPrintable(restored.error().message));
        QString notice;
        QCOMPARE(threadsNow(&notice), QStringList{oldThread});
        QVERIFY2(notice.contains(kept().first()), qPrintable(notice));
        QCOMPARE(kept().size(), 1);
        QCOMPARE(problem(path(kept().first())), QString());
        QCOMPARE(threadsNow(), (QStringList{oldThread, newThread}));
    }

    /// A start that restores and then fails says both.
    void whatWasRestoredIsSaidAlsoWhenItCannotBeOpened()
    {
        QCOMPARE(problem(m_backup), QString());
        // Nothing checks it once it is readied.
        run(path(QStringLiteral("throughline-restore.db")), QStringLiteral("PRAGMA user_version = 999"));
        const auto store = Store::open(m_dir->path(), [] { return noon().addDays(1); });
        QVERIFY(!store);
        QVERIFY2(store.error().message.contains(QStringLiteral("The backup was restored.")) &&
                     store.error().message.contains(QStringLiteral("newer version")),
            qPrintable(store.error().message));
    }

    void whyABackupWasNotRestoredIsSaid()
    {
        QCOMPARE(problem(m_backup), QString());
        // A name that is free and cannot be made.
        QVERIFY(QFile::link(QStringLiteral("/nowhere/at/all"),
            path(QStringLiteral("throughline-before-restore-2026-03-02T12-00-00.db"))));
        const auto store = openStore(m_dir->path(), nullptr, noon().addDays(1));
        QVERIFY(store);
        QVERIFY(!store->restoreProblem().isEmpty());
        QVERIFY2(store->notice().contains(store->restoreProblem()), qPrintable(store->notice()));
        QCOMPARE(threadsIn(*store), (QStringList{oldThread, newThread}));
    }

    void whatIsNoBackupOfOursChangesNothing_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *kind, const char *said) {
            QTest::newRow(kind) << QString::fromLatin1(kind) << QString::fromLatin1(said);
        };
        row("missing", "There is no file");
        row("folder", "There is no file");
        row("text", "is not a backup of Throughline");
        row("empty", "is not a backup of Throughline");
        row("another database", "is not a backup of Throughline");
        row("another database with our number", "is not a backup of Throughline");
        row("a trigger more", "is not a backup of Throughline");
        row("newer", "newer version");
        row("damaged", "is damaged");
        row("truncated", "is damaged");
    }
    void whatIsNoBackupOfOursChangesNothing()
    {
        QFETCH(QString, kind);
        QFETCH(QString, said);
        const QString file = path(QStringLiteral("chosen.db"));
        const auto write = [&](const QByteArray &bytes) {
            QFile made(file);
            QVERIFY(made.open(QIODevice::WriteOnly));
            made.write(bytes);
        };
        if (kind == QStringLiteral("folder")) {
            QVERIFY(QDir().mkpath(file));
        } else if (kind == QStringLiteral("text")) {
            write("Dear diary");
        } else if (kind == QStringLiteral("empty")) {
            write({});
        } else if (kind.startsWith(QStringLiteral("another"))) {
            run(file, QStringLiteral("CREATE TABLE recipes (name TEXT)"));
            if (kind.endsWith(QStringLiteral("number")))
                run(file, QStringLiteral("PRAGMA user_version = 5"));
        } else if (kind != QStringLiteral("missing")) {
            QVERIFY(QFile::copy(m_backup, file));
            if (kind == QStringLiteral("a trigger more"))
                run(file, QStringLiteral(
                              "CREATE TRIGGER more AFTER INSERT ON threads BEGIN DELETE FROM messages; END"));
            if (kind == QStringLiteral("newer"))
                run(file, QStringLiteral("PRAGMA user_version = 999"));
            QFile made(file);
            QVERIFY(made.open(QIODevice::ReadWrite));
            if (kind == QStringLiteral("truncated"))
                QVERIFY(made.resize(4096 * 3));
            if (kind == QStringLiteral("damaged")) {
                for (qint64 page = 1; page < made.size() / 4096; ++page) {
                    made.seek(page * 4096);
                    made.write(QByteArray(4096, '\xee'));
                }
            }
        }
        const QString sentence = problem(file);
        QVERIFY2(sentence.contains(said), qPrintable(sentence));
        QVERIFY(isUntouched());
        QCOMPARE(threadsNow(), (QStringList{oldThread, newThread}));
        QVERIFY(isUntouched());
    }

    /// Killed between any two steps it is the old data or the new.
    void aDeathInTheMiddleIsTheOldDataOrTheNew()
    {
        // While the copy is made.
        QFile part(path(QStringLiteral("throughline-readied.db.part")));
        QVERIFY(part.open(QIODevice::WriteOnly));
        part.write("SQLite format 3");
        part.close();
        QCOMPARE(threadsNow(), (QStringList{oldThread, newThread}));
        // After what is here was moved, with a log that had not been folded in.
        QCOMPARE(problem(m_backup), QString());
        {
            const auto store = openStore(m_dir->path() + QStringLiteral("/other"));
            QVERIFY(store->threads().insert(sampleThread(newThread)));
        }
        const QString before = path(QStringLiteral("throughline-before-restore-2026-03-01T00-00-00.db"));
        QVERIFY(QFile::rename(dataFile(), before));
        QFile log(dataFile() + QStringLiteral("-wal"));
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write("a log");
        log.close();
        QString notice;
        QCOMPARE(threadsNow(&notice), QStringList{oldThread});
        QVERIFY2(notice.contains(QFileInfo(before).fileName()), qPrintable(notice));
        QVERIFY(QFileInfo::exists(before + QStringLiteral("-wal")));
        QVERIFY(!QFileInfo::exists(path(QStringLiteral("throughline-restore.db"))));
    }

    void killedAtAnyMomentItIsTheOneOrTheOther()
    {
        constexpr int rounds = 20;
        const QString first = path(QStringLiteral("first.db"));
        const QString second = path(QStringLiteral("second.db"));
        QVERIFY(QFile::rename(m_backup, first));
        QVERIFY(Safekeeping(m_dir->path(), noon()).backUp());
        QVERIFY(QFile::rename(safekeeping().backups().first(), second));
        QRandomGenerator random(20260302);
        int restored = 0;
        for (int round = 0; round < rounds; ++round) {
            QProcess process;
            process.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--restore"), m_dir->path(), first, second});
            QVERIFY(process.waitForStarted());
            QVERIFY2(process.waitForReadyRead(10'000), process.readAllStandardError());
            QTest::qWait(static_cast<int>(random.bounded(150)));
            // Some at least after a whole one, however slow this machine is.
            if (round % 5 == 0)
                QVERIFY2(process.waitForReadyRead(30'000), process.readAllStandardError());
            QCOMPARE(process.state(), QProcess::Running);
            process.kill();
            QVERIFY(process.waitForFinished());
            restored += int(process.readAllStandardOutput().count('\n'));
            QString notice;
            const QStringList threads = threadsNow(&notice);
            QVERIFY2(threads == QStringList{oldThread} || threads == (QStringList{oldThread, newThread}),
                qPrintable(QStringLiteral("round %1: %2").arg(round).arg(threads.join(u' '))));
            QVERIFY2(
                !notice.contains(QStringLiteral("damaged")) && !notice.contains(QStringLiteral("missing")),
                qPrintable(notice));
        }
        // Of what was here before, nothing is lost either: each is a whole data file.
        const QStringList all = kept();
        QVERIFY(!all.isEmpty());
        for (const QString &name : all) {
            const auto prepared = safekeeping().prepareRestore(path(name));
            QVERIFY2(prepared, qPrintable(prepared ? name : name + u' ' + prepared.error().message));
        }
        qInfo("%d kills in %d restores, which left %d whole files", rounds, restored, int(all.size()));
    }

    void aFolderThatTakesNothingChangesNothing()
    {
        QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::ExeOwner);
        if (QFileInfo(m_dir->path()).isWritable())
            QSKIP("Nothing keeps this user from writing.");
        const QString sentence = problem(m_backup);
        QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(!sentence.isEmpty());
        QVERIFY(isUntouched());
    }

    /// A file system of 4 MiB, where the test may make one.
    void aFullDiskChangesNothing()
    {
        const QString small = path(QStringLiteral("small"));
        QVERIFY(QDir().mkpath(small));
        QProcess mount;
        mount.start(
            QStringLiteral("mount"), {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"),
                                         QStringLiteral("size=4m"), QStringLiteral("none"), small});
        if (!mount.waitForStarted() || !mount.waitForFinished() || mount.exitCode() != 0)
            QSKIP("No small file system can be made here.");
        QString sentence;
        QStringList after;
        {
            QVERIFY(openStore(small)->threads().insert(sampleThread(newThread)));
            QFile filler(small + QStringLiteral("/filler"));
            if (filler.open(QIODevice::WriteOnly)) {
                const QByteArray piece(4096, 'x');
                while (filler.write(piece) == piece.size() && filler.flush()) {
                }
            }
            const auto prepared = Safekeeping(small, noon()).prepareRestore(m_backup);
            sentence = prepared ? QString() : prepared.error().message;
            filler.close();
            QVERIFY(QFile::remove(filler.fileName()));
            const auto store = openStore(small);
            after = store ? threadsIn(*store) : QStringList();
        }
        QProcess::execute(QStringLiteral("umount"), {small});
        QVERIFY2(sentence.contains(QStringLiteral("disk")), qPrintable(sentence));
        QCOMPARE(after, QStringList{newThread});
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 5 && arguments.at(1) == QStringLiteral("--restore"))
        return restoreUntilKilled(arguments.at(2), arguments.mid(3));
    TestRestore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_restore.moc"
