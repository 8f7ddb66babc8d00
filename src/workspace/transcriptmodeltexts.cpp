#include "workspace/transcriptmodel.h"
#include "workspace/transcriptrows.h"

#include <utility>

// Which texts are in memory.

namespace throughline::workspace {

namespace {

constexpr std::chrono::milliseconds pause{50};
constexpr int rowsAtOnce = 2'000;
constexpr qint64 bytesAtOnce = qint64(512) * 1024;
constexpr qint64 smallest = 128; ///< bytes: less is not worth it

} // namespace

void TranscriptModel::keepTextsIn(std::unique_ptr<TextStore> store, qint64 mostBytes)
{
    for (int i = 0; i < rowCount(); ++i) {
        row(i);
        m_rows[i].place = {};
    }
    m_store = std::move(store);
    m_mostBytes = mostBytes;
    m_isDiskTrusted = true;
    m_timer.reset();
    if (!m_store)
        return;
    m_timer = std::make_unique<QTimer>();
    m_timer->setInterval(pause);
    connect(m_timer.get(), &QTimer::timeout, this, &TranscriptModel::putSomeOut);
    countBytes();
}

const TranscriptModel::Row &TranscriptModel::row(int index) const
{
    const Held &held = std::as_const(m_rows).at(index);
    held.used = m_round;
    if (held.isOut && !bringIn(m_rows[index])) {
        m_isLost = true;
        m_timer->start();
    }
    return held;
}

bool TranscriptModel::hasText(int index) const
{
    const Held &held = std::as_const(m_rows).at(index);
    return held.isOut || !held.message.content.isEmpty() || held.hasThoughts();
}

bool TranscriptModel::isSame(const Held &held, const Row &wanted) const
{
    if (!held.isOut)
        return held == wanted;
    if (!m_isDiskTrusted)
        return false; // what was fetched takes its place
    const QString &text = wanted.message.content;
    if (text.size() != held.place.size || qHash(text) != held.hash)
        return false;
    Row known = held;
    known.message.content = text;
    return known == wanted;
}

bool TranscriptModel::bringIn(Held &held) const
{
    std::optional<QString> text = m_store->read(held.place);
    held.isOut = false;
    if (!text) {
        held.place = {};
        return false;
    }
    held.message.content = std::move(*text);
    addBytes(held.contentBytes());
    return true;
}

bool TranscriptModel::putOut(Held &held)
{
    if (!held.place.isValid()) {
        const std::optional<TextStore::Place> place = m_store->write(held.message.content);
        if (!place)
            return false;
        held.place = *place;
        held.hash = qHash(held.message.content);
    }
    m_bytes -= held.contentBytes();
    held.isOut = true;
    held.message.content = QString();
    return true;
}

void TranscriptModel::countBytes()
{
    qint64 bytes = 0;
    for (const Held &held : std::as_const(m_rows))
        bytes += held.textBytes();
    m_bytes = 0;
    addBytes(bytes);
}

void TranscriptModel::addBytes(qint64 bytes) const
{
    m_bytes += bytes;
    if (m_timer && m_isDiskTrusted && m_bytes > m_mostBytes && !m_timer->isActive())
        m_timer->start();
}

/// A hand goes round over the rows. What was asked for in this round stays; to go below the limit by a
/// quarter at once keeps it from going round all the time.
void TranscriptModel::putSomeOut()
{
    if (std::exchange(m_isLost, false)) {
        m_isDiskTrusted = false;
        m_timer->stop();
        Q_EMIT textLost();
        return;
    }
    const qint64 before = m_bytes;
    for (int looked = 0; looked < rowsAtOnce && before - m_bytes < bytesAtOnce; ++looked) {
        if (m_bytes <= m_mostBytes / 4 * 3 || m_inVain > 2 * rowCount()) {
            m_inVain = 0;
            m_timer->stop();
            return;
        }
        if (m_hand >= rowCount()) {
            m_hand = 0;
            ++m_round;
        }
        Held &held = m_rows[m_hand++];
        ++m_inVain;
        const bool mayGo = held.state == RowState::Settled && !isLocalId(held.message.id);
        if (held.isOut || !mayGo || held.used == m_round || held.contentBytes() < smallest)
            continue;
        if (!putOut(held)) { // the disk is full: until something more is to go
            m_inVain = 0;
            m_timer->stop();
            return;
        }
        m_inVain = 0;
    }
}

} // namespace throughline::workspace
