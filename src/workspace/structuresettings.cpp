#include "workspace/structuresettings.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::workspace {

namespace {

using Looking = StructureChoice::Looking;
using Asking = StructureChoice::Asking;

constexpr QLatin1StringView lookingKey("looking");
constexpr QLatin1StringView charactersKey("characters");
constexpr QLatin1StringView messagesKey("messages");
constexpr QLatin1StringView askingKey("asking");

constexpr std::array<std::pair<Looking, QLatin1StringView>, 3> lookingNames{
    {{Looking::EveryMessage, QLatin1StringView("everyMessage")},
        {Looking::Batches, QLatin1StringView("batches")}, {Looking::Never, QLatin1StringView("never")}}};
constexpr QLatin1StringView sparingName("sparing");
constexpr QLatin1StringView standardName("standard");

StructureChoice bounded(StructureChoice choice)
{
    choice.characters = std::clamp(choice.characters, 1, StructureChoice::mostCharacters);
    choice.messages = std::clamp(choice.messages, 1, StructureChoice::mostMessages);
    return choice;
}

} // namespace

void StructureSettings::restore(const QByteArray &json)
{
    const QJsonObject stored = QJsonDocument::fromJson(json).object();
    StructureChoice choice;
    for (const auto &[looking, name] : lookingNames) {
        if (stored.value(lookingKey).toString() == name)
            choice.looking = looking;
    }
    choice.characters = stored.value(charactersKey).toInt(choice.characters);
    choice.messages = stored.value(messagesKey).toInt(choice.messages);
    if (stored.value(askingKey).toString() == sparingName)
        choice.asking = Asking::Sparing;
    m_choice = bounded(choice);
}

QByteArray StructureSettings::toJson() const
{
    QJsonObject stored;
    for (const auto &[looking, name] : lookingNames) {
        if (m_choice.looking == looking)
            stored.insert(lookingKey, QString(name));
    }
    stored.insert(charactersKey, m_choice.characters);
    stored.insert(messagesKey, m_choice.messages);
    stored.insert(askingKey, QString(m_choice.asking == Asking::Sparing ? sparingName : standardName));
    return QJsonDocument(stored).toJson(QJsonDocument::Compact);
}

void StructureSettings::setChoice(const StructureChoice &choice)
{
    const StructureChoice wanted = bounded(choice);
    if (std::exchange(m_choice, wanted) != wanted)
        Q_EMIT changed();
}

polling::Schedule StructureSettings::schedule() const
{
    return m_choice.asking == Asking::Sparing ? polling::Schedule::sparing() : polling::Schedule();
}

} // namespace throughline::workspace
