#pragma once

#include <QCoreApplication>

namespace throughline::net {

/// Gives this room's sentences for people one context in the translations: Sentence::tr("…"). Any thread.
struct Sentence
{
    Q_DECLARE_TR_FUNCTIONS(Network)
};

} // namespace throughline::net
