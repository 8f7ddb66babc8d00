#include "workspace/presets.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace throughline::workspace {

namespace {
constexpr QLatin1StringView presetNameKey("name");
constexpr QLatin1StringView settingsKey("settings");
constexpr qsizetype longestName = 60;
} // namespace

qsizetype Presets::indexOf(const QString &name) const
{
    for (qsizetype i = 0; i < m_list.size(); ++i) {
        if (m_list.at(i).name.compare(name, Qt::CaseInsensitive) == 0)
            return i;
    }
    return -1;
}

void Presets::restore(const QByteArray &json)
{
    m_list.clear();
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const auto &value : array) {
        const QString name = value.toObject().value(presetNameKey).toString();
        if (!name.isEmpty() && indexOf(name) < 0)
            m_list.append({.name = name, .settings = value.toObject().value(settingsKey).toObject()});
    }
}

QByteArray Presets::toJson() const
{
    QJsonArray array;
    for (const Preset &preset : m_list)
        array.append(QJsonObject{{presetNameKey, preset.name}, {settingsKey, preset.settings}});
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

void Presets::save(const QString &name, const QJsonObject &settings)
{
    const Preset preset{.name = name.simplified().left(longestName), .settings = settings};
    if (preset.name.isEmpty())
        return;
    if (const qsizetype index = indexOf(preset.name); index >= 0)
        m_list.removeAt(index);
    m_list.append(preset);
    std::sort(m_list.begin(), m_list.end(),
        [](const Preset &a, const Preset &b) { return a.name.localeAwareCompare(b.name) < 0; });
    Q_EMIT changed();
}

void Presets::remove(const QString &name)
{
    const qsizetype index = indexOf(name);
    if (index < 0)
        return;
    m_list.removeAt(index);
    Q_EMIT changed();
}

} // namespace throughline::workspace
