#include "ui/window/connectcard.h"
#include "ui/window/noticebar.h"
#include "workspace/fakemodelconnector.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace throughline;
using namespace throughline::ui;
using test::FakeModelConnector;
using workspace::ModelServers;

class TestConnectCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itLooksWhenItComesOnScreenAndNotBefore();
    void whereNothingRunsItLeadsToTheSettings();
    void aModelThatRunsHereIsOneClickAway();
    void anotherServerCanBeChosenInstead();
    void aPathIsShownAsItsName();
    void allOfItsTextIsThereHoweverNarrowItIs();

private:
    QAbstractButton *shown(const QString &text) const
    {
        for (QAbstractButton *button : m_card->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<FakeModelConnector> m_world;
    std::unique_ptr<ModelServers> m_models;
    std::unique_ptr<ConnectCard> m_card;
};

void TestConnectCard::init()
{
    m_card.reset();
    m_models.reset();
    m_world = std::make_unique<FakeModelConnector>();
    m_models = std::make_unique<ModelServers>(*m_world);
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_card = std::make_unique<ConnectCard>(*m_models, *m_appearance, nullptr);
}

void TestConnectCard::itLooksWhenItComesOnScreenAndNotBefore()
{
    QCOMPARE(m_world->discoveries, 0);
    m_card->show();
    QCOMPARE(m_world->discoveries, 1);
}

void TestConnectCard::whereNothingRunsItLeadsToTheSettings()
{
    QSignalSpy asked(m_card.get(), &ConnectCard::settingsRequested);
    m_card->show();
    QCoreApplication::processEvents();
    QAbstractButton *button = shown(QStringLiteral("Connect a model…"));
    QVERIFY(button);
    button->click();
    QCOMPARE(asked.size(), 1);
    QVERIFY(!shown(QStringLiteral("Another server…")));
}

void TestConnectCard::aModelThatRunsHereIsOneClickAway()
{
    m_world->running = {{.name = QStringLiteral("Ollama"),
        .address = QUrl(QStringLiteral("http://127.0.0.1:11434")),
        .models = {QStringLiteral("nomic-embed-text"), QStringLiteral("qwen2.5:7b")}}};
    m_card->show();
    QCoreApplication::processEvents();
    QAbstractButton *button = shown(QStringLiteral("Use qwen2.5:7b"));
    QVERIFY(button);
    button->click();
    QCOMPARE(m_models->servers().size(), 1);
    QCOMPARE(m_models->servers().first().model, QStringLiteral("qwen2.5:7b"));
    QCOMPARE(m_models->servers().first().id, QStringLiteral("ollama"));
}

void TestConnectCard::anotherServerCanBeChosenInstead()
{
    m_world->running = {{.name = QStringLiteral("Ollama"),
        .address = QUrl(QStringLiteral("http://127.0.0.1:11434")),
        .models = {QStringLiteral("qwen2.5:7b")}}};
    QSignalSpy asked(m_card.get(), &ConnectCard::settingsRequested);
    m_card->show();
    QCoreApplication::processEvents();
    shown(QStringLiteral("Another server…"))->click();
    QCOMPARE(asked.size(), 1);
    QVERIFY(m_models->servers().isEmpty());
}

void TestConnectCard::aPathIsShownAsItsName()
{
    m_world->running = {{.name = QStringLiteral("llama.cpp"),
        .address = QUrl(QStringLiteral("http://127.0.0.1:8080")),
        .models = {QStringLiteral("/models/qwen2.5-7b.gguf")}}};
    m_card->show();
    QCoreApplication::processEvents();
    QAbstractButton *button = shown(QStringLiteral("Use qwen2.5-7b.gguf"));
    QVERIFY(button);
    button->click();
    QCOMPARE(m_models->servers().first().model, QStringLiteral("/models/qwen2.5-7b.gguf"));
}

void TestConnectCard::allOfItsTextIsThereHoweverNarrowItIs()
{
    QWidget window;
    auto *column = new QVBoxLayout(&window);
    column->addWidget(m_card.release()); // the window's from now on
    auto *bar = new NoticeBar(*m_appearance, &window);
    column->addWidget(bar);
    column->addStretch(1);
    bar->show(QStringLiteral("Sign in to team.example to go on. What you have typed stays here."),
        QStringLiteral("Sign in…"));
    QList<const Label *> texts;
    for (const Label *label : window.findChildren<Label *>()) {
        if (label->wordWrap())
            texts.append(label);
    }
    QCOMPARE(texts.size(), 2);
    for (const int width : {700, 420, 300}) {
        window.resize(width, 600);
        window.show();
        for (const Label *text : texts)
            QTRY_VERIFY(text->height() >= text->heightForWidth(text->width()));
    }
    QVERIFY(texts.first()->height() > texts.first()->sizeHint().height()); // it did break
}

QTEST_MAIN(TestConnectCard)
#include "tst_connectcard.moc"
