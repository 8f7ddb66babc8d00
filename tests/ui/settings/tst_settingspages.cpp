#include "client/fakesecretstore.h"
#include "ui/settings/datapage.h"
#include "ui/settings/privacypage.h"
#include "workspace/fakedatakeeper.h"
#include "workspace/fakemodelconnector.h"
#include "workspace/faketeamservers.h"

#include <QAccessible>
#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace throughline;
using namespace throughline::ui;
using test::FakeDataKeeper;
using test::FakeModelConnector;
using test::FakeTeamServers;
using workspace::ModelServers;

class TestSettingsPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSaidAboutPrivacyFollowsWhatIsSetUp();
    void keysThatAreNotKeptAreNotSaidToBe();
    void theNameOfAPageIsLargerThanTheHeadOfAPane();
    void aBackupIsMadeAndSaid();
    void aBackupThatFailsIsSaid();
    void aBackupIsChosenAndWhatCameOfItSaid();
    void theDataPageIsReachedInOrderByName();

private:
    static QString textOf(const QWidget &page)
    {
        QStringList texts;
        for (const Label *label : page.findChildren<Label *>()) {
            if (!label->isHidden())
                texts.append(label->text());
        }
        return texts.join(QLatin1Char('\n'));
    }
    static QAbstractButton *button(const QWidget &page, const QString &text)
    {
        for (QAbstractButton *button : page.findChildren<QAbstractButton *>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }

    static bool isWaiting(const QAbstractButton *button)
    {
        return static_cast<const Control *>(button)->isWaiting();
    }

    Appearance m_appearance{*qApp};
    test::FakeSecretStore m_secrets;
    workspace::NetworkSettings m_network{m_secrets};
    workspace::StructureSettings m_structure;
};

void TestSettingsPages::whatIsSaidAboutPrivacyFollowsWhatIsSetUp()
{
    FakeModelConnector world;
    ModelServers models(world);
    FakeTeamServers team;
    PrivacyPage page(models, team, m_network, m_structure, QStringLiteral("/data"), m_appearance, nullptr);
    QVERIFY(textOf(page).contains(QStringLiteral("No model server is set up")));
    QVERIFY(textOf(page).contains(QStringLiteral("/data")));
    QVERIFY(textOf(page).contains(QStringLiteral("No key has been given.")));
    models.add({.id = {},
                   .name = QStringLiteral("Ollama"),
                   .address = QUrl(QStringLiteral("http://127.0.0.1:11434"))},
        {});
    models.add({.id = {},
                   .name = QStringLiteral("Work"),
                   .address = QUrl(QStringLiteral("https://models.example.com/v1"))},
        "key");
    models.add(
        {.id = {}, .name = QStringLiteral("Box"), .address = QUrl(QStringLiteral("http://10.0.0.7:8000"))},
        {});
    const QString text = textOf(page);
    QVERIFY(!text.contains(QStringLiteral("No model server is set up")));
    QVERIFY2(text.contains(QStringLiteral("Ollama: a conversation that it answers stays on this computer")),
        qPrintable(text));
    QVERIFY(text.contains(
        QStringLiteral("Work: each time it answers, the conversation is sent to models.example.com.")));
    QVERIFY(text.contains(QStringLiteral("sent to 10.0.0.7. Over http, everybody on the way can read it.")));
    QVERIFY(text.contains(QStringLiteral("Keys are in the system's keychain")));
    QVERIFY(!text.contains(QStringLiteral("proxy")));
    m_network.setProxy({.kind = workspace::ProxyChoice::Kind::Http,
        .host = QStringLiteral("proxy.example.com"),
        .port = 8080});
    QVERIFY(textOf(page).contains(QStringLiteral("through the proxy proxy.example.com")));
    QVERIFY(textOf(page).contains(QStringLiteral("Structure: found on this computer, by rules")));
    m_structure.setChoice(
        {.finder = workspace::StructureChoice::Finder::Model, .model = QStringLiteral("work/large")});
    QVERIFY2(textOf(page).contains(QStringLiteral(
                 "what you write in every conversation on this computer, and a little of what was said "
                 "before, is sent to models.example.com.")),
        qPrintable(textOf(page)));
    m_structure.setChoice(
        {.finder = workspace::StructureChoice::Finder::Model, .model = QStringLiteral("ollama/tiny")});
    QVERIFY(textOf(page).contains(QStringLiteral("Structure: found by Ollama, so what you write stays")));
    m_structure.setChoice(
        {.finder = workspace::StructureChoice::Finder::Model, .model = QStringLiteral("gone/tiny")});
    QVERIFY(textOf(page).contains(QStringLiteral("its model server is not set up any more")));
    m_structure.setChoice({.finder = workspace::StructureChoice::Finder::Off});
    QVERIFY(textOf(page).contains(QStringLiteral("Structure: nobody looks for it")));
    team.admit(FakeTeamServers::team());
    QVERIFY(
        textOf(page).contains(QStringLiteral("team.example: conversations there are kept on that server")));
}

