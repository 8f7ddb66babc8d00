#pragma once

#include "server/provider/chatchunk.h"

#include <QList>
#include <QString>

namespace throughline::server::provider {

/// A call of a tool, put together from its parts.
struct ToolCall
{
    QString id{};
    QString name{};
    QString arguments{};
    int index = -1; ///< as it was sent; -1: never
    bool operator==(const ToolCall &) const = default;
};

/// Puts the parts of tool calls together: by index, else by id; a part with neither goes on where the last
/// one was, or begins a call when it has a name. Bounded: what is too much is left out.
class ToolCalls
{
public:
    void add(const ToolCallPart &part);
    const QList<ToolCall> &all() const { return m_calls; }

private:
    ToolCall *find(const ToolCallPart &part);
    QList<ToolCall> m_calls;
};

} // namespace throughline::server::provider
