#include "paneimage.h"
#include "support/fakeclock.h"
#include "ui/activitydelegate.h"
#include "ui/activitydetail.h"
#include "ui/activitypanel.h"
#include "ui/activitytext.h"
#include "ui/searchfield.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextEdit>

using namespace throughline;
using namespace throughline::ui;
using namespace throughline::test;
using std::chrono::milliseconds;

class TestActivityPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theSummaryCountsWhatWasSaved_data();
    void theSummaryCountsWhatWasSaved();
    void anEventIsOneLine();
    void everyRequestIsARow();
    void aRowOpensToItsHeadersAndEvents();
    void eventsThatArriveAreAddedToTheOpenRow();
    void liveRowsTickOnlyWhileTheyAreOnScreen();
    void minimizedNothingTicks();
    void theFilterFindsPathsAndStatus();
    void idsAreSaidByTheirBeginning();
    void thePathHasRoomBeforeAnythingElse();
    void rowsShrinkWithTheText();
    void anOpenedRowSaysWhatWentWrong();
    void whatTheFilterShowsIsExported();
    void copyAsCurlMasksSecrets();
    void escapeClosesTheRowAndThenThePanel();
    void everyControlHasANameAndIsLargeEnough();
    void looksAsDesigned();

private:
    qint64 request(const char *method, const char *path, int status, const char *type, qint64 bytes, int ms);
    QString cell(int row, int column) const
    {
        auto *delegate = qobject_cast<ActivityDelegate *>(m_table->itemDelegate());
        return delegate->cellText(m_table->model()->index(row, column));
    }

    FakeClock m_clock;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<net::ActivityLog> m_log;
    std::unique_ptr<workspace::ActivityModel> m_model;
    std::unique_ptr<ActivityPanel> m_panel;
    QTableView *m_table = nullptr;
    qint64 m_live = 0;
};

qint64 TestActivityPanel::request(
    const char *method, const char *path, int status, const char *type, qint64 bytes, int ms)
{
    net::HttpRequest request;
    request.method = method;
    request.url = QUrl(QStringLiteral("http://127.0.0.1:40123") + QString::fromLatin1(path));
    request.headers = {{"Accept", "text/event-stream, application/json"}, {"Authorization", "Bearer s3cret"},
        {"Idempotency-Key", "7c1f0b5e"}};
    const qint64 id = m_log->begin(request, QStringLiteral("5b0e-1"));
    if (status == 0)
        return id;
    m_clock.advance(milliseconds(ms));
    net::HttpResponseHead head;
    head.status = status;
    if (*type)
        head.headers = {{"Content-Type", type}};
    m_log->headers(id, head);
    m_log->body(id, bytes);
    return id;
}

