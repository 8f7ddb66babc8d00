#pragma once

#include "server/provider/modellist.h"
#include "server/provider/openaiprovider.h"
#include "workspace/modelserver.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace throughline::app {

/// Asks one model server, once: for its list of models and, when wanted, for a first word of a reply.
/// Destroying it stops asking, silently. Owns the timer that gives up.
class ModelTrial final : public QObject
{
    Q_OBJECT

public:
    enum class Kind { List, Answer };
    using Done = std::function<void(const workspace::ModelCheck &)>;

    /// \a done is called once, later; the trial may be destroyed in it. The transport and the clock must
    /// outlive this.
    ModelTrial(Kind kind, const server::provider::ModelService &service, net::HttpTransport &transport,
        const polling::Clock &clock, QObject *parent, Done done);

    static constexpr std::chrono::milliseconds longest{std::chrono::minutes(2)};

private:
    void takeList(const protocol::Expected<server::provider::ModelList> &list);
    void ask();
    void answered();
    void end(bool works, const QString &sentence);
    QString counted() const; ///< "14 models"

    const Kind m_kind;
    server::provider::ModelService m_service;
    net::HttpTransport &m_transport;
    const polling::Clock &m_clock;
    Done m_done;
    QTimer m_limit;
    QStringList m_models;
    std::chrono::milliseconds m_asked{0};
    // The provider outlives its generation.
    std::unique_ptr<server::provider::OpenAiProvider> m_provider;
    std::unique_ptr<server::provider::ModelListRequest> m_listing;
    std::unique_ptr<server::provider::Generation> m_generation;
};

} // namespace throughline::app
