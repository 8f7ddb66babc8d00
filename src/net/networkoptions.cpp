#include "net/networkoptions.h"

#include "net/sentence.h"

#include <QDir>
#include <QFile>

namespace throughline::net {

protocol::Expected<QList<QSslCertificate>> authoritiesFromFile(const QString &path)
{
    const auto error = [](const QString &sentence) {
        return tl::unexpected(protocol::ApiError{.kind = protocol::ApiError::Kind::Tls,
            .status = 0,
            .message = sentence,
            .correlationId = {},
            .retryAfter = {}});
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return error(Sentence::tr("The file %1 cannot be read: %2.")
                         .arg(QDir::toNativeSeparators(path), file.errorString()));
    constexpr qint64 mostRead = qint64(1024) * 1024;
    const QByteArray bytes = file.read(mostRead);
    QList<QSslCertificate> authorities = QSslCertificate::fromData(bytes, QSsl::Pem);
    if (authorities.isEmpty())
        authorities = QSslCertificate::fromData(bytes, QSsl::Der);
    if (authorities.isEmpty())
        return error(
            Sentence::tr("There is no certificate in the file %1.").arg(QDir::toNativeSeparators(path)));
    return authorities;
}

} // namespace throughline::net
