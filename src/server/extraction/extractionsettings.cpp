#include "server/extraction/extractionsettings.h"

#include <QStringList>

namespace throughline::server::extraction {

std::optional<ExtractionSettings> ExtractionSettings::fromText(const QString &text)
{
    if (text == QLatin1StringView("always"))
        return ExtractionSettings{};
    if (text == QLatin1StringView("never"))
        return ExtractionSettings{.when = When::Never};
    const QStringList parts = text.split(u',');
    if (parts.size() != 2)
        return std::nullopt;
    bool isCharacters = false;
    bool isMessages = false;
    const qint64 characters = parts.at(0).trimmed().toLongLong(&isCharacters);
    const int messages = parts.at(1).trimmed().toInt(&isMessages);
    if (!isCharacters || !isMessages || characters < 1 || characters > mostCharacters || messages < 1 ||
        messages > mostMessages)
        return std::nullopt;
    return ExtractionSettings{
        .when = When::Batches, .limits = {.characters = characters, .userMessages = messages}};
}

bool ExtractionSettings::isModel(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    return slash > 0 && slash < text.size() - 1;
}

} // namespace throughline::server::extraction
