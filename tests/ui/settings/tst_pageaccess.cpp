#include "client/fakesecretstore.h"
#include "support/testauthority.h"
#include "ui/settings/appearancepage.h"
#include "ui/settings/datapage.h"
#include "ui/settings/keyboardpage.h"
#include "ui/settings/modelspage.h"
#include "ui/settings/networkpage.h"
#include "ui/settings/privacypage.h"
#include "ui/settings/serverspage.h"
#include "ui/settings/settingsview.h"
#include "ui/settings/structurepage.h"
#include "workspace/fakedatakeeper.h"
#include "workspace/fakemodelconnector.h"
#include "workspace/faketeamservers.h"

#include <QAccessible>
#include <QApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;

/// Every page by the keyboard alone, as assistive technology hears it.
class TestPageAccess : public QObject
{
    Q_OBJECT

    using Make = std::function<SettingsPage *(TestPageAccess &)>;

private Q_SLOTS:
    void initTestCase();
    void theTabKeyGoesDownThePageAndEachStopHasAName_data();
    void theTabKeyGoesDownThePageAndEachStopHasAName();

private:
    static QString nameOf(QWidget *widget)
    {
        QAccessibleInterface *found = QAccessible::queryAccessibleInterface(widget);
        return found ? found->text(QAccessible::Name) : QString();
    }

    Appearance m_appearance{*qApp};
    test::FakeSecretStore m_secrets;
    test::FakeModelConnector m_world;
    workspace::ModelServers m_models{m_world};
    test::FakeTeamServers m_team;
    test::FakeDataKeeper m_data;
    workspace::NetworkSettings m_network{m_secrets};
    workspace::StructureSettings m_structure;
};

Q_DECLARE_METATYPE(std::function<throughline::ui::SettingsPage *(TestPageAccess &)>)

void TestPageAccess::initTestCase()
{
    m_models.add({.id = {},
                     .name = QStringLiteral("Work"),
                     .address = QUrl(QStringLiteral("https://models.example.com/v1"))},
        {});
    m_team.admit(test::FakeTeamServers::team());
    const QJsonObject stored{{QStringLiteral("proxy"), QStringLiteral("http")},
        {QStringLiteral("host"), QStringLiteral("proxy.example.com")}, {QStringLiteral("port"), 8080},
        {QStringLiteral("authorities"), QString::fromLatin1(test::testAuthority())}};
    m_network.restore(QJsonDocument(stored).toJson());
}

void TestPageAccess::theTabKeyGoesDownThePageAndEachStopHasAName_data()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<int>("stops"); ///< at least
    const auto add = [](const char *name, int stops, const Make &make) {
        QTest::newRow(name) << make << stops;
    };
    add("Models", 3, [](auto &t) { return new ModelsPage(t.m_models, t.m_appearance, nullptr); });
    add("Servers", 3, [](auto &t) { return new ServersPage(t.m_team, {}, t.m_appearance, nullptr); });
    add("Network", 6, [](auto &t) { return new NetworkPage(t.m_network, t.m_appearance, nullptr); });
    add("Appearance", 3, [](auto &t) { return new AppearancePage(t.m_appearance, nullptr); });
    add("Structure", 2,
        [](auto &t) { return new StructurePage(t.m_structure, t.m_models, t.m_appearance, nullptr); });
    add("Keyboard", 1, [](auto &t) { return new KeyboardPage(t.m_appearance, nullptr); });
    add("Privacy", 0, [](auto &t) {
        return new PrivacyPage(t.m_models, t.m_team, t.m_network, t.m_structure, QStringLiteral("/data"),
            t.m_appearance, nullptr);
    });
    add("Data", 3, [](auto &t) { return new DataPage(t.m_data, t.m_appearance, nullptr); });
}

void TestPageAccess::theTabKeyGoesDownThePageAndEachStopHasAName()
{
    QFETCH(Make, make);
    QFETCH(int, stops);
    SettingsView view(m_appearance);
    const auto keyboard = [&] { return new KeyboardPage(m_appearance, &view); };
    view.addPage(KeyboardPage::name(), keyboard);
    view.addPage(QString::fromLatin1(QTest::currentDataTag()), [&] { return make(*this); });
    view.addPage(KeyboardPage::name(), keyboard);
    view.openPage(2); // made before the page that is looked at
    SettingsPage *page = &view.openPage(1);
    QCOMPARE(nameOf(page), QString::fromLatin1(QTest::currentDataTag()));
    view.resize(780, 760);
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    QCoreApplication::processEvents(); // rows that are new show then
    // Whatever the keyboard can reach has a name.
    int reachable = 0;
    for (QWidget *widget : page->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        ++reachable;
        QVERIFY2(!nameOf(widget).isEmpty(), widget->metaObject()->className());
    }
    QVERIFY2(reachable >= stops, qPrintable(QString::number(reachable)));
    if (stops == 0)
        return;
    // From the name of the page, once around.
    QList<QWidget *> visited;
    QList<QWidget *> seen;
    view.setFocus(Qt::TabFocusReason);
    for (QWidget *at = QApplication::focusWidget(); at && !seen.contains(at) && seen.size() < 50;
         at = QApplication::focusWidget()) {
        seen.append(at);
        if (page->isAncestorOf(at))
            visited.append(at);
        QTest::keyClick(at, Qt::Key_Tab);
    }
    QVERIFY2(visited.size() >= stops, qPrintable(QString::number(visited.size())));
    for (qsizetype i = 1; i < visited.size(); ++i) {
        const auto middle = [&](QWidget *widget) { return widget->mapTo(page, widget->rect().center()); };
        const QPoint before = middle(visited.at(i - 1));
        const QPoint after = middle(visited.at(i));
        const bool isOn =
            after.y() > before.y() + 8 || (qAbs(after.y() - before.y()) <= 8 && after.x() > before.x());
        QVERIFY2(isOn,
            qPrintable(
                QStringLiteral("%1 comes after %2").arg(nameOf(visited.at(i)), nameOf(visited.at(i - 1)))));
    }
}

QTEST_MAIN(TestPageAccess)
#include "tst_pageaccess.moc"
