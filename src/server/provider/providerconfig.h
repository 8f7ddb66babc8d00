#pragma once

#include "protocol/apierror.h"
#include "server/provider/modelservice.h"

#include <QList>
#include <QProcessEnvironment>
#include <QString>

namespace throughline::server::provider {

/// The model services that are set up, and who answers when nobody was chosen. The form of the file is in
/// docs/server.md. Keys come from files of their own, never from the configuration itself, so that it can be
/// shown, copied and backed up.
struct ProviderConfig
{
    QList<ModelService> services{};
    QString defaultModel{}; ///< "<service>/<model>", "<service>", or "guide"; empty: the first service
    /// Of the same file: when, and by which of the models, what people write is read for signals. As it was
    /// written there; empty: nothing was.
    struct Extraction
    {
        QString when{};
        QString model{};
    };
    Extraction extraction{};
};

/// Reads the JSON in \a json. Errors: Refused, with a sentence that names what is wrong; never a key. Key
/// files that are named relatively are looked for in \a folder.
protocol::Expected<ProviderConfig> providerConfigFromJson(const QByteArray &json, const QString &folder);

protocol::Expected<ProviderConfig> providerConfigFromFile(const QString &path);

/// The service that THROUGHLINE_PROVIDER_URL, _MODEL and _KEY_FILE name; none without a URL. And what
/// THROUGHLINE_EXTRACT and THROUGHLINE_EXTRACT_MODEL say.
protocol::Expected<ProviderConfig> providerConfigFromEnvironment(const QProcessEnvironment &environment);

/// The key in the file \a path: its first line.
protocol::Expected<QByteArray> keyFromFile(const QString &path);

} // namespace throughline::server::provider