void TestSettingsPages::keysThatAreNotKeptAreNotSaidToBe()
{
    FakeModelConnector world;
    world.keyProblem = QStringLiteral("There is no keychain.");
    ModelServers models(world);
    FakeTeamServers team;
    PrivacyPage page(models, team, m_network, m_structure, QStringLiteral("/data"), m_appearance, nullptr);
    QVERIFY(textOf(page).contains(QStringLiteral("No key has been given. There is no keychain.")));
    models.add({.id = {},
                   .name = QStringLiteral("Work"),
                   .address = QUrl(QStringLiteral("https://models.example.com/v1"))},
        "key");
    QVERIFY(textOf(page).contains(
        QStringLiteral("Keys are in memory and gone when the program ends. There is no keychain.")));
}

void TestSettingsPages::theNameOfAPageIsLargerThanTheHeadOfAPane()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("Pixel size")));
    FakeDataKeeper data;
    const DataPage page(data, m_appearance, nullptr);
    const QList<QLabel *> labels = page.findChildren<QLabel *>();
    const auto name = std::find_if(labels.cbegin(), labels.cend(),
        [&](const QLabel *label) { return label->text() == page.accessibleName(); });
    QVERIFY(name != labels.cend());
    QVERIFY((*name)->font().pointSizeF() > m_appearance.theme().font(TextStyle::Title).pointSizeF());
}

void TestSettingsPages::aBackupIsMadeAndSaid()
{
    FakeDataKeeper data;
    DataPage page(data, m_appearance, nullptr);
    QVERIFY(!textOf(page).contains(QStringLiteral("The newest is of")));
    QAbstractButton *backUp = button(page, QStringLiteral("Back up now"));
    backUp->click();
    QCOMPARE(data.asked, 1);
    QVERIFY(isWaiting(backUp));
    data.newest = QDateTime(QDate(2025, 5, 17), QTime(12, 41), Qt::UTC);
    Q_EMIT data.backedUp({});
    QVERIFY(!isWaiting(backUp));
    QVERIFY(textOf(page).contains(QStringLiteral("The newest is of")));
}

void TestSettingsPages::aBackupThatFailsIsSaid()
{
    FakeDataKeeper data;
    DataPage page(data, m_appearance, nullptr);
    button(page, QStringLiteral("Back up now"))->click();
    Q_EMIT data.backedUp(QStringLiteral("The disk is full."));
    QVERIFY(textOf(page).contains(QStringLiteral("No backup was made. The disk is full.")));
}

/// Whether what says \a part is drawn in red.
static bool isRed(const QWidget &page, const QString &part)
{
    for (QLabel *label : page.findChildren<QLabel *>()) {
        if (!label->text().contains(part))
            continue;
        const QImage picture = label->grab().toImage();
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                const QColor color = picture.pixelColor(x, y);
                if (color.red() > color.green() + 80)
                    return true;
            }
        }
    }
    return false;
}

void TestSettingsPages::aBackupIsChosenAndWhatCameOfItSaid()
{
    FakeDataKeeper data;
    DataPage page(data, m_appearance, nullptr);
    page.show();
    QAbstractButton *restore = button(page, QStringLiteral("Restore a backup…"));
    restore->click();
    auto *dialog = page.findChild<QFileDialog *>();
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(QStringLiteral("/media/stick/throughline.db"));
    dialog->close();
    QCOMPARE(data.chosen, QStringList{QStringLiteral("/media/stick/throughline.db")});
    QVERIFY(isWaiting(restore));
    QVERIFY(isWaiting(button(page, QStringLiteral("Back up now"))));
    using Outcome = workspace::DataKeeper::Outcome;
    Q_EMIT data.restored(Outcome::NotRestored, QStringLiteral("throughline.db is damaged."));
    QVERIFY(textOf(page).contains(QStringLiteral("Nothing was restored. throughline.db is damaged.")));
    QVERIFY(isRed(page, QStringLiteral("Nothing was restored")));
    QVERIFY(!isWaiting(restore));
    Q_EMIT data.restored(
        Outcome::NotOpened, QStringLiteral("The backup was restored. It was saved by a newer version."));
    QVERIFY(textOf(page).contains(QStringLiteral("It was saved by a newer version.")));
    QVERIFY(!textOf(page).contains(QStringLiteral("Nothing was restored")));
    QVERIFY(isRed(page, QStringLiteral("newer version")));
    Q_EMIT data.restored(Outcome::Restored, QStringLiteral("The backup was restored."));
    QVERIFY(textOf(page).contains(QStringLiteral("The backup was restored.")));
    QVERIFY(!isRed(page, QStringLiteral("was restored")));
    QVERIFY(!textOf(page).contains(QStringLiteral("damaged")));
}

void TestSettingsPages::theDataPageIsReachedInOrderByName()
{
    FakeDataKeeper data;
    DataPage page(data, m_appearance, nullptr);
    page.show();
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    button(page, QStringLiteral("Open"))->setFocus(Qt::TabFocusReason);
    QStringList names;
    for (int i = 0; i < 3; ++i) {
        names.append(
            QAccessible::queryAccessibleInterface(QApplication::focusWidget())->text(QAccessible::Name));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    const QStringList expected{QStringLiteral("Open the data folder"), QStringLiteral("Back up now"),
        QStringLiteral("Restore a backup…")};
    QCOMPARE(names, expected);
}

QTEST_MAIN(TestSettingsPages)
#include "tst_settingspages.moc"
