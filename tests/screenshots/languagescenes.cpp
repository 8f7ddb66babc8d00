#include "screenshots/stage.h"

namespace throughline::screenshots {

namespace {

Scene spokenIn(Scene scene, Language language)
{
    const bool isGerman = language == Language::German;
    scene.name.prepend(isGerman ? QStringLiteral("german-") : QStringLiteral("mirrored-"));
    scene.lookFor =
        isGerman
            ? QStringLiteral("In German: nothing is cut, dates and numbers are German")
            : QStringLiteral("From right to left: sides, icons and chevrons are mirrored, nothing is cut");
    scene.language = language;
    return scene;
}

} // namespace

QList<Scene> inOtherLanguages(const QList<Scene> &all)
{
    const QStringList names{QStringLiteral("main"), QStringLiteral("streaming"),
        QStringLiteral("first-start"), QStringLiteral("structure-empty"), QStringLiteral("find"),
        QStringLiteral("interrupted"), QStringLiteral("branches"), QStringLiteral("activity"),
        QStringLiteral("branching"), QStringLiteral("picture"), QStringLiteral("link"),
        QStringLiteral("command-palette"), QStringLiteral("map"), QStringLiteral("narrow-structure"),
        QStringLiteral("model-picker"), QStringLiteral("conversation-settings"), QStringLiteral("sign-in"),
        QStringLiteral("settings-models"), QStringLiteral("settings-appearance"),
        QStringLiteral("settings-structure"), QStringLiteral("settings-network"),
        QStringLiteral("settings-keyboard"), QStringLiteral("settings-privacy"),
        QStringLiteral("settings-data")};
    QList<Scene> others;
    for (const Language language : {Language::German, Language::Mirrored}) {
        for (const Scene &scene : all) {
            if (names.contains(scene.name))
                others.append(spokenIn(scene, language));
        }
    }
    return others;
}

} // namespace throughline::screenshots
