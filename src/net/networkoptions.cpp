#include "net/networkoptions.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QSslCertificateExtension>

namespace throughline::net {

namespace {

tl::unexpected<protocol::ApiError> refused(const QString &sentence)
{
    return tl::unexpected(protocol::ApiError{.kind = protocol::ApiError::Kind::Tls,
        .status = 0,
        .message = sentence,
        .correlationId = {},
        .retryAfter = {}});
}

/// Whether it says of itself that it is an authority.
bool isAuthority(const QSslCertificate &certificate)
{
    const QList<QSslCertificateExtension> extensions = certificate.extensions();
    for (const QSslCertificateExtension &extension : extensions) {
        if (extension.name() == QLatin1StringView("basicConstraints"))
            return extension.value().toMap().value(QStringLiteral("ca")).toBool();
    }
    return false;
}

QString day(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().date(), QLocale::LongFormat);
}

} // namespace

protocol::Expected<QList<QSslCertificate>> authoritiesFromFile(const QString &path)
{
    const auto error = [&path](const char *sentence, const QString &detail) {
        return refused(
            QCoreApplication::translate("Network", sentence).arg(QDir::toNativeSeparators(path), detail));
    };
    // A pipe would be waited for until somebody writes.
    if (const QFileInfo info(path); info.exists() && !info.isFile())
        return error(QT_TRANSLATE_NOOP("Network", "%1 is not a file."), {});
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return error(QT_TRANSLATE_NOOP("Network", "The file %1 cannot be read: %2."), file.errorString());
    constexpr qint64 mostRead = qint64(1024) * 1024;
    const QByteArray bytes = file.read(mostRead);
    QList<QSslCertificate> authorities = QSslCertificate::fromData(bytes, QSsl::Pem);
    if (authorities.isEmpty())
        authorities = QSslCertificate::fromData(bytes, QSsl::Der);
    if (authorities.isEmpty())
        return error(QT_TRANSLATE_NOOP("Network", "There is no certificate in the file %1."), {});
    return authorities;
}

protocol::Expected<QList<QSslCertificate>> trustableFromFile(const QString &path, const QDateTime &now)
{
    const auto read = authoritiesFromFile(path);
    if (!read)
        return read;
    const auto error = [](const char *sentence, const QSslCertificate &certificate, const QString &detail) {
        return refused(QCoreApplication::translate("Network", sentence).arg(nameOf(certificate), detail));
    };
    for (const QSslCertificate &certificate : *read) {
        if (!isAuthority(certificate) && !certificate.isSelfSigned())
            return error(
                QT_TRANSLATE_NOOP("Network",
                    "The certificate of %1 is not an authority's, so it can vouch for nobody. Choose "
                    "that of the authority that signed it."),
                certificate, {});
        if (certificate.expiryDate() < now)
            return error(QT_TRANSLATE_NOOP("Network",
                             "The certificate of %1 expired on %2. Ask who runs the server for a new one."),
                certificate, day(certificate.expiryDate()));
        if (certificate.effectiveDate() > now)
            return error(
                QT_TRANSLATE_NOOP("Network",
                    "The certificate of %1 is not valid before %2. Is the clock of this computer right?"),
                certificate, day(certificate.effectiveDate()));
    }
    return read;
}

QString nameOf(const QSslCertificate &certificate)
{
    for (const auto field : {QSslCertificate::CommonName, QSslCertificate::Organization,
             QSslCertificate::OrganizationalUnitName}) {
        const QString name = certificate.subjectInfo(field).join(QStringLiteral(", ")).simplified();
        if (!name.isEmpty())
            return name;
    }
    return QString::fromLatin1(certificate.serialNumber());
}

} // namespace throughline::net
