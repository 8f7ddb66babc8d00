#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <optional>

namespace throughline::test {

/// Stands between a client and a server on this machine and cuts connections after any byte, of the request
/// or of the answer.
class CuttingProxy : public QObject
{
    Q_OBJECT

public:
    struct Cut
    {
        enum class Way { Request, Answer } way = Way::Request;
        qint64 after = 0;  ///< bytes of it that get through
        bool torn = false; ///< RST, not FIN
    };

    explicit CuttingProxy(quint16 target, QObject *parent = nullptr);

    QUrl url() const;

    /// The next connections whose request begins with \a method are cut like this, in turn; those after them
    /// and all others are not.
    void cutNext(const QByteArray &method, const QList<Cut> &cuts) { m_cuts.insert(method, cuts); }
    int cutCount() const { return m_cutCount; }

private:
    struct Connection;
    void accept(QTcpSocket *client);
    void forward(const std::shared_ptr<Connection> &connection, Cut::Way way, QByteArray bytes);
    void cut(const std::shared_ptr<Connection> &connection);

    QTcpServer m_server;
    quint16 m_target;
    QHash<QByteArray, QList<Cut>> m_cuts;
    int m_cutCount = 0;
};

} // namespace throughline::test
