#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

#include <QString>

#include <optional>

namespace throughline::server::store {
class Store;
}

namespace throughline::server::service {

/// Which part of a branch is wanted (docs/http-contract.md, `window`).
struct Window
{
    enum class Place { First, Last, Before, After, Around };
    Place place = Place::First;
    QString messageId{}; ///< that it is before, after or around
    int limit = 50;
};

struct MessageWindow
{
    int total = 0; ///< in the branch
    int index = 0; ///< of its first message
    QList<protocol::Message> items;
};

/// A slice ends early, with a multiple of so many messages, where its texts are long: whoever reads it has to
/// hold all of it.
constexpr int windowStep = 50;
constexpr qint64 longestWindow = qint64(4) * 1024 * 1024; ///< UTF-16 units, a step more or less

/// Of the active branch, or of the one that would be active after activating \a branch. Reads what it gives,
/// however long the thread is. Nothing when the branch does not have the message of \a window.
protocol::Expected<std::optional<MessageWindow>> readWindow(
    store::Store &store, const protocol::Thread &thread, const QString &branch, const Window &window);

} // namespace throughline::server::service
