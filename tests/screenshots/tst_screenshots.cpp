#include "screenshots/imagecompare.h"
#include "screenshots/sceneapplication.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

using namespace throughline::screenshots;

/// Every scene against its reference picture. THROUGHLINE_UPDATE_SCREENSHOTS=1 takes what is drawn now as the
/// reference: look at it before you commit it.
class ScreenshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSceneLooksAsItDid_data();
    void theSceneLooksAsItDid();
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
    const ImageDifference difference = compareImages(QImage(reference), picture);
    if (!difference.isTolerable()) {
        const QString shown = QStringLiteral(THROUGHLINE_BUILD_DIR "/screenshots/different-") + name;
        QDir().mkpath(QFileInfo(shown).path());
        difference.picture.save(shown);
        QFAIL(qPrintable(
            difference.sentence + QStringLiteral("; reference, picture and difference: ") + shown));
    }
}

int main(int argc, char *argv[])
{
    SceneApplication application(argc, argv);
    ScreenshotsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_screenshots.moc"
