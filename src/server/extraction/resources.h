#pragma once

namespace throughline::server::extraction {

/// Makes ":/extraction" there: the resources are in a static library, which registers nothing by itself.
/// Any thread, any number of times.
void registerResources();

} // namespace throughline::server::extraction
