#include "client/storedreply.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace throughline::client {

namespace {

bool isTheQuestion(const protocol::Message &message, const ReplySearch &search)
{
    if (!search.questionId.isEmpty())
        return message.id == search.questionId;
    // Servers trim what they store.
    return message.role == protocol::Role::User && !search.knownIds.contains(message.id) &&
           message.content.trimmed() == search.content.trimmed();
}

} // namespace

StoredReply findStored(const QList<protocol::Message> &messages, const ReplySearch &search)
{
    StoredReply found;
    qsizetype questionAt = -1;
    for (qsizetype i = 0; i < messages.size(); ++i) {
        const protocol::Message &message = messages.at(i);
        if (isTheQuestion(message, search)) {
            questionAt = i;
            found.question = message;
        }
        if (!search.replyId.isEmpty() && message.id == search.replyId)
            found.reply = message;
    }
    if (!search.replyId.isEmpty() || questionAt < 0)
        return found;
    for (qsizetype i = questionAt + 1; i < messages.size() && !found.reply; ++i) {
        const protocol::Message &message = messages.at(i);
        if (message.role == protocol::Role::User && search.isNextToIt)
            break;
        if (message.role == protocol::Role::Assistant && !search.knownIds.contains(message.id))
            found.reply = message;
    }
    return found;
}

QString endingSentence(const protocol::Message &reply)
{
    const QJsonValue noted = reply.metadata.value(QLatin1StringView("error"));
    const QString sentence =
        noted.isObject() ? noted.toObject().value(QLatin1StringView("message")).toString() : noted.toString();
    return sentence.isEmpty() ? endingSentence(reply.status()) : sentence;
}

QString endingSentence(protocol::MessageStatus status)
{
    return status == protocol::MessageStatus::Failed
               ? QCoreApplication::translate("ChatStream", "The model failed while answering.")
               : QCoreApplication::translate("ChatStream", "The server stopped writing it.");
}

bool saysItsStatus(const protocol::Message &message)
{
    return message.metadata.contains(QLatin1StringView("status"));
}

} // namespace throughline::client
