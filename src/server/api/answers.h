#pragma once

#include "protocol/apierror.h"
#include "server/http/httpserver.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

/// The shapes of answers (docs/http-contract.md, "Errors"). Sentences in them follow the contract and are
/// English, whoever runs the server.
namespace throughline::server::api {

/// \a json with each U+FEFF escaped. Readers, Qt's among them, take a plain one off the front of a text.
QByteArray withEscapedMarks(QByteArray json);

http::Response json(int status, const QJsonObject &object);
http::Response noContent();

http::Response detail(int status, const QString &sentence);               ///< `{"detail": …}`
http::Response fieldError(const QString &field, const QString &sentence); ///< 400 `{field: [sentence]}`
http::Response unauthorized(const QString &sentence);                     ///< 401
http::Response notFound();                                                ///< 404 "Not found."
http::Response failure(const protocol::ApiError &error);                  ///< by its status or kind
http::Response invalidKey();                                              ///< 400: Idempotency-Key

} // namespace throughline::server::api
