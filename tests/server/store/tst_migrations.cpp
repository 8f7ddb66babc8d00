#include "server/store/migrations.h"
#include "server/store/safekeeping.h"
#include "storefixture.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QRegularExpression>

using namespace throughline;
using namespace throughline::server::store;
using namespace throughline::server::store::test;

namespace {

const auto threadId = QStringLiteral("0195a000-0000-7000-8000-000000000001");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString dataFileIn(const QTemporaryDir &dir)
{
    return dir.filePath(QStringLiteral("throughline.db"));
}

/// A data file as an older version left it.
void writeOldFile(const QString &path, int version)
{
    const QByteArray dump = contentOf(
        QStringLiteral(THROUGHLINE_SOURCE_DIR "/tests/server/store/fixtures/version%1.sql").arg(version));
    QVERIFY(!dump.isEmpty());
    auto database = Database::open(path);
    QVERIFY(database);
    // A statement ends where the next line is not indented: a trigger's body is.
    static const QRegularExpression ends(QStringLiteral(";\\n(?!\\s)"));
    const QStringList statements = QString::fromUtf8(dump).split(ends, Qt::SkipEmptyParts);
    for (const QString &statement : statements)
        QVERIFY2((*database)->run(statement), qPrintable(statement));
}

QStringList schemaOf(Database &database)
{
    return database
        .rows(QStringLiteral(
                  "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"),
            {}, [](const Row &row) { return row.text(0).simplified(); })
        .value();
}

} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOlderVersionHasAFixture()
    {
        for (int version = 1; version < newestSchemaVersion(); ++version) {
            const auto path =
                QStringLiteral(THROUGHLINE_SOURCE_DIR "/tests/server/store/fixtures/version%1.sql")
                    .arg(version);
            QVERIFY2(QFileInfo::exists(path), qPrintable(path));
        }
    }

    void anOlderFileIsBroughtUpToDateAndKeepsEverything_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version < newestSchemaVersion(); ++version)
            QTest::addRow("from version %d", version) << version;
    }

    void anOlderFileIsBroughtUpToDateAndKeepsEverything()
    {
        QFETCH(int, version);
        const QTemporaryDir dir;
        const QTemporaryDir freshDir;
        writeOldFile(dataFileIn(dir), version);
        QString error;
        const auto store = openStore(dir.path(), &error);
        QVERIFY2(store, qPrintable(error));
        QCOMPARE(store->notice(), QString());
        QCOMPARE(schemaVersion(store->database()).value(), newestSchemaVersion());
        QCOMPARE(schemaOf(store->database()), schemaOf(openStore(freshDir.path())->database()));

        const auto thread = store->threads().find(threadId).value().value();
        QCOMPARE(thread.title, QStringLiteral("Where to host the index"));
        QCOMPARE(thread.messageCount, 4);
        QVERIFY(thread.pinnedAt.has_value());
        const auto messages = store->messages().list(threadId, 0, 9).value();
        QCOMPARE(messages.size(), 4);
        QCOMPARE(messages.at(1).metadata.value(QStringLiteral("model")).toString(), QStringLiteral("Guide"));
        QCOMPARE(messages.at(2).content, QStringLiteral("Zażółć gęślą jaźń: the limit is hard."));
        QCOMPARE(messages.at(3).status(), protocol::MessageStatus::Interrupted);
        QCOMPARE(store->messages().replyTo(messages.at(0).id).value()->id, messages.at(1).id);
        // One path, in the order in which it was shown.
        for (qsizetype i = 0; i < messages.size(); ++i) {
            QCOMPARE(messages.at(i).parentId(), i == 0 ? QString() : messages.at(i - 1).id);
            QVERIFY(messages.at(i).siblingIds().isEmpty());
        }
        QCOMPARE(store->tree().path(messages.at(1).id)->size(), 4);
        for (const char *text : {"hosting index", "gesla", "then the index", "CAJ"}) {
            const int found =
                store->threads().count({.archived = {}, .text = QString::fromUtf8(text)}).value();
            QCOMPARE(found, qstrcmp(text, "hosting index") == 0 ? 0 : 1);
        }
        if (version >= 2) {
            const auto found = store->foundSignals()
                                   .list({.threadId = threadId, .type = {}, .includeDismissed = true}, 0, 9)
                                   .value();
            QCOMPARE(found.size(), 1);
            QCOMPARE(found.at(0).status, protocol::SignalStatus::Confirmed);
            QCOMPARE(found.at(0).span.end, 29);
        }
    }

    void theOldFileIsBackedUpBeforeItIsMigrated()
    {
        const QTemporaryDir dir;
        writeOldFile(dataFileIn(dir), 1);
        QVERIFY(openStore(dir.path()));
        const QStringList backups = Safekeeping(dir.path(), noon()).backups();
        QCOMPARE(backups.size(), 1);
        const auto backup = Database::open(backups.first());
        QVERIFY(backup);
        QCOMPARE(schemaVersion(**backup).value(), 1);
    }

    void aFailedMigrationLeavesTheFileAtTheVersionItHad()
    {
        const QTemporaryDir dir;
        writeOldFile(dataFileIn(dir), 1);
        {
            const auto database = Database::open(dataFileIn(dir));
            // The second migration makes a table of this name after others: it must undo those too.
            QVERIFY((*database)->run(QStringLiteral("CREATE TABLE extractions (wrong TEXT)")));
        }
        QString error;
        QVERIFY(!openStore(dir.path(), &error));
        QVERIFY(!error.isEmpty());
        const auto database = Database::open(dataFileIn(dir));
        QCOMPARE(schemaVersion(**database).value(), 1);
        QVERIFY(!schemaOf(**database).join(u'\n').contains(QStringLiteral("table signals")));
        QVERIFY((*database)->run(QStringLiteral("DROP TABLE extractions")));
        QVERIFY(migrate(**database));
    }

    void aNewerFileIsRefusedWithASentenceAndNotTouched()
    {
        const QTemporaryDir dir;
        {
            const auto database = Database::open(dataFileIn(dir));
            QVERIFY(database);
            QVERIFY(
                (*database)->run(QStringLiteral("PRAGMA user_version = %1").arg(newestSchemaVersion() + 1)));
        }
        const QByteArray before = contentOf(dataFileIn(dir));
        const auto store = Store::open(dir.path(), noon);
        QVERIFY(!store);
        QCOMPARE(store.error().kind, protocol::ApiError::Kind::Refused);
        QVERIFY2(store.error().message.contains(QStringLiteral("newer version")),
            qPrintable(store.error().message));
        QVERIFY(contentOf(dataFileIn(dir)) == before);
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{QStringLiteral("throughline.db")});
    }

    void openingTwiceMigratesOnce()
    {
        const QTemporaryDir dir;
        QVERIFY(openStore(dir.path()));
        QString error;
        QVERIFY2(openStore(dir.path(), &error), qPrintable(error));
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
