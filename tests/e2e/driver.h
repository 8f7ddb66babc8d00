#pragma once

#include "ui/composer.h"
#include "ui/window/mainwindow.h"
#include "workspace/workspace.h"

#include <QTest>
#include <QTextEdit>

namespace throughline::test {

/// The hands of a user on a real window, and the eyes.
class Driver
{
public:
    Driver(ui::MainWindow &window, workspace::Workspace &workspace)
        : m_window(window)
        , m_workspace(workspace)
    {}

    bool waitForConversation(int timeout = 10'000)
    {
        return QTest::qWaitFor(
            [this] {
                return m_workspace.current() &&
                       m_workspace.current()->loadState() == workspace::Conversation::LoadState::Loaded;
            },
            timeout);
    }

    QTextEdit &editor() { return *m_window.findChild<ui::Composer *>()->findChild<QTextEdit *>(); }
    void type(const QString &text)
    {
        editor().setFocus();
        QTest::keyClicks(&editor(), text);
    }
    void send(const QString &text)
    {
        type(text);
        QTest::keyClick(&editor(), Qt::Key_Return);
    }

    workspace::Conversation &conversation() { return *m_workspace.current(); }
    workspace::TranscriptModel &rows() { return conversation().transcript(); }
    workspace::TranscriptModel::Row lastRow() { return rows().row(rows().rowCount() - 1); }
    QStringList texts()
    {
        QStringList list;
        for (int row = 0; row < rows().rowCount(); ++row)
            list.append(rows().row(row).message.content);
        return list;
    }

    bool waitForReply(int timeout = 20'000)
    {
        return QTest::qWaitFor(
            [this] { return rows().rowCount() >= 2 && !conversation().isStreaming(); }, timeout);
    }
    /// Some of the reply is on screen, and more is to come.
    bool waitForPartOfReply(int characters = 10, int timeout = 20'000)
    {
        return QTest::qWaitFor(
            [this, characters] {
                return rows().rowCount() >= 2 && lastRow().message.role == protocol::Role::Assistant &&
                       lastRow().message.content.size() >= characters;
            },
            timeout);
    }
    bool waitForSignals(int count = 1, int timeout = 10'000)
    {
        return QTest::qWaitFor(
            [this, count] { return conversation().signalModel().rowCount() >= count; }, timeout);
    }

private:
    ui::MainWindow &m_window;
    workspace::Workspace &m_workspace;
};

} // namespace throughline::test
