#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace throughline::sse {

/// One value of an unfinished event. It stays where it was read for as long as that can be, and is copied
/// only when the read ends before the event does, or when it goes on in another line. The copy's memory is
/// used again.
class HeldValue
{
public:
    bool isSet() const { return m_isSet; }
    qsizetype size() const { return m_isSet ? view().size() : 0; }
    QByteArrayView view() const { return m_isOwn ? QByteArrayView(m_own) : m_inPlace; }

    void set(QByteArrayView value)
    {
        m_inPlace = value;
        m_isSet = true;
        m_isOwn = false;
    }

    void addLine(QByteArrayView line)
    {
        own();
        m_own.append('\n');
        m_own.append(line);
    }

    /// What set() was given may go away now.
    void own()
    {
        if (!m_isSet || m_isOwn)
            return;
        m_own.resize(0);
        m_own.append(m_inPlace);
        m_isOwn = true;
    }

    /// What view() returned stays valid until the value is owned anew.
    void unset() { m_isSet = false; }

private:
    QByteArrayView m_inPlace;
    QByteArray m_own;
    bool m_isSet = false;
    bool m_isOwn = false;
};

} // namespace throughline::sse
