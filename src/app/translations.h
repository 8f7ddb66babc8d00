#pragma once

#include <QStringList>
#include <QTranslator>

#include <memory>
#include <vector>

class QCoreApplication;

namespace throughline::app {

/// The words of the program in the language of the user, as long as this lives. GUI thread.
class Translations
{
public:
    /// Takes the first of \a languages (BCP 47, the preferred one first: QLocale::uiLanguages()) that the
    /// program speaks. English is what it speaks by itself: nothing is loaded for it.
    /// \a folder is where the compiled translations are.
    Translations(
        QCoreApplication &application, const QStringList &languages, const QString &folder = resources());

    const QString &language() const { return m_language; } ///< "en", "de"

    static QString resources();

private:
    bool load(QCoreApplication &application, const QString &catalog, const QString &folder);

    std::vector<std::unique_ptr<QTranslator>> m_translators;
    QString m_language = QStringLiteral("en");
};

} // namespace throughline::app
