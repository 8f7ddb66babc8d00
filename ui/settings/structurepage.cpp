#include "ui/settings/structurepage.h"

#include <QIntValidator>
#include <QVBoxLayout>

namespace throughline::ui {

using workspace::StructureChoice;
using workspace::StructureSettings;
using Looking = StructureChoice::Looking;
using Asking = StructureChoice::Asking;

StructurePage::StructurePage(StructureSettings &structure, const Appearance &appearance, QWidget *parent)
    : SettingsPage(tr("Structure"), appearance, parent)
    , m_structure(structure)
    , m_looking(new Choices(tr("Look for structure"),
          {tr("After every message"), tr("When enough is new"), tr("Never")}, appearance, body()))
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
    column()->addWidget(m_looking);
    column()->addWidget(m_batch);
    m_about = addText({}, Label::Ink::Muted);
    addHeading(tr("Ask for what was found"));
    column()->addWidget(m_asking);
    m_often = addText({}, Label::Ink::Muted);

    connect(m_looking, &Choices::chosen, this, &StructurePage::take);
    connect(m_asking, &Choices::chosen, this, &StructurePage::take);
    for (Field *field : {m_characters, m_messages})
        connect(field, &QLineEdit::editingFinished, this, &StructurePage::take);
    connect(&structure, &StructureSettings::changed, this, &StructurePage::showState);
    showState();
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

void StructurePage::hideEvent(QHideEvent *event)
{
    SettingsPage::hideEvent(event);
    // A field that is left without a key or a click has been typed in all the same.
    take();
}

void StructurePage::showState()
{
    const StructureChoice &choice = m_structure.choice();
    m_looking->setCurrent(static_cast<int>(choice.looking));
    m_asking->setCurrent(static_cast<int>(choice.asking));
    m_characters->setText(QString::number(choice.characters));
    m_messages->setText(QString::number(choice.messages));
    m_batch->setVisible(choice.looking == Looking::Batches);
    const QString where =
        tr("On this computer, by rules, without a model. Team servers look by rules of their own.");
    switch (choice.looking) {
    case Looking::EveryMessage:
        m_about->setText(where);
        break;
    case Looking::Batches:
        m_about->setText(
            tr("Whichever comes first, of what you have written since the last look. %1").arg(where));
        break;
    case Looking::Never:
        m_about->setText(
            tr("What was found stays. What you write meanwhile is read when you choose otherwise."));
        break;
    }
    m_often->setText(
        choice.asking == Asking::Sparing
            ? tr("Every minute while there is structure, up to 20 times while there is none, and at once "
                 "after each message and reply. A server that asks for more time gets it.")
            : tr("Every 15 seconds while there is structure, up to 20 times while there is none, and at once "
                 "after each message and reply. A server that asks for more time gets it."));
}

} // namespace throughline::ui
