#pragma once

#include <QKeySequence>
#include <QObject>

#include <functional>
#include <vector>

class QWidget;

namespace throughline::ui {

/// What can be done with keys in a window: one list, of which the shortcuts are made and the command palette.
/// A command that has no name has keys only; it belongs to one that has.
class Commands final : public QObject
{
    Q_OBJECT

public:
    struct Command
    {
        QString name = {}; ///< as a button would say it
        QList<QKeySequence> keys = {};
        std::function<void()> act;
        std::function<bool()> isPossible = [] { return true; }; ///< now; keys ask, too
    };

    /// Keys are heard in \a window.
    explicit Commands(QWidget *window);

    void add(Command command);
    const std::vector<Command> &list() const { return m_commands; }

private:
    QWidget *m_window;
    std::vector<Command> m_commands;
};

} // namespace throughline::ui
