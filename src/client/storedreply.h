#pragma once

#include "protocol/values.h"

#include <QSet>

#include <optional>

namespace throughline::client {

/// What is known about a question and its reply when they are looked for among a thread's messages.
struct ReplySearch
{
    QString content;         ///< of the question, as it was posted
    QString questionId;      ///< empty: not known
    QString replyId;         ///< empty: not known
    QSet<QString> knownIds;  ///< messages that were there before the question was asked
    bool isNextToIt = false; ///< no other message of the user stands between question and reply
};

struct StoredReply
{
    std::optional<protocol::Message> question;
    std::optional<protocol::Message> reply;
};

/// Finds them in \a messages (oldest first): by id where it is known, else the newest message of the user
/// that says the same and was not there before, and the first reply after it.
StoredReply findStored(const QList<protocol::Message> &messages, const ReplySearch &search);

/// Why \a reply, which failed or was interrupted, ended early: what the server noted, else a sentence of our
/// own.
QString endingSentence(const protocol::Message &reply);
QString endingSentence(protocol::MessageStatus status); ///< when nothing more is known

/// The server says itself how far the reply got. Base-contract servers do not: a stored text may be a part.
bool saysItsStatus(const protocol::Message &message);

} // namespace throughline::client
