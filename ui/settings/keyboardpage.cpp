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

KeyboardPage::KeyboardPage(const Appearance &appearance, QWidget *parent)
    : SettingsPage(tr("Keyboard"), appearance, parent)
    , m_sends(new Choices(tr("Sending"),
          {tr("Enter sends, Shift+Enter breaks the line"), tr("Shift+Enter sends, Enter breaks the line")},
          appearance, body()))
{
    addHeading(tr("Sending"));
    column()->addWidget(m_sends);
    connect(m_sends, &Choices::chosen, this, [this](int index) { Q_EMIT enterSendsChanged(index == 0); });

    setEnterSends(true);

    addHeading(tr("Everywhere"));
    auto *everywhere = new QGridLayout;
    addKeys(*everywhere, tr("All commands, by their names"), native(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    addKeys(*everywhere, tr("New conversation"), native(QKeySequence::New));
    addKeys(*everywhere, tr("Search conversations"), native(Qt::CTRL | Qt::Key_K));
    addKeys(*everywhere, tr("Find in the conversation, next place, previous place"),
        tr("%1, %2, %3").arg(native(QKeySequence::Find), native(Qt::Key_F3), native(Qt::SHIFT | Qt::Key_F3)));
    addKeys(*everywhere, tr("Save the conversation, print it"),
        tr("%1, %2").arg(native(Qt::CTRL | Qt::SHIFT | Qt::Key_S), native(QKeySequence::Print)));
    addKeys(*everywhere, tr("Larger text, smaller text, its usual size"),
        tr("%1, %2, %3")
            .arg(native(QKeySequence::ZoomIn), native(QKeySequence::ZoomOut), native(Qt::CTRL | Qt::Key_0)));
    addKeys(*everywhere, tr("Rename the conversation"), native(Qt::Key_F2));
    addKeys(*everywhere, tr("Write a message"), native(Qt::CTRL | Qt::Key_L));
    addKeys(*everywhere, tr("Next pane, previous pane"),
        tr("%1, %2").arg(native(Qt::Key_F6), native(Qt::SHIFT | Qt::Key_F6)));
    addKeys(*everywhere, tr("Conversations, Structure, Activity"),
        tr("%1, %2, %3")
            .arg(native(Qt::CTRL | Qt::Key_B), native(Qt::CTRL | Qt::Key_J),
                native(Qt::CTRL | Qt::SHIFT | Qt::Key_A)));
    addKeys(*everywhere, tr("Map of what was decided"), native(Qt::CTRL | Qt::Key_M));
    addKeys(*everywhere, tr("Check for structure now"), native(QKeySequence::Refresh));
    addKeys(*everywhere, tr("Settings"), native(Qt::CTRL | Qt::Key_Comma));
    column()->addLayout(everywhere);
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

void KeyboardPage::setEnterSends(bool sends)
{
    m_sends->setCurrent(sends ? 0 : 1);
}

} // namespace throughline::ui
