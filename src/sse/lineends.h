#pragma once

#include <QByteArrayView>
#include <QtEndian>

#include <bit>
#include <cstring>

namespace throughline::sse {

/// Finds each CR and LF of a run of bytes, in order, loading every byte exactly once: eight at a time, with
/// the places found in a word kept as bits until they are asked for. (Two memchr calls, one for each of the
/// terminators, would read everything twice, and the rest of the run again for each line.)
class LineEnds
{
public:
    explicit LineEnds(QByteArrayView bytes)
        : m_begin(bytes.data())
        , m_size(bytes.size())
    {}

    /// Position of the next CR or LF, or the number of bytes when there is none left.
    qsizetype next()
    {
        while (m_found == 0) {
            if (m_loaded >= m_size)
                return m_size;
            load();
        }
        const int bit = std::countr_zero(m_found);
        m_found &= m_found - 1;
        return m_word + bit / 8;
    }

    qsizetype loaded() const { return m_loaded; }

private:
    static constexpr quint64 each(quint8 byte) { return 0x0101010101010101ULL * byte; }

    /// The highest bit of each byte of \a word that is zero; exact, no bit strays into a neighbour.
    static constexpr quint64 zeroBytes(quint64 word)
    {
        return ~(((word & each(0x7F)) + each(0x7F)) | word | each(0x7F));
    }

    void load()
    {
        const qsizetype left = m_size - m_loaded;
        const qsizetype count = left < 8 ? left : 8;
        quint64 word = 0;
        std::memcpy(&word, m_begin + m_loaded, size_t(count));
        word = qFromLittleEndian(word);
        m_found = zeroBytes(word ^ each('\n')) | zeroBytes(word ^ each('\r'));
        m_word = m_loaded;
        m_loaded += count;
    }

    const char *m_begin;
    qsizetype m_size;
    qsizetype m_loaded = 0;
    qsizetype m_word = 0; ///< where the word begins that m_found speaks of
    quint64 m_found = 0;
};

} // namespace throughline::sse
