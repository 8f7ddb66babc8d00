#pragma once

#include <QCoreApplication>

namespace throughline::server::provider {

/// Gives this room's sentences for people one context in the translations: Sentence::tr("…"). Any thread.
struct Sentence
{
    Q_DECLARE_TR_FUNCTIONS(ModelErrors)
};

} // namespace throughline::server::provider
