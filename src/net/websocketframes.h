#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

/// A client's side of RFC 6455, as far as it is bytes: no socket, no clock.
namespace throughline::net {

/// Of the opening handshake (4.1): what a server that understood \a key answers with.
QByteArray webSocketAccept(const QByteArray &key);

/// A control frame of a client (5.5), masked with \a mask, which nobody may foresee. At most 125 bytes of
/// \a payload.
enum class ControlFrame : quint8 { Close = 0x8, Pong = 0xA };
QByteArray webSocketFrame(ControlFrame kind, const QByteArray &payload, quint32 mask);

/// Takes what a server sends apart (5): bytes in any pieces, whole text messages and control frames out.
/// Whatever breaks the rules, or is longer than it may be, is a problem, and after that nothing comes any
/// more. Keeps at most one message and what was fed since.
class WebSocketReader
{
public:
    enum class Kind { Text, Ping, Pong, Close };
    struct Item
    {
        Kind kind = Kind::Text;
        QByteArray payload;
        bool operator==(const Item &) const = default;
    };

    explicit WebSocketReader(qsizetype longestMessage)
        : m_longestMessage(longestMessage)
    {}

    void feed(const QByteArray &bytes) { m_bytes += bytes; }
    /// The next that is whole.
    std::optional<Item> next();

    /// The code to close with (7.4.1); 0 while all is well.
    quint16 problem() const { return m_problem; }

private:
    struct Head
    {
        quint8 opcode = 0;
        bool isLast = false;
        qsizetype size = 0; ///< of the head itself
        quint64 payload = 0;
    };
    std::optional<Head> head();
    quint16 problemOf(const Head &head) const;
    std::optional<Item> fail(quint16 problem);

    const qsizetype m_longestMessage;
    QByteArray m_bytes;
    QByteArray m_message; ///< the fragments so far
    int m_fragments = 0;  ///< 0: no message has begun
    quint16 m_problem = 0;
};

} // namespace throughline::net
