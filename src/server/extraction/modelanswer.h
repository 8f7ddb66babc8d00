#pragma once

#include "server/extraction/extractor.h"

#include <tl/expected.hpp>

namespace throughline::server::extraction {

// The bounds of an answer, which is as untrusted as anything from the network.
constexpr qsizetype longestModelAnswer = qsizetype(256) * 1024; ///< UTF-16 code units
constexpr qsizetype mostFoundSignals = 500;
constexpr qsizetype longestFoundQuote = 4'000;
constexpr qsizetype longestFoundText = 1'000;

/// What a model found, from \a answer: one JSON object in the form of modelprompt::schema(), alone, in a
/// fenced block or between other words. The form is held to whatever the service promised: one member of the
/// wrong type and nothing of it is used. Members that nobody asked for are ignored. The error is a sentence
/// in English that says what is wrong, for the model, and holds nothing of the answer.
tl::expected<QList<FoundSignal>, QString> foundInAnswer(
    const QString &answer, const QList<SourceMessage> &pending);

} // namespace throughline::server::extraction
