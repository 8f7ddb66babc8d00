#include "server/provider/generationsettings.h"

#include "server/provider/sentence.h"

#include <QJsonArray>

#include <cmath>

namespace throughline::server::provider {

namespace {

constexpr QLatin1StringView systemPromptKey("system_prompt");
constexpr QLatin1StringView temperatureKey("temperature");
constexpr QLatin1StringView topPKey("top_p");
constexpr QLatin1StringView maxTokensKey("max_tokens");
constexpr QLatin1StringView seedKey("seed");
constexpr QLatin1StringView stopKey("stop");

constexpr qsizetype longestPrompt = 100'000;
constexpr qsizetype mostStops = 4;
constexpr qsizetype longestStop = 200;
constexpr double highestTemperature = 2;
constexpr double mostTokens = 10'000'000;
constexpr double largestSeed = 9007199254740991; // what a number in JSON holds exactly

tl::unexpected<protocol::ApiError> wrong(const QString &sentence)
{
    protocol::ApiError error;
    error.kind = protocol::ApiError::Kind::Refused;
    error.message = sentence;
    return tl::unexpected(error);
}

bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

bool isIn(const QJsonValue &value, double low, double high)
{
    return value.isDouble() && value.toDouble() >= low && value.toDouble() <= high;
}

bool isWholeIn(const QJsonValue &value, double low, double high)
{
    return isIn(value, low, high) && std::floor(value.toDouble()) == value.toDouble();
}

protocol::Expected<QStringList> stopsFrom(const QJsonValue &value)
{
    const QJsonArray list = value.isString() ? QJsonArray{value} : value.toArray();
    QStringList stops;
    for (const auto &stop : list) {
        if (stop.toString().isEmpty() || stop.toString().size() > longestStop)
            return wrong(Sentence::tr("“stop” must be texts of 1 to 200 characters."));
        stops.append(stop.toString());
    }
    if (stops.size() > mostStops || !(value.isString() || value.isArray()))
        return wrong(Sentence::tr("“stop” must be a list of up to 4 texts."));
    return stops;
}

} // namespace

protocol::Expected<GenerationSettings> generationSettingsFromJson(const QJsonObject &object)
{
    GenerationSettings settings;
    if (const QJsonValue value = object.value(systemPromptKey); !isAbsent(value)) {
        if (!value.isString() || value.toString().size() > longestPrompt)
            return wrong(Sentence::tr("“system_prompt” must be a text of at most 100,000 characters."));
        settings.systemPrompt = value.toString();
    }
    if (const QJsonValue value = object.value(temperatureKey); !isAbsent(value)) {
        if (!isIn(value, 0, highestTemperature))
            return wrong(Sentence::tr("“temperature” must be a number from 0 to 2."));
        settings.temperature = value.toDouble();
    }
    if (const QJsonValue value = object.value(topPKey); !isAbsent(value)) {
        if (!isIn(value, 0, 1))
            return wrong(Sentence::tr("“top_p” must be a number from 0 to 1."));
        settings.topP = value.toDouble();
    }
    if (const QJsonValue value = object.value(maxTokensKey); !isAbsent(value)) {
        if (!isWholeIn(value, 1, mostTokens))
            return wrong(Sentence::tr("“max_tokens” must be a whole number greater than 0."));
        settings.maxTokens = value.toInt();
    }
    if (const QJsonValue value = object.value(seedKey); !isAbsent(value)) {
        if (!isWholeIn(value, -largestSeed, largestSeed))
            return wrong(Sentence::tr("“seed” must be a whole number."));
        settings.seed = value.toInteger();
    }
    if (const QJsonValue value = object.value(stopKey); !isAbsent(value)) {
        auto stops = stopsFrom(value);
        if (!stops)
            return tl::unexpected(stops.error());
        settings.stop = *std::move(stops);
    }
    return settings;
}

QJsonObject toJson(const GenerationSettings &settings)
{
    QJsonObject object;
    if (!settings.systemPrompt.isEmpty())
        object.insert(systemPromptKey, settings.systemPrompt);
    if (settings.temperature)
        object.insert(temperatureKey, *settings.temperature);
    if (settings.topP)
        object.insert(topPKey, *settings.topP);
    if (settings.maxTokens)
        object.insert(maxTokensKey, *settings.maxTokens);
    if (settings.seed)
        object.insert(seedKey, *settings.seed);
    if (!settings.stop.isEmpty())
        object.insert(stopKey, QJsonArray::fromStringList(settings.stop));
    return object;
}

GenerationSettings merged(const GenerationSettings &own, const GenerationSettings &defaults)
{
    GenerationSettings result = own;
    if (result.systemPrompt.isEmpty())
        result.systemPrompt = defaults.systemPrompt;
    if (!result.temperature)
        result.temperature = defaults.temperature;
    if (!result.topP)
        result.topP = defaults.topP;
    if (!result.maxTokens)
        result.maxTokens = defaults.maxTokens;
    if (!result.seed)
        result.seed = defaults.seed;
    if (result.stop.isEmpty())
        result.stop = defaults.stop;
    return result;
}

} // namespace throughline::server::provider
