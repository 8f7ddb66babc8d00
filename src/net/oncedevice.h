#pragma once

#include <QIODevice>

#include <algorithm>
#include <cstring>

namespace throughline::net {

/// A body that can be read once and never again. Qt sends a request a second time by itself when the server
/// closes the connection before the first byte of its answer; a body it cannot rewind keeps it from that.
class OnceDevice final : public QIODevice
{
    Q_OBJECT

public:
    explicit OnceDevice(const QByteArray &bytes, QObject *parent = nullptr)
        : QIODevice(parent)
        , m_bytes(bytes)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_bytes.size() - m_read + QIODevice::bytesAvailable(); }
    bool seek(qint64) override { return false; }
    bool atEnd() const override { return m_read == m_bytes.size(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 size = std::min<qint64>(maxSize, m_bytes.size() - m_read);
        if (size == 0)
            return maxSize > 0 ? -1 : 0;
        std::memcpy(data, m_bytes.constData() + m_read, static_cast<std::size_t>(size));
        m_read += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_read = 0;
};

} // namespace throughline::net
