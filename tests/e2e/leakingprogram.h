#pragma once

#include "app/application.h"
#include "client/fakesecretstore.h"
#include "e2e/driver.h"
#include "e2e/leakyservers.h"
#include "ui/activitytext.h"
#include "ui/window/windowsettings.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <cstdio>

namespace throughline::test {

inline const QString email = QStringLiteral("ada@example.org");

inline void say(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

/// The whole program and the hands that lead it through everything that secrets are used for. What it shows
/// goes to standard output, where it is looked for like in everything else.
class LeakingProgram
{
public:
    explicit LeakingProgram(const QString &folder)
        : m_folder(folder)
    {
        QFile input;
        [[maybe_unused]] const bool isOpen = input.open(stdin, QIODevice::ReadOnly);
        m_order = QJsonDocument::fromJson(input.readLine()).object();
        m_isAgain = m_order.contains(QStringLiteral("again"));
        if (m_isAgain) {
            m_store.secrets.insert(QStringLiteral("model-server:site"), secret("key").toLatin1());
            m_store.secrets.insert(
                QStringLiteral("team server ") + text("team") + QStringLiteral(" as ") + email,
                compact({{QStringLiteral("email"), email}, {QStringLiteral("refresh"), secret("refresh")}}));
        }
        m_program = std::make_unique<app::Application>(
            *qApp, app::Application::Options{
                       .dataDir = folder, .guidePace = 0, .secrets = &m_store, .modelPlaces = {}});
        m_program->window().resize(1280, 800);
        m_program->start();
    }

    int run()
    {
        if (!user().waitForConversation())
            return fail("conversation");
        if (!m_isAgain && (!talkToTheModel() || !talkToTheTeam()))
            return 1;
        if (m_isAgain) {
            m_program->teamServers().open(m_program->teamServers().servers().first().id);
            if (!user().waitForConversation())
                return fail("conversation of the team");
        }
        if (!m_isAgain && !backUp())
            return fail("backup");
        showEverything();
        say(QStringLiteral("ready"));
        if (m_isAgain) {
            m_program->window().close();
            return QApplication::exec();
        }
        QTest::qWait(60'000);
        return 1;
    }

private:
    QString text(const char *name) const { return m_order.value(QLatin1StringView(name)).toString(); }
    QString secret(const char *name) const { return text(name); }
    Driver user() { return {m_program->window(), m_program->workspace()}; }
    static int fail(const char *what)
    {
        say(QStringLiteral("failed: ") + QLatin1StringView(what));
        return 1;
    }
    static bool failed(const char *what) { return fail(what) == 0; }

    bool talkToTheModel()
    {
        workspace::ModelServers &models = m_program->modelServers();
        const workspace::ModelServer server{
            .id = {}, .name = QStringLiteral("Site"), .address = QUrl(text("site"))};
        QSignalSpy applied(&models, &workspace::ModelServers::applied);
        models.add(server, secret("key").toLatin1());
        if (!QTest::qWaitFor([&] { return applied.size() == 1; }))
            return failed("model");
        user().send(QStringLiteral("What is it?"));
        for (int i = 0; i < modelFailures; ++i) {
            if (!user().waitForReply())
                return failed("a failure");
            const workspace::TranscriptModel::Row row = user().lastRow();
            say(QStringLiteral("said: ") + row.notice);
            if (row.state != workspace::RowState::Failed)
                return failed("to fail");
            user().conversation().retry(user().rows().rowCount() - 1);
        }
        if (!QTest::qWaitFor(
                [this] { return user().lastRow().state == workspace::RowState::Settled; }, 20'000))
            return failed("the answer");
        QString tested;
        models.test(server, secret("refusedKey").toLatin1(), qApp,
            [&tested](const workspace::ModelCheck &check) { tested = check.sentence; });
        if (!QTest::qWaitFor([&] { return !tested.isEmpty(); }))
            return failed("test");
        say(QStringLiteral("tested: ") + tested);
        user().type(QStringLiteral("half a thought"));
        return true;
    }

    bool talkToTheTeam()
    {
        app::TeamHub &team = m_program->teamServers();
        const workspace::TeamServer server{.id = {}, .address = QUrl(text("team")), .email = email};
        QSignalSpy refused(&team, &workspace::TeamServers::failed);
        team.signIn(server, secret("wrongPassword"));
        if (!QTest::qWaitFor([&] { return refused.size() == 1; }))
            return failed("to be refused");
        say(QStringLiteral("refused: ") + refused.first().at(1).toString());
        QTest::qWait(0);
        QSignalSpy signedIn(&team, &workspace::TeamServers::signedIn);
        team.signIn(server, secret("password"));
        if (!QTest::qWaitFor([&] { return signedIn.size() == 1; }))
            return failed("to sign in");
        team.open(signedIn.first().first().toString());
        // The first renewal fails.
        if (!QTest::qWaitFor(
                [&] {
                    m_program->workspace().reconnect();
                    return user().waitForConversation(500);
                },
                20'000))
            return failed("conversation of the team");
        for (int i = 0; i < 4; ++i) {
            user().send(QStringLiteral("Question %1").arg(i));
            if (!QTest::qWaitFor([this] { return !user().conversation().isStreaming(); }, 20'000))
                return failed("an end");
        }
        user().type(QStringLiteral("half a thought"));
        return true;
    }

    /// With the button in the settings, of which all pages have been opened.
    bool backUp()
    {
        m_program->window().openSettings();
        for (const ui::WindowSettings::Page page : ui::WindowSettings::pages())
            m_program->window().findChild<ui::SettingsView *>()->openPage(int(page));
        for (QAbstractButton *button : m_program->window().findChildren<QAbstractButton *>()) {
            if (button->text() == QStringLiteral("Back up now"))
                button->click();
        }
        const QDir backups(QDir(m_folder).filePath(QStringLiteral("backups")));
        return QTest::qWaitFor([&] { return !backups.entryList({QStringLiteral("*.db")}).isEmpty(); });
    }

    void showEverything()
    {
        for (const QWidget *widget : QApplication::allWidgets()) {
            if (const auto *label = qobject_cast<const QLabel *>(widget))
                say(QStringLiteral("shown: ") + label->text());
            if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
                say(QStringLiteral("shown: ") + button->text() + button->toolTip());
        }
        int number = 0;
        QList<workspace::Workspace *> all{&m_program->workspace()};
        m_program->teamServers().open({});
        all.append(&m_program->workspace());
        for (workspace::Workspace *each : all) {
            for (int row = 0; each->current() && row < each->current()->transcript().rowCount(); ++row)
                say(QStringLiteral("row: ") + each->current()->transcript().row(row).notice);
            for (const net::ActivityRecord &record : each->activity().log().records()) {
                ++number;
                say(workspace::ActivityModel::asCurl(record));
                say(ui::headersText(record) + record.error + QString::fromUtf8(record.requestBody) +
                    record.url.toString() + record.correlationId);
                for (const net::ActivityEvent &event : record.events)
                    say(ui::eventLine(event));
            }
        }
        say(QStringLiteral("%1 records").arg(number));
    }

    QString m_folder;
    QJsonObject m_order;
    bool m_isAgain = false;
    FakeSecretStore m_store;
    std::unique_ptr<app::Application> m_program;
};

} // namespace throughline::test
