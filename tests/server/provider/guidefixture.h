#pragma once

#include "server/provider/guide.h"
#include "server/provider/guidequestions.h"

/// Conversations as the Guide is given them, built line by line.
namespace throughline::server::provider::guide::test {

class Talk
{
public:
    /// The user writes \a content; what follows is found in it.
    Talk &user(const QString &content) { return message(protocol::Role::User, content, {}); }

    Talk &found(protocol::SignalType type, const QString &text)
    {
        protocol::Signal signal;
        signal.id = QStringLiteral("s%1").arg(m_request.knownSignals.size());
        signal.type = type;
        signal.typeName = protocol::signalTypeName(type);
        signal.text = text;
        signal.sequenceIndex = m_request.knownSignals.size();
        signal.span = {.messageId = m_request.messages.last().id, .start = 0, .end = 1};
        m_request.knownSignals.append(signal);
        return *this;
    }

    /// The user writes one sentence, which is such a signal.
    Talk &says(protocol::SignalType type, const QString &text) { return user(text).found(type, text); }

    /// The Guide answers; its reply becomes part of the conversation.
    Reply answer()
    {
        const Reply reply = replyTo(m_request);
        message(protocol::Role::Assistant, reply.text, {{askedKey, reply.asked}});
        return reply;
    }

    protocol::Signal &lastSignal() { return m_request.knownSignals.last(); }
    const GenerationRequest &request() const { return m_request; }

private:
    Talk &message(protocol::Role role, const QString &content, const QJsonObject &metadata)
    {
        protocol::Message message;
        message.id = QStringLiteral("m%1").arg(m_request.messages.size());
        message.role = role;
        message.content = content;
        message.metadata = metadata;
        m_request.messages.append(message);
        return *this;
    }

    GenerationRequest m_request;
};

} // namespace throughline::server::provider::guide::test
