#include "server/service/replymetadata.h"

namespace throughline::server::service {

using protocol::Message;
using protocol::MessageStatus;

protocol::StreamError streamErrorOf(const Message &failed)
{
    const QJsonObject error = failed.metadata.value(QLatin1StringView("error")).toObject();
    return {.code = error.value(QLatin1StringView("code")).toString(),
        .message = error.value(QLatin1StringView("message")).toString(),
        .retryable = error.value(QLatin1StringView("retryable")).toBool()};
}

bool isWhole(const Message &reply)
{
    return reply.status() == MessageStatus::Complete &&
           reply.metadata.value(QLatin1StringView("finish_reason")).toString() != QLatin1StringView("length");
}

QJsonObject reopenedMetadata(QJsonObject metadata, const provider::Provider::Answerer &answerer)
{
    for (const QLatin1StringView ending : {QLatin1StringView("error"), QLatin1StringView("finish_reason")})
        metadata.remove(ending);
    const QString continued = QStringLiteral("continued");
    metadata.insert(continued, metadata.value(continued).toInt() + 1);
    metadata.insert(QStringLiteral("provider"), answerer.provider);
    metadata.insert(QStringLiteral("model"), answerer.model);
    metadata.insert(QStringLiteral("status"), protocol::messageStatusName(MessageStatus::Streaming));
    return metadata;
}

} // namespace throughline::server::service
