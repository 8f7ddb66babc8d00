#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/provider/generationsettings.h"

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace throughline::server::provider {

/// What a provider is given: the conversation up to the message that is answered, oldest first, and the
/// signals found in it that are not dismissed. What was said on other branches is not among them.
struct GenerationRequest
{
    QList<protocol::Message> messages;
    QList<protocol::Signal> knownSignals;
    /// What there is of the reply already; the generation says only what comes after it. Empty normally.
    QString partialReply = {};
    QString model = {};               ///< who is to answer; empty: whoever does when nothing was chosen
    GenerationSettings settings = {}; ///< how; for providers that have models
    QJsonObject responseFormat = {};  ///< the form of the answer, as OpenAI's `response_format`; empty: free
};

/// One reply being generated. Lives on the service thread. delta(), reasoning() and waiting() any number of
/// times, then finished() exactly once; none of them from inside Provider::generate(). Destroying it stops
/// the generation at once, silently.
class Generation : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void delta(const QString &text);
    /// More of what the model thinks before and while it answers; no part of the answer.
    void reasoning(const QString &text);
    /// Why nothing comes yet, in a sentence for people ("… is loading the model."). Empty: it goes on.
    void waiting(const QString &sentence);
    /// \a error: absent when the reply is complete. \a facts go into the message's metadata (finish_reason,
    /// prompt_tokens, completion_tokens, …).
    void finished(const std::optional<throughline::protocol::ApiError> &error, const QJsonObject &facts);
};

/// One model that can be chosen.
struct ModelInfo
{
    QString id;   ///< what GenerationRequest::model says
    QString name; ///< for people
    QString provider;
    bool isDefault = false; ///< answers when nothing was chosen
    bool operator==(const ModelInfo &) const = default;
};

/// Something that answers.
class Provider
{
public:
    virtual ~Provider() = default;
    virtual QString name() const = 0;  ///< metadata.provider: "guide"
    virtual QString model() const = 0; ///< metadata.model: what people see, "Guide"
    [[nodiscard]] virtual std::unique_ptr<Generation> generate(const GenerationRequest &request) = 0;

    /// metadata.provider and metadata.model of a reply by the model that \a request names.
    struct Answerer
    {
        QString provider;
        QString model;
    };
    virtual Answerer answerer(const QString &requestedModel) const;
};

} // namespace throughline::server::provider
