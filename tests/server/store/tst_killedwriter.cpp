#include "storefixture.h"

#include <QProcess>
#include <QRandomGenerator>

#include <cstdio>

using namespace throughline;
using namespace throughline::server::store;
using namespace throughline::server::store::test;

namespace {

const auto threadId = QStringLiteral("t1");

/// The process that gets killed: stores messages and lengthens a reply, and says so only afterwards.
int writeUntilKilled(const QString &dataDir)
{
    const auto store = openStore(dataDir);
    if (!store)
        return 1;
    if (!store->threads().find(threadId).value() && !store->threads().insert(sampleThread(threadId)))
        return 1;
    const QString reply = store->newId();
    if (!store->messages().insert(streamingReply(reply, threadId)))
        return 1;
    for (qint64 n = 1;; ++n) {
        const QString id = store->newId();
        if (!store->messages().insert(sampleMessage(id, threadId, QString(200, u'x'))))
            return 1;
        if (!store->messages().append(reply, QStringLiteral("0123456789")).value_or(false))
            return 1;
        std::printf("%s %s %lld\n", qPrintable(id), qPrintable(reply), static_cast<long long>(n * 10));
        std::fflush(stdout);
    }
}

} // namespace

/// Kills a process that writes, at random moments. The seed of the moments is printed by the failure.
class TestKilledWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasReportedAsStoredSurvivesAKill()
    {
        constexpr int rounds = 20;
        const QTemporaryDir dir;
        QRandomGenerator random(20260301);
        qsizetype acknowledgedInAll = 0;
        for (int round = 0; round < rounds; ++round) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), dir.path()});
            QVERIFY(writer.waitForStarted());
            QVERIFY2(writer.waitForReadyRead(10'000), writer.readAllStandardError());
            QTest::qWait(static_cast<int>(random.bounded(40)));
            writer.kill();
            QVERIFY(writer.waitForFinished());

            QList<QByteArray> lines = writer.readAllStandardOutput().split('\n');
            lines.removeLast(); // torn, or empty: not acknowledged
            QVERIFY(!lines.isEmpty());
            QString error;
            const auto store = openStore(dir.path(), &error);
            QVERIFY2(store, qPrintable(error));
            QCOMPARE(store->notice(), QString());
            for (const QByteArray &line : lines) {
                const QString id = QString::fromLatin1(line.split(' ').at(0));
                QVERIFY2(store->messages().find(id).value(), line);
            }
            const QList<QByteArray> last = lines.last().split(' ');
            const auto reply = store->messages().find(QString::fromLatin1(last.at(1))).value();
            QVERIFY(reply);
            QVERIFY2(reply->content.size() >= last.at(2).toLongLong(), lines.last());
            QCOMPARE(reply->status(), protocol::MessageStatus::Interrupted);
            acknowledgedInAll += lines.size();
        }
        qInfo("%d kills, %lld acknowledged writes, none lost", rounds,
            static_cast<long long>(acknowledgedInAll));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == QStringLiteral("--write"))
        return writeUntilKilled(arguments.at(2));
    TestKilledWriter test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killedwriter.moc"
