#pragma once

#include "protocol/apierror.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace throughline::server::provider {

/// How a model is to answer: what a conversation, a preset or a configuration file may say. What is absent is
/// left to the model. Providers that have no such thing ignore it.
struct GenerationSettings
{
    QString systemPrompt{};              ///< `system_prompt`
    std::optional<double> temperature{}; ///< 0…2
    std::optional<double> topP{};        ///< `top_p`, 0…1
    std::optional<int> maxTokens{};      ///< `max_tokens`, of the reply
    std::optional<qint64> seed{};
    QStringList stop{}; ///< at most 4

    bool operator==(const GenerationSettings &) const = default;
};

/// Absent and null members are absent; unknown ones are ignored. Errors: Refused, with a sentence that names
/// the member that is wrong.
protocol::Expected<GenerationSettings> generationSettingsFromJson(const QJsonObject &object);

/// Only what is set.
QJsonObject toJson(const GenerationSettings &settings);

/// \a own, and where it is silent \a defaults.
GenerationSettings merged(const GenerationSettings &own, const GenerationSettings &defaults);

} // namespace throughline::server::provider
