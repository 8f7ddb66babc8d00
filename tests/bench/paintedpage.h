#pragma once

#include <QTcpServer>
#include <QUrl>

namespace throughline::bench {

/// A web page with a text field that says when a browser has painted it.
class PaintedPage : public QObject
{
public:
    PaintedPage();

    QUrl url() const;
    /// In the nanoseconds of monotonicNow(); 0 before.
    long long paintedAt() const { return m_paintedAt; }

private:
    void serve(QTcpSocket *socket);

    QTcpServer m_server;
    long long m_paintedAt = 0;
};

} // namespace throughline::bench
