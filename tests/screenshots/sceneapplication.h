#pragma once

#include "screenshots/stage.h"

#include <QApplication>

namespace throughline::screenshots {

/// The application as the scenes need it: no display, English, the same fonts on every machine, a caret that
/// does not blink.
class SceneApplication final : public QApplication
{
public:
    SceneApplication(int &argc, char **argv);
};

struct SceneTheme
{
    QString name; ///< part of the picture's file name
    ui::Appearance::Choice choice;
};
QList<SceneTheme> themesOf(const Scene &scene);

QImage drawScene(const Scene &scene, const SceneTheme &theme);

} // namespace throughline::screenshots
