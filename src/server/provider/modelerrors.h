#pragma once

#include "net/httptransport.h"
#include "protocol/apierror.h"
#include "server/provider/chatcompletiondecoder.h"
#include "server/provider/modelservice.h"
#include "server/provider/retryadvice.h"

/// What went wrong with a model, in a sentence for people that says what to do next. Nothing here shows HTML
/// or the key.
namespace throughline::server::provider {

/// An ending that is not Complete.
protocol::ApiError errorFor(const ChatEnding &ending, const net::HttpResponseHead &head,
    const ModelService &service, const QString &model, const RetryAdvice &advice);

/// What the transport says, in \a failed, which has an error, about a request that was answered by nobody, or
/// not to its end.
protocol::ApiError errorFor(const net::HttpResult &failed, const ModelService &service, bool hasAnswered);

/// The model called a tool and said nothing.
protocol::ApiError toolsNotOffered(const ModelService &service, const QString &model);

/// Nothing came for too long.
protocol::ApiError stalled(const ModelService &service, std::chrono::milliseconds silence, bool isSilent);

/// llama.cpp answers 503 while it reads the model from the disk.
bool isLoading(const UpstreamError &error);

/// The model's window, when the error is that the conversation does not fit into it and it says how large it
/// is; else 0.
qint64 statedWindow(const UpstreamError &error);

/// How to start a model server at \a service, for one that runs on this machine and does not answer.
QString howToStart(const ModelService &service);

/// \a wait in words: "2 s", "5 min".
QString waitText(std::chrono::milliseconds wait);

} // namespace throughline::server::provider
