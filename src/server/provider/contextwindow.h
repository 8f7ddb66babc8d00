#pragma once

#include "protocol/values.h"

#include <QList>
#include <QString>

namespace throughline::server::provider {

/// How many tokens \a text has, roughly and rather too many than too few: models differ, and none says
/// beforehand.
qint64 approximateTokens(const QString &text);

/// The part of a conversation that fits into a model's window.
struct FittedConversation
{
    QList<protocol::Message> messages;
    int leftOut = 0; ///< messages
};

/// Leaves out the oldest turns (a question with the replies to it) until \a messages fit into \a window
/// tokens together with \a reserved ones: the system prompt, the reply, what the model is told besides. The
/// last message of the user and what follows it always stay. \a window 0: not known, everything stays.
FittedConversation fitted(const QList<protocol::Message> &messages, qint64 window, qint64 reserved);

} // namespace throughline::server::provider
