#pragma once

#include <QByteArrayView>
#include <QtEndian>

#include <bit>
#include <cstring>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define THROUGHLINE_SSE2
#endif

namespace throughline::sse {

/// Finds the ends of the lines of a run of bytes, in order: CR, LF, or CR and LF together, which count once.
/// Loads every byte exactly once, 64 at a time, with the ends found in a block kept as bits until they are
/// asked for. (Two memchr calls, one for each of the terminators, would read everything twice, and the rest
/// of the run again for each line.) Nothing here branches on which of the three a line ends with, so streams
/// that mix them are as fast as others.
class LineEnds
{
public:
    explicit LineEnds(QByteArrayView bytes = {})
        : m_begin(bytes.data())
        , m_size(bytes.size())
    {}

    /// Where the next line ends, or the number of bytes when no further one does.
    qsizetype next()
    {
        while (m_found == 0) {
            if (m_loaded >= m_size)
                return m_size;
            load();
        }
        const int bit = std::countr_zero(m_found);
        m_found &= m_found - 1;
        return m_block + bit;
    }

    /// Where the line after the one that ended at \a end begins.
    qsizetype after(qsizetype end) const
    {
        const qsizetype next = end + 1;
        const bool more = next < m_size;
        return next + qsizetype(more & (m_begin[end] == '\r') & (m_begin[more ? next : end] == '\n'));
    }

    qsizetype loaded() const { return m_loaded; }

    static constexpr qsizetype blockSize = 64;

    /// Bit n is set when byte n of the block is CR, or LF.
    struct Masks
    {
        quint64 carriageReturns = 0;
        quint64 lineFeeds = 0;
        bool operator==(const Masks &) const = default;
    };

    /// In plain C++, for processors without the below.
    static Masks portableMasks(const char *block)
    {
        Masks masks;
        for (int i = 0; i < 8; ++i) {
            quint64 word = 0;
            std::memcpy(&word, block + qsizetype(8) * i, 8);
            word = qFromLittleEndian(word);
            masks.carriageReturns |= gathered(zeroBytes(word ^ each('\r'))) << (8 * i);
            masks.lineFeeds |= gathered(zeroBytes(word ^ each('\n'))) << (8 * i);
        }
        return masks;
    }

    static Masks masks(const char *block)
    {
#ifdef THROUGHLINE_SSE2
        return {.carriageReturns = places(block, '\r'), .lineFeeds = places(block, '\n')};
#else
        return portableMasks(block);
#endif
    }

private:
#ifdef THROUGHLINE_SSE2
    static quint64 places(const char *block, char wanted)
    {
        const __m128i pattern = _mm_set1_epi8(wanted);
        const auto sixteen = [block, pattern](int at) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(block + at));
            return quint64(quint32(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, pattern))));
        };
        return sixteen(0) | sixteen(16) << 16 | sixteen(32) << 32 | sixteen(48) << 48;
    }
#endif

    static constexpr quint64 each(quint8 byte)
    {
        return 0x0101010101010101ULL * byte;
    }

    /// The highest bit of each byte of \a word that is zero; exact, no bit strays into a neighbour.
    static constexpr quint64 zeroBytes(quint64 word)
    {
        return ~(((word & each(0x7F)) + each(0x7F)) | word | each(0x7F));
    }

    /// The highest bits of the eight bytes of \a word as one byte.
    static constexpr quint64 gathered(quint64 word)
    {
        return ((word >> 7) * 0x0102040810204080ULL) >> 56;
    }

    void load()
    {
        const qsizetype left = m_size - m_loaded;
        Masks found;
        m_block = m_loaded;
        if (left >= blockSize) {
            found = masks(m_begin + m_loaded);
            m_loaded += blockSize;
        } else {
            char rest[blockSize] = {};
            std::memcpy(rest, m_begin + m_loaded, size_t(left));
            found = masks(rest);
            m_loaded = m_size;
        }
        const quint64 secondHalves = (found.carriageReturns << 1) | m_carriageReturnBefore;
        m_carriageReturnBefore = found.carriageReturns >> (blockSize - 1);
        m_found = found.carriageReturns | (found.lineFeeds & ~secondHalves);
    }

    const char *m_begin;
    qsizetype m_size;
    qsizetype m_loaded = 0;
    qsizetype m_block = 0; ///< where the block begins that m_found speaks of
    quint64 m_found = 0;
    quint64 m_carriageReturnBefore = 0; ///< 1 when the block before ended with one
};

} // namespace throughline::sse
