#pragma once

#include "client/apiclient.h"
#include "crash/processes.h"
#include "net/networktransport.h"

namespace throughline::crash {

/// The eyes of the one who checks: reads what the server lists, and, in a way that has nothing to do with the
/// server, what is in its file.
class Witness
{
public:
    explicit Witness(const ServerProcess &server);

    /// Empty when it could not be made.
    QString createThread();
    /// What the server lists, one conversation after the other, oldest first; nothing when it could not be
    /// read.
    std::optional<QList<protocol::Message>> listed(const QStringList &threadIds);
    /// What is in the file, with all branches, oldest first; nothing when it could not be read.
    std::optional<QList<Stored>> stored(const QStringList &threadIds) const;

private:
    net::NetworkTransport m_transport;
    client::ApiClient m_api;
    QString m_file;
};

} // namespace throughline::crash
