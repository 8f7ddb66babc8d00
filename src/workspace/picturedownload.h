#pragma once

#include "net/httptransport.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

#include <memory>

namespace throughline::workspace {

/// Fetches one picture that a message names, because somebody who has seen its address asked for it; never
/// otherwise. At most LargestBytes; a redirect is followed only within the same server. Main thread.
class PictureDownload final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 LargestBytes = qint64(10) * 1024 * 1024;

    /// \a transport must outlive this.
    explicit PictureDownload(net::HttpTransport &transport, QObject *parent = nullptr);
    ~PictureDownload() override;

    /// http and https with a host, and no name or password in it.
    static bool mayFetch(const QUrl &url);

    /// Another one that is under way is given up. finished() or failed() follows, once.
    void start(const QUrl &url);
    void stop();
    bool isRunning() const { return m_exchange != nullptr; }

Q_SIGNALS:
    void finished(const QByteArray &bytes);
    void failed(const QString &sentence);

private:
    void take(const net::HttpResult &result);

    net::HttpTransport &m_transport;
    std::unique_ptr<net::HttpExchange> m_exchange;
    net::HttpResponseHead m_head;
    QByteArray m_bytes;
};

} // namespace throughline::workspace
