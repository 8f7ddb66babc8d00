#include "ui/settings/keyboardpage.h"

#include <QGridLayout>
#include <QKeySequence>
#include <QVBoxLayout>

namespace throughline::ui {

namespace {

QString native(const QKeySequence &keys)
{
    return keys.toString(QKeySequence::NativeText);
}

} // namespace

QString KeyboardPage::name()
{
    return tr("Keyboard");
}

KeyboardPage::KeyboardPage(const Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_sends(new Choices(tr("Sending"),
          {tr("Enter sends, Shift+Enter breaks the line"), tr("Shift+Enter sends, Enter breaks the line")},
          appearance, body()))
    , m_everywhere(new QGridLayout)
{
    addHeading(tr("Sending"));
    column()->addWidget(m_sends);
    connect(m_sends, &Choices::chosen, this, [this](int index) { Q_EMIT enterSendsChanged(index == 0); });

    setEnterSends(true);

    addHeading(tr("Everywhere"));
    column()->addLayout(m_everywhere);
    auto *commands = new LinkButton(tr("Show all commands…"), appearance, body());
    addLinks({commands});
    connect(commands, &QAbstractButton::clicked, this, &KeyboardPage::commandsRequested);

    addHeading(tr("In Structure"));
    auto *structure = new QGridLayout;
    addKeys(*structure, tr("Move"), tr("↑ ↓ or J K"));
    addKeys(*structure, tr("Show the source"), tr("Enter"));
    addKeys(*structure, tr("Confirm, dismiss, edit, pin"), tr("C, D, E, P"));
    addKeys(*structure, tr("Filter by text"),
        tr("%1, %2").arg(native(Qt::Key_Slash), native(Qt::CTRL | Qt::SHIFT | Qt::Key_F)));
    addKeys(*structure, tr("Undo"), native(QKeySequence::Undo));
    column()->addLayout(structure);
}

void KeyboardPage::addKeys(QGridLayout &grid, const QString &what, const QString &keys)
{
    grid.setContentsMargins(0, 0, 0, 0);
    grid.setHorizontalSpacing(space::L);
    grid.setVerticalSpacing(space::Xs);
    grid.setColumnStretch(0, 1);
    auto *name = new Label(TextStyle::Body, Label::Ink::Text, appearance(), body());
    name->setText(what);
    auto *shown = new Label(TextStyle::Body, Label::Ink::Muted, appearance(), body());
    shown->setText(keys);
    shown->setAlignToEnd(true);
    const int row = grid.rowCount();
    grid.addWidget(name, row, 0);
    grid.addWidget(shown, row, 1);
}

void KeyboardPage::addKeys(const QString &what, const QList<QKeySequence> &keys)
{
    QStringList all;
    for (const QKeySequence &each : keys)
        all.append(native(each));
    addKeys(*m_everywhere, what, all.join(QStringLiteral(", ")));
}

void KeyboardPage::setEnterSends(bool sends)
{
    m_sends->setCurrent(sends ? 0 : 1);
}

} // namespace throughline::ui
