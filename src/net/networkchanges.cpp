#include "net/networkchanges.h"

#include <QNetworkInformation>

namespace throughline::net {

NetworkChanges::NetworkChanges(QObject *parent)
    : QObject(parent)
    , m_isInformed(QNetworkInformation::loadDefaultBackend() ||
                   QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
{
    const QNetworkInformation *information = QNetworkInformation::instance();
    if (!m_isInformed || !information)
        return;
    connect(information, &QNetworkInformation::reachabilityChanged, this,
        [this](QNetworkInformation::Reachability reachability) {
            // Without a network there is nothing to try; a server at home needs no more than the local one.
            if (reachability != QNetworkInformation::Reachability::Disconnected)
                Q_EMIT changed();
        });
    connect(information, &QNetworkInformation::transportMediumChanged, this, &NetworkChanges::changed);
}

} // namespace throughline::net
