#pragma once

#include "protocol/apierror.h"

#include <QDateTime>
#include <QList>
#include <QSslCertificate>
#include <QString>

namespace throughline::net {

/// The way through a proxy. A loopback address is never reached through one.
struct ProxyOptions
{
    enum class Kind {
        System, ///< what the system says for each address
        None,
        Http, ///< the one below
        Socks5,
    };
    Kind kind = Kind::System;
    QString host{};
    quint16 port = 0;
    QString user{}; ///< empty: without
    QString password{};
    bool operator==(const ProxyOptions &) const = default;
};

/// What the person has set about the network.
struct NetworkOptions
{
    ProxyOptions proxy{};
    /// Certificate authorities that are trusted besides the system's, an organization's own for instance.
    QList<QSslCertificate> authorities{};
    /// The system's, from who has loaded them elsewhere. Empty: setOptions() does, if there are others to be
    /// trusted besides: a tenth of a second.
    QList<QSslCertificate> systemAuthorities{};
    bool operator==(const NetworkOptions &) const = default;
};

/// The certificates in the PEM or DER file \a path. Errors: a sentence that says what is wrong with the file.
/// Reads a disk: not for a thread that may not wait.
protocol::Expected<QList<QSslCertificate>> authoritiesFromFile(const QString &path);

/// The same, if each of them can be trusted as an authority \a now: it is one, or a server's own that nobody
/// else signed, and valid. Errors say which is not, and why.
protocol::Expected<QList<QSslCertificate>> trustableFromFile(const QString &path, const QDateTime &now);

/// Whose a certificate is, in a few words: its common name, else its organization, else its number.
QString nameOf(const QSslCertificate &certificate);

} // namespace throughline::net
