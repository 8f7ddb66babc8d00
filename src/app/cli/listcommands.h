#pragma once

#include "client/apiclient.h"

/// The commands that ask one question and print its answer.
namespace throughline::cli {

/// As JSON (one object a line, the contract's fields), or for people.
enum class Format { Text, Json };

/// Each calls \a done with an exit code.
using Exit = std::function<void(int)>;

void listThreads(client::ApiClient &client, QObject *context, Format format, const Exit &done);
void listMessages(
    client::ApiClient &client, QObject *context, const QString &threadId, Format format, const Exit &done);
void listSignals(
    client::ApiClient &client, QObject *context, const QString &threadId, Format format, const Exit &done);

/// A signal as a line for people.
QString signalLine(const protocol::Signal &signal);

} // namespace throughline::cli
