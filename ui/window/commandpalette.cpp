#include "ui/window/commandpalette.h"

#include "ui/searchlist.h"
#include "ui/textpaint.h"
#include "workspace/namesearch.h"

#include <QBoxLayout>
#include <QPainter>

namespace throughline::ui {

namespace {

void append(QList<SearchList::Row> &rows, const QString &group, const QList<CommandPalette::Entry> &entries,
    const QString &words)
{
    QStringList names;
    for (const CommandPalette::Entry &entry : entries)
        names.append(entry.name);
    const QList<int> found = workspace::namesThatFit(names, words);
    if (!found.isEmpty())
        rows.append({.id = {}, .text = group, .hint = {}, .spoken = {}});
    for (const int index : found) {
        const CommandPalette::Entry &entry = entries[index];
        rows.append({.id = entry.id, .text = entry.name, .hint = entry.hint, .spoken = {}});
    }
}

} // namespace

CommandPalette::CommandPalette(const Appearance &appearance)
    : m_appearance(appearance)
    , m_list(new SearchList(tr("What would you like to do?"), tr("Commands and conversations"),
          tr("No command and no conversation is called that"), appearance, this))
{
    setAccessibleName(tr("Commands"));
    setFocusProxy(m_list);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::M, space::M, space::M, space::M);
    column->addWidget(m_list);
    connect(m_list, &SearchList::wordsChanged, this, &CommandPalette::fill);
    connect(m_list, &SearchList::chosen, this, &CommandPalette::chosen);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

void CommandPalette::setCommands(const QList<Entry> &commands)
{
    m_commands = commands;
}

void CommandPalette::setConversations(const QList<Entry> &conversations)
{
    m_conversations = conversations;
}

void CommandPalette::begin()
{
    m_list->begin();
}

void CommandPalette::fill()
{
    const QString words = m_list->words();
    QList<SearchList::Row> rows;
    append(rows, tr("Commands"), m_commands, words);
    if (!words.isEmpty())
        append(rows, tr("Conversations"), m_conversations, words);
    m_list->setRows(rows);
}

} // namespace throughline::ui
