#pragma once

#include "ui/appearance.h"

#include <QWidget>

namespace throughline::ui {

class SearchList;

/// Everything by its name: commands, and once something is typed conversations, too. For a Sheet; says what
/// was chosen and does nothing itself.
class CommandPalette final : public QWidget
{
    Q_OBJECT

public:
    explicit CommandPalette(const Appearance &appearance);

    struct Entry
    {
        QString id;
        QString name;
        QString hint; ///< its keys
    };
    void setCommands(const QList<Entry> &commands);
    void setConversations(const QList<Entry> &conversations);
    /// With nothing typed yet.
    void begin();

Q_SIGNALS:
    void chosen(const QString &id);

private:
    void fill();

    const Appearance &m_appearance;
    SearchList *m_list;
    QList<Entry> m_commands;
    QList<Entry> m_conversations;
};

} // namespace throughline::ui
