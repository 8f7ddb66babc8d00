#include "server/service/messagewindow.h"

#include "server/store/store.h"

#include <algorithm>
#include <limits>

namespace throughline::server::service {

namespace {

using protocol::Expected;
using protocol::Message;
using store::MessageTable;
using store::MessageTree;

using Anchor = MessageTable::Place;

/// By the messages' numbers: what is before a place is not read.
class ActiveBranch
{
public:
    ActiveBranch(const MessageTable &messages, const protocol::Thread &thread)
        : m_messages(messages)
        , m_thread(thread)
    {}

    int total() const { return m_thread.messageCount; }
    Expected<std::optional<Anchor>> find(const QString &id) const
    {
        return m_messages.place(m_thread.id, id);
    }
    Expected<QList<Message>> from(const Anchor &anchor, int offset, int limit) const
    {
        return m_messages.listFrom(m_thread.id, anchor.seq, offset, limit);
    }
    Expected<QList<Message>> before(const Anchor &anchor, int offset, int limit) const
    {
        return m_messages.listBefore(m_thread.id, anchor.seq, offset, limit);
    }

private:
    const MessageTable &m_messages;
    const protocol::Thread &m_thread;
};

class OtherBranch
{
public:
    OtherBranch(const MessageTable &messages, const QList<MessageTree::Node> &path)
        : m_messages(messages)
        , m_path(path)
    {}

    int total() const { return static_cast<int>(m_path.size()); }
    Expected<std::optional<Anchor>> find(const QString &id) const
    {
        for (int i = 0; i < total(); ++i) {
            if (m_path.at(i).id == id)
                return std::optional(Anchor{.seq = m_path.at(i).seq, .index = i});
        }
        return std::optional<Anchor>();
    }
    Expected<QList<Message>> from(const Anchor &anchor, int offset, int limit) const
    {
        return m_messages.listPath(m_path, anchor.index + offset, limit);
    }
    Expected<QList<Message>> before(const Anchor &anchor, int offset, int limit) const
    {
        const int end = anchor.index - offset;
        const int begin = std::max(0, end - limit);
        return m_messages.listPath(m_path, begin, end - begin);
    }

private:
    const MessageTable &m_messages;
    const QList<MessageTree::Node> &m_path;
};

/// Step after step of \a read(offset, limit), so many messages in all, until they are long.
template <typename Read>
Expected<QList<QList<Message>>> steps(int wanted, Read read)
{
    QList<QList<Message>> all;
    qint64 length = 0;
    for (int done = 0; done < wanted && length < longestWindow;) {
        const auto step = read(done, std::min(windowStep, wanted - done));
        if (!step)
            return tl::unexpected(step.error());
        if (step->isEmpty())
            break;
        done += static_cast<int>(step->size());
        for (const Message &message : *step)
            length += message.content.size() + message.thoughts().size();
        all.append(*step);
    }
    return all;
}

template <typename Branch>
Expected<std::optional<MessageWindow>> readFrom(const Branch &branch, const Window &window)
{
    using Place = Window::Place;
    Anchor anchor;
    if (window.place == Place::Last) {
        anchor = {.seq = std::numeric_limits<qint64>::max(), .index = branch.total()};
    } else if (window.place != Place::First) {
        const auto found = branch.find(window.messageId);
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            return std::optional<MessageWindow>();
        anchor = **found;
    }
    int before = 0;
    if (window.place == Place::Last || window.place == Place::Before) {
        before = window.limit;
    } else if (window.place == Place::After) {
        ++anchor.seq;
        ++anchor.index;
    } else if (window.place == Place::Around) {
        const int first =
            std::clamp(anchor.index - window.limit / 2, 0, std::max(0, branch.total() - window.limit));
        before = anchor.index - first;
    }
    const auto above =
        steps(before, [&](int offset, int limit) { return branch.before(anchor, offset, limit); });
    if (!above)
        return tl::unexpected(above.error());
    const auto below = steps(
        window.limit - before, [&](int offset, int limit) { return branch.from(anchor, offset, limit); });
    if (!below)
        return tl::unexpected(below.error());
    MessageWindow read{.total = branch.total(), .index = anchor.index, .items = {}};
    for (auto step = above->crbegin(); step != above->crend(); ++step)
        read.items += *step;
    read.index -= static_cast<int>(read.items.size());
    for (const QList<Message> &step : *below)
        read.items += step;
    return std::optional(read);
}

} // namespace

Expected<std::optional<MessageWindow>> readWindow(
    store::Store &store, const protocol::Thread &thread, const QString &branch, const Window &window)
{
    if (branch.isEmpty())
        return readFrom(ActiveBranch(store.messages(), thread), window);
    const auto path = store.tree().path(branch);
    if (!path)
        return tl::unexpected(path.error());
    return readFrom(OtherBranch(store.messages(), *path), window);
}

} // namespace throughline::server::service
