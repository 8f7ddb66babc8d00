#include "workspace/drafts.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using throughline::workspace::Drafts;

class TestDrafts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDraftIsThereAfterARestart_data()
    {
        QTest::addColumn<QString>("threadId");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QStringLiteral("0190-aa") << QStringLiteral("What if we wait?");
        QTest::newRow("an id that is no file name")
            << QStringLiteral("../../etc/\n:x") << QStringLiteral("a");
        QTest::newRow("lines and emoji") << QStringLiteral("b") << QStringLiteral("one\n\n two \U0001F9ED\t");
        QTest::newRow("a long one") << QStringLiteral("c") << QString(1'000'000, QLatin1Char('x'));
    }
    void aDraftIsThereAfterARestart()
    {
        QFETCH(QString, threadId);
        QFETCH(QString, text);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("new/drafts"));
        {
            Drafts drafts(path);
            drafts.set(threadId, text);
            QCOMPARE(drafts.draft(threadId), text);
        }
        const Drafts drafts(path);
        QCOMPARE(drafts.draft(threadId), text);
    }

    void theNewestTextWins()
    {
        const QTemporaryDir folder;
        {
            Drafts drafts(folder.path());
            for (int i = 0; i < 500; ++i)
                drafts.set(QStringLiteral("a"), QString::number(i));
        }
        const Drafts drafts(folder.path());
        QCOMPARE(drafts.draft(QStringLiteral("a")), QStringLiteral("499"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void whoeverWaitsForTheDiskIsToldWhenTheTextIsThere()
    {
        const QTemporaryDir folder;
        Drafts drafts(folder.path());
        int told = 0;
        drafts.whenWritten(this, [&] { ++told; });
        QCOMPARE(told, 1); // there is nothing to wait for
        drafts.set(QStringLiteral("a"), QStringLiteral("text"));
        drafts.whenWritten(this, [&] {
            const Drafts read(folder.path());
            told += read.draft(QStringLiteral("a")) == QStringLiteral("text") ? 1 : 100;
        });
        auto gone = std::make_unique<QObject>();
        drafts.whenWritten(gone.get(), [&] { told += 1000; });
        gone.reset();
        QCOMPARE(told, 1);
        QTRY_COMPARE(told, 2);
        QCOMPARE(drafts.keys(), QStringList{QStringLiteral("a")});
    }

    void whoeverWaitsForADiskThatTakesNothingIsToldAsWell()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("taken"))); // where the folder would have to be
        QVERIFY(file.open(QIODevice::WriteOnly));
        Drafts drafts(file.fileName());
        QSignalSpy failed(&drafts, &Drafts::failed);
        int told = 0;
        drafts.set(QStringLiteral("a"), QStringLiteral("text"));
        drafts.set(QStringLiteral("b"), QStringLiteral("text"));
        drafts.whenWritten(this, [&] { ++told; });
        QTRY_COMPARE(told, 1);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(drafts.draft(QStringLiteral("b")), QStringLiteral("text"));
    }

    void anEmptyTextRemovesTheDraftAndItsFile()
    {
        const QTemporaryDir folder;
        Drafts drafts(folder.path());
        drafts.set(QStringLiteral("a"), QStringLiteral("text"));
        drafts.flush();
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
        drafts.set(QStringLiteral("a"), QString());
        drafts.flush();
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 0);
        QCOMPARE(drafts.draft(QStringLiteral("a")), QString());
    }

    void flushReturnsOnlyWhenTheTextIsOnTheDisk()
    {
        const QTemporaryDir folder;
        Drafts drafts(folder.path());
        drafts.set(QStringLiteral("a"), QStringLiteral("now"));
        drafts.flush();
        const Drafts other(folder.path());
        QCOMPARE(other.draft(QStringLiteral("a")), QStringLiteral("now"));
    }

    void aFailureIsReportedOnceAndTheTextIsKeptUntilItCanBeWritten()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("drafts"));
        QFile inTheWay(path);
        QVERIFY(inTheWay.open(QIODevice::WriteOnly)); // a file where the folder has to be
        inTheWay.close();
        {
            Drafts drafts(path);
            QSignalSpy failed(&drafts, &Drafts::failed);
            drafts.set(QStringLiteral("a"), QStringLiteral("one"));
            QTRY_COMPARE(failed.size(), 1);
            drafts.flush(); // does not wait for what cannot be
            drafts.set(QStringLiteral("b"), QStringLiteral("two"));
            drafts.flush();
            QCoreApplication::processEvents();
            QCOMPARE(failed.size(), 1);
            QCOMPARE(drafts.draft(QStringLiteral("a")), QStringLiteral("one"));

            QVERIFY(QFile::remove(path));
            drafts.set(QStringLiteral("b"), QStringLiteral("two!"));
        }
        const Drafts drafts(path);
        QCOMPARE(drafts.draft(QStringLiteral("a")), QStringLiteral("one"));
        QCOMPARE(drafts.draft(QStringLiteral("b")), QStringLiteral("two!"));
    }

    void aDraftIsNotRemovedBeforeWhatWasMadeOfItIsWritten()
    {
        // Several, since an order that is right by chance is not.
        for (int i = 0; i < 12; ++i) {
            const QTemporaryDir folder;
            const QString id = QString::number(i);
            const QString outboxId = QStringLiteral("outbox:") + id;
            Drafts drafts(folder.path());
            drafts.set(outboxId, QStringLiteral("x"));
            drafts.flush();
            const QString outboxFile = folder.filePath(QDir(folder.path()).entryList(QDir::Files).value(0));
            QVERIFY(QFile::remove(outboxFile));
            QVERIFY(QDir().mkdir(outboxFile)); // nothing can be written there
            drafts.set(id, QStringLiteral("Hello"));
            drafts.flush();
            drafts.set(outboxId, QStringLiteral("to send: Hello"));
            drafts.set(id, {});
            drafts.flush();
            QCOMPARE(Drafts(folder.path()).draft(id), QStringLiteral("Hello"));

            QVERIFY(QDir().rmdir(outboxFile));
            drafts.set(QStringLiteral("other"), QStringLiteral("wakes it up"));
            drafts.flush();
            QCOMPARE(Drafts(folder.path()).draft(id), QString());
            QCOMPARE(Drafts(folder.path()).draft(outboxId), QStringLiteral("to send: Hello"));
        }
    }

    void aBrokenFileIsLeftAlone()
    {
        const QTemporaryDir folder;
        QFile broken(folder.filePath(QStringLiteral("0badc0de.draft")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{\"thread\": \"a\", \"te");
        broken.close();
        Drafts drafts(folder.path());
        QCOMPARE(drafts.draft(QStringLiteral("a")), QString());
        drafts.set(QStringLiteral("b"), QStringLiteral("x"));
        drafts.flush();
        QVERIFY(broken.exists());
    }
};

QTEST_GUILESS_MAIN(TestDrafts)
#include "tst_drafts.moc"
