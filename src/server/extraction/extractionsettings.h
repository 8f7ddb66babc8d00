#pragma once

#include "server/extraction/extractionthreshold.h"

#include <QString>

#include <optional>

namespace throughline::server::extraction {

/// When what the user writes is read by itself. Being asked reads at once, whatever is said here.
struct ExtractionSettings
{
    enum class When {
        Always,  ///< after every message with a costless extractor, in batches with another
        Batches, ///< when a limit is reached, whatever the extractor costs
        Never,   ///< messages stay pending, until another choice is made
    };
    When when = When::Always;
    ExtractionThreshold::Limits limits{};

    static constexpr qint64 mostCharacters = 100'000;
    static constexpr int mostMessages = 1'000;

    /// "always", "never", or the limits: "500,5". Absent: it is none of these.
    static std::optional<ExtractionSettings> fromText(const QString &text);

    bool operator==(const ExtractionSettings &) const = default;
};

} // namespace throughline::server::extraction
