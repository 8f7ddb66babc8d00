#include "ui/settings/structurepage.h"

#include <QIntValidator>
#include <QMenu>
#include <QVBoxLayout>

#include <utility>

namespace throughline::ui {

using workspace::ModelServer;
using workspace::ModelServers;
using workspace::StructureChoice;
using workspace::StructureSettings;
using Finder = StructureChoice::Finder;
using Looking = StructureChoice::Looking;
using Asking = StructureChoice::Asking;

QString StructurePage::name()
{
    return tr("Structure");
}

StructurePage::StructurePage(
    StructureSettings &structure, ModelServers &models, const Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_structure(structure)
    , m_models(models)
    , m_finder(new Choices(
          tr("Look for structure"), {tr("Offline"), tr("With a model"), tr("Off")}, appearance, body()))
    , m_model(new PushButton(PushButton::Kind::Plain, {}, appearance, body()))
    , m_looking(new Choices(
          tr("When to look"), {tr("After every message"), tr("When enough is new")}, appearance, body()))
    , m_batch(new Panel(appearance, body()))
    , m_characters(new Field(tr("New characters"), appearance, m_batch))
    , m_messages(new Field(tr("New messages"), appearance, m_batch))
    , m_about(nullptr)
    , m_asking(new Choices(tr("Ask for what was found"), {tr("Standard"), tr("Sparing")}, appearance, body()))
    , m_often(nullptr)
{
    m_characters->setValidator(new QIntValidator(1, StructureChoice::mostCharacters, m_characters));
    m_messages->setValidator(new QIntValidator(1, StructureChoice::mostMessages, m_messages));
    auto *form = new Form(appearance, m_batch);
    form->add(tr("Characters"), m_characters);
    form->add(tr("or messages"), m_messages);
    auto *inside = new QVBoxLayout(m_batch);
    inside->setContentsMargins(15, 12, 15, 12);
    inside->addWidget(form);

    addHeading(tr("Look for structure"));
    column()->addWidget(m_finder);
    column()->addWidget(m_model, 0, Qt::AlignLeft);
    column()->addWidget(m_looking);
    column()->addWidget(m_batch);
    m_about = addText({}, Label::Ink::Muted);
    addHeading(tr("Ask for what was found"));
    column()->addWidget(m_asking);
    m_often = addText({}, Label::Ink::Muted);

    connect(m_finder, &Choices::chosen, this, &StructurePage::chooseFinder);
    connect(m_model, &QAbstractButton::clicked, this, &StructurePage::chooseModel);
    connect(m_looking, &Choices::chosen, this, &StructurePage::take);
    connect(m_asking, &Choices::chosen, this, &StructurePage::take);
    for (Field *field : {m_characters, m_messages})
        connect(field, &QLineEdit::editingFinished, this, &StructurePage::take);
    connect(&structure, &StructureSettings::changed, this, &StructurePage::showState);
    connect(&models, &ModelServers::changed, this, &StructurePage::showState);
    connect(&models, &ModelServers::checked, this, [this] {
        if (m_lacksModel)
            chooseFinder(static_cast<int>(Finder::Model)); // now there may be one
        else
            showState();
    });
    showState();
}

/// Of each server what it listed last, and what is asked there by default.
QList<StructurePage::Model> StructurePage::models() const
{
    QList<Model> models;
    for (const ModelServer &server : m_models.servers()) {
        const auto check = m_models.lastCheck(server.id);
        QStringList names = check ? check->models : QStringList();
        if (!server.model.isEmpty() && !names.contains(server.model))
            names.prepend(server.model);
        for (const QString &name : std::as_const(names))
            models.append({.id = server.id + u'/' + name, .name = tr("%1 · %2").arg(server.name, name)});
    }
    return models;
}

/// A model is there before it is chosen: without one, what was chosen before goes on.
void StructurePage::chooseFinder(int index)
{
    StructureChoice choice = m_structure.choice();
    choice.finder = static_cast<Finder>(index);
    if (choice.finder == Finder::Model && choice.model.isEmpty()) {
        const QList<Model> known = models();
        if (!known.isEmpty())
            choice.model = known.constFirst().id;
    }
    const bool lackedModel =
        std::exchange(m_lacksModel, choice.finder == Finder::Model && choice.model.isEmpty());
    if (!m_lacksModel)
        m_structure.setChoice(choice);
    else if (!lackedModel)
        m_models.look(); // a server may not have said yet what it has
    showState();
}

void StructurePage::chooseModel()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Models"));
    const QList<Model> known = models();
    for (const Model &model : known) {
        QAction *action = menu->addAction(model.name);
        action->setCheckable(true);
        action->setChecked(model.id == m_structure.choice().model);
        connect(action, &QAction::triggered, this, [this, id = model.id] {
            StructureChoice choice = m_structure.choice();
            choice.model = id;
            m_structure.setChoice(choice);
        });
    }
    if (known.isEmpty())
        menu->addAction(tr("No model is set up"))->setEnabled(false);
    menu->popup(m_model->mapToGlobal(QPoint(0, m_model->height())));
}

/// A number that is none leaves the one before.
void StructurePage::take()
{
    StructureChoice choice = m_structure.choice();
    choice.looking = static_cast<Looking>(m_looking->current());
    choice.asking = static_cast<Asking>(m_asking->current());
    if (m_characters->hasAcceptableInput())
        choice.characters = m_characters->text().toInt();
    if (m_messages->hasAcceptableInput())
        choice.messages = m_messages->text().toInt();
    m_structure.setChoice(choice);
    showState();
}

void StructurePage::showEvent(QShowEvent *event)
{
    SettingsPage::showEvent(event);
    showState(); // what a server lists may be known by now
}

void StructurePage::hideEvent(QHideEvent *event)
{
    SettingsPage::hideEvent(event);
    // A field that is left without a key or a click has been typed in all the same.
    take();
    m_lacksModel = false;
}

QString StructurePage::modelName() const
{
    const QString &id = m_structure.choice().model;
    const QList<Model> known = models();
    for (const Model &model : known) {
        if (model.id == id)
            return model.name;
    }
    return id;
}

QString StructurePage::about() const
{
    if (m_lacksModel)
        return tr("No model is set up yet. Connect one under “Models” first.");
    const StructureChoice &choice = m_structure.choice();
    const QString when = tr("Whichever comes first, of what you have written since the last look.");
    if (choice.finder == Finder::Off)
        return tr("What was found stays. What you write meanwhile is read when you choose otherwise.");
    if (choice.finder == Finder::Offline) {
        const QString where =
            tr("On this computer, by rules, without a model. Team servers look by rules of their own.");
        return choice.looking == Looking::Batches ? tr("%1 %2").arg(when, where) : where;
    }
    const ModelServer *server = m_models.find(choice.model.section(u'/', 0, 0));
    if (!server)
        return tr("This model server is not set up any more, so what you write waits. Choose another model.");
    const QString sent =
        server->isOnThisComputer()
            ? tr("What you write, and a little of what was said before, is read by %1 on this computer.")
                  .arg(server->name)
            : tr("What you write, and a little of what was said before, is sent to %1 to be read, also where "
                 "another model answers you.")
                  .arg(server->address.host());
    return tr("%1 %2 While it cannot be reached, what you wrote waits; rules do not take its place. Team "
              "servers look by rules of their own.")
        .arg(when, sent);
}

void StructurePage::showState()
{
    const StructureChoice &choice = m_structure.choice();
    const bool isModel = choice.finder == Finder::Model;
    m_finder->setCurrent(static_cast<int>(choice.finder));
    m_model->setLook(PushButton::Kind::Plain, modelName(), {});
    m_model->setAccessibleName(tr("Model that looks: %1").arg(modelName()));
    m_model->setVisible(isModel);
    m_looking->setCurrent(static_cast<int>(choice.looking));
    m_looking->setVisible(choice.finder == Finder::Offline);
    m_asking->setCurrent(static_cast<int>(choice.asking));
    m_characters->setText(QString::number(choice.characters));
    m_messages->setText(QString::number(choice.messages));
    m_batch->setVisible(isModel || (choice.finder == Finder::Offline && choice.looking == Looking::Batches));
    m_about->setText(about());
    m_often->setText(
        choice.asking == Asking::Sparing
            ? tr("Every minute while there is structure, up to 20 times while there is none, and at once "
                 "after each message and reply. A server that asks for more time gets it; while one is live, "
                 "it is not asked.")
            : tr("Every 15 seconds while there is structure, up to 20 times while there is none, and at once "
                 "after each message and reply. A server that asks for more time gets it; while one is live, "
                 "it is not asked."));
}

} // namespace throughline::ui
