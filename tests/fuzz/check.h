#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// What every fuzz target needs: libFuzzer's entry point, and a way to say what must hold.
namespace throughline::fuzz {

/// Ends the program when \a holds is false, which libFuzzer takes for a finding and keeps the input of.
inline void check(bool holds, const char *what)
{
    if (!holds) {
        std::fprintf(stderr, "Does not hold: %s\n", what);
        std::abort();
    }
}

inline QByteArrayView bytesOf(const uint8_t *data, size_t size)
{
    return {reinterpret_cast<const char *>(data), qsizetype(size)};
}

/// Numbers that depend on the input only, so that a finding can be repeated.
class Dice
{
public:
    explicit Dice(QByteArrayView bytes)
    {
        for (const char byte : bytes)
            m_state = (m_state ^ quint64(uchar(byte))) * 0x100000001B3ULL;
    }

    qsizetype below(qsizetype limit)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return qsizetype((m_state >> 33) % quint64(limit));
    }

private:
    quint64 m_state = 0xCBF29CE484222325ULL;
};

} // namespace throughline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
