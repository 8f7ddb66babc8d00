#include "client/contractjson.h"
#include "screenshots/scenedata.h"
#include "screenshots/stage.h"
#include "ui/structuresidebar.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/noticebar.h"
#include "ui/window/panelayout.h"

#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace throughline;
using screenshots::Stage;
using workspace::Conversation;

namespace {

constexpr int all = 200;
constexpr int shown = 50; ///< at first

QString idOf(int number)
{
    return QStringLiteral("m%1").arg(number);
}

} // namespace

/// A long conversation in the window, on a server that has capability "window".
class TestOpeningAtTheEnd : public QObject
{
    Q_OBJECT

    QList<protocol::Message> m_stored;
    protocol::Signal m_signal; ///< of the fifth message
    std::unique_ptr<Stage> m_stage;

    Conversation &conversation() { return *m_stage->workspace().current(); }
    ui::TranscriptView &transcript() { return *m_stage->find<ui::TranscriptView>(); }
    bool isSeen(const QString &id)
    {
        const int row = conversation().transcript().indexOfId(id);
        return row >= 0 && transcript().rowRect(row).intersects(transcript().viewport()->rect());
    }
    bool isBelowTheLine(const QString &id)
    {
        const auto *item = transcript().transcriptLayout().item(conversation().transcript().indexOfId(id));
        return item && item->head().isNew;
    }

    /// Opens it; the rest is to be answered by hand.
    void showEnd()
    {
        m_stage->window().resize(1280, 800);
        m_stage->window().show();
        m_stage->workspace().start(screenshots::sceneThreadId());
        QTRY_VERIFY(m_stage->workspace().current() && conversation().transcript().rowCount() == shown);
        QTRY_VERIFY(conversation().signalModel().rowCount() == 1);
        m_stage->settle();
        QCOMPARE(conversation().loadState(), Conversation::LoadState::Loading);
    }
    void showRest()
    {
        if (test::FakeExchange *exchange = rest()) {
            exchange->head(200, {{"Content-Type", "application/json"}});
            exchange->body(test::slice(m_stored, exchange->request().url));
            exchange->finish();
        }
        QTRY_COMPARE(conversation().loadState(), Conversation::LoadState::Loaded);
        m_stage->settle();
        QVERIFY(conversation().transcript().rowCount() >= all); // what was sent stands behind them
    }
    test::FakeExchange *rest()
    {
        const QList<test::FakeExchange *> open = m_stage->server().open();
        const auto found = std::find_if(open.cbegin(), open.cend(), [](test::FakeExchange *exchange) {
            return exchange->request().url.path().endsWith(QLatin1StringView("/chat/messages/"));
        });
        return found == open.cend() ? nullptr : *found;
    }
    ui::Toast &toast() { return *m_stage->find<ui::Toast>(); }
    bool isSaidToCome()
    {
        return toast().isVisible() && toast().text().contains(QStringLiteral("is shown when"));
    }

private Q_SLOTS:
    void init()
    {
        m_stored.clear();
        for (int i = 0; i < all; ++i) {
            const auto role = i % 2 == 0 ? protocol::Role::User : protocol::Role::Assistant;
            m_stored.append(
                screenshots::message(idOf(i), role, QStringLiteral("This is message %1.").arg(i)));
        }
        m_signal = screenshots::sceneSignals().first();
        m_signal.span = {.messageId = idOf(4), .start = 0, .end = 4};
        m_signal.places.clear();
        m_signal.stale = false;
        m_stage = std::make_unique<Stage>(ui::Appearance::Choice::Light, 1.0);
        m_stage->answerWith(
            {.threads = screenshots::sceneThreads(), .messages = {}, .signalList = {m_signal}});
        auto &server = m_stage->server();
        server.always("GET", QStringLiteral("/api/"),
            test::FakeAnswer::json(
                200, test::serverInfo({QStringLiteral("window"), QStringLiteral("regenerate")})));
        const QString list = QStringLiteral("/api/chat/messages/");
        server.always("GET", list, [this](const net::HttpRequest &request) {
            return test::FakeAnswer::json(200, test::slice(m_stored, request.url));
        });
        server.once("GET", QStringLiteral("%1?thread=%2&limit=500").arg(list, screenshots::sceneThreadId()),
            test::FakeAnswer::hold());
    }
    void cleanup() { m_stage.reset(); }

    void theEndIsInViewAndStaysThere()
    {
        showEnd();
        QVERIFY(transcript().isFollowing());
        const int last = transcript().rowRect(shown - 1).top();
        showRest();
        QVERIFY(transcript().isFollowing());
        QCOMPARE(transcript().rowRect(all - 1).top(), last);
    }

