#include "net/tlsproblem.h"

#include "net/sentence.h"

#include <QLocale>
#include <QSslCertificate>
#include <QStringList>

#include <algorithm>
#include <array>

namespace throughline::net {

namespace {

QString dayOf(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().date(), QLocale::LongFormat);
}

/// Text out of a certificate: anybody can have written it.
QString quoted(const QString &text)
{
    constexpr qsizetype longest = 100;
    QString shown = text.simplified().left(longest);
    shown.removeIf([](QChar c) { return !c.isPrint(); });
    return shown;
}

QString namesIn(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    names.sort();
    constexpr qsizetype most = 3;
    return quoted(names.mid(0, most).join(QStringLiteral(", ")));
}

QString issuerOf(const QSslCertificate &certificate)
{
    for (const auto info : {QSslCertificate::CommonName, QSslCertificate::Organization}) {
        if (const QStringList names = certificate.issuerInfo(info); !names.isEmpty())
            return quoted(names.first());
    }
    return {};
}

/// How much a problem explains: an expired certificate of an unknown authority is foremost of an unknown
/// authority, since nothing else that it says can be believed.
int rank(QSslError::SslError error)
{
    constexpr std::array order{QSslError::CertificateRevoked, QSslError::CertificateBlacklisted,
        QSslError::SelfSignedCertificate, QSslError::SelfSignedCertificateInChain,
        QSslError::UnableToGetLocalIssuerCertificate, QSslError::UnableToGetIssuerCertificate,
        QSslError::UnableToVerifyFirstCertificate, QSslError::CertificateUntrusted,
        QSslError::CertificateExpired, QSslError::CertificateNotYetValid, QSslError::HostNameMismatch};
    return static_cast<int>(std::find(order.begin(), order.end(), error) - order.begin());
}

} // namespace

QString tlsSentence(const QList<QSslError> &errors, const QString &host)
{
    const auto worst = std::min_element(errors.cbegin(), errors.cend(),
        [](const QSslError &a, const QSslError &b) { return rank(a.error()) < rank(b.error()); });
    if (worst == errors.cend())
        return {};
    const QSslCertificate certificate = worst->certificate();
    switch (worst->error()) {
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return Sentence::tr("The server's certificate has been revoked. Tell whoever runs the server.");
    case QSslError::SelfSignedCertificate:
        return Sentence::tr(
            "The server's certificate is signed by the server itself (self-signed), so it proves nothing. If "
            "that is meant to be so, add it as a certificate authority in the settings.");
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return Sentence::tr(
            "The server's certificate comes from an authority that is not known here (%1). If it "
            "is your organization's own, add its certificate in the settings.")
            .arg(issuerOf(certificate));
    case QSslError::CertificateExpired:
        return Sentence::tr(
            "The server's certificate expired on %1. Whoever runs the server has to renew it.")
            .arg(dayOf(certificate.expiryDate()));
    case QSslError::CertificateNotYetValid:
        return Sentence::tr("The server's certificate is valid only from %1. Check this computer's date.")
            .arg(dayOf(certificate.effectiveDate()));
    case QSslError::HostNameMismatch:
        return Sentence::tr("The server's certificate is for %1, not for %2. Check the server's address.")
            .arg(namesIn(certificate), host);
    default:
        return Sentence::tr("The server's certificate is not accepted: %1.").arg(worst->errorString());
    }
}

} // namespace throughline::net
