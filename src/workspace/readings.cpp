#include "workspace/readings.h"

#include <utility>

namespace throughline::workspace {

Readings::Readings(client::ApiClient &client, const QString &threadId, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_threadId(threadId)
{}

bool Readings::canTell() const
{
    return m_client.serverInfo().has(QLatin1StringView("readings"));
}

bool Readings::canExtractNow() const
{
    return m_client.serverInfo().has(QLatin1StringView("extract"));
}

void Readings::refresh()
{
    if (!canTell())
        return;
    if (std::exchange(m_isAsking, true)) {
        m_askAgain = true;
        return;
    }
    m_client.readingState(this, m_threadId, [this](const protocol::Expected<protocol::ReadingState> &answer) {
        m_isAsking = false;
        // What was said before stands until there is another answer; the foot of Structure says what is
        // wrong.
        if (answer && std::exchange(m_state, *answer) != *answer)
            Q_EMIT changed();
        if (std::exchange(m_askAgain, false))
            refresh();
    });
}

void Readings::refreshIfOpen()
{
    if (m_state.pendingMessages > 0 || m_state.isReading)
        refresh();
}

void Readings::extractNow()
{
    if (!canExtractNow())
        return;
    m_client.extractNow(this, m_threadId, [this](const protocol::Expected<bool> &answer) {
        if (!answer)
            Q_EMIT problem(tr("The server could not be told to look. %1").arg(answer.error().message));
        refresh();
    });
}

} // namespace throughline::workspace