    void aSourceInTheRestIsShownWhenItIsThere()
    {
        showEnd();
        auto *structure = m_stage->find<ui::StructureSidebar>();
        Q_EMIT structure->sourceRequested(m_signal.id);
        QVERIFY(isSaidToCome());
        QVERIFY(transcript().isFollowing());
        showRest();
        QVERIFY(isSeen(m_signal.span.messageId));
        QVERIFY(!toast().isVisible());
    }

    void whatIsOpenOverTheChatMeanwhileStaysOpen()
    {
        showEnd();
        m_stage->window().resize(800, 800);
        m_stage->settle();
        auto *structure = m_stage->find<ui::StructureSidebar>();
        Q_EMIT structure->sourceRequested(m_signal.id);
        m_stage->find<ui::PaneLayout>()->reveal(structure);
        QVERIFY(structure->isVisible());
        showRest();
        QVERIFY(isSeen(m_signal.span.messageId));
        QVERIFY(structure->isVisible());
    }

    void whoGoesElsewhereMeanwhileStaysThere_data()
    {
        using Go = std::function<void(TestOpeningAtTheEnd &)>;
        QTest::addColumn<Go>("go");
        QTest::newRow("scrolls") << Go([](auto &test) {
            QScrollBar *bar = test.transcript().verticalScrollBar();
            bar->setValue(bar->value() - 100);
        });
        QTest::newRow("searches") << Go(
            [](auto &test) { test.transcript().find(QStringLiteral("message 170")); });
        QTest::newRow("moves the keyboard")
            << Go([](auto &test) { test.transcript().setCurrentRow(shown - 2); });
        QTest::newRow("sends") << Go([](auto &test) { test.conversation().send(QStringLiteral("Now?")); });
        QTest::newRow("goes to the end") << Go([](auto &test) { test.transcript().scrollToLatest(); });
    }
    void whoGoesElsewhereMeanwhileStaysThere()
    {
        QFETCH(std::function<void(TestOpeningAtTheEnd &)>, go);
        showEnd();
        Q_EMIT m_stage->find<ui::StructureSidebar>()->sourceRequested(m_signal.id);
        QVERIFY(isSaidToCome());
        go(*this);
        QVERIFY(!isSaidToCome());
        showRest();
        QVERIFY(!isSeen(m_signal.span.messageId));
    }

    void whenTheRestCannotBeReadThatIsSaid()
    {
        showEnd();
        Q_EMIT m_stage->find<ui::StructureSidebar>()->sourceRequested(m_signal.id);
        QVERIFY(rest());
        rest()->fail(protocol::ApiError::Kind::Network);
        QTRY_COMPARE(conversation().loadState(), Conversation::LoadState::Failed);
        QVERIFY(!isSaidToCome());
        const auto bars = m_stage->window().findChildren<ui::NoticeBar *>();
        QVERIFY(std::any_of(bars.cbegin(), bars.cend(), [](const ui::NoticeBar *bar) {
            return bar->isVisible() &&
                   bar->text().contains(QStringLiteral("The earlier part of this conversation"));
        }));
    }

    void whatWasAskedForLastIsShown()
    {
        showEnd();
        auto *structure = m_stage->find<ui::StructureSidebar>();
        Q_EMIT structure->sourceRequested(m_signal.id);
        Q_EMIT structure->selectedChanged({});
        showRest();
        QVERIFY(transcript().isFollowing());
    }

    void aSourceThatIsNotInTheRestEitherIsSaidToBeMissing()
    {
        showEnd();
        m_stored[4].id = QStringLiteral("another");
        Q_EMIT m_stage->find<ui::StructureSidebar>()->sourceRequested(m_signal.id);
        QVERIFY(isSaidToCome());
        showRest();
        QVERIFY(toast().isVisible());
        QVERIFY(!isSaidToCome());
    }

    void theLineAboveWhatIsNewIsThereWithTheEnd()
    {
        const QString key = QStringLiteral("read:") + screenshots::sceneThreadId();
        m_stage->workspace().drafts().set(key, idOf(all - 3));
        showEnd();
        QVERIFY(isBelowTheLine(idOf(all - 1)));
        const int place = transcript().rowRect(shown - 3).top();
        showRest();
        QVERIFY(isBelowTheLine(idOf(all - 1)));
        QCOMPARE(transcript().rowRect(all - 3).top(), place);
    }

    void theLineStandsInTheRestWhereThatIsNew()
    {
        const QString key = QStringLiteral("read:") + screenshots::sceneThreadId();
        m_stage->workspace().drafts().set(key, idOf(10));
        showEnd();
        showRest();
        transcript().setCurrentRow(11);
        m_stage->settle();
        QVERIFY(isBelowTheLine(idOf(11)));
    }
};

QTEST_MAIN(TestOpeningAtTheEnd)
#include "tst_openingattheend.moc"
