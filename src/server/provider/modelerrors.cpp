#include "server/provider/modelerrors.h"

#include "net/secretmask.h"
#include "server/provider/sentence.h"

#include <QLocale>

#include <algorithm>

namespace throughline::server::provider {

namespace {

using protocol::ApiError;
using Kind = ApiError::Kind;

ApiError make(Kind kind, int status, const QString &message)
{
    ApiError error;
    error.kind = kind;
    error.status = status;
    error.message = message;
    return error;
}

/// Some services repeat the key in their complaint, or a part of it.
QString withoutKey(const QString &text, const ModelService &service)
{
    return net::withoutSecrets(text, net::secretsIn(service.authorization()));
}

/// " (“what it said”)", or nothing.
QString quoted(const UpstreamError &error, const ModelService &service)
{
    const QString text = withoutKey(error.message, service);
    return text.isEmpty() ? QString() : QStringLiteral(" (“%1”)").arg(text);
}

bool says(const UpstreamError &error, std::initializer_list<const char *> words)
{
    const QString all = QStringList{error.code, error.type, error.message}.join(u' ').toLower();
    return std::any_of(
        words.begin(), words.end(), [&all](const char *word) { return all.contains(QLatin1String(word)); });
}

bool isContextTooLong(const UpstreamError &error)
{
    return says(error, {"context_length_exceeded", "exceed_context_size", "context length", "context size",
                           "context window", "maximum context", "prompt is too long", "too many tokens",
                           "input is too long", "max_model_len"});
}

bool isUnknownModel(const UpstreamError &error)
{
    return says(error, {"model_not_found", "model_not_available", "no such model", "unknown model",
                           "invalid model", "model does not exist", "not a valid model"}) ||
           (says(error, {"model"}) &&
               says(error, {"not found", "does not exist", "not exist", "no endpoints"}));
}

bool isOutOfCredit(const UpstreamError &error)
{
    return error.status == 402 ||
           says(error, {"insufficient_quota", "insufficient balance", "insufficient credits", "billing"});
}

QString number(qint64 count)
{
    return QLocale().toString(count);
}

ApiError contextTooLong(const UpstreamError &error, const QString &model)
{
    QString sentence;
    if (error.promptTokens > 0 && error.contextTokens > 0) {
        sentence = Sentence::tr("This conversation is too long for %1: %2 tokens, and it has room for %3.")
                       .arg(model, number(error.promptTokens), number(error.contextTokens));
    } else if (error.contextTokens > 0) {
        sentence = Sentence::tr("This conversation is too long for %1, which has room for %2 tokens.")
                       .arg(model, number(error.contextTokens));
    } else {
        sentence = Sentence::tr("This conversation is too long for %1.").arg(model);
    }
    const QString next =
        error.contextTokens > 0
            ? Sentence::tr(
                  "Try again: the oldest messages will be left out. Or give the model a larger context.")
            : Sentence::tr("Shorten it or begin a new one, choose a model with a "
                           "larger context, or set the size of its "
                           "context.");
    return make(Kind::Refused, error.status, sentence + u' ' + next);
}

ApiError wrongKey(const UpstreamError &error, const ModelService &service)
{
    const QString sentence =
        service.key.isEmpty()
            ? Sentence::tr("%1 needs a key, and none is set%2. Set its key and try again.")
            : Sentence::tr(
                  "%1 does not accept the key%2. Check the key, or make a new one there, and try again.");
    return make(Kind::Unauthorized, error.status, sentence.arg(service.title, quoted(error, service)));
}

ApiError unknownModel(const UpstreamError &error, const ModelService &service, const QString &model)
{
    QString sentence = Sentence::tr("%1 has no model “%2”%3. Choose another model.")
                           .arg(service.title, model, quoted(error, service));
    if (service.isLocal())
        sentence += u' ' + Sentence::tr("With Ollama, get it with: ollama pull %1").arg(model);
    return make(Kind::NotFound, error.status, sentence);
}

ApiError rateLimited(const UpstreamError &error, const ModelService &service, const RetryAdvice &advice)
{
    if (isOutOfCredit(error)) {
        return make(Kind::Refused, error.status,
            Sentence::tr("The account at %1 has no credit left%2. Top it up there, or choose another model.")
                .arg(service.title, quoted(error, service)));
    }
    const QString when = advice.wait ? Sentence::tr("Try again in %1.").arg(waitText(*advice.wait))
                                     : Sentence::tr("Wait a little and try again.");
    ApiError result = make(Kind::RateLimited, error.status,
        Sentence::tr("%1 takes no more requests at the moment%2. %3")
            .arg(service.title, quoted(error, service), when));
    result.retryAfter = advice.wait;
    return result;
}

ApiError havingTrouble(const UpstreamError &error, const ModelService &service)
{
    QStringList facts;
    if (error.status > 0)
        facts.append(QString::number(error.status));
    if (!error.rayId.isEmpty())
        facts.append(QStringLiteral("Ray %1").arg(error.rayId));
    if (const QString text = withoutKey(error.message, service); !text.isEmpty())
        facts.append(QStringLiteral("“%1”").arg(text));
    const QString all =
        facts.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(facts.join(QStringLiteral(", ")));
    return make(Kind::Server, error.status,
        Sentence::tr("%1 failed to answer%2. Try again in a moment.").arg(service.title, all));
}

ApiError nothingSaid(const ChatEnding &ending, const ModelService &service, const QString &model)
{
    if (ending.finishReason == QLatin1String("length")) {
        return make(Kind::Refused, 0,
            Sentence::tr("%1 used all the tokens it was allowed before it came to an "
                         "answer. Allow it more tokens, and try again.")
                .arg(model));
    }
    if (ending.finishReason == QLatin1String("content_filter")) {
        return make(Kind::Refused, 0,
            Sentence::tr("%1 withheld the answer because of its content rules. Say "
                         "it differently, or choose another "
                         "model.")
                .arg(service.title));
    }
    return make(Kind::Malformed, 0, Sentence::tr("%1 answered with nothing. Try again.").arg(service.title));
}

/// An error that the service stated, by what it says and then by its status.
ApiError stated(const UpstreamError &error, const net::HttpResponseHead &head, const ModelService &service,
    const QString &model, const RetryAdvice &advice)
{
    if (isContextTooLong(error))
        return contextTooLong(error, model);
    if (isOutOfCredit(error) || error.status == 429 || (error.status == 503 && advice.wait))
        return rateLimited(error, service, advice);
    if (error.status == 407) { // nobody but a proxy says so
        return make(Kind::Network, 407,
            Sentence::tr("The proxy on the way to %1 asks for a user name and a password. Check them in the "
                         "settings.")
                .arg(service.title));
    }
    if (error.status == 401 || says(error, {"invalid_api_key", "authentication_error", "invalid api key"}))
        return wrongKey(error, service);
    if (isUnknownModel(error))
        return unknownModel(error, service, model);
    switch (error.status) {
    case 403:
        return make(Kind::Forbidden, 403,
            Sentence::tr("%1 does not let this key use “%2”%3. Choose another model, or another key.")
                .arg(service.title, model, quoted(error, service)));
    case 404:
    case 405:
        return make(Kind::NotFound, error.status,
            Sentence::tr("No model answers at %1%2. Check the address; it usually ends "
                         "with /v1.")
                .arg(service.chatUrl().toDisplayString(QUrl::RemoveQuery), quoted(error, service)));
    case 413:
        return make(Kind::Refused, 413,
            Sentence::tr("This conversation is too long for %1%2. Shorten it, or begin a new one.")
                .arg(service.title, quoted(error, service)));
    default:
        break;
    }
    if (head.status >= 300 && head.status < 400) {
        return make(Kind::Refused, head.status,
            Sentence::tr(
                "%1 sends this request on to another address, which is not followed. Check its address.")
                .arg(service.title));
    }
    if (error.status >= 400 && error.status < 500 && error.status != 408) {
        return make(Kind::Refused, error.status,
            Sentence::tr(
                "%1 refused the request%2. Change the model's settings or the message, and try again.")
                .arg(service.title, quoted(error, service)));
    }
    return havingTrouble(error, service);
}

/// What is known of an address on this machine at which nobody answered; empty for any other, and when there
/// is more to say than that.
QString notAnswered(const net::HttpResult &failed, const ModelService &service)
{
    using Obstacle = net::HttpResult::Obstacle;
    if (!service.isLocal())
        return {};
    if (failed.obstacle == Obstacle::Nobody) {
        return Sentence::tr("No model server runs at %1. Start it with: %2")
            .arg(service.host(), howToStart(service));
    }
    if (failed.obstacle == Obstacle::NoTls) {
        QUrl plain = service.url.adjusted(QUrl::RemoveUserInfo);
        plain.setScheme(QStringLiteral("http"));
        return Sentence::tr("Something answers at %1, but not with TLS. Try the address %2.")
            .arg(service.host(), plain.toDisplayString(QUrl::RemoveQuery));
    }
    if (failed.error->kind == Kind::Network) {
        return Sentence::tr(
            "Something at %1 closes the connection without an answer. If it is not your model "
            "server, give that another port; otherwise restart it.")
            .arg(service.host());
    }
    if (failed.error->kind == Kind::Timeout) {
        return Sentence::tr("Something at %1 takes the connection, but does not answer. It may be busy, or "
                            "loading a model: try again in a moment.")
            .arg(service.host());
    }
    return {};
}

} // namespace

QString waitText(std::chrono::milliseconds wait)
{
    constexpr qint64 millisecondsInSecond = 1000;
    constexpr qint64 secondsInMinute = 60;
    constexpr qint64 minutesInHour = 60;
    const qint64 seconds =
        std::max<qint64>(1, (wait.count() + millisecondsInSecond - 1) / millisecondsInSecond);
    if (seconds <= 2 * secondsInMinute)
        return Sentence::tr("%1 s").arg(seconds);
    const qint64 minutes = (seconds + secondsInMinute - 1) / secondsInMinute;
    if (minutes <= 2 * minutesInHour)
        return Sentence::tr("%1 min").arg(minutes);
    return Sentence::tr("%1 h").arg((minutes + minutesInHour - 1) / minutesInHour);
}

ApiError errorFor(const ChatEnding &ending, const net::HttpResponseHead &head, const ModelService &service,
    const QString &model, const RetryAdvice &advice)
{
    UpstreamError error = ending.error.value_or(UpstreamError{});
    ApiError result;
    switch (error.kind) {
    case UpstreamError::Kind::Said:
        result = stated(error, head, service, model.isEmpty() ? service.title : model, advice);
        break;
    case UpstreamError::Kind::Page:
        if (const QByteArray ray = net::headerValue(head.headers, "CF-RAY"); !ray.isEmpty())
            error.rayId = QString::fromLatin1(ray.left(64));
        result = error.status == 401 || error.status == 404 || error.status == 407 || error.status == 429
                     ? stated(error, head, service, model, advice)
                     : havingTrouble(error, service);
        break;
    case UpstreamError::Kind::CutOff:
        result = make(Kind::Network, head.status,
            // What can be done about it is for the window to offer: it differs from reply to reply.
            Sentence::tr("%1 stopped in the middle of its answer; what it said so far is kept.")
                .arg(service.title));
        break;
    case UpstreamError::Kind::Nothing:
        result = nothingSaid(ending, service, model.isEmpty() ? service.title : model);
        break;
    case UpstreamError::Kind::NotReadable:
        result = make(Kind::Malformed, head.status,
            Sentence::tr("What %1 sent could not be read. Try again; if it stays so, "
                         "check that its address is that of "
                         "chat completions.")
                .arg(service.title));
        break;
    case UpstreamError::Kind::TooLong:
        result = make(Kind::Refused, head.status,
            Sentence::tr(
                "The answer of %1 is longer than can be kept; it was stopped. Allow it fewer tokens.")
                .arg(service.title));
        break;
    }
    result.correlationId = head.correlationId;
    return result;
}

ApiError errorFor(const net::HttpResult &failed, const ModelService &service, bool hasAnswered)
{
    ApiError result = *failed.error;
    const QString said = withoutKey(result.message, service);
    if (const QString sentence = hasAnswered ? QString() : notAnswered(failed, service);
        !sentence.isEmpty()) {
        result.message = sentence;
    } else if (result.kind == Kind::Tls) {
        result.message = Sentence::tr("%1: %2 Check the address and this machine's clock; behind "
                                      "a company's proxy its certificate must be "
                                      "among the system's.")
                             .arg(service.title, said);
    } else if (!hasAnswered) {
        result.message = Sentence::tr(
            "%1 cannot be reached: %2 Check the connection, the address %3, and the system's proxy.")
                             .arg(service.title, said, service.host());
    } else {
        result.message = QStringLiteral("%1: %2").arg(service.title, said);
    }
    return result;
}

ApiError toolsNotOffered(const ModelService &service, const QString &model)
{
    return make(Kind::Malformed, 0,
        Sentence::tr("%1 wanted to use a tool, and there are none here. Say that it "
                     "should answer in words, or choose "
                     "another model.")
            .arg(model.isEmpty() ? service.title : model));
}

ApiError stalled(const ModelService &service, std::chrono::milliseconds silence, bool isSilent)
{
    const QString sentence =
        isSilent ? Sentence::tr("Nothing came from %1 for %2. Try again.")
                 : Sentence::tr("%1 is connected, but said nothing for %2. Try again, or restart it.");
    return make(Kind::Timeout, 0, sentence.arg(service.title, waitText(silence)));
}

bool isLoading(const UpstreamError &error)
{
    return error.status == 503 && says(error, {"loading model", "model is loading", "currently loading"});
}

qint64 statedWindow(const UpstreamError &error)
{
    return isContextTooLong(error) && error.contextTokens > 0 ? error.contextTokens : 0;
}

QString howToStart(const ModelService &service)
{
    constexpr int ollamaPort = 11434;
    constexpr int lmStudioPort = 1234;
    constexpr int llamaPort = 8080;
    const int port = service.url.port(80);
    if (port == ollamaPort)
        return QStringLiteral("ollama serve");
    if (port == lmStudioPort)
        return QStringLiteral("lms server start");
    if (port == llamaPort)
        return QStringLiteral("llama-server -m model.gguf --port 8080");
    return QStringLiteral("llama-server -m model.gguf --port %1 (or OLLAMA_HOST=127.0.0.1:%1 ollama serve)")
        .arg(port);
}

} // namespace throughline::server::provider
