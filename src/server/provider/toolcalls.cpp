#include "server/provider/toolcalls.h"

#include <algorithm>

namespace throughline::server::provider {

namespace {

constexpr qsizetype mostCalls = 64;
constexpr qsizetype mostArguments = qsizetype(64) * 1024;

} // namespace

ToolCall *ToolCalls::find(const ToolCallPart &part)
{
    const auto at = [this](const auto &matches) -> ToolCall * {
        const auto found = std::find_if(m_calls.begin(), m_calls.end(), matches);
        return found == m_calls.end() ? nullptr : &*found;
    };
    if (!part.id.isEmpty()) {
        if (ToolCall *call = at([&part](const ToolCall &known) { return known.id == part.id; }))
            return call;
        // Two ids under one index are two calls.
        if (part.index < 0)
            return nullptr;
        return at([&part](const ToolCall &known) { return known.index == part.index && known.id.isEmpty(); });
    }
    if (part.index >= 0) {
        // The newest of that index goes on.
        const auto found = std::find_if(m_calls.rbegin(), m_calls.rend(),
            [&part](const ToolCall &known) { return known.index == part.index; });
        return found == m_calls.rend() ? nullptr : &*found;
    }
    return part.name.isEmpty() && !m_calls.isEmpty() ? &m_calls.last() : nullptr;
}

void ToolCalls::add(const ToolCallPart &part)
{
    ToolCall *call = find(part);
    if (!call) {
        if (m_calls.size() >= mostCalls)
            return;
        call = &m_calls.emplaceBack();
        call->index = part.index;
    }
    if (call->id.isEmpty())
        call->id = part.id;
    if (call->name.isEmpty())
        call->name = part.name;
    call->arguments += part.arguments.left(mostArguments - call->arguments.size());
}

} // namespace throughline::server::provider
