#pragma once

#include <QObject>

namespace throughline::net {

/// Says when the machine's way to the network is there again or has become another one (Wi-Fi to cable):
/// links that were open may be dead without saying so. Says nothing where the system does not tell. Main
/// thread only; make it when the window is there, for the system is asked.
class NetworkChanges : public QObject
{
    Q_OBJECT

public:
    explicit NetworkChanges(QObject *parent = nullptr);

    /// Whether the system tells.
    bool isInformed() const { return m_isInformed; }

Q_SIGNALS:
    void changed();

private:
    bool m_isInformed = false;
};

} // namespace throughline::net
