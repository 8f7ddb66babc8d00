#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace throughline::app {

Translations::Translations(QCoreApplication &application, const QStringList &languages, const QString &folder)
{
    for (const QString &wanted : languages) {
        const QString language = wanted.section(QLatin1Char('-'), 0, 0).toLower();
        // Who prefers English to a language that there is a translation for gets English.
        if (language == QLatin1String("en") || language == QLatin1String("c"))
            return;
        if (!load(application, QStringLiteral("throughline_") + language, folder))
            continue;
        m_language = language;
        const QString qtCatalog = QStringLiteral("qtbase_") + language;
        if (!load(application, qtCatalog, folder))
            load(application, qtCatalog, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        return;
    }
}

bool Translations::load(QCoreApplication &application, const QString &catalog, const QString &folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(catalog, folder) || !application.installTranslator(translator.get()))
        return false;
    m_translators.push_back(std::move(translator));
    return true;
}

QString Translations::resources()
{
    return QStringLiteral(":/throughline/translations");
}

} // namespace throughline::app
