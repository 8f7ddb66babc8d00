#include "net/openconnections.h"

#ifdef Q_OS_LINUX
#include <cstddef>
#include <cstdlib>
#include <dirent.h>
#include <linux/tcp.h> // glibc's own header ends before tcpi_bytes_received
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#endif

namespace throughline::net {

#ifdef Q_OS_LINUX

namespace {

std::optional<quint64> socketId(int file)
{
    struct stat status = {};
    if (fstat(file, &status) != 0 || !S_ISSOCK(status.st_mode))
        return std::nullopt;
    return status.st_ino;
}

std::optional<OpenConnection> connectionOf(int file)
{
    const std::optional<quint64> id = socketId(file);
    if (!id)
        return std::nullopt;
    sockaddr_storage address = {};
    socklen_t length = sizeof address;
    auto *peer = reinterpret_cast<sockaddr *>(&address); // NOLINT: that is how it is asked
    if (getpeername(file, peer, &length) != 0)
        return std::nullopt;
    quint16 port = 0;
    if (address.ss_family == AF_INET)
        port = ntohs(reinterpret_cast<sockaddr_in *>(&address)->sin_port); // NOLINT
    else if (address.ss_family == AF_INET6)
        port = ntohs(reinterpret_cast<sockaddr_in6 *>(&address)->sin6_port); // NOLINT
    else
        return std::nullopt;
    tcp_info info = {};
    socklen_t filled = sizeof info;
    constexpr size_t needed = offsetof(tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received;
    int unread = 0;
    if (getsockopt(file, IPPROTO_TCP, TCP_INFO, &info, &filled) != 0 || filled < needed ||
        ioctl(file, FIONREAD, &unread) != 0) // NOLINT: has no other form
        return std::nullopt;
    // Another thread may have closed it meanwhile and opened another under the same number.
    if (socketId(file) != id)
        return std::nullopt;
    return OpenConnection{.id = *id,
        .peer = QHostAddress(peer),
        .peerPort = port,
        .taken = static_cast<qint64>(info.tcpi_bytes_received) - unread};
}

} // namespace

bool canListConnections()
{
    return true;
}

QList<OpenConnection> openConnections()
{
    QList<OpenConnection> connections;
    const std::unique_ptr<DIR, int (*)(DIR *)> files(opendir("/proc/self/fd"), closedir);
    if (!files)
        return connections;
    while (const dirent *entry = readdir(files.get())) { // NOLINT(concurrency-mt-unsafe): a stream of our own
        char *end = nullptr;
        const long file = std::strtol(entry->d_name, &end, 10);
        if (end == entry->d_name || *end != '\0')
            continue;
        if (const auto connection = connectionOf(static_cast<int>(file)))
            connections.append(*connection);
    }
    return connections;
}

#else

bool canListConnections()
{
    return false;
}

QList<OpenConnection> openConnections()
{
    return {};
}

#endif

} // namespace throughline::net
