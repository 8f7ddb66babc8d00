#pragma once

#include <QCoreApplication>

namespace throughline::ui {

/// Gives what stands in the transcript one context in the translations: TranscriptWords::tr("…").
struct TranscriptWords
{
    Q_DECLARE_TR_FUNCTIONS(Transcript)
};

} // namespace throughline::ui
