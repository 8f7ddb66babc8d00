#pragma once

#include "server/service/generationservice.h"

#include <QByteArray>
#include <QStringList>

#include <memory>

namespace throughline::server::service::test {

/// A subscriber that remembers: the text it holds as a client would build it, and what came in words.
struct Listener
{
    std::unique_ptr<GenerationService::Subscription> subscription;
    QByteArray held;
    QStringList events;
    bool hasGap = false;

    GenerationService::Subscriber callback()
    {
        return [this](const GenerationService::Published &published) {
            if (const auto *delta = std::get_if<protocol::StreamDelta>(&published.event)) {
                const QByteArray text = delta->text.toUtf8();
                hasGap = hasGap || held.size() + text.size() != published.offset ||
                         delta->offset != published.offset;
                held += text;
                events.append(QStringLiteral("delta"));
            } else if (const auto *error = std::get_if<protocol::StreamError>(&published.event)) {
                events.append(QStringLiteral("error ") + error->code + u' ' + error->message);
            } else if (const auto *done = std::get_if<protocol::StreamDone>(&published.event)) {
                const QString status =
                    done->status ? u' ' + protocol::messageStatusName(*done->status) : QString();
                events.append(QStringLiteral("done ") + done->messageId + status);
            }
        };
    }

    int deltas() const { return int(events.count(QStringLiteral("delta"))); }
};

} // namespace throughline::server::service::test
