#pragma once

#include "server/provider/upstreamerror.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace throughline::server::provider {

/// A piece of what a model says.
struct ChatDelta
{
    enum class Channel { Answer, Reasoning };
    Channel channel = Channel::Answer;
    QString text{};
    bool operator==(const ChatDelta &) const = default;
};

/// Part of a call of a tool. We offer none, but some models call all the same.
struct ToolCallPart
{
    int index = -1; ///< -1: none was sent
    QString id{};
    QString name{};
    QString arguments{};
};

/// What one choice of a chunk says. A null, an empty text, a missing or an unknown member says nothing.
struct ChatChoice
{
    int index = 0;
    QList<ChatDelta> deltas{};
    QList<ChatDelta> message{}; ///< a whole message where a delta was expected
    QString finishReason{};
    QString finishHint{}; ///< `finishReason`: not a terminal, unlike the one above
    QList<ToolCallPart> toolCalls{};
    QJsonArray reasoningDetails{};
};

/// One chunk of a streamed chat completion, or a whole one, in any of the dialects
/// (docs/providers.md, "Quirks").
struct ChatChunk
{
    std::optional<UpstreamError> error{};
    QList<ChatChoice> choices{};
    QJsonObject usage{};   ///< numbers only
    QJsonObject timings{}; ///< numbers only
    QString model{};

    bool isAboutAChat() const { return hasChoices || !usage.isEmpty() || !timings.isEmpty(); }
    bool hasChoices = false; ///< the member is there, whatever is in it
};

ChatChunk chatChunkFrom(const QJsonObject &object, bool isErrorEvent);

} // namespace throughline::server::provider
