#pragma once

#include "protocol/values.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <variant>

/// The events of a reply stream (docs/http-contract.md, "The stream"), decoded from server-sent events.
namespace throughline::protocol {

/// `event: start` (resume extension): the ids of what is about to be streamed.
struct StreamStart
{
    QString userMessageId;
    QString messageId;
    bool operator==(const StreamStart &) const = default;
};

/// `event: chunk`: more text. \c offset is the number of UTF-8 bytes of the reply up to and including this
/// delta, taken from the event id `<message_id>:<offset>`; absent on base-contract servers.
struct StreamDelta
{
    QString text;
    std::optional<qint64> offset;
    bool operator==(const StreamDelta &) const = default;
};

/// `event: reasoning` (extension): more of what the model thinks, which is no part of the answer. \c offset
/// counts the UTF-8 bytes of the thoughts up to and including this piece.
struct StreamReasoning
{
    QString text;
    qint64 offset = 0;
    bool operator==(const StreamReasoning &) const = default;
};

/// `event: waiting` (extension): why nothing comes yet, in a sentence for people; empty when it goes on.
struct StreamWaiting
{
    QString message;
    bool operator==(const StreamWaiting &) const = default;
};

/// `event: error` (extension): the provider failed; `done` still follows.
struct StreamError
{
    QString code;
    QString message;
    bool retryable = false;
    bool operator==(const StreamError &) const = default;
};

/// `event: done`: the only thing that completes a reply. An empty id means that nothing was stored. \c status
/// (extension) is how the reply ended; absent on base-contract servers, which send this for what is complete.
struct StreamDone
{
    QString messageId;
    std::optional<MessageStatus> status{};
    bool operator==(const StreamDone &) const = default;
};

using StreamEvent =
    std::variant<StreamStart, StreamDelta, StreamError, StreamDone, StreamReasoning, StreamWaiting>;

/// What one server-sent event means; nullopt for events of a name we do not know and for data that is not the
/// JSON the contract promises (the caller treats the latter as malformed when \a event is a known name).
/// Takes the bytes as they came; those that are not UTF-8 are read as U+FFFD.
std::optional<StreamEvent> streamEventFromSse(QByteArrayView event, QByteArrayView data, QByteArrayView id);
std::optional<StreamEvent> streamEventFromSse(QStringView event, QStringView data, QStringView id);

/// Whether \a event is one of start, chunk, error, done, reasoning, waiting.
bool isKnownStreamEvent(QByteArrayView event);
bool isKnownStreamEvent(QStringView event);

/// `data:` payload (compact JSON) and event name of an event, for the server.
QByteArray streamEventName(const StreamEvent &event);
QByteArray streamEventData(const StreamEvent &event);

} // namespace throughline::protocol
