#include "app/opening.h"
#include "workspace/textfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using throughline::app::Opening;

/// What a file or an address given to the program begins a message with.
class TestOpening : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

private Q_SLOTS:
    void filesBecomeText_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("prose") << QStringLiteral("notes.md") << QByteArray("# Plan\r\n\r\nShip \xc3\xa9\n")
                               << QStringLiteral("notes.md:\n\n# Plan\n\nShip \u00e9\n");
        QTest::newRow("no suffix") << QStringLiteral("README") << QByteArray("Hello")
                                   << QStringLiteral("README:\n\nHello\n");
        QTest::newRow("code") << QStringLiteral("a.py") << QByteArray("print(1)\n")
                              << QStringLiteral("a.py:\n\n```py\nprint(1)\n```\n");
        QTest::newRow("code with a fence") << QStringLiteral("a.rs") << QByteArray("/// ````\n")
                                           << QStringLiteral("a.rs:\n\n`````rs\n/// ````\n`````\n");
    }
    void filesBecomeText()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const QString path = file(name, bytes);
        QTEST(Opening::of(path).text, "text");
        QTEST(Opening::of(QUrl::fromLocalFile(path).toString()).text, "text");
        QCOMPARE(Opening::of(path).problem, QString());
    }

    void whatIsNoTextIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("problem");
        QTest::newRow("bytes") << QStringLiteral("a.bin") << QByteArray("a\0b", 3)
                               << QStringLiteral("is no file with text");
        QTest::newRow("not UTF-8") << QStringLiteral("a.txt") << QByteArray("\xff\xfe")
                                   << QStringLiteral("is no file with text");
        QTest::newRow("empty") << QStringLiteral("a.txt") << QByteArray(" \n") << QStringLiteral("is empty");
        QTest::newRow("long") << QStringLiteral("a.txt")
                              << QByteArray(throughline::workspace::TextFile::mostBytes + 1, 'a')
                              << QStringLiteral("256 KiB");
    }
    void whatIsNoTextIsRefused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, problem);
        const Opening opening = Opening::of(file(name, bytes));
        QCOMPARE(opening.text, QString());
        QVERIFY2(opening.problem.contains(problem), qPrintable(opening.problem));
    }

    void whatIsNoFileIsRefused()
    {
        QVERIFY(Opening::of(m_folder.filePath(QStringLiteral("none")))
                    .problem.contains(QStringLiteral("There is no file")));
        QVERIFY(Opening::of(m_folder.path()).problem.contains(QStringLiteral("is no file with text")));
        QVERIFY(Opening::of(QStringLiteral("https://example.org/"))
                    .problem.contains(QStringLiteral("There is no file")));
    }

    void aNameIsTakenFromTheCurrentFolder()
    {
        file(QStringLiteral("here.txt"), "Here");
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_folder.path()));
        const Opening opening = Opening::of(QStringLiteral("here.txt"));
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(opening.text, QStringLiteral("here.txt:\n\nHere\n"));
    }

    void addressesBecomeText_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("text");
        QTest::newRow("text") << QStringLiteral("throughline:new?text=Ship%20in%20May%3F%0A1%2B1")
                              << QStringLiteral("Ship in May?\n1+1");
        QTest::newRow("nothing") << QStringLiteral("throughline:new?text=") << QStringLiteral("");
        QTest::newRow("no text") << QStringLiteral("throughline:new") << QStringLiteral("");
        QTest::newRow("something else") << QStringLiteral("throughline:delete?text=a") << QStringLiteral("");
        QTest::newRow("as some write it")
            << QStringLiteral("throughline://new?text=a") << QStringLiteral("a");
        QTest::newRow("nul") << QStringLiteral("throughline:new?text=a%00b") << QStringLiteral("");
        QTest::newRow("long") << QStringLiteral("throughline:new?text=") +
                                     QString(throughline::workspace::TextFile::mostBytes + 1, u'a')
                              << QStringLiteral("");
    }
    void addressesBecomeText()
    {
        QFETCH(QString, address);
        QFETCH(QString, text);
        const Opening opening = Opening::of(address);
        QCOMPARE(opening.text, text);
        QCOMPARE(opening.problem.isEmpty(), !text.isEmpty());
        QCOMPARE(Opening::fromMessage(opening.toMessage()).text, text);
        QCOMPARE(Opening::fromMessage(opening.toMessage()).problem, opening.problem);
    }
};

QTEST_GUILESS_MAIN(TestOpening)
#include "tst_opening.moc"
