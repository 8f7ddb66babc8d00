#include "app/settings.h"

namespace throughline::app {

namespace {

const QString appearanceKey = QStringLiteral("appearance/theme");
const QString textScaleKey = QStringLiteral("appearance/textScale");
const QString densityKey = QStringLiteral("appearance/density");
constexpr QLatin1StringView compactName("compact");
const QString enterSendsKey = QStringLiteral("composer/enterSends");
const QString wrapsCodeKey = QStringLiteral("transcript/wrapsCode");
const QString windowStateKey = QStringLiteral("window/state");
const QString modelServersKey = QStringLiteral("models/servers");
const QString presetsKey = QStringLiteral("models/presets");
const QString teamServersKey = QStringLiteral("servers/team");
const QString networkKey = QStringLiteral("servers/network");
const QString structureKey = QStringLiteral("structure/settings");
const QString lastThreadKey = QStringLiteral("window/lastThread");

constexpr std::pair<ui::Appearance::Choice, const char *> appearanceNames[] = {
    {ui::Appearance::Choice::System, "system"},
    {ui::Appearance::Choice::Light, "light"},
    {ui::Appearance::Choice::Dark, "dark"},
    {ui::Appearance::Choice::HighContrast, "highContrast"},
};

} // namespace

Settings::Settings(const QString &path)
    : m_settings(path, QSettings::IniFormat)
{}

ui::Appearance::Choice Settings::appearance() const
{
    const QString stored = m_settings.value(appearanceKey).toString();
    for (const auto &[choice, name] : appearanceNames) {
        if (stored == QLatin1StringView(name))
            return choice;
    }
    return ui::Appearance::Choice::System;
}

void Settings::setAppearance(ui::Appearance::Choice choice)
{
    for (const auto &[candidate, name] : appearanceNames) {
        if (candidate == choice)
            m_settings.setValue(appearanceKey, QString::fromLatin1(name));
    }
}

double Settings::textScale() const
{
    return m_settings.value(textScaleKey, 1.0).toDouble();
}

void Settings::setTextScale(double scale)
{
    m_settings.setValue(textScaleKey, scale);
}

ui::Density Settings::density() const
{
    return m_settings.value(densityKey).toString() == compactName ? ui::Density::Compact
                                                                  : ui::Density::Comfortable;
}

void Settings::setDensity(ui::Density density)
{
    m_settings.setValue(
        densityKey, density == ui::Density::Compact ? QString(compactName) : QStringLiteral("comfortable"));
}

bool Settings::enterSends() const
{
    return m_settings.value(enterSendsKey, true).toBool();
}

void Settings::setEnterSends(bool sends)
{
    m_settings.setValue(enterSendsKey, sends);
}

bool Settings::wrapsCode() const
{
    return m_settings.value(wrapsCodeKey, false).toBool();
}

void Settings::setWrapsCode(bool wraps)
{
    m_settings.setValue(wrapsCodeKey, wraps);
}

QByteArray Settings::windowState() const
{
    return m_settings.value(windowStateKey).toByteArray();
}

void Settings::setWindowState(const QByteArray &state)
{
    m_settings.setValue(windowStateKey, state);
}

QList<workspace::ModelServer> Settings::modelServers() const
{
    return workspace::modelServersFromJson(m_settings.value(modelServersKey).toByteArray());
}

void Settings::setModelServers(const QList<workspace::ModelServer> &servers)
{
    m_settings.setValue(modelServersKey, workspace::toJson(servers));
}

QByteArray Settings::presets() const
{
    return m_settings.value(presetsKey).toByteArray();
}

void Settings::setPresets(const QByteArray &json)
{
    m_settings.setValue(presetsKey, json);
}

QList<workspace::TeamServer> Settings::teamServers() const
{
    return workspace::teamServersFromJson(m_settings.value(teamServersKey).toByteArray());
}

void Settings::setTeamServers(const QList<workspace::TeamServer> &servers)
{
    m_settings.setValue(teamServersKey, workspace::toJson(servers));
}

QByteArray Settings::network() const
{
    return m_settings.value(networkKey).toByteArray();
}

void Settings::setNetwork(const QByteArray &json)
{
    m_settings.setValue(networkKey, json);
}

QByteArray Settings::structure() const
{
    return m_settings.value(structureKey).toByteArray();
}

void Settings::setStructure(const QByteArray &json)
{
    m_settings.setValue(structureKey, json);
}

QString Settings::lastThread() const
{
    return m_settings.value(lastThreadKey).toString();
}

void Settings::setLastThread(const QString &id)
{
    m_settings.setValue(lastThreadKey, id);
}

} // namespace throughline::app
