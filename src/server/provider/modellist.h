#pragma once

#include "net/httptransport.h"
#include "protocol/apierror.h"
#include "server/provider/modelservice.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace throughline::server::provider {

/// What `GET …/models` lists.
struct ModelList
{
    QStringList ids;                ///< in the order of the service, each once
    QHash<QString, qint64> windows; ///< tokens, of those that say so
    QString owner{}; ///< `owned_by` of the first that has it: "llamacpp", "library" (Ollama), …
    bool operator==(const ModelList &) const = default;
};

/// Reads the list in any of its forms: `{"data": […]}`, `{"models": […]}`, or a bare list; of objects with
/// `id` or `name`, or of texts. Bounded; nullopt for what is no list.
std::optional<ModelList> modelListFrom(const QByteArray &json);

/// Asks a service for its models, once. Destroying it stops asking, silently.
class ModelListRequest final : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const protocol::Expected<ModelList> &)>;

    /// \a done is called once, never from inside the constructor; the request may be destroyed in it.
    ModelListRequest(net::HttpTransport &transport, const ModelService &service, Done done);

private:
    void onFinished(const net::HttpResult &result);

    const ModelService m_service;
    Done m_done;
    std::unique_ptr<net::HttpExchange> m_exchange;
    net::HttpResponseHead m_head;
    QByteArray m_body;
};

} // namespace throughline::server::provider
