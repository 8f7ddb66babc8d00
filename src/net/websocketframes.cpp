#include "net/websocketframes.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace throughline::net {

namespace {

constexpr quint8 continuation = 0x0;
constexpr quint8 binary = 0x2;
constexpr quint8 firstControl = 0x8;
constexpr quint8 lastControl = 0xA;

constexpr quint8 finalBit = 0x80;
constexpr quint8 reservedBits = 0x70;
constexpr quint8 maskBit = 0x80;
constexpr quint64 longestControl = 125;
constexpr int mostFragments = 1024; // empty ones would go on for ever

constexpr quint16 protocolError = 1002;
constexpr quint16 unsupportedData = 1003;
constexpr quint16 notText = 1007;
constexpr quint16 tooBig = 1009;

} // namespace

QByteArray webSocketAccept(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
        .toBase64();
}

QByteArray webSocketFrame(ControlFrame kind, const QByteArray &payload, quint32 mask)
{
    const QByteArray content = payload.left(longestControl);
    std::array<char, 4> key{};
    qToBigEndian(mask, key.data());
    QByteArray frame;
    frame += char(finalBit | quint8(kind));
    frame += char(maskBit | quint8(content.size()));
    frame.append(key.data(), key.size());
    for (qsizetype i = 0; i < content.size(); ++i)
        frame += char(content[i] ^ key[size_t(i) % key.size()]);
    return frame;
}

std::optional<WebSocketReader::Head> WebSocketReader::head()
{
    if (m_bytes.size() < 2)
        return std::nullopt;
    const auto byte = [this](qsizetype at) { return quint8(m_bytes[at]); };
    Head head{.opcode = quint8(byte(0) & 0x0f), .isLast = (byte(0) & finalBit) != 0, .size = 2};
    head.payload = byte(1) & 0x7f;
    const bool isReserved = (byte(0) & reservedBits) != 0;
    if (isReserved || (byte(1) & maskBit) != 0) {
        m_problem = protocolError;
        return std::nullopt;
    }
    const qsizetype extra = head.payload == 126 ? 2 : head.payload == 127 ? 8 : 0;
    if (m_bytes.size() < head.size + extra)
        return std::nullopt;
    if (extra > 0) {
        const quint64 shortest = extra == 2 ? 126 : 0x10000;
        head.payload = extra == 2 ? qFromBigEndian<quint16>(m_bytes.constData() + 2)
                                  : qFromBigEndian<quint64>(m_bytes.constData() + 2);
        head.size += extra;
        if (head.payload < shortest)
            m_problem = protocolError;
    }
    if (m_problem == 0)
        m_problem = problemOf(head);
    return m_problem == 0 ? std::optional(head) : std::nullopt;
}

quint16 WebSocketReader::problemOf(const Head &head) const
{
    if (head.opcode >= firstControl) {
        const bool isControl = head.opcode <= lastControl && head.isLast && head.payload <= longestControl;
        return isControl ? 0 : protocolError;
    }
    if (head.opcode > binary || (head.opcode == continuation) != (m_fragments > 0))
        return protocolError;
    if (head.opcode == binary)
        return unsupportedData;
    const bool fits = head.payload <= quint64(m_longestMessage - m_message.size());
    return fits && m_fragments < mostFragments ? 0 : tooBig;
}

std::optional<WebSocketReader::Item> WebSocketReader::next()
{
    while (m_problem == 0) {
        const std::optional<Head> frame = head();
        if (!frame || quint64(m_bytes.size() - frame->size) < frame->payload)
            break;
        const QByteArray payload = m_bytes.mid(frame->size, qsizetype(frame->payload));
        m_bytes.remove(0, frame->size + payload.size());
        switch (frame->opcode) {
        case firstControl:
            if (payload.size() == 1 ||
                !QByteArrayView(payload).sliced(std::min(payload.size(), qsizetype(2))).isValidUtf8())
                return fail(protocolError);
            return Item{.kind = Kind::Close, .payload = payload};
        case firstControl + 1:
            return Item{.kind = Kind::Ping, .payload = payload};
        case lastControl:
            return Item{.kind = Kind::Pong, .payload = payload};
        default:
            break;
        }
        m_message += payload;
        ++m_fragments;
        if (!frame->isLast)
            continue;
        Item item{.kind = Kind::Text, .payload = std::exchange(m_message, {})};
        m_fragments = 0;
        return item.payload.isValidUtf8() ? std::optional(item) : fail(notText);
    }
    return std::nullopt;
}

std::optional<WebSocketReader::Item> WebSocketReader::fail(quint16 problem)
{
    m_problem = problem;
    return std::nullopt;
}

} // namespace throughline::net
