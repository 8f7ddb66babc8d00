#include "paneimage.h"
#include "ui/modelbutton.h"
#include "ui/modelpicker.h"
#include "ui/searchfield.h"

#include <QApplication>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using namespace throughline::test;

namespace {

const QString qwen = QStringLiteral("ollama/qwen2.5:7b");
const QString llama = QStringLiteral("ollama/llama3.2:3b");
const QString large = QStringLiteral("work/large");
const QString guide = QStringLiteral("guide");

QList<protocol::Model> models()
{
    const QString ollama = QStringLiteral("ollama");
    return {{.id = qwen, .name = QStringLiteral("qwen2.5:7b"), .provider = ollama, .isDefault = true},
        {.id = llama, .name = QStringLiteral("llama3.2:3b"), .provider = ollama},
        {.id = large, .name = QStringLiteral("large"), .provider = QStringLiteral("work")},
        {.id = guide, .name = QStringLiteral("Guide"), .provider = guide}};
}

} // namespace

class TestModelPicker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void modelsStandUnderTheirServerAndTheGuideAtTheEnd();
    void itOpensOnTheModelThatAnswers();
    void searchFindsModelsAndServers();
    void whatIsNotThereIsSaid();
    void theKeyboardChoosesWithoutLeavingTheField();
    void aClickOnAGroupChoosesNothing();
    void escapeClosesAndChoosesNothing();
    void theButtonSaysWhoAnswersAndOpensOnlyWhereThereIsAChoice();
    void aLongNameDoesNotPushTheComposerApart();

private:
    QStringList rows() const
    {
        QStringList list;
        const QAbstractItemModel *model = m_list->model();
        for (int row = 0; row < model->rowCount(); ++row)
            list.append(model->index(row, 0).data().toString());
        return list;
    }
    QString current() const { return m_list->currentIndex().data().toString(); }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QWidget> m_window;
    ModelButton *m_button = nullptr;
    ModelPicker *m_picker = nullptr;
    SearchField *m_search = nullptr;
    QListView *m_list = nullptr;
};

void TestModelPicker::init()
{
    m_window.reset(); // whose widgets use what follows
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_window = std::make_unique<QWidget>();
    m_window->resize(400, 500);
    m_button = new ModelButton(*m_appearance, m_window.get());
    m_button->setModelName(QStringLiteral("qwen2.5:7b"));
    m_button->setChoosable(true);
    m_button->move(10, 450);
    m_picker = new ModelPicker(*m_appearance, m_window.get());
    m_picker->setModels(models(), llama, {{QStringLiteral("ollama"), QStringLiteral("Ollama")}});
    m_search = m_picker->findChild<SearchField *>();
    m_list = m_picker->findChild<QListView *>();
    m_window->show();
    m_picker->popUp(m_button);
}

void TestModelPicker::modelsStandUnderTheirServerAndTheGuideAtTheEnd()
{
    QCOMPARE(rows(),
        (QStringList{QStringLiteral("Ollama"), QStringLiteral("qwen2.5:7b"), QStringLiteral("llama3.2:3b"),
            QStringLiteral("work"), QStringLiteral("large"), QStringLiteral("Guide — needs no model")}));
    QVERIFY(!(m_list->model()->flags(m_list->model()->index(0, 0)) & Qt::ItemIsSelectable));
}

void TestModelPicker::itOpensOnTheModelThatAnswers()
{
    QCOMPARE(current(), QStringLiteral("llama3.2:3b"));
    QCOMPARE(m_list->currentIndex().data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("llama3.2:3b, answers now"));
}

void TestModelPicker::searchFindsModelsAndServers()
{
    QTest::keyClicks(m_search, QStringLiteral("LAR"));
    QCOMPARE(rows(), (QStringList{QStringLiteral("work"), QStringLiteral("large")}));
    QCOMPARE(current(), QStringLiteral("large"));
    m_search->setText(QStringLiteral("olla"));
    QCOMPARE(rows().size(), 3);
}

void TestModelPicker::whatIsNotThereIsSaid()
{
    QSignalSpy chosen(m_picker, &ModelPicker::chosen);
    QTest::keyClicks(m_search, QStringLiteral("zebra"));
    QVERIFY(rows().isEmpty());
    bool isSaid = false;
    for (const Label *label : m_picker->findChildren<Label *>())
        isSaid = isSaid || (label->isVisible() && label->text() == QStringLiteral("No model is called that"));
    QVERIFY(isSaid);
    QTest::keyClick(m_search, Qt::Key_Return);
    QCOMPARE(chosen.size(), 0);
}

void TestModelPicker::theKeyboardChoosesWithoutLeavingTheField()
{
    QSignalSpy chosen(m_picker, &ModelPicker::chosen);
    QTest::keyClick(m_search, Qt::Key_Down);
    QCOMPARE(current(), QStringLiteral("large"));
    QTest::keyClick(m_search, Qt::Key_Down);
    QTest::keyClick(m_search, Qt::Key_Down);
    QCOMPARE(current(), QStringLiteral("Guide — needs no model"));
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(m_search, Qt::Key_Up);
    QCOMPARE(current(), QStringLiteral("qwen2.5:7b"));
    QTest::keyClick(m_search, Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), qwen);
    QVERIFY(!m_picker->isVisible());
}

void TestModelPicker::aClickOnAGroupChoosesNothing()
{
    QSignalSpy chosen(m_picker, &ModelPicker::chosen);
    const auto click = [this](int row) {
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {},
            m_list->visualRect(m_list->model()->index(row, 0)).center());
    };
    click(0);
    QCOMPARE(chosen.size(), 0);
    QVERIFY(m_picker->isVisible());
    click(4);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), large);
}

void TestModelPicker::escapeClosesAndChoosesNothing()
{
    QSignalSpy chosen(m_picker, &ModelPicker::chosen);
    QTest::keyClick(m_search, Qt::Key_Escape);
    QVERIFY(!m_picker->isVisible());
    QCOMPARE(chosen.size(), 0);
}

void TestModelPicker::theButtonSaysWhoAnswersAndOpensOnlyWhereThereIsAChoice()
{
    m_picker->close();
    QCOMPARE(m_button->accessibleName(), QStringLiteral("Model: qwen2.5:7b"));
    QSignalSpy clicked(m_button, &QAbstractButton::clicked);
    QTest::mouseClick(m_button, Qt::LeftButton);
    QCOMPARE(clicked.size(), 1);
    QVERIFY(m_button->height() >= SmallestHit || m_button->sizeHint().height() >= SmallestHit);
    m_button->setChoosable(false);
    QCOMPARE(m_button->focusPolicy(), Qt::NoFocus);
}

void TestModelPicker::aLongNameDoesNotPushTheComposerApart()
{
    m_button->setModelName(QString(400, QLatin1Char('m')));
    QVERIFY(m_button->sizeHint().width() < 300);
    QCOMPARE(m_button->toolTip().count(QLatin1Char('m')), 400);
    // A server says how its models are called: no name may be taken for rich text, which could open a file.
    m_button->setModelName(QStringLiteral("<img src=\"file:///etc/hostname\">"));
    QVERIFY2(m_button->toolTip().contains(QStringLiteral("&lt;img")), qPrintable(m_button->toolTip()));
}

QTEST_MAIN(TestModelPicker)
#include "tst_modelpicker.moc"
