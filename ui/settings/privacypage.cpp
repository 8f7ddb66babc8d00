#include "ui/settings/privacypage.h"

#include <QVBoxLayout>

#include <algorithm>

namespace throughline::ui {

using workspace::ModelServer;

QString PrivacyPage::name()
{
    return tr("Privacy");
}

PrivacyPage::PrivacyPage(workspace::ModelServers &models, workspace::TeamServers &team,
    workspace::NetworkSettings &network, workspace::StructureSettings &structure, const QString &dataFolder,
    const Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_models(models)
    , m_team(team)
    , m_network(network)
    , m_structure(structure)
    , m_servers(new QVBoxLayout)
    , m_keys(nullptr)
{
    addHeading(tr("What stays here"));
    addText(tr("Conversations on this computer, drafts and settings are files in %1. What the Guide says is "
               "made here.")
                .arg(dataFolder));
    addHeading(tr("What is sent where"));
    m_servers->setSpacing(space::S);
    column()->addLayout(m_servers);
    addText(
        tr("Nothing else is sent: no statistics, no reports of crashes, no search for updates. Looking for "
           "model servers asks this computer only."));
    addHeading(tr("Keys"));
    m_keys = addText({});
    connect(&models, &workspace::ModelServers::changed, this, &PrivacyPage::rebuild);
    connect(&team, &workspace::TeamServers::changed, this, &PrivacyPage::rebuild);
    connect(&network, &workspace::NetworkSettings::changed, this, &PrivacyPage::rebuild);
    connect(&structure, &workspace::StructureSettings::changed, this, &PrivacyPage::rebuild);
    rebuild();
}

void PrivacyPage::showEvent(QShowEvent *event)
{
    SettingsPage::showEvent(event);
    rebuild(); // the keychain may have been unlocked
}

QString PrivacyPage::sentFor(const ModelServer &server) const
{
    if (server.isOnThisComputer())
        return tr("%1: a conversation that it answers stays on this computer, as far as this program is "
                  "concerned.")
            .arg(server.name);
    const QString sent = tr("%1: each time it answers, the conversation is sent to %2.")
                             .arg(server.name, server.address.host());
    if (server.address.scheme() == QLatin1StringView("https"))
        return sent;
    return tr("%1 Over http, everybody on the way can read it.").arg(sent);
}

QString PrivacyPage::aboutStructure() const
{
    using Finder = workspace::StructureChoice::Finder;
    const workspace::StructureChoice &choice = m_structure.choice();
    if (choice.finder == Finder::Off)
        return tr("Structure: nobody looks for it, and nothing is sent for it.");
    if (choice.finder == Finder::Offline)
        return tr("Structure: found on this computer, by rules, so nothing is sent for it.");
    const ModelServer *server = m_models.find(choice.model.section(QLatin1Char('/'), 0, 0));
    if (!server)
        return tr("Structure: its model server is not set up any more, so nothing is sent for it.");
    if (server->isOnThisComputer())
        return tr("Structure: found by %1, so what you write stays on this computer, as far as this program "
                  "is concerned.")
            .arg(server->name);
    return tr("Structure: what you write in every conversation on this computer, and a little of what was "
              "said before, is sent to %1.")
        .arg(server->address.host());
}

QString PrivacyPage::aboutKeys() const
{
    const QList<ModelServer> &servers = m_models.servers();
    const QString why = m_models.whyKeysAreNotKept();
    if (std::none_of(
            servers.cbegin(), servers.cend(), [](const ModelServer &server) { return server.hasKey; }))
        return why.isEmpty()
                   ? tr("No key has been given. One would be kept in the system's keychain, never in a file.")
                   : tr("No key has been given. %1").arg(why);
    if (!why.isEmpty())
        return tr("Keys are in memory and gone when the program ends. %1").arg(why);
    return tr(
        "Keys are in the system's keychain, never in a file. Each is sent to the server it was given for, "
        "and nowhere else.");
}

void PrivacyPage::rebuild()
{
    while (QLayoutItem *item = m_servers->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto add = [this](const QString &sentence) {
        auto *label = new Label(TextStyle::Body, Label::Ink::Text, appearance(), body());
        wrap(*label);
        label->setText(sentence);
        m_servers->addWidget(label);
    };
    if (m_models.servers().isEmpty())
        add(tr("No model server is set up, so nothing is sent to one."));
    for (const ModelServer &server : m_models.servers())
        add(sentFor(server));
    add(aboutStructure());
    for (const workspace::TeamServer &server : m_team.servers())
        add(tr("%1: conversations there are kept on that server, which answers them; drafts stay here. You "
               "signed in as %2.")
                .arg(server.name(), server.email));
    if (const workspace::ProxyChoice &proxy = m_network.proxy(); proxy.isManual())
        add(tr("All of it goes through the proxy %1, which sees which servers are asked, and over http what "
               "is said.")
                .arg(proxy.host));
    m_keys->setText(aboutKeys());
}

} // namespace throughline::ui
