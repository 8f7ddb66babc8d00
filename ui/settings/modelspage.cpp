#include "ui/settings/modelspage.h"

#include "ui/settings/modelserverform.h"

#include <QVBoxLayout>

namespace throughline::ui {

using workspace::FoundServer;
using workspace::ModelCheck;
using workspace::ModelServer;
using workspace::ModelServers;

namespace {

QString counted(qsizetype models)
{
    return models == 1 ? ModelsPage::tr("1 model") : ModelsPage::tr("%n models", nullptr, int(models));
}

} // namespace

QString ModelsPage::name()
{
    return tr("Models");
}

ModelsPage::ModelsPage(ModelServers &models, const Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_models(models)
    , m_rows(new QVBoxLayout)
    , m_guide(new SettingsRow(tr("Guide"), appearance, body()))
    , m_form(new ModelServerForm(models, appearance, body()))
    , m_add(new LinkButton(tr("Add a model server…"), appearance, body()))
    , m_find(new LinkButton(tr("Find servers on this computer"), appearance, body()))
    , m_searching(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, body()))
{
    m_guide->setCaption(tr("Built in, needs no model: asks the next useful question"));
    m_rows->setSpacing(space::S);
    column()->addLayout(m_rows);
    column()->addWidget(m_guide);
    column()->addWidget(m_form);
    wrap(*m_searching);
    addLinks({m_add, m_find})->insertWidget(2, m_searching, 1);

    connect(&models, &ModelServers::changed, this, &ModelsPage::rebuild);
    connect(&models, &ModelServers::discovered, this, &ModelsPage::rebuild);
    connect(&models, &ModelServers::checked, this, &ModelsPage::showChecks);
    connect(m_form, &ModelServerForm::done, this, &ModelsPage::closeForm);
    connect(m_add, &QAbstractButton::clicked, this, [this] { openForm({}); });
    connect(m_find, &QAbstractButton::clicked, this, [this] {
        m_searched = true;
        m_models.discover();
    });
    rebuild();
    closeForm();
}

void ModelsPage::showEvent(QShowEvent *event)
{
    SettingsPage::showEvent(event);
    m_models.look();
}

void ModelsPage::connectNew()
{
    openForm({});
    m_searched = true;
    m_models.discover();
}

void ModelsPage::openForm(const QString &serverId)
{
    m_editing = serverId;
    if (serverId.isEmpty())
        m_form->startNew();
    else
        m_form->edit(serverId);
    m_form->show();
    rebuild();
    if (serverId.isEmpty() && isVisible())
        m_form->findChild<Field *>()->setFocus(Qt::TabFocusReason);
}

void ModelsPage::closeForm()
{
    const QString closed = std::exchange(m_editing, QString());
    // With nothing set up there is nothing else to do here.
    m_form->setVisible(m_models.servers().isEmpty());
    rebuild();
    if (!isVisible())
        return;
    if (const SettingsRow *row = m_servers.value(closed))
        row->findChild<PushButton *>()->setFocus(Qt::TabFocusReason);
    else if (m_add->isVisible())
        m_add->setFocus(Qt::OtherFocusReason);
}

void ModelsPage::rebuild()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_servers.clear();
    if (!m_editing.isEmpty() && !m_models.find(m_editing))
        m_editing.clear();
    const QList<ModelServer> &servers = m_models.servers();
    for (qsizetype i = 0; i < servers.size(); ++i) {
        if (servers.at(i).id != m_editing)
            addServer(servers.at(i), i == 0);
    }
    const QList<FoundServer> found = m_models.found();
    for (const FoundServer &server : found)
        addFound(server);
    m_guide->setCaption(
        servers.isEmpty() ? tr("Built in, needs no model: asks the next useful question · answers by default")
                          : tr("Built in, needs no model: asks the next useful question"));
    m_add->setVisible(m_form->isHidden());
    m_find->setWaiting(m_models.isDiscovering());
    m_searching->setText(m_models.isDiscovering() ? tr("Looking…")
                         : m_searched && found.isEmpty()
                             ? tr("No other model server answers at the usual ports of Ollama, llama.cpp, LM "
                                  "Studio and others.")
                             : QString());
    showChecks();
}

void ModelsPage::addServer(const ModelServer &server, bool isDefault)
{
    auto *row = new SettingsRow(server.name, appearance(), body());
    const QString id = server.id;
    if (!isDefault) {
        auto *prefer = new LinkButton(tr("Answer by default"), appearance(), row);
        prefer->setAccessibleName(tr("%1: answer by default").arg(server.name));
        connect(prefer, &QAbstractButton::clicked, this, [this, id] { m_models.makeDefault(id); });
        row->addControl(prefer);
    }
    auto *edit = new PushButton(PushButton::Kind::Plain, tr("Edit"), appearance(), row);
    edit->setAccessibleName(tr("Edit %1").arg(server.name));
    connect(edit, &QAbstractButton::clicked, this, [this, id] { openForm(id); });
    row->addControl(edit);
    m_rows->addWidget(row);
    m_servers.insert(id, row);
}

void ModelsPage::addFound(const FoundServer &found)
{
    auto *row = new SettingsRow(found.name, appearance(), body());
    row->setCaption(tr("Running on this computer · %1").arg(counted(found.models.size())));
    const QString model = workspace::likelyModel(found.models);
    auto *use = new PushButton(PushButton::Kind::Primary, tr("Use"), appearance(), row);
    use->setAccessibleName(tr("Use %1 of %2").arg(model, found.name));
    connect(use, &QAbstractButton::clicked, this, [this, found, model] {
        m_models.add(found, model);
        if (m_editing.isEmpty())
            closeForm();
    });
    row->addControl(use);
    m_rows->addWidget(row);
}

QString ModelsPage::captionOf(const ModelServer &server) const
{
    const std::optional<ModelCheck> check = m_models.lastCheck(server.id);
    if (check && !check->works)
        return check->sentence;
    QStringList parts{server.isOnThisComputer() ? tr("On this computer") : server.address.host()};
    if (check && !check->models.isEmpty())
        parts.append(counted(check->models.size()));
    if (!server.model.isEmpty())
        parts.append(tr("default %1").arg(server.model));
    return parts.join(QStringLiteral(" · "));
}

void ModelsPage::showChecks()
{
    for (auto row = m_servers.cbegin(); row != m_servers.cend(); ++row) {
        const ModelServer *server = m_models.find(row.key());
        if (!server)
            continue;
        row.value()->setCaption(captionOf(*server));
        const std::optional<ModelCheck> check = m_models.lastCheck(row.key());
        row.value()->setHealth(check ? std::optional(check->works) : std::nullopt);
    }
}

} // namespace throughline::ui
