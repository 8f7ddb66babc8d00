#pragma once

#include "client/apiclient.h"

/// Where the contract has what, below /api/, encoded.
namespace throughline::client {

QString threadPath(const QString &id);

/// All messages of a thread; in few requests where the server \a hasWindows.
QString messagesPath(const QString &threadId, bool hasWindows);
/// The last of them where the server \a hasWindows, else all.
QString lastMessagesPath(const QString &threadId, bool hasWindows);

QString actionPath(const QString &signalId, ApiClient::SignalAction action);
QString relationPath(const QString &signalId, ApiClient::SignalRelation relation);
QString extractPath(const QString &threadId);

} // namespace throughline::client
