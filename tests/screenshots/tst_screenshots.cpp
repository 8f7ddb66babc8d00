#include "screenshots/access.h"
#include "screenshots/clipping.h"
#include "screenshots/imagecompare.h"
#include "screenshots/sceneapplication.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QTest>

using namespace throughline;
using namespace throughline::screenshots;

/// Every scene against its reference picture. THROUGHLINE_UPDATE_SCREENSHOTS=1 takes what is drawn now as the
/// reference: look at it before you commit it.
class ScreenshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSceneLooksAsItDid_data();
    void theSceneLooksAsItDid();
    void nothingIsCut_data();
    void nothingIsCut();
    void theTabKeyReachesEverythingAndItHasAName_data();
    void theTabKeyReachesEverythingAndItHasAName();
};

void ScreenshotsTest::theSceneLooksAsItDid_data()
{
    QTest::addColumn<int>("scene");
    QTest::addColumn<int>("theme");
    const QList<Scene> all = scenes();
    for (int scene = 0; scene < all.size(); ++scene) {
        const QList<SceneTheme> themes = themesOf(all.at(scene));
        for (int theme = 0; theme < themes.size(); ++theme)
            QTest::addRow("%s-%s", qPrintable(all.at(scene).name), qPrintable(themes.at(theme).name))
                << scene << theme;
    }
}

void ScreenshotsTest::theSceneLooksAsItDid()
{
    QFETCH(int, scene);
    QFETCH(int, theme);
    const Scene drawn = scenes().at(scene);
    const QImage picture = drawScene(drawn, themesOf(drawn).at(theme));
    const QString name = QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".png");
    const QString reference = QStringLiteral(THROUGHLINE_SOURCE_DIR "/tests/screenshots/reference/") + name;
    if (qEnvironmentVariableIsSet("THROUGHLINE_UPDATE_SCREENSHOTS")) {
        QDir().mkpath(QFileInfo(reference).path());
        QVERIFY(picture.convertToFormat(QImage::Format_RGB888).save(reference));
        return;
    }
    QVERIFY2(QFileInfo::exists(reference), qPrintable(QStringLiteral("There is no %1").arg(reference)));
    if (const QString why = whyNotCompared(); !why.isEmpty())
        QSKIP(qPrintable(why));
    const ImageDifference difference = compareImages(QImage(reference), picture);
    if (!difference.isTolerable()) {
        const QString shown = QStringLiteral(THROUGHLINE_BUILD_DIR "/screenshots/different-") + name;
        QDir().mkpath(QFileInfo(shown).path());
        difference.picture.save(shown);
        QFAIL(qPrintable(
            difference.sentence + QStringLiteral("; reference, picture and difference: ") + shown));
    }
}

/// The longest words (German, and the language that is none) and the largest ones.
void ScreenshotsTest::nothingIsCut_data()
{
    QTest::addColumn<int>("scene");
    QTest::addColumn<double>("textScale");
    const QList<Scene> all = scenes();
    for (int scene = 0; scene < all.size(); ++scene) {
        const QByteArray name = all.at(scene).name.toUtf8();
        if (all.at(scene).language == Language::English)
            continue; // shorter than both
        QTest::addRow("%s", name.constData()) << scene << 1.0;
        QTest::addRow("%s at 200 %%", name.constData()) << scene << 2.0;
    }
}

void ScreenshotsTest::nothingIsCut()
{
    QFETCH(int, scene);
    QFETCH(double, textScale);
    const Scene shown = scenes().at(scene);
    const Spoken spoken(shown.language);
    Stage stage(ui::Appearance::Choice::Light, textScale);
    shown.play(stage);
    stage.settle();
    QStringList cut;
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (const QWidget *window : windows) {
        if (window->isVisible())
            cut += clippedIn(*window);
    }
    QVERIFY2(cut.isEmpty(), qPrintable(QLatin1Char('\n') + cut.join(QLatin1Char('\n'))));
}

void ScreenshotsTest::theTabKeyReachesEverythingAndItHasAName_data()
{
    QTest::addColumn<int>("scene");
    const QList<Scene> all = scenes();
    for (int scene = 0; scene < all.size(); ++scene) {
        if (all.at(scene).language == Language::English && all.at(scene).textScale == 1.0)
            QTest::addRow("%s", qPrintable(all.at(scene).name)) << scene;
    }
}

void ScreenshotsTest::theTabKeyReachesEverythingAndItHasAName()
{
    QFETCH(int, scene);
    const Scene shown = scenes().at(scene);
    const Spoken spoken(shown.language);
    Stage stage(ui::Appearance::Choice::Light, 1.0);
    shown.play(stage);
    stage.settle();
    // A menu takes every key for itself.
    if (auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget()))
        menu->close();
    stage.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&stage.window()));
    const QStringList problems = accessProblemsIn(stage.window());
    QVERIFY2(problems.isEmpty(), qPrintable(QLatin1Char('\n') + problems.join(QLatin1Char('\n'))));
}

int main(int argc, char *argv[])
{
    SceneApplication application(argc, argv);
    ScreenshotsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_screenshots.moc"
