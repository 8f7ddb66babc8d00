#pragma once

#include "server/extraction/extractionthreshold.h"

#include <QString>

#include <optional>

namespace throughline::server::extraction {

/// Who reads what the user writes, and when it is read by itself. Being asked reads at once, whatever is said
/// here.
struct ExtractionSettings
{
    enum class When {
        Always,  ///< after every message with a costless extractor, in batches with another
        Batches, ///< when a limit is reached, whatever the extractor costs
        Never,   ///< messages stay pending, until another choice is made
    };
    When when = When::Always;
    ExtractionThreshold::Limits limits{};
    /// Who reads, as provider::GenerationRequest::model names it ("ollama/llama3.2"); empty: the offline
    /// extractor.
    QString model{};

    static constexpr qint64 mostCharacters = 100'000;
    static constexpr int mostMessages = 1'000;

    /// "always", "never", or the limits: "500,5". Absent: it is none of these. No model.
    static std::optional<ExtractionSettings> fromText(const QString &text);

    /// Whether \a text can be a model that reads: a service and one of its models. The Guide cannot.
    static bool isModel(const QString &text);

    bool operator==(const ExtractionSettings &) const = default;
};

} // namespace throughline::server::extraction
