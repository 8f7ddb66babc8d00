#pragma once

#include "net/httptransport.h"
#include "server/provider/generationsettings.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace throughline::server::provider {

/// How long a model may be silent. Minutes without a byte are normal before the first token of a long prompt,
/// so these are there to notice what will never come, not to hurry anybody.
struct Patience
{
    std::chrono::milliseconds silence;      ///< since the last byte
    std::chrono::milliseconds withoutWords; ///< since the last progress; keep-alives are none

    static constexpr Patience local() { return {std::chrono::minutes(30), std::chrono::minutes(60)}; }
    static constexpr Patience remote() { return {std::chrono::minutes(10), std::chrono::minutes(20)}; }
};

/// One place where models answer: an address that speaks OpenAI's chat completions, with what there is to
/// know about it. A value; the key is in memory only.
struct ModelService
{
    QString id{};    ///< "ollama": what model ids begin with
    QString title{}; ///< for people; the host when it was not named
    QUrl url{};      ///< as it was given: with or without /v1, a slash, or the whole path
    QString model{}; ///< asked when a conversation names none
    QByteArray key{};
    QString apiVersion{};      ///< Azure's `api-version`
    net::HeaderList headers{}; ///< sent with every request
    qint64 contextTokens = 0;  ///< the model's window; 0: not known
    bool isCumulative = false; ///< see ChatCompletionDecoder::Options
    bool canPrefill = false;   ///< goes on where a last message of the assistant ends
    GenerationSettings defaults{};
    std::optional<Patience> waits{}; ///< absent: as long as is usual where it runs

    QUrl chatUrl() const;
    QUrl modelsUrl() const;
    QString host() const; ///< with the port if it is not the usual one

    /// Runs on this machine.
    bool isLocal() const;
    Patience patience() const { return waits.value_or(isLocal() ? Patience::local() : Patience::remote()); }

    /// Whose dialect of the interface it is; the address says.
    enum class Dialect { Common, OpenAi, Azure, Mistral };
    Dialect dialect() const;

    /// The headers that say who asks.
    net::HeaderList authorization() const;
};

} // namespace throughline::server::provider
