#pragma once

#include "server/provider/provider.h"

#include <QString>

/// What the Guide says: pure functions from a conversation to a reply.
namespace throughline::server::provider::guide {

/// Where a reply's metadata says which question it asked.
inline const QString askedKey = QStringLiteral("guide_asked");

struct Reply
{
    QString text;  ///< Markdown
    QString body;  ///< the end of it: all but the words it opens with
    QString asked; ///< names the question it asks, so that it is not asked again; empty when it asks none
    bool operator==(const Reply &) const = default;
};

/// The reply to the newest message of \a request. The same request always gets the same reply.
Reply replyTo(const GenerationRequest &request);

} // namespace throughline::server::provider::guide
