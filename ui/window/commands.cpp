#include "ui/window/commands.h"

#include <QShortcut>
#include <QWidget>

namespace throughline::ui {

Commands::Commands(QWidget *window)
    : QObject(window)
    , m_window(window)
{}

void Commands::add(Command command)
{
    for (const QKeySequence &keys : std::as_const(command.keys)) {
        connect(new QShortcut(keys, m_window), &QShortcut::activated, this,
            [act = command.act, isPossible = command.isPossible] {
                if (isPossible())
                    act();
            });
    }
    m_commands.push_back(std::move(command));
}

} // namespace throughline::ui
