#include "ui/window/recordexport.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

using namespace throughline;
using ui::RecordExport;
using workspace::DecisionRecord;

namespace {

DecisionRecord record()
{
    protocol::Signal goal;
    goal.type = protocol::SignalType::Goal;
    goal.text = QStringLiteral("Spend less");
    return {.title = QStringLiteral("Lease/buy"),
        .writtenAt = QDateTime(QDate(2026, 3, 10), QTime(12, 0), Qt::UTC),
        .findings = {goal}};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestRecordExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_export = new RecordExport(m_window.get());
        m_said = std::make_unique<QSignalSpy>(m_export, &RecordExport::said);
    }

    void theNameSaysTheFormat()
    {
        const QTemporaryDir folder;
        for (const auto *name : {"a.md", "a.JSON", "a.argdown"})
            QVERIFY(m_export->saveAs(folder.filePath(QLatin1StringView(name)), record()));
        QTRY_COMPARE(m_said->size(), 3);
        QCOMPARE(contentOf(folder.filePath(QStringLiteral("a.md"))),
            workspace::decisionRecordMarkdown(record()).toUtf8());
        QCOMPARE(
            contentOf(folder.filePath(QStringLiteral("a.JSON"))), workspace::decisionRecordJson(record()));
        QCOMPARE(contentOf(folder.filePath(QStringLiteral("a.argdown"))),
            workspace::decisionRecordArgdown(record()).toUtf8());
        QVERIFY(m_said->at(0).at(0).toString().startsWith(QStringLiteral("Saved as ")));
    }

    void whatCannotBeWrittenIsSaid()
    {
        const QTemporaryDir folder;
        QVERIFY(m_export->saveAs(folder.filePath(QStringLiteral("no/such/folder/a.md")), record()));
        QTRY_COMPARE(m_said->size(), 1);
        QVERIFY(m_said->at(0).at(0).toString().contains(QStringLiteral("could not be written: ")));
    }

    void anotherNameIsRefused()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.exe"));
        QVERIFY(!m_export->saveAs(path, record()));
        m_export->save(record());
        auto *dialog = m_window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        Q_EMIT dialog->fileSelected(path);
        dialog->reject();
        QCOMPARE(m_said->size(), 1);
        QVERIFY(m_said->at(0).at(0).toString().startsWith(QStringLiteral("Nothing was saved: ")));
        QVERIFY(!QFile::exists(path));
    }

    void theClipboardHasMarkdown()
    {
        m_export->copy(record());
        QCOMPARE(QGuiApplication::clipboard()->text(), workspace::decisionRecordMarkdown(record()));
    }

    void theDialogOffersANameThatEveryFileSystemTakes()
    {
        m_export->save(record());
        auto *dialog = m_window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isVisible());
        QVERIFY(
            dialog->selectedFiles().constFirst().endsWith(QStringLiteral("/Decision record, Lease-buy.md")));
        dialog->selectNameFilter(QStringLiteral("All fields, JSON (*.json)"));
        Q_EMIT dialog->filterSelected(QStringLiteral("All fields, JSON (*.json)"));
        QCOMPARE(dialog->defaultSuffix(), QStringLiteral("json"));
        QVERIFY(dialog->selectedFiles().constFirst().endsWith(
            QStringLiteral("/Decision record, Lease-buy.json")));
        dialog->reject();
    }

private:
    std::unique_ptr<QWidget> m_window;
    RecordExport *m_export = nullptr;
    std::unique_ptr<QSignalSpy> m_said;
};

QTEST_MAIN(TestRecordExport)
#include "tst_recordexport.moc"
