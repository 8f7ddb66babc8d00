#include "net/networkoptions.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace throughline::net {

protocol::Expected<QList<QSslCertificate>> authoritiesFromFile(const QString &path)
{
    const auto error = [&path](const char *sentence, const QString &detail) {
        return tl::unexpected(protocol::ApiError{.kind = protocol::ApiError::Kind::Tls,
            .status = 0,
            .message =
                QCoreApplication::translate("Network", sentence).arg(QDir::toNativeSeparators(path), detail),
            .correlationId = {},
            .retryAfter = {}});
    };
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

} // namespace throughline::net