void TestActivityPanel::init()
{
    m_clock = FakeClock();
    m_clock.setWall(QDateTime(QDate(2025, 5, 16), QTime(12, 40, 37), Qt::UTC));
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_appearance->setChoice(Appearance::Choice::Light);
    m_log = std::make_unique<net::ActivityLog>(m_clock);
    m_model = std::make_unique<workspace::ActivityModel>(*m_log);
    m_log->finish(request("GET", "/api/signals/?thread_id=0190", 503, "application/json", 61, 11),
        QStringLiteral("The server failed."));
    m_clock.advance(milliseconds(15'000));
    m_log->finish(request("GET", "/api/signals/?thread_id=0190", 200, "application/json", 2355, 5));
    m_clock.advance(milliseconds(15'000));
    m_log->finish(request("GET", "/api/signals/?thread_id=0190", 304, "", 0, 3));
    m_live =
        request("POST", "/api/chat/threads/0190/messages/?stream=true", 200, "text/event-stream", 6246, 3);
    const QStringList words{QStringLiteral("Then"), QStringLiteral("the"), QStringLiteral("question")};
    for (const QString &word : words) {
        m_clock.advance(milliseconds(1400));
        m_log->event(m_live, QStringLiteral("chunk"), QStringLiteral("{\"delta\": \"%1 \"}").arg(word));
    }
    m_panel = std::make_unique<ActivityPanel>(*m_model, m_clock, *m_appearance);
    m_panel->resize(1032, 300);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    m_table = m_panel->findChild<QTableView *>();
}

void TestActivityPanel::cleanup()
{
    m_panel.reset();
    m_model.reset();
    m_log.reset();
    m_appearance.reset();
}

void TestActivityPanel::theSummaryCountsWhatWasSaved_data()
{
    QTest::addColumn<qint64>("requests");
    QTest::addColumn<qint64>("polls");
    QTest::addColumn<qint64>("fixed");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, qint64 requests, qint64 polls, qint64 fixed, const char *text) {
        QTest::newRow(name) << requests << polls << fixed << QString::fromUtf8(text);
    };
    row("as drawn", 41, 41, 240,
        "41 requests in 12 min · a fixed 3 s timer would have made 240 · 83 % saved");
    row("no timer yet", 3, 1, 0, "3 requests in 12 min");
    row("nothing saved", 9, 4, 4,
        "9 requests in 12 min, 4 of them checks · a fixed 3 s timer would have made 4");
    row("one", 1, 0, 0, "One request in 12 min");
}

void TestActivityPanel::theSummaryCountsWhatWasSaved()
{
    QFETCH(qint64, requests);
    QFETCH(qint64, polls);
    QFETCH(qint64, fixed);
    QFETCH(QString, text);
    QCOMPARE(activitySummary({std::chrono::minutes(12), requests, polls, fixed}), text);
    QCOMPARE(spanText(milliseconds(59'999)), QStringLiteral("59 s"));
    QCOMPARE(spanText(std::chrono::minutes(65)), QStringLiteral("1 h 5 min"));
}

void TestActivityPanel::anEventIsOneLine()
{
    QCOMPARE(eventLine({milliseconds(412), QStringLiteral("chunk"), QStringLiteral("{\"a\":\n1}")}),
        QStringLiteral("+0.412 s  chunk  {\"a\":\\n1}"));
}

void TestActivityPanel::everyRequestIsARow()
{
    QCOMPARE(m_table->model()->rowCount(), 4);
    QCOMPARE(cell(0, workspace::ActivityModel::Method), QStringLiteral("POST"));
    QCOMPARE(cell(0, workspace::ActivityModel::Type), QStringLiteral("event-stream"));
    QCOMPARE(cell(0, workspace::ActivityModel::Duration), QStringLiteral("live 4.2 s"));
    QCOMPARE(cell(3, workspace::ActivityModel::Status), QStringLiteral("503"));
    QCOMPARE(cell(3, workspace::ActivityModel::Duration), QStringLiteral("11 ms"));
}

void TestActivityPanel::aRowOpensToItsHeadersAndEvents()
{
    auto *detail = m_panel->findChild<ActivityDetail *>();
    QVERIFY(!detail->isVisible());
    m_table->selectRow(0);
    QVERIFY(detail->isVisible());
    const auto texts = detail->findChildren<QTextEdit *>();
    QCOMPARE(texts.size(), 2);
    QVERIFY(texts[0]->toPlainText().contains(QStringLiteral("Idempotency-Key: 7c1f0b5e")));
    QVERIFY2(
        !texts[0]->toPlainText().contains(QStringLiteral("s3cret")), qPrintable(texts[0]->toPlainText()));
    QVERIFY(texts[1]->toPlainText().contains(QStringLiteral("chunk  {\"delta\": \"Then \"}")));
}

void TestActivityPanel::eventsThatArriveAreAddedToTheOpenRow()
{
    m_table->selectRow(0);
    m_log->event(m_live, QStringLiteral("done"), QStringLiteral("{}"));
    const auto texts = m_panel->findChild<ActivityDetail *>()->findChildren<QTextEdit *>();
    QTRY_VERIFY(texts[1]->toPlainText().endsWith(QStringLiteral("done  {}")));
    QCOMPARE(texts[1]->document()->blockCount(), 4);
    m_table->selectRow(1);
    QCOMPARE(texts[1]->toPlainText(), QString());
}

void TestActivityPanel::liveRowsTickOnlyWhileTheyAreOnScreen()
{
    QVERIFY(m_panel->isTicking());
    m_panel->hide();
    QVERIFY(!m_panel->isTicking());
    m_panel->show();
    QVERIFY(m_panel->isTicking());
    m_clock.advance(milliseconds(1000));
    QCOMPARE(cell(0, workspace::ActivityModel::Duration), QStringLiteral("live 5.2 s"));
    m_log->finish(m_live);
    QTRY_VERIFY(!m_panel->isTicking());
    QVERIFY(!cell(0, workspace::ActivityModel::Duration).startsWith(QStringLiteral("live")));
}

void TestActivityPanel::minimizedNothingTicks()
{
    QVERIFY(m_panel->isTicking());
    m_panel->showMinimized();
    QTRY_VERIFY(!m_panel->isTicking());
    m_panel->showNormal();
    QTRY_VERIFY(m_panel->isTicking());
}

void TestActivityPanel::whatTheFilterShowsIsExported()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("requests.har"));
    m_panel->findChild<SearchField *>()->setText(QStringLiteral("signals"));
    QSignalSpy notices(m_panel.get(), &ActivityPanel::notice);
    for (IconButton *button : m_panel->findChildren<IconButton *>()) {
        if (button->accessibleName() == QStringLiteral("Export as HAR…"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    auto *dialog = m_panel->findChild<QFileDialog *>();
    QVERIFY(dialog);
    QVERIFY(dialog->isVisible());
    Q_EMIT dialog->fileSelected(path);
    dialog->close();
    QTRY_COMPARE(notices.count(), 1);
    QCOMPARE(notices.first().first().toString(), QStringLiteral("3 requests exported, without secrets."));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray archive = file.readAll();
    const QJsonArray entries = QJsonDocument::fromJson(archive)
                                   .object()[QStringLiteral("log")]
                                   .toObject()[QStringLiteral("entries")]
                                   .toArray();
    QCOMPARE(entries.size(), 3);
    QCOMPARE(
        entries[0].toObject()[QStringLiteral("response")].toObject()[QStringLiteral("status")].toInt(), 503);
    QVERIFY(!archive.contains("s3cret"));
}

void TestActivityPanel::theFilterFindsPathsAndStatus()
{
    auto *filter = m_panel->findChild<SearchField *>();
    filter->setText(QStringLiteral("signals"));
    QCOMPARE(m_table->model()->rowCount(), 3);
    filter->setText(QStringLiteral("503"));
    QCOMPARE(m_table->model()->rowCount(), 1);
    filter->clear();
    QCOMPARE(m_table->model()->rowCount(), 4);
}

void TestActivityPanel::idsAreSaidByTheirBeginning()
{
    const QString id = QStringLiteral("0190a3c2-7d03-73b3-aaee-2a837deca11f");
    request("POST", qPrintable(QStringLiteral("/api/signals/%1/dismiss/").arg(id)), 200, "application/json",
        9, 1);
    QCOMPARE(cell(0, workspace::ActivityModel::Path), QStringLiteral("/api/signals/0190…/dismiss/"));
    const QModelIndex path = m_table->model()->index(0, workspace::ActivityModel::Path);
    QVERIFY2(path.data(Qt::ToolTipRole).toString().contains(id), "the whole is in the tool tip");
    m_panel->findChild<SearchField *>()->setText(id);
    QCOMPARE(m_table->model()->rowCount(), 1);
}

void TestActivityPanel::thePathHasRoomBeforeAnythingElse()
{
    using workspace::ActivityModel;
    const auto room = [this](double textScale, int width) {
        m_appearance->setTextScale(textScale);
        m_panel->resize(width, 400);
        QTest::qWait(0);
        return double(m_table->columnWidth(ActivityModel::Path)) / textScale;
    };
    QVERIFY(room(1.0, 1032) >= 300);
    for (int column = 0; column < ActivityModel::ColumnCount; ++column)
        QVERIFY(!m_table->isColumnHidden(column));
    QVERIFY(room(2.0, 1032) >= 200);
    QVERIFY(m_table->isColumnHidden(ActivityModel::Type));
    QVERIFY(!m_table->isColumnHidden(ActivityModel::Status));
    QVERIFY(room(1.0, 480) >= 100);
    room(1.0, 1032);
    QVERIFY(!m_table->isColumnHidden(ActivityModel::Type));
}

void TestActivityPanel::rowsShrinkWithTheText()
{
    request("GET", "/api/signals/", 200, "application/json", 9, 1);
    const int usual = m_table->rowHeight(0);
    m_appearance->setTextScale(2.0);
    QVERIFY(m_table->rowHeight(0) > usual);
    m_appearance->setTextScale(1.0);
    QCOMPARE(m_table->rowHeight(0), usual);
}

void TestActivityPanel::anOpenedRowSaysWhatWentWrong()
{
    const QString sentence = QStringLiteral("The server is not available right now.");
    const qint64 failed = m_log->begin({.url = QUrl(QStringLiteral("http://127.0.0.1:1/api/"))}, {});
    m_log->finish(failed, sentence);
    m_table->selectRow(0);
    const QList<Label *> labels = m_panel->findChildren<Label *>();
    const auto says = [&labels, &sentence] {
        return std::any_of(labels.cbegin(), labels.cend(),
            [&sentence](const Label *label) { return label->isVisible() && label->text() == sentence; });
    };
    QVERIFY(says());
    m_table->selectRow(1);
    QVERIFY(!says());
}

void TestActivityPanel::copyAsCurlMasksSecrets()
{
    m_table->selectRow(0);
    for (IconButton *button : m_panel->findChildren<IconButton *>()) {
        if (button->accessibleName() == QStringLiteral("Copy as curl"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    const QString copied = QApplication::clipboard()->text();
    QVERIFY2(copied.startsWith(QStringLiteral("curl")), qPrintable(copied));
    QVERIFY2(!copied.contains(QStringLiteral("s3cret")), qPrintable(copied));
}

void TestActivityPanel::escapeClosesTheRowAndThenThePanel()
{
    QSignalSpy closed(m_panel.get(), &ActivityPanel::closeRequested);
    m_panel->focusTable();
    m_table->selectRow(0);
    QTest::keyClick(m_table, Qt::Key_Escape);
    QVERIFY(!m_panel->findChild<ActivityDetail *>()->isVisible());
    QCOMPARE(closed.count(), 0);
    QTest::keyClick(m_table, Qt::Key_Escape);
    QCOMPARE(closed.count(), 1);
}

void TestActivityPanel::everyControlHasANameAndIsLargeEnough()
{
    m_table->selectRow(0);
    QCOMPARE(controlsThatFall(m_panel.get()), QString());
    QCOMPARE(QAccessible::queryAccessibleInterface(m_table)->role(), QAccessible::Table);
}

void TestActivityPanel::looksAsDesigned()
{
    m_table->selectRow(0);
    QVERIFY(paneImage(m_panel.get(), *m_appearance, "activity"));
}

QTEST_MAIN(TestActivityPanel)
#include "tst_activitypanel.moc"
