#pragma once

#include <QByteArray>
#include <QIODevice>

namespace throughline::net {

/// The body of a request that must not be sent a second time. Qt sends a request again, without a word, when
/// the connection ends before the first byte of the answer; a server without idempotency keys would then have
/// a message twice. What cannot be read from its beginning again, Qt cannot send again: the request fails
/// with ContentReSendError instead, and whoever made it decides.
class BodyForOnce final : public QIODevice
{
    Q_OBJECT

public:
    explicit BodyForOnce(QByteArray body);

    bool reset() override { return false; }
    bool atEnd() const override { return pos() >= size(); }
    qint64 size() const override { return m_body.size(); }

protected:
    qint64 readData(char *data, qint64 most) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_body;
};

} // namespace throughline::net
