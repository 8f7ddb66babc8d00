#include "workspace/structuresettings.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::workspace {

namespace {

using Finder = StructureChoice::Finder;
using Looking = StructureChoice::Looking;
using Asking = StructureChoice::Asking;

constexpr QLatin1StringView finderKey("finder");
constexpr QLatin1StringView modelKey("model");
constexpr QLatin1StringView lookingKey("looking");
constexpr QLatin1StringView charactersKey("characters");
constexpr QLatin1StringView messagesKey("messages");
constexpr QLatin1StringView askingKey("asking");

constexpr std::array<std::pair<Finder, QLatin1StringView>, 3> finderNames{
    {{Finder::Offline, QLatin1StringView("offline")}, {Finder::Model, QLatin1StringView("model")},
        {Finder::Off, QLatin1StringView("off")}}};
constexpr QLatin1StringView everyMessageName("everyMessage");
constexpr QLatin1StringView batchesName("batches");
constexpr QLatin1StringView neverName("never"); ///< what Off was called, among the times of looking
constexpr QLatin1StringView sparingName("sparing");
constexpr QLatin1StringView standardName("standard");

StructureChoice bounded(StructureChoice choice)
{
    choice.characters = std::clamp(choice.characters, 1, StructureChoice::mostCharacters);
    choice.messages = std::clamp(choice.messages, 1, StructureChoice::mostMessages);
    if (choice.finder == Finder::Model && choice.model.isEmpty())
        choice.finder = Finder::Offline;
    return choice;
}

} // namespace

void StructureSettings::restore(const QByteArray &json)
{
    const QJsonObject stored = QJsonDocument::fromJson(json).object();
    StructureChoice choice;
    const QString looking = stored.value(lookingKey).toString();
    if (looking == neverName)
        choice.finder = Finder::Off;
    for (const auto &[finder, name] : finderNames) {
        if (stored.value(finderKey).toString() == name)
            choice.finder = finder;
    }
    choice.model = stored.value(modelKey).toString();
    if (looking == batchesName)
        choice.looking = Looking::Batches;
    choice.characters = stored.value(charactersKey).toInt(choice.characters);
    choice.messages = stored.value(messagesKey).toInt(choice.messages);
    if (stored.value(askingKey).toString() == sparingName)
        choice.asking = Asking::Sparing;
    m_choice = bounded(choice);
}

QByteArray StructureSettings::toJson() const
{
    QJsonObject stored;
    for (const auto &[finder, name] : finderNames) {
        if (m_choice.finder == finder)
            stored.insert(finderKey, QString(name));
    }
    stored.insert(modelKey, m_choice.model);
    stored.insert(lookingKey, QString(m_choice.looking == Looking::Batches ? batchesName : everyMessageName));
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
