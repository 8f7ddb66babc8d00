#pragma once

namespace throughline::protocol {

/// For std::visit: one handler for each alternative, written side by side.
template <typename... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace throughline::protocol
