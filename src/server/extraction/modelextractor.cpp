#include "server/extraction/modelextractor.h"

#include "server/extraction/modelanswer.h"
#include "server/extraction/modelprompt.h"

#include <QJsonObject>
#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <utility>

namespace throughline::server::extraction {

namespace {

Q_LOGGING_CATEGORY(modelLog, "throughline.server.extraction", QtInfoMsg)

using protocol::ApiError;

constexpr qint64 charactersOfOneCall = 24'000;
constexpr qsizetype longestRepeated = 4'000; ///< of an answer that could not be used, when it is shown again

protocol::Message message(protocol::Role role, const QString &content)
{
    protocol::Message said;
    said.role = role;
    said.content = content;
    return said;
}

QJsonObject formOfSchema()
{
    return {{QStringLiteral("type"), QStringLiteral("json_schema")},
        {QStringLiteral("json_schema"),
            QJsonObject{{QStringLiteral("name"), QStringLiteral("signals")}, {QStringLiteral("strict"), true},
                {QStringLiteral("schema"), modelprompt::schema()}}}};
}

QJsonObject formOfJson()
{
    return {{QStringLiteral("type"), QStringLiteral("json_object")}};
}

/// The service did not take the request as it was written: perhaps it does without asking for a form.
bool isAboutTheRequest(const ApiError &error)
{
    constexpr std::array statuses{400, 415, 422, 501};
    return std::find(statuses.begin(), statuses.end(), error.status) != statuses.end();
}

qint64 tokenCount(const QJsonObject &facts, QLatin1StringView key)
{
    return std::max<qint64>(0, facts.value(key).toInteger());
}

} // namespace

ModelExtractor::ModelExtractor(provider::Provider &provider, const QString &model)
    : m_provider(provider)
    , m_model(model)
{}

ModelExtractor::~ModelExtractor() = default;

qint64 ModelExtractor::mostCharacters() const
{
    return charactersOfOneCall;
}

void ModelExtractor::extract(
    const QList<SourceMessage> &pending, const QList<SourceMessage> &context, Done done)
{
    m_pending = pending;
    m_said = {message(protocol::Role::User, modelprompt::question(pending, context))};
    m_done = std::move(done);
    const auto answerer = m_provider.answerer(m_model);
    m_use = {.provider = answerer.provider, .model = answerer.model};
    m_isSecond = false;
    ask();
}

void ModelExtractor::ask()
{
    provider::GenerationRequest request{.messages = m_said, .knownSignals = {}};
    request.model = m_model;
    request.settings.systemPrompt = modelprompt::instructions();
    if (m_format != Format::Words)
        request.responseFormat = m_format == Format::Schema ? formOfSchema() : formOfJson();
    m_answer.clear();
    ++m_use.calls;
    m_generation = m_provider.generate(request);
    connect(m_generation.get(), &provider::Generation::delta, this, &ModelExtractor::onDelta);
    connect(m_generation.get(), &provider::Generation::finished, this, &ModelExtractor::onFinished);
}

void ModelExtractor::onDelta(const QString &text)
{
    m_answer += text;
    if (m_answer.size() > longestModelAnswer) {
        stopGeneration(); // it may go on for ever, and somebody pays
        takeAnswer();
    }
}

void ModelExtractor::onFinished(const std::optional<ApiError> &error, const QJsonObject &facts)
{
    stopGeneration();
    m_use.promptTokens += tokenCount(facts, QLatin1StringView("prompt_tokens"));
    m_use.completionTokens += tokenCount(facts, QLatin1StringView("completion_tokens"));
    if (!error) {
        takeAnswer();
    } else if (m_format != Format::Words && m_answer.isEmpty() && isAboutTheRequest(*error)) {
        qCInfo(modelLog) << "The form of the answer is not taken as it was asked for: status"
                         << error->status;
        m_format = m_format == Format::Schema ? Format::Json : Format::Words;
        ask();
    } else {
        if (m_format == Format::Words && isAboutTheRequest(*error))
            m_format = Format::Schema; // it was not about that
        ApiError said = *error;
        if (said.kind == ApiError::Kind::NotFound && said.status == 0) {
            said.message = tr("The model “%1”, which is to look for structure, is not set up here any more.")
                               .arg(m_model);
        }
        end(tl::unexpected(said));
    }
}

void ModelExtractor::takeAnswer()
{
    const auto found = foundInAnswer(m_answer, m_pending);
    if (found) {
        end(*found);
        return;
    }
    qCInfo(modelLog).noquote() << "An answer could not be used:" << found.error();
    if (!std::exchange(m_isSecond, true)) {
        m_said.append(message(protocol::Role::Assistant, m_answer.left(longestRepeated)));
        m_said.append(message(protocol::Role::User, modelprompt::correction(found.error())));
        ask();
        return;
    }
    ApiError error;
    error.kind = ApiError::Kind::Malformed;
    error.message = tr("%1 answered twice in a form that cannot be used.").arg(m_use.model);
    end(tl::unexpected(error));
}

/// It may be the one that is speaking.
void ModelExtractor::stopGeneration()
{
    if (!m_generation)
        return;
    m_generation->disconnect(this);
    m_generation.release()->deleteLater();
}

void ModelExtractor::end(protocol::Expected<QList<FoundSignal>> found)
{
    m_pending.clear();
    m_said.clear();
    m_answer.clear();
    const Done done = std::exchange(m_done, {});
    done({.found = std::move(found), .use = m_use}); // may delete this
}

} // namespace throughline::server::extraction
