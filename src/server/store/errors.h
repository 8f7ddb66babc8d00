#pragma once

#include "protocol/apierror.h"

#include <QCoreApplication>

/// The errors that the server's rooms hand to each other. Each is made from a sentence for people.
namespace throughline::server::store {

/// Where the store's sentences are translated.
struct Sentences
{
    Q_DECLARE_TR_FUNCTIONS(Store)
};

/// The machine failed, not the request: 500.
inline protocol::ApiError serverError(const QString &sentence)
{
    protocol::ApiError error;
    error.kind = protocol::ApiError::Kind::Server;
    error.status = 500;
    error.message = sentence;
    return error;
}

/// The request was understood and is not done: 400 unless \a status says otherwise.
inline protocol::ApiError refusal(const QString &sentence, int status = 400)
{
    protocol::ApiError error;
    error.kind = protocol::ApiError::Kind::Refused;
    error.status = status;
    error.message = sentence;
    return error;
}

inline protocol::ApiError notFound(const QString &sentence)
{
    protocol::ApiError error;
    error.kind = protocol::ApiError::Kind::NotFound;
    error.status = 404;
    error.message = sentence;
    return error;
}

} // namespace throughline::server::store
