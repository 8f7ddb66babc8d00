#include "workspace/threadfacts.h"

namespace throughline::workspace {

bool isUnnamed(const protocol::Thread &thread)
{
    const QString title = thread.title.simplified();
    return title.isEmpty() || title == QLatin1StringView("New Chat");
}

QDateTime lastActivity(const protocol::Thread &thread)
{
    return thread.updatedAt.isValid() ? thread.updatedAt : thread.createdAt;
}

} // namespace throughline::workspace
