#include "server/provider/providerconfig.h"

#include "server/provider/sentence.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace throughline::server::provider {

namespace {

using protocol::Expected;

constexpr qint64 largestFile = qint64(1024) * 1024;
constexpr qsizetype mostServices = 32;

tl::unexpected<protocol::ApiError> wrong(const QString &sentence)
{
    protocol::ApiError error;
    error.kind = protocol::ApiError::Kind::Refused;
    error.message = sentence;
    return tl::unexpected(error);
}

Expected<QByteArray> contentOf(const QString &path, qint64 largest)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return wrong(
            Sentence::tr("%1 cannot be read: %2.").arg(QDir::toNativeSeparators(path), file.errorString()));
    }
    if (file.size() > largest)
        return wrong(Sentence::tr("%1 is too large.").arg(QDir::toNativeSeparators(path)));
    return file.read(largest);
}

bool isWebAddress(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"));
}

Expected<QUrl> addressFrom(const QString &text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    // Not repeated: it might carry a password.
    if (!isWebAddress(url)) {
        return wrong(Sentence::tr(
            "The address of a model service must begin with http:// or https:// and name a host."));
    }
    if (!url.userInfo().isEmpty()) {
        return wrong(Sentence::tr("The address of a model service must not contain a name "
                                  "or a password; put the key into a file."));
    }
    return url;
}

net::HeaderList headersFrom(const QJsonObject &object)
{
    net::HeaderList headers;
    for (auto header = object.begin(); header != object.end(); ++header)
        headers.append(qMakePair(header.key().toLatin1(), header->toString().toLatin1()));
    return headers;
}

Expected<ModelService> serviceFrom(const QJsonObject &object, const QString &folder)
{
    static const QRegularExpression validId(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    ModelService service;
    service.id = object.value(QLatin1String("id")).toString();
    if (!validId.match(service.id).hasMatch() || service.id == QLatin1String("guide")) {
        return wrong(Sentence::tr(
            "Each provider needs an “id” of letters, digits, “-”, “_” and “.”, other than “guide”."));
    }
    const auto in = [&service](const QString &sentence) {
        return wrong(QStringLiteral("%1: %2").arg(service.id, sentence));
    };
    const QString type = object.value(QLatin1String("type")).toString(QStringLiteral("openai"));
    if (type != QLatin1String("openai"))
        return in(Sentence::tr("the only “type” there is is “openai”."));
    if (object.contains(QLatin1String("key"))) {
        return in(Sentence::tr("a key must not be here; put it into a file and name that as “key_file”."));
    }
    const auto url = addressFrom(object.value(QLatin1String("url")).toString());
    if (!url)
        return in(url.error().message);
    service.url = *url;
    service.title = object.value(QLatin1String("title")).toString(service.host());
    service.model = object.value(QLatin1String("model")).toString();
    service.apiVersion = object.value(QLatin1String("api_version")).toString();
    service.headers = headersFrom(object.value(QLatin1String("headers")).toObject());
    service.contextTokens = std::max<qint64>(0, object.value(QLatin1String("context_tokens")).toInteger());
    service.isCumulative = object.value(QLatin1String("cumulative_deltas")).toBool();
    service.canPrefill = object.value(QLatin1String("prefill")).toBool();
    const auto settings = generationSettingsFromJson(object.value(QLatin1String("settings")).toObject());
    if (!settings)
        return in(settings.error().message);
    service.defaults = *settings;
    if (const QString keyFile = object.value(QLatin1String("key_file")).toString(); !keyFile.isEmpty()) {
        const auto key = keyFromFile(QDir(folder).absoluteFilePath(keyFile));
        if (!key)
            return in(key.error().message);
        service.key = *key;
    }
    return service;
}

} // namespace

Expected<QByteArray> keyFromFile(const QString &path)
{
    constexpr qint64 largestKey = 16384;
    const auto content = contentOf(path, largestKey);
    if (!content)
        return content;
    const QByteArray key = content->split('\n').constFirst().trimmed();
    const bool isKey =
        !key.isEmpty() && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (!isKey) {
        return wrong(
            Sentence::tr("There is no key on the first line of %1.").arg(QDir::toNativeSeparators(path)));
    }
    return key;
}

Expected<ProviderConfig> providerConfigFromJson(const QByteArray &json, const QString &folder)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (!document.isObject()) {
        return wrong(Sentence::tr("This is not a JSON object: %1 (at byte %2).")
                         .arg(parseError.errorString())
                         .arg(parseError.offset));
    }
    const QJsonValue providers = document[QLatin1String("providers")];
    if (!providers.isArray() || providers.toArray().size() > mostServices)
        return wrong(Sentence::tr("“providers” must be a list of at most 32 providers."));
    ProviderConfig config;
    config.defaultModel = document[QLatin1String("default")].toString();
    const QJsonValue extraction = document[QLatin1String("extraction")];
    if (!extraction.isUndefined() && !extraction.isObject())
        return wrong(Sentence::tr("“extraction” must be an object with “when” and “model”."));
    config.extraction = {.when = extraction[QLatin1String("when")].toString(),
        .model = extraction[QLatin1String("model")].toString()};
    for (const auto &entry : providers.toArray()) {
        auto service = serviceFrom(entry.toObject(), folder);
        if (!service)
            return tl::unexpected(service.error());
        const auto isSame = [&service](const ModelService &known) { return known.id == service->id; };
        if (std::any_of(config.services.cbegin(), config.services.cend(), isSame)) {
            return wrong(Sentence::tr("Two providers have the id “%1”.").arg(service->id));
        }
        config.services.append(*std::move(service));
    }
    return config;
}

Expected<ProviderConfig> providerConfigFromFile(const QString &path)
{
    const auto content = contentOf(path, largestFile);
    if (!content)
        return tl::unexpected(content.error());
    auto config = providerConfigFromJson(*content, QFileInfo(path).absolutePath());
    if (!config)
        return wrong(QStringLiteral("%1: %2").arg(QDir::toNativeSeparators(path), config.error().message));
    return config;
}

Expected<ProviderConfig> providerConfigFromEnvironment(const QProcessEnvironment &environment)
{
    const ProviderConfig::Extraction extraction{
        .when = environment.value(QStringLiteral("THROUGHLINE_EXTRACT")),
        .model = environment.value(QStringLiteral("THROUGHLINE_EXTRACT_MODEL"))};
    const QString address = environment.value(QStringLiteral("THROUGHLINE_PROVIDER_URL"));
    if (address.isEmpty())
        return ProviderConfig{.extraction = extraction};
    const auto url = addressFrom(address);
    if (!url)
        return wrong(QStringLiteral("THROUGHLINE_PROVIDER_URL: %1").arg(url.error().message));
    ModelService service;
    service.id = QStringLiteral("default");
    service.url = *url;
    service.title = service.host();
    service.model = environment.value(QStringLiteral("THROUGHLINE_PROVIDER_MODEL"));
    if (const QString keyFile = environment.value(QStringLiteral("THROUGHLINE_PROVIDER_KEY_FILE"));
        !keyFile.isEmpty()) {
        const auto key = keyFromFile(keyFile);
        if (!key)
            return wrong(QStringLiteral("THROUGHLINE_PROVIDER_KEY_FILE: %1").arg(key.error().message));
        service.key = *key;
    }
    return ProviderConfig{.services = {service}, .defaultModel = service.id, .extraction = extraction};
}

} // namespace throughline::server::provider
