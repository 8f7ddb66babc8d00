#include "server/provider/guideprovider.h"

#include "server/provider/guide.h"
#include "server/provider/guidecontinuation.h"
#include "server/provider/pacedgeneration.h"

namespace throughline::server::provider {

QString GuideProvider::name() const
{
    return QStringLiteral("guide");
}

QString GuideProvider::model() const
{
    return QStringLiteral("Guide");
}

std::unique_ptr<Generation> GuideProvider::generate(const GenerationRequest &request)
{
    const guide::Reply reply = guide::replyTo(request);
    QJsonObject facts{{QStringLiteral("finish_reason"), QStringLiteral("stop")}};
    if (!reply.asked.isEmpty())
        facts.insert(guide::askedKey, reply.asked);
    return std::make_unique<PacedGeneration>(guide::continuation(reply, request.partialReply), m_pace, facts);
}

} // namespace throughline::server::provider
