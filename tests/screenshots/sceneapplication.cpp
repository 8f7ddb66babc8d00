#include "screenshots/sceneapplication.h"

#include <QFontDatabase>
#include <QLocale>

namespace throughline::screenshots {

namespace {

/// Must be set before the application object is made.
int &prepared(int &argc)
{
    // At a scale, the screen that is there otherwise has no room for what opens beside a button.
    const bool isScaled = qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1")).toDouble() > 1;
    qputenv("QT_QPA_PLATFORM", isScaled ? "offscreen:configfile=" THROUGHLINE_SOURCE_DIR
                                          "/tests/screenshots/screen.json"
                                        : "offscreen");
    qputenv("QT_STYLE_OVERRIDE", "fusion");
    qputenv("TZ", "UTC");
    qputenv("FONTCONFIG_FILE", THROUGHLINE_SOURCE_DIR "/tests/screenshots/fonts.conf");
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    return argc;
}

} // namespace

SceneApplication::SceneApplication(int &argc, char **argv)
    : QApplication(prepared(argc), argv)
{
    setApplicationName(QStringLiteral("throughline"));
    setCursorFlashTime(0);
    if (!QFontDatabase::families().contains(QStringLiteral("Inter")))
        qFatal("The scenes are drawn with Inter; it is not installed");
}

QList<SceneTheme> themesOf(const Scene &scene)
{
    if (scene.ownTheme)
        return {{QStringLiteral("contrast"), ui::Appearance::Choice::HighContrast}};
    const SceneTheme light{QStringLiteral("light"), ui::Appearance::Choice::Light};
    if (scene.language != Language::English)
        return {light};
    return {light, {QStringLiteral("dark"), ui::Appearance::Choice::Dark}};
}

QImage drawScene(const Scene &scene, const SceneTheme &theme)
{
    const Spoken spoken(scene.language);
    Stage stage(theme.choice, scene.textScale);
    scene.play(stage);
    return stage.picture();
}

} // namespace throughline::screenshots
