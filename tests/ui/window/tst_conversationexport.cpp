#include "screenshots/sceneapplication.h"
#include "screenshots/scenedata.h"
#include "screenshots/stage.h"
#include "ui/window/conversationexport.h"

#include <QFile>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using namespace throughline::screenshots;
using ui::ConversationExport;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestConversationExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormatIsWritten_data();
    void everyFormatIsWritten();
    void whatCannotBeWrittenIsSaid_data();
    void whatCannotBeWrittenIsSaid();
    void anotherNameIsRefused();
    void theDialogIsOpenAndTheWindowLivesOn();
    void theRecordIsAllThatIsShown();
};

void TestConversationExport::everyFormatIsWritten_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("md") << QStringLiteral("md") << QByteArray("# Postgres or SQLite for launch\n");
    QTest::newRow("html") << QStringLiteral("HTML") << QByteArray("<!DOCTYPE html>");
    QTest::newRow("json") << QStringLiteral("json") << QByteArray("{");
    QTest::newRow("pdf") << QStringLiteral("pdf") << QByteArray("%PDF");
}

void TestConversationExport::everyFormatIsWritten()
{
    QFETCH(QString, suffix);
    QFETCH(QByteArray, start);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("saved.") + suffix);
    QWidget window;
    ConversationExport saver(&window);
    QSignalSpy done(&saver, &ConversationExport::done);
    const exporting::Record record{.thread = sceneThreads().at(1),
        .messages = {question(), reply()},
        .signalList = sceneSignals(),
        .exportedAt = sceneTime()};
    exporting::Record titled = record;
    titled.thread.title = QStringLiteral("Postgres or SQLite for launch");
    QVERIFY(saver.saveAs(path, titled));
    QVERIFY(done.wait());
    QVERIFY(done[0][0].toString().contains(QStringLiteral("saved.")));
    QVERIFY2(contentOf(path).startsWith(start), contentOf(path).left(40));
}

void TestConversationExport::whatCannotBeWrittenIsSaid_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::newRow("md") << QStringLiteral("md");
    QTest::newRow("pdf") << QStringLiteral("pdf");
}

void TestConversationExport::whatCannotBeWrittenIsSaid()
{
    QFETCH(QString, suffix);
    QWidget window;
    ConversationExport saver(&window);
    QSignalSpy problem(&saver, &ConversationExport::problem);
    QVERIFY(saver.saveAs(QStringLiteral("/nowhere/x.") + suffix, {}));
    QTRY_COMPARE(problem.size(), 1);
    QVERIFY2(problem[0][0].toString().startsWith(QStringLiteral("/nowhere/x.")),
        qPrintable(problem[0][0].toString()));
}

void TestConversationExport::anotherNameIsRefused()
{
    QWidget window;
    ConversationExport saver(&window);
    QVERIFY(!saver.saveAs(QStringLiteral("/tmp/x.exe"), {}));
}

void TestConversationExport::theDialogIsOpenAndTheWindowLivesOn()
{
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    const QTemporaryDir folder;
    Stage stage(ui::Appearance::Choice::Light, 1.0);
    stage.answerWith(everything());
    stage.open();
    QTest::keyClick(&stage.window(), Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    auto *dialog = stage.window().findChild<QFileDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY2(dialog->selectedFiles().value(0).endsWith(QStringLiteral("Postgres or SQLite for launch.md")),
        qPrintable(dialog->selectedFiles().value(0)));
    const QString path = folder.filePath(QStringLiteral("chosen.json"));
    Q_EMIT dialog->fileSelected(path);
    dialog->close();
    QTRY_VERIFY(QFile::exists(path));
    const QJsonObject json = QJsonDocument::fromJson(contentOf(path)).object();
    QCOMPARE(json.value(QStringLiteral("messages")).toArray().size(), 2);
    QCOMPARE(json.value(QStringLiteral("signals")).toArray().size(), sceneSignals().size());
}

void TestConversationExport::theRecordIsAllThatIsShown()
{
    Stage stage(ui::Appearance::Choice::Light, 1.0);
    Stage::Content content = everything();
    protocol::Message thinking = reply();
    thinking.metadata.insert(QStringLiteral("reasoning"), QStringLiteral("Hm."));
    content.messages = {question(), thinking};
    stage.answerWith(content);
    stage.open();
    const exporting::Record record =
        ConversationExport::recordOf(*stage.workspace().current(), content.threads.at(0), sceneTime());
    QCOMPARE(record.messages.size(), 2);
    QCOMPARE(record.messages[1].thoughts(), QStringLiteral("Hm."));
    QCOMPARE(record.messages[1].content, reply().content);
    QCOMPARE(record.signalList.size(), sceneSignals().size());
}

int main(int argc, char *argv[])
{
    SceneApplication application(argc, argv);
    TestConversationExport test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_conversationexport.moc"
