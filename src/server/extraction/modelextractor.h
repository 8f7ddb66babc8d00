#pragma once

#include "server/extraction/extractor.h"
#include "server/provider/provider.h"

#include <QObject>

#include <memory>

namespace throughline::server::extraction {

/// Has a model find the signals: one call for a batch, with the answer's form asked for as strictly as the
/// service takes it (a JSON schema, else JSON, else in words) and held to here in any case. An answer that
/// cannot be used is asked for once more, with what was wrong; then the batch has failed. A model that cannot
/// be reached has failed at once. Offsets are never asked for, and nothing the model says is done: the worst
/// it can do is to find what is not there (docs/extraction.md).
///
/// Nobody answers in the place of the model: neither the Guide nor the offline extractor. Service thread.
class ModelExtractor final : public QObject, public Extractor
{
    Q_OBJECT

public:
    /// \a model: as provider::GenerationRequest::model names it. \a provider must outlive this.
    ModelExtractor(provider::Provider &provider, const QString &model);
    ~ModelExtractor() override;

    bool isCostless() const override { return false; }
    qint64 mostCharacters() const override;
    void extract(
        const QList<SourceMessage> &pending, const QList<SourceMessage> &context, Done done) override;

    const QString &model() const { return m_model; }

private:
    /// How the form of the answer is asked for, the strictest first.
    enum class Format { Schema, Json, Words };

    void ask();
    void onDelta(const QString &text);
    void onFinished(const std::optional<protocol::ApiError> &error, const QJsonObject &facts);
    void takeAnswer();
    void stopGeneration();
    void end(protocol::Expected<QList<FoundSignal>> found);

    provider::Provider &m_provider;
    const QString m_model;
    Format m_format = Format::Schema; ///< what the service took last, or has not refused yet

    // The batch that is being read.
    QList<SourceMessage> m_pending;
    QList<protocol::Message> m_said; ///< the question, and after it what was wrong with the first answer
    Done m_done;
    ModelUse m_use;
    QString m_answer;
    bool m_isSecond = false; ///< the answer to come is the second and last
    std::unique_ptr<provider::Generation> m_generation;
};

} // namespace throughline::server::extraction
