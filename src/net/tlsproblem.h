#pragma once

#include <QList>
#include <QSslError>
#include <QString>

namespace throughline::net {

/// What is wrong with the certificate that \a host showed, as a sentence with a next step: of several
/// problems the one that tells most. Empty when there is none.
QString tlsSentence(const QList<QSslError> &errors, const QString &host);

} // namespace throughline::net
