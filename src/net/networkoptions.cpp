#include "net/networkoptions.h"

#include "net/sentence.h"

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
    const QString name = QDir::toNativeSeparators(path);
    // A pipe would be waited for until somebody writes.
    if (const QFileInfo info(path); info.exists() && !info.isFile())
        return refused(Sentence::tr("%1 is not a file.").arg(name));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refused(Sentence::tr("The file %1 cannot be read: %2.").arg(name, file.errorString()));
    constexpr qint64 mostRead = qint64(1024) * 1024;
    const QByteArray bytes = file.read(mostRead);
    QList<QSslCertificate> authorities = QSslCertificate::fromData(bytes, QSsl::Pem);
    if (authorities.isEmpty())
        authorities = QSslCertificate::fromData(bytes, QSsl::Der);
    if (authorities.isEmpty())
        return refused(Sentence::tr("There is no certificate in the file %1.").arg(name));
    return authorities;
}

protocol::Expected<QList<QSslCertificate>> trustableFromFile(const QString &path, const QDateTime &now)
{
    const auto read = authoritiesFromFile(path);
    if (!read)
        return read;
    for (const QSslCertificate &certificate : *read) {
        const QString name = nameOf(certificate);
        if (!isAuthority(certificate) && !certificate.isSelfSigned())
            return refused(Sentence::tr("The certificate of %1 is not an authority's, so it can vouch for "
                                        "nobody. Choose that of the authority that signed it.")
                               .arg(name));
        if (certificate.expiryDate() < now)
            return refused(
                Sentence::tr("The certificate of %1 expired on %2. Ask who runs the server for a new one.")
                    .arg(name, day(certificate.expiryDate())));
        if (certificate.effectiveDate() > now)
            return refused(Sentence::tr("The certificate of %1 is not valid before %2. Is the clock of this "
                                        "computer right?")
                               .arg(name, day(certificate.effectiveDate())));
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
