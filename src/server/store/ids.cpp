#include "server/store/ids.h"

#include <QRandomGenerator>
#include <QUuid>
#include <QtEndian>

#include <array>
#include <mutex>

namespace throughline::server::store {

QString newId(const QDateTime &now)
{
    constexpr quint16 counterBits = 12;
    static std::mutex mutex;
    static quint64 lastTime = 0;
    static quint16 counter = 0;

    quint64 time = static_cast<quint64>(qMax<qint64>(now.toMSecsSinceEpoch(), 0));
    quint16 tick = 0;
    {
        const std::lock_guard lock(mutex);
        if (time > lastTime) {
            lastTime = time;
            // The upper half stays free, so that 2,048 ids fit in this millisecond before the time must be
            // bent.
            counter = static_cast<quint16>(QRandomGenerator::global()->bounded(1U << (counterBits - 1)));
        } else if (++counter == 1U << counterBits) {
            ++lastTime;
            counter = 0;
        }
        time = lastTime;
        tick = counter;
    }

    std::array<uchar, 16> bytes{};
    qToBigEndian<quint64>(time << 16U, bytes.data());
    qToBigEndian<quint16>(static_cast<quint16>(0x7000U | tick), bytes.data() + 6);
    const quint64 random = QRandomGenerator::global()->generate64();
    qToBigEndian<quint64>((random & 0x3fff'ffff'ffff'ffffULL) | 0x8000'0000'0000'0000ULL, bytes.data() + 8);
    const QByteArray raw(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    return QUuid::fromRfc4122(raw).toString(QUuid::WithoutBraces);
}

} // namespace throughline::server::store
