// Draws every scene in both themes, at the scale of QT_SCALE_FACTOR, and one contact sheet:
//   throughline-screenshots FOLDER [SCENE…]
#include "screenshots/sceneapplication.h"
#include "screenshots/scenedata.h"
#include "screenshots/stage.h"

#include <QDir>
#include <QFile>
#include <QTextStream>

#include <cstdio>

using namespace throughline;
using namespace throughline::screenshots;

namespace {

QString suffix()
{
    const double scale = qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1")).toDouble();
    return scale > 1 ? QStringLiteral("@%1x").arg(scale) : QString();
}

void writeContactSheet(const QDir &folder)
{
    QFile file(folder.filePath(QStringLiteral("index.html")));
    if (!file.open(QIODevice::WriteOnly))
        return;
    QTextStream out(&file);
    out << "<!doctype html><meta charset=utf-8><title>Throughline: every scene</title>"
           "<style>body{font:15px "
           "system-ui;margin:32px;background:#888}figure{display:inline-block;margin:8px;"
           "background:#fff;padding:8px}img{width:640px;display:block}h2{color:#fff}</style>";
    const QList<Scene> all = scenes();
    for (const Scene &scene : all) {
        out << "<h2 id=" << scene.name << ">" << scene.name << "</h2><p>" << scene.lookFor.toHtmlEscaped()
            << "</p>";
        const QStringList pictures = folder.entryList({scene.name + QStringLiteral("-light*.png"),
            scene.name + QStringLiteral("-dark*.png"), scene.name + QStringLiteral("-contrast*.png")});
        for (const QString &picture : pictures)
            out << "<figure><a href=\"" << picture << "\"><img src=\"" << picture << "\"></a><figcaption>"
                << picture << "</figcaption></figure>";
    }
}

} // namespace

int main(int argc, char *argv[])
{
    SceneApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: throughline-screenshots FOLDER [SCENE...]\n");
        return 2;
    }
    const QDir folder(arguments.at(1));
    if (!folder.mkpath(QStringLiteral("."))) {
        std::fprintf(stderr, "%s cannot be written\n", qPrintable(folder.path()));
        return 1;
    }
    const QList<Scene> all = scenes();
    for (const Scene &scene : all) {
        if (arguments.size() > 2 && !arguments.mid(2).contains(scene.name))
            continue;
        for (const SceneTheme &theme : themesOf(scene)) {
            const QString path = folder.filePath(
                scene.name + QLatin1Char('-') + theme.name + suffix() + QStringLiteral(".png"));
            if (!drawScene(scene, theme).save(path)) {
                std::fprintf(stderr, "%s cannot be written\n", qPrintable(path));
                return 1;
            }
            std::printf("%s\n", qPrintable(path));
        }
    }
    writeContactSheet(folder);
    return 0;
}
