#include "app/cli/passwordprompt.h"

#include "app/cli/clioutput.h"

#include <QByteArray>
#include <QCoreApplication>

#include <cstdio>

#ifdef Q_OS_WIN
#include <qt_windows.h>

#include <io.h>
#else
#include <termios.h>
#include <unistd.h>
#endif

namespace throughline::cli {

namespace {

/// Keeps a terminal from showing what is typed. Nothing happens where standard input is none.
class Unseen
{
public:
    Unseen()
    {
#ifdef Q_OS_WIN
        m_input = GetStdHandle(STD_INPUT_HANDLE);
        m_isTerminal = GetConsoleMode(m_input, &m_before) != 0;
        if (m_isTerminal)
            SetConsoleMode(m_input, m_before & ~DWORD(ENABLE_ECHO_INPUT));
#else
        m_isTerminal = tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (m_isTerminal) {
            termios quiet = m_before;
            quiet.c_lflag &= ~tcflag_t(ECHO);
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        }
#endif
    }
    ~Unseen()
    {
        if (!m_isTerminal)
            return;
#ifdef Q_OS_WIN
        SetConsoleMode(m_input, m_before);
#else
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
#endif
        note({}); // the line's end was not shown either
    }
    Q_DISABLE_COPY_MOVE(Unseen)

    bool isTerminal() const
    {
        return m_isTerminal;
    }

private:
    bool m_isTerminal = false;
#ifdef Q_OS_WIN
    HANDLE m_input = nullptr;
    DWORD m_before = 0;
#else
    termios m_before{};
#endif
};

} // namespace

QString readPassword()
{
    const Unseen unseen;
    if (unseen.isTerminal())
        note(QCoreApplication::translate("throughline-cli", "Password:"));
    constexpr int longest = 4096;
    QByteArray line(longest, '\0');
    if (!std::fgets(line.data(), longest, stdin))
        return {};
    line.truncate(line.indexOf('\0'));
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

} // namespace throughline::cli
