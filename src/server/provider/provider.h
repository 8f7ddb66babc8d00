#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

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
};

/// One reply being generated. Lives on the service thread. delta() any number of times, then finished()
/// exactly once; neither from inside Provider::generate(). Destroying it stops the generation at once,
/// silently.
class Generation : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void delta(const QString &text);
    /// \a error: absent when the reply is complete. \a facts go into the message's metadata (finish_reason,
    /// prompt_tokens, completion_tokens, …).
    void finished(const std::optional<throughline::protocol::ApiError> &error, const QJsonObject &facts);
};

/// Something that answers.
class Provider
{
public:
    virtual ~Provider() = default;
    virtual QString name() const = 0;  ///< metadata.provider: "guide"
    virtual QString model() const = 0; ///< metadata.model: what people see, "Guide"
    [[nodiscard]] virtual std::unique_ptr<Generation> generate(const GenerationRequest &request) = 0;
};

} // namespace throughline::server::provider
