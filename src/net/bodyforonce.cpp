#include "net/bodyforonce.h"

#include <algorithm>
#include <utility>

namespace throughline::net {

BodyForOnce::BodyForOnce(QByteArray body)
    : m_body(std::move(body))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 BodyForOnce::readData(char *data, qint64 most)
{
    const qint64 count = std::min(most, size() - pos());
    std::copy_n(m_body.constData() + pos(), count, data);
    return count;
}

} // namespace throughline::net
