#include "exporting/exporter.h"
#include "exporting/filewriter.h"
#include "markdown/parser.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QXmlStreamReader>

using namespace throughline;
using namespace throughline::exporting;
using protocol::Message;
using protocol::Role;

namespace {

Message message(const QString &id, Role role, const QString &content, const QJsonObject &metadata = {})
{
    Message message;
    message.id = id;
    message.threadId = QStringLiteral("t");
    message.role = role;
    message.content = content;
    message.metadata = metadata;
    message.createdAt = QDateTime(QDate(2025, 5, 17), QTime(12, 40), Qt::UTC);
    return message;
}

const QString Hostile = QStringLiteral(
    "</div><script>alert('x')</script>\n# no *heading* & <!-- --> \"quotes\" \u202Eevil\n\n```\n$x$ [a](b)");

Record hostileRecord()
{
    Record record;
    record.thread.id = QStringLiteral("t");
    record.thread.title = QStringLiteral("A </title><b> *title*\n| & more");
    record.exportedAt = QDateTime(QDate(2025, 5, 18), QTime(9, 0), Qt::UTC);
    record.messages = {message(QStringLiteral("a"), Role::User, Hostile),
        message(QStringLiteral("b"), Role::Assistant, Hostile,
            {{QStringLiteral("status"), QStringLiteral("interrupted")}, {QStringLiteral("odd"), 7}}),
        message(QStringLiteral("c"), Role::User, QStringLiteral("after it"))};
    protocol::Signal signal;
    signal.id = QStringLiteral("s");
    signal.typeName = QStringLiteral("Goal");
    signal.type = protocol::SignalType::Goal;
    signal.text = Hostile;
    signal.quote = QStringLiteral("no *heading*");
    signal.span = {QStringLiteral("a"), 3, 9};
    record.signalList = {signal};
    return record;
}

} // namespace

class tst_Exporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonGivesBackEverything()
    {
        const Record record = hostileRecord();
        const QJsonObject json = QJsonDocument::fromJson(write(record, Format::Json)).object();
        QCOMPARE(json.value(QStringLiteral("format")).toString(), QStringLiteral("throughline.conversation"));
        QCOMPARE(protocol::threadFromJson(json.value(QStringLiteral("thread")).toObject())->title,
            record.thread.title);
        const QJsonArray messages = json.value(QStringLiteral("messages")).toArray();
        QCOMPARE(messages.size(), 3);
        for (int i = 0; i < messages.size(); ++i) {
            QCOMPARE(protocol::messageFromJson(messages[i].toObject()), record.messages[i]);
        }
        const QJsonArray found = json.value(QStringLiteral("signals")).toArray();
        QCOMPARE(found.size(), 1);
        QCOMPARE(protocol::signalFromJson(found[0].toObject())->text, Hostile);
    }

    void markdownReadsAsWhatWasSaid()
    {
        const QString text = QString::fromUtf8(write(hostileRecord(), Format::Markdown));
        const QList<markdown::Block> blocks = markdown::parse(text);
        QStringList headings;
        for (const markdown::Block &block : blocks) {
            if (block.kind == markdown::BlockKind::Heading && block.level <= 2) {
                headings.append(markdown::plainText(block).section(QStringLiteral(" · "), 0, 0));
            }
        }
        QCOMPARE(headings, (QStringList{QStringLiteral("A </title><b> *title* | & more"),
                               QStringLiteral("You"), QStringLiteral("Assistant"), QStringLiteral("You")}));
        // The open fence of the reply has not swallowed what follows it.
        QCOMPARE(markdown::plainText(blocks.last()), QStringLiteral("after it"));
        QVERIFY(text.contains(QStringLiteral("Interrupted")));
    }

    void htmlIsOnePageThatNeedsNothing()
    {
        const QByteArray html = write(hostileRecord(), Format::Html);
        QXmlStreamReader reader(html);
        QString text;
        QStringList articles;
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isStartElement()) {
                const QString name = reader.name().toString();
                QVERIFY2(name != QLatin1StringView("script") && name != QLatin1StringView("img") &&
                             name != QLatin1StringView("link"),
                    qPrintable(name));
                QVERIFY(!reader.attributes().hasAttribute(QStringLiteral("src")));
                if (reader.attributes().value(QStringLiteral("class")) == QLatin1StringView("said")) {
                    articles.append(reader.readElementText());
                }
            }
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(articles, (QStringList{Hostile, QStringLiteral("after it")}));
        static const QRegularExpression remote(QStringLiteral("url\\(|@import|src="));
        QVERIFY(!QString::fromUtf8(html).contains(remote));
    }

    void anUnnamedConversationIsCalledThat()
    {
        Record record;
        record.thread.title = QStringLiteral("New Chat"); // as servers call it until it has a name
        QCOMPARE(titleOf(record), QStringLiteral("Conversation"));
        record.thread.title = QStringLiteral(" New  Chats ");
        QCOMPARE(titleOf(record), QStringLiteral("New Chats"));
    }

    void namesOfFilesAreTakenEverywhere_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << QStringLiteral("Postgres or SQLite?")
                               << QStringLiteral("Postgres or SQLite-.md");
        QTest::newRow("folders") << QStringLiteral("../../etc/passwd") << QStringLiteral("etc-passwd.md");
        QTest::newRow("hidden") << QStringLiteral(".hidden.") << QStringLiteral("hidden.md");
        QTest::newRow("shortened") << QStringLiteral("The API stays free\u2026")
                                   << QStringLiteral("The API stays free.md");
        QTest::newRow("controls") << QStringLiteral("a\u202E\nb\u0007") << QStringLiteral("a b.md");
        QTest::newRow("empty") << QStringLiteral(" /.. ") << QStringLiteral("Conversation.md");
        QTest::newRow("long") << QString(200, u'x') << QString(80, u'x') + QStringLiteral(".md");
    }

    void namesOfFilesAreTakenEverywhere()
    {
        QFETCH(QString, title);
        QFETCH(QString, name);
        QCOMPARE(fileName(title, QStringLiteral("md")), name);
    }

    void filesAreWrittenInAnotherThread()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("x.md"));
        FileWriter writer;
        QSignalSpy finished(&writer, &FileWriter::finished);
        const QThread *there = nullptr;
        writer.write(path, [&there] {
            there = QThread::currentThread();
            return QByteArray("content");
        });
        QVERIFY(finished.wait());
        QVERIFY(there && there != QThread::currentThread());
        QCOMPARE(finished.first().at(1).toString(), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("content"));
    }

    void whatCannotBeWrittenIsSaid()
    {
        FileWriter writer;
        QSignalSpy finished(&writer, &FileWriter::finished);
        writer.write(QStringLiteral("/nowhere/at/all/x.md"), [] { return QByteArray("x"); });
        QVERIFY(finished.wait());
        const QString problem = finished.first().at(1).toString();
        QVERIFY2(problem.contains(QDir::toNativeSeparators(QStringLiteral("/nowhere/at/all/x.md"))) &&
                     problem.endsWith(QStringLiteral("Nothing there has changed.")),
            qPrintable(problem));
    }

    void aLongConversationIsWrittenWhole()
    {
        Record record;
        for (int i = 0; i < 10'000; ++i) {
            record.messages.append(message(QString::number(i), i % 2 == 0 ? Role::User : Role::Assistant,
                QStringLiteral("Message **%1**").arg(i)));
        }
        QCOMPARE(write(record, Format::Html).count("<article"), 10'000);
        QCOMPARE(write(record, Format::Markdown).count("\n## "), 10'000);
    }
};

QTEST_GUILESS_MAIN(tst_Exporter)
#include "tst_exporter.moc"
