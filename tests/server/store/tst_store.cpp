#include "storefixture.h"

#include <QFileInfo>
#include <QThread>

using namespace throughline;
using namespace throughline::server::store;
using namespace throughline::server::store::test;
using protocol::MessageStatus;

namespace {

const auto threadId = QStringLiteral("t1");

} // namespace

class TestStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;

    void addMessage(const QString &id, const QString &content, const QString &thread = threadId)
    {
        QVERIFY(m_store->messages().insert(sampleMessage(id, thread, content)));
    }

    void reopen()
    {
        m_store.reset();
        m_store = openStore(m_dir->path());
        QVERIFY(m_store);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = openStore(m_dir->path());
        QVERIFY(m_store);
        QVERIFY(m_store->threads().insert(sampleThread(threadId)));
    }

    void cleanup() { m_store.reset(); }

    void aNewFolderIsOnlyForItsOwner()
    {
        const QString path = m_dir->filePath(QStringLiteral("deep/er"));
        QString error;
        const auto store = openStore(path, &error);
        QVERIFY2(store, qPrintable(error));
        QCOMPARE(store->notice(), QString());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFileInfo(path).permissions() & others));
    }

    void whatWasStoredIsThereAfterTheNextStart()
    {
        auto thread = sampleThread(QStringLiteral("t2"), QStringLiteral("Second"));
        thread.archived = true;
        thread.pinnedAt = noon().addMSecs(1);
        QVERIFY(m_store->threads().insert(thread));
        auto message = sampleMessage(QStringLiteral("m1"), threadId, QStringLiteral("Hello"));
        message.metadata = {{QStringLiteral("unknown"), QJsonObject{{QStringLiteral("kept"), true}}}};
        QVERIFY(m_store->messages().insert(message));
        reopen();
        QCOMPARE(m_store->threads().find(QStringLiteral("t2")).value().value(), thread);
        QCOMPARE(m_store->messages().find(QStringLiteral("m1")).value().value(), message);
    }

    void textComesBackUnitByUnit_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("stored");
        const auto same = [](const char *name, const QString &text) { QTest::newRow(name) << text << text; };
        same("empty", QString());
        same("byte order mark first", QChar(0xfeff) + QStringLiteral("x"));
        same("a NUL inside", QStringLiteral("a") + QChar(0) + QStringLiteral("b"));
        same("beyond the first plane", QStringLiteral("\U0001f9ed and \u00e9"));
        same("a quote and a semicolon", QStringLiteral("'; DROP TABLE messages; --"));
        same("line ends", QStringLiteral("a\r\nb\rc\n"));
        QTest::newRow("half a pair") << QString(QChar(0xd83e)) + QStringLiteral("bc")
                                     << QStringLiteral("\ufffdbc");
        QTest::newRow("the other half") << QStringLiteral("a") + QChar(0xdded) << QStringLiteral("a\ufffd");
    }

    void textComesBackUnitByUnit()
    {
        QFETCH(QString, text);
        QFETCH(QString, stored);
        addMessage(QStringLiteral("m"), text);
        auto reply = streamingReply(QStringLiteral("r"), threadId);
        QVERIFY(m_store->messages().insert(reply));
        QVERIFY(m_store->messages().append(reply.id, QStringLiteral("<")).value());
        QVERIFY(m_store->messages().append(reply.id, text).value());
        QVERIFY(m_store->messages().append(reply.id, QStringLiteral(">")).value());
        reopen();
        QCOMPARE(m_store->messages().find(QStringLiteral("m")).value()->content, stored);
        QCOMPARE(m_store->messages().find(reply.id).value()->content, u'<' + stored + u'>');
    }

    void messagesComeInTheOrderTheyWereStored()
    {
        addMessage(QStringLiteral("z"), QStringLiteral("one"));
        addMessage(QStringLiteral("a"), QStringLiteral("two"));
        addMessage(QStringLiteral("m"), QStringLiteral("three"));
        const QStringList all{QStringLiteral("z"), QStringLiteral("a"), QStringLiteral("m")};
        QCOMPARE(idsOf(m_store->messages().list(threadId, 0, 50).value()), all);
        QCOMPARE(idsOf(m_store->messages().list(threadId, 1, 1).value()), all.mid(1, 1));
        QCOMPARE(idsOf(m_store->messages().upTo(QStringLiteral("a"), 9).value()), all.mid(0, 2));
        QCOMPARE(idsOf(m_store->messages().upTo(QStringLiteral("m"), 2).value()), all.mid(1, 2));
        QCOMPARE(m_store->messages().count(threadId).value(), 3);
    }

    void aThreadKnowsItsNewestMessageAndHowManyThereAre()
    {
        addMessage(QStringLiteral("m1"), QStringLiteral("first"));
        addMessage(QStringLiteral("m2"), QString(300, u'x'));
        const auto thread = m_store->threads().find(threadId).value().value();
        QCOMPARE(thread.messageCount, 2);
        QCOMPARE(thread.latestMessage->id, QStringLiteral("m2"));
        QCOMPARE(thread.latestMessage->content, QString(100, u'x'));
    }

    void threadsAreListedNewestFirst()
    {
        for (const int day : {3, 1, 2}) {
            auto thread = sampleThread(QStringLiteral("day%1").arg(day));
            thread.updatedAt = noon().addDays(day);
            thread.archived = day == 1;
            QVERIFY(m_store->threads().insert(thread));
        }
        const auto list = [this](std::optional<bool> archived, int offset, int limit) {
            return idsOf(m_store->threads().list({.archived = archived, .text = {}}, offset, limit).value());
        };
        QCOMPARE(list({}, 0, 9),
            QStringList({QStringLiteral("day3"), QStringLiteral("day2"), QStringLiteral("day1"), threadId}));
        QCOMPARE(list(false, 0, 2), QStringList({QStringLiteral("day3"), QStringLiteral("day2")}));
        QCOMPARE(list(false, 2, 2), QStringList{threadId});
        QCOMPARE(list(true, 0, 9), QStringList{QStringLiteral("day1")});
        QVERIFY(m_store->threads().touch(threadId, noon().addDays(9)));
        QCOMPARE(list({}, 0, 1), QStringList{threadId});
        QCOMPARE(m_store->threads().count({.archived = false, .text = {}}).value(), 3);
    }

    void searchFindsWordsInTitlesAndMessages_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isFound");
        QTest::newRow("word of the title") << QStringLiteral("café") << true;
        QTest::newRow("accents and case do not matter") << QStringLiteral("CAFE") << true;
        QTest::newRow("inside a word of the title") << QStringLiteral("afé i") << true;
        QTest::newRow("a begun word of a message") << QStringLiteral("postg") << true;
        QTest::newRow("two words of one message") << QStringLiteral("leaning postgres") << true;
        QTest::newRow("word of an ended reply") << QStringLiteral("benchmarks") << true;
        QTest::newRow("without spaces between words") << QStringLiteral("選択") << true;
        QTest::newRow("not there") << QStringLiteral("mysql") << false;
        QTest::newRow("one word of two is not there") << QStringLiteral("leaning mysql") << false;
        QTest::newRow("search operators are only words") << QStringLiteral("postgres OR mysql") << false;
        QTest::newRow("quotes and stars are harmless") << QStringLiteral("\"*postgres* NEAR(") << false;
        QTest::newRow("wildcards of LIKE are not wildcards") << QStringLiteral("c_f%") << false;
        QTest::newRow("nothing but signs") << QStringLiteral("++") << false;
        QTest::newRow("only white space means all") << QStringLiteral("  ") << true;
    }

    void searchFindsWordsInTitlesAndMessages()
    {
        QFETCH(QString, text);
        QFETCH(bool, isFound);
        const auto found = QStringLiteral("found");
        QVERIFY(m_store->threads().insert(sampleThread(found, QStringLiteral("Le café in Köln"))));
        addMessage(QStringLiteral("m1"), QStringLiteral("I'm leaning towards Postgres."), found);
        addMessage(QStringLiteral("m2"), QStringLiteral("私たちは選択しなければならない"), found);
        const auto reply = streamingReply(QStringLiteral("r"), found);
        QVERIFY(m_store->messages().insert(reply));
        QVERIFY(m_store->messages().append(reply.id, QStringLiteral("Which bench")).value());
        QVERIFY(m_store->messages().append(reply.id, QStringLiteral("marks?")).value());
        QVERIFY(m_store->messages().end(reply.id, MessageStatus::Complete, {}).value());
        const auto ids = idsOf(m_store->threads().list({.archived = {}, .text = text}, 0, 9).value());
        QCOMPARE(ids.contains(found), isFound);
        QCOMPARE(m_store->threads().count({.archived = {}, .text = text}).value(), int(ids.size()));
    }

    void searchForgetsOldTitlesAndRemovedThreads()
    {
        auto thread = sampleThread(threadId, QStringLiteral("Renamed"));
        QVERIFY(m_store->threads().update(thread));
        addMessage(QStringLiteral("m1"), QStringLiteral("needle"));
        const auto count = [this](const char *text) {
            return m_store->threads().count({.archived = {}, .text = QString::fromUtf8(text)}).value();
        };
        QCOMPARE(count("hosting"), 0);
        QCOMPARE(count("renamed"), 1);
        QCOMPARE(count("needle"), 1);
        QVERIFY(m_store->threads().remove(threadId).value());
        QCOMPARE(count("needle"), 0);
        QVERIFY(m_store->database().run(QStringLiteral("INSERT INTO message_search (message_search) "
                                                       "VALUES ('integrity-check')")));
    }

    void removingAThreadRemovesWhatBelongsToItAndNothingElse()
    {
        QVERIFY(m_store->threads().insert(sampleThread(QStringLiteral("other"))));
        addMessage(QStringLiteral("m1"), QStringLiteral("gone"));
        addMessage(QStringLiteral("m2"), QStringLiteral("stays"), QStringLiteral("other"));
        QVERIFY(
            m_store->messages().insert(streamingReply(QStringLiteral("r"), threadId), QStringLiteral("m1")));
        QVERIFY(m_store->idempotencyKeys().insert(
            QStringLiteral("k"), {.messageId = QStringLiteral("m1"), .purpose = {}}, noon()));
        QVERIFY(m_store->threads().remove(threadId).value());
        QCOMPARE(m_store->threads().remove(threadId).value(), false);
        QVERIFY(!m_store->messages().find(QStringLiteral("m1")).value());
        QVERIFY(m_store->messages().find(QStringLiteral("m2")).value());
        QVERIFY(!m_store->idempotencyKeys().find(QStringLiteral("k"), noon()).value());
        QCOMPARE(m_store->messages().append(QStringLiteral("r"), QStringLiteral("x")).value(), false);
    }

    void aReplyGrowsUntilItEnds()
    {
        addMessage(QStringLiteral("m1"), QStringLiteral("why?"));
        auto reply = streamingReply(QStringLiteral("r"), threadId);
        QVERIFY(m_store->messages().insert(reply, QStringLiteral("m1")));
        reply.metadata.insert(QStringLiteral("parent"), QStringLiteral("m1"));
        QCOMPARE(m_store->messages().find(reply.id).value().value(), reply);
        QCOMPARE(m_store->messages().replyTo(QStringLiteral("m1")).value()->id, reply.id);
        QCOMPARE(m_store->messages().repliesTo(reply.id).value(), QStringLiteral("m1"));
        QVERIFY(m_store->messages().append(reply.id, QStringLiteral("Because")).value());
        QVERIFY(m_store->messages()
                    .end(reply.id, MessageStatus::Stopped, {{QStringLiteral("ttft_ms"), 3}})
                    .value());
        QCOMPARE(m_store->messages().append(reply.id, QStringLiteral(" late")).value(), false);
        QCOMPARE(m_store->messages().end(reply.id, MessageStatus::Complete, {}).value(), false);
        const auto stored = m_store->messages().find(reply.id).value().value();
        QCOMPARE(stored.content, QStringLiteral("Because"));
        QCOMPARE(stored.status(), MessageStatus::Stopped);
        QCOMPARE(stored.metadata.value(QStringLiteral("ttft_ms")).toInt(), 3);
    }

    void aReplyLeftStreamingIsInterruptedAtTheNextStartAndKeepsItsText()
    {
        const auto reply = streamingReply(QStringLiteral("r"), threadId);
        QVERIFY(m_store->messages().insert(reply));
        QVERIFY(m_store->messages().append(reply.id, QStringLiteral("Half a repl")).value());
        reopen();
        const auto stored = m_store->messages().find(reply.id).value().value();
        QCOMPARE(stored.status(), MessageStatus::Interrupted);
        QCOMPARE(stored.content, QStringLiteral("Half a repl"));
        QCOMPARE(stored.metadata.value(QStringLiteral("model")).toString(), QStringLiteral("Guide"));
        QCOMPARE(m_store->threads().count({.archived = {}, .text = QStringLiteral("half")}).value(), 1);
    }

    void anIdempotencyKeyIsKnownFor24Hours()
    {
        addMessage(QStringLiteral("m1"), QStringLiteral("a"));
        auto &keys = m_store->idempotencyKeys();
        QVERIFY(keys.insert(QStringLiteral("k"), {.messageId = QStringLiteral("m1"), .purpose = {}}, noon()));
        QCOMPARE(keys.find(QStringLiteral("k"), noon().addDays(1)).value()->messageId, QStringLiteral("m1"));
        QVERIFY(!keys.find(QStringLiteral("k"), noon().addDays(1).addMSecs(1)).value());
        QVERIFY(!keys.find(QStringLiteral("other"), noon()).value());
        QCOMPARE(keys.purge(noon().addDays(1)).value(), 0);
        QCOMPARE(keys.purge(noon().addDays(2)).value(), 1);
    }

    void aFailedTransactionKeepsNothingOfItself()
    {
        const auto result = m_store->inTransaction([this]() -> protocol::Expected<void> {
            if (const auto stored = m_store->messages().insert(
                    sampleMessage(QStringLiteral("m1"), threadId, QStringLiteral("a")));
                !stored)
                return stored;
            return m_store->messages().insert(
                sampleMessage(QStringLiteral("m2"), QStringLiteral("no such thread"), QStringLiteral("b")));
        });
        QVERIFY(!result);
        QCOMPARE(result.error().kind, protocol::ApiError::Kind::Server);
        QVERIFY(!m_store->messages().find(QStringLiteral("m1")).value());
        addMessage(QStringLiteral("m1"), QStringLiteral("again"));
    }

    void aFullDiskIsASentenceAndLosesNothing()
    {
        addMessage(QStringLiteral("m1"), QStringLiteral("kept"));
        const auto pages =
            m_store->database()
                .first(QStringLiteral("PRAGMA page_count"), {}, [](const Row &row) { return row.integer(0); })
                .value()
                .value();
        QVERIFY(m_store->database().run(QStringLiteral("PRAGMA max_page_count = %1").arg(pages + 1)));
        const auto result =
            m_store->messages().insert(sampleMessage(QStringLiteral("m2"), threadId, QString(100'000, u'x')));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, protocol::ApiError::Kind::Server);
        QVERIFY2(result.error().message.contains(QStringLiteral("disk is full")),
            qPrintable(result.error().message));
        QVERIFY(m_store->database().run(QStringLiteral("PRAGMA max_page_count = 1000000")));
        QCOMPARE(m_store->messages().find(QStringLiteral("m1")).value()->content, QStringLiteral("kept"));
        addMessage(QStringLiteral("m2"), QStringLiteral("now it fits"));
    }

    void aFullDiskInsideATransactionRollsAllOfItBack()
    {
        QVERIFY(m_store->database().run(
            QStringLiteral("PRAGMA max_page_count = 1"))); // the size it has is the least
        const auto result = m_store->inTransaction([this]() -> protocol::Expected<void> {
            if (const auto stored = m_store->messages().insert(
                    sampleMessage(QStringLiteral("m1"), threadId, QStringLiteral("a")));
                !stored)
                return stored;
            return m_store->messages().insert(
                sampleMessage(QStringLiteral("m2"), threadId, QString(1'000'000, u'x')));
        });
        QVERIFY(!result);
        QVERIFY(m_store->database().run(QStringLiteral("PRAGMA max_page_count = 1000000")));
        QVERIFY(!m_store->messages().find(QStringLiteral("m1")).value());
        addMessage(QStringLiteral("m1"), QStringLiteral("works again"));
    }

    void aFileThatMayOnlyBeReadIsASentence()
    {
        QVERIFY(m_store->database().run(QStringLiteral("PRAGMA query_only = ON")));
        const auto result =
            m_store->messages().insert(sampleMessage(QStringLiteral("m"), threadId, QStringLiteral("x")));
        QVERIFY(!result);
        QVERIFY2(result.error().message.contains(QStringLiteral("only be read")),
            qPrintable(result.error().message));
    }

    void aFolderInUseIsRefused()
    {
        QString error;
        QVERIFY(!openStore(m_dir->path(), &error));
        QVERIFY2(error.contains(QStringLiteral("Another Throughline")), qPrintable(error));
    }

    void aFolderThatCannotBeMadeIsASentence()
    {
        QFile file(m_dir->filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QString error;
        QVERIFY(!openStore(file.fileName() + QStringLiteral("/folder"), &error));
        QVERIFY2(error.contains(QStringLiteral("cannot be made")), qPrintable(error));
    }

    void severalStoresLiveSideBySideOnTheirOwnThreads()
    {
        QString error;
        std::unique_ptr<QThread> thread(QThread::create([&error] {
            const QTemporaryDir dir;
            const auto store = openStore(dir.path(), &error);
            if (store && !store->threads().insert(sampleThread(threadId)))
                error = QStringLiteral("not stored");
        }));
        thread->start();
        QVERIFY(thread->wait());
        QCOMPARE(error, QString());
    }

    void theSettingsOfTheConnectionAreOurs()
    {
        const auto setting = [this](const char *name) {
            return m_store->database()
                .first(QStringLiteral("PRAGMA ") + QString::fromUtf8(name), {},
                    [](const Row &row) { return row.text(0); })
                .value()
                .value();
        };
        QCOMPARE(setting("journal_mode"), QStringLiteral("wal"));
        QCOMPARE(setting("synchronous"), QStringLiteral("1"));
        QCOMPARE(setting("foreign_keys"), QStringLiteral("1"));
        QCOMPARE(setting("busy_timeout"), QStringLiteral("2000"));
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
