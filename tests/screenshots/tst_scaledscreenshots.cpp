#include "screenshots/imagecompare.h"
#include "screenshots/sceneapplication.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <cstdlib>

using namespace throughline;
using namespace throughline::screenshots;

namespace {

/// At 2× and 1.25× these have reference pictures of their own; at 2× all others must look like their picture
/// at 1× from afar, those in other languages apart. (A picture at 2× is large, and what they show besides is
/// shown by these.)
const QStringList mainOnes{QStringLiteral("main"), QStringLiteral("streaming"), QStringLiteral("first-start"),
    QStringLiteral("markdown"), QStringLiteral("right-to-left"), QStringLiteral("east-asian"),
    QStringLiteral("large-text"), QStringLiteral("activity"), QStringLiteral("settings-models"),
    QStringLiteral("interrupted")};

double scale()
{
    return qEnvironmentVariable("QT_SCALE_FACTOR").toDouble();
}

QString referencePath(const QString &name)
{
    return QStringLiteral(THROUGHLINE_SOURCE_DIR "/tests/screenshots/reference/") + name +
           QStringLiteral(".png");
}

/// In pixels, whatever the scale.
QImage drawn(const Scene &scene, const SceneTheme &theme)
{
    QImage picture = drawScene(scene, theme);
    picture.setDevicePixelRatio(1);
    return picture;
}

/// From so far away that no letter can be told from another, only where something stands.
QImage fromAfar(const QImage &picture, const QSize &size)
{
    return picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB32);
}

/// The share of what is seen from afar that has visibly another colour, 0…1.
double farDifference(const QImage &one, const QImage &other)
{
    constexpr int visible = 24; ///< of 255, in one of the colours
    int different = 0;
    for (int y = 0; y < one.height(); ++y) {
        for (int x = 0; x < one.width(); ++x) {
            const QRgb a = one.pixel(x, y);
            const QRgb b = other.pixel(x, y);
            const int most = std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                std::abs(qBlue(a) - qBlue(b))});
            different += most > visible ? 1 : 0;
        }
    }
    return double(different) / (one.width() * one.height());
}

} // namespace

/// The scenes at the scale of QT_SCALE_FACTOR; THROUGHLINE_UPDATE_SCREENSHOTS=1 takes what is drawn now as
/// the references.
class ScaledScreenshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMainScenesLookAsTheyDid_data();
    void theMainScenesLookAsTheyDid();
    void theOthersLookAsTheyDoAtOneToOne_data();
    void theOthersLookAsTheyDoAtOneToOne();
};

void ScaledScreenshotsTest::theMainScenesLookAsTheyDid_data()
{
    QTest::addColumn<int>("scene");
    QTest::addColumn<int>("theme");
    const QList<Scene> all = scenes();
    for (int scene = 0; scene < all.size(); ++scene) {
        if (!mainOnes.contains(all.at(scene).name))
            continue;
        const QList<SceneTheme> themes = themesOf(all.at(scene));
        // Strokes between pixels look alike in both themes.
        const qsizetype drawnThemes = scale() == 2 ? themes.size() : 1;
        for (int theme = 0; theme < drawnThemes; ++theme)
            QTest::addRow(
                "%s-%s@%gx", qPrintable(all.at(scene).name), qPrintable(themes.at(theme).name), scale())
                << scene << theme;
    }
}

void ScaledScreenshotsTest::theMainScenesLookAsTheyDid()
{
    QFETCH(int, scene);
    QFETCH(int, theme);
    const Scene shown = scenes().at(scene);
    const QImage picture = drawn(shown, themesOf(shown).at(theme));
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QString reference = referencePath(name);
    if (qEnvironmentVariableIsSet("THROUGHLINE_UPDATE_SCREENSHOTS")) {
        QVERIFY(picture.convertToFormat(QImage::Format_RGB888).save(reference, "PNG", 0));
        return;
    }
    QVERIFY2(QFileInfo::exists(reference), qPrintable(QStringLiteral("There is no %1").arg(reference)));
    if (const QString why = whyNotCompared(); !why.isEmpty())
        QSKIP(qPrintable(why));
    const ImageDifference difference = compareImages(QImage(reference), picture);
    if (!difference.isTolerable()) {
        const QString path = QStringLiteral(THROUGHLINE_BUILD_DIR "/screenshots/different-%1.png").arg(name);
        QDir().mkpath(QFileInfo(path).path());
        difference.picture.save(path);
        QFAIL(
            qPrintable(difference.sentence + QStringLiteral("; reference, picture and difference: ") + path));
    }
}

void ScaledScreenshotsTest::theOthersLookAsTheyDoAtOneToOne_data()
{
    QTest::addColumn<int>("scene");
    const QList<Scene> all = scenes();
    for (int scene = 0; scene < all.size(); ++scene) {
        const bool isEnglish = all.at(scene).language == Language::English;
        if (scale() == 2 && isEnglish && !mainOnes.contains(all.at(scene).name))
            QTest::addRow("%s", qPrintable(all.at(scene).name)) << scene;
    }
    if (scale() != 2)
        QTest::addRow("none at this scale") << -1;
}

void ScaledScreenshotsTest::theOthersLookAsTheyDoAtOneToOne()
{
    QFETCH(int, scene);
    if (scene < 0)
        return;
    const Scene shown = scenes().at(scene);
    const SceneTheme theme = themesOf(shown).first();
    const QImage picture = drawn(shown, theme);
    const QImage atOne(referencePath(shown.name + u'-' + theme.name));
    QVERIFY(!atOne.isNull());
    QCOMPARE(picture.size(), atOne.size() * 2);
    if (const QString why = whyNotCompared(); !why.isEmpty())
        QSKIP(qPrintable(why));
    constexpr double tolerated = 0.01;
    const QSize far = atOne.size() / 16;
    const double difference = farDifference(fromAfar(atOne, far), fromAfar(picture, far));
    if (difference > tolerated) {
        const QString path =
            QStringLiteral(THROUGHLINE_BUILD_DIR "/screenshots/%1-%2@2x.png").arg(shown.name, theme.name);
        QDir().mkpath(QFileInfo(path).path());
        picture.save(path);
        QFAIL(qPrintable(QStringLiteral("From afar %1 % of it look otherwise than at 1×: %2")
                             .arg(100 * difference, 0, 'f', 1)
                             .arg(path)));
    }
}

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        qputenv("QT_SCALE_FACTOR", "2");
    SceneApplication application(argc, argv);
    ScaledScreenshotsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_scaledscreenshots.moc"
