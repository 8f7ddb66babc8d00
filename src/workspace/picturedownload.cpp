#include "workspace/picturedownload.h"

#include <utility>

namespace throughline::workspace {

namespace {
constexpr std::chrono::seconds Longest{60};
constexpr std::chrono::seconds Silence{20};
} // namespace

PictureDownload::PictureDownload(net::HttpTransport &transport, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
{}

PictureDownload::~PictureDownload() = default;

bool PictureDownload::mayFetch(const QUrl &url)
{
    const QString scheme = url.scheme().toLower();
    return url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
           (scheme == QLatin1StringView("https") || scheme == QLatin1StringView("http"));
}

void PictureDownload::stop()
{
    m_exchange.reset();
    m_head = {};
    m_bytes.clear();
}

void PictureDownload::start(const QUrl &url)
{
    stop();
    if (!mayFetch(url)) {
        Q_EMIT failed(tr("Only addresses that begin with http or https are loaded."));
        return;
    }
    net::HttpRequest request;
    request.url = url.adjusted(QUrl::RemoveFragment);
    request.headers = {{"Accept", "image/png, image/jpeg, image/webp, image/gif"}};
    request.idleTimeout = Silence;
    request.totalTimeout = Longest;
    request.bodyLimit = LargestBytes;
    m_exchange = m_transport.send(request);
    connect(m_exchange.get(), &net::HttpExchange::headersReceived, this,
        [this](const net::HttpResponseHead &head) { m_head = head; });
    connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this,
        [this](const QByteArray &bytes) { m_bytes += bytes; });
    connect(m_exchange.get(), &net::HttpExchange::finished, this, &PictureDownload::take);
}

void PictureDownload::take(const net::HttpResult &result)
{
    m_exchange.release()->deleteLater(); // this is one of its signals
    const QByteArray bytes = std::exchange(m_bytes, {});
    const int status = std::exchange(m_head, {}).status;
    constexpr int Redirects = 300;
    constexpr int Refusals = 400;
    if (result.error) {
        Q_EMIT failed(tr("The picture was not loaded. %1").arg(result.error->message));
    } else if (status >= Redirects && status < Refusals) {
        Q_EMIT failed(tr("The server sends on to another address, which is not followed."));
    } else if (status < 200 || status >= Redirects) {
        Q_EMIT failed(tr("The server has no picture there: it answered %1.").arg(status));
    } else if (bytes.size() > LargestBytes) {
        Q_EMIT failed(tr("The picture is larger than 10 MB."));
    } else {
        Q_EMIT finished(bytes);
    }
}

} // namespace throughline::workspace
