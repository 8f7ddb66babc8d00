#include "polling/backoff.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>
#include <utility>

namespace throughline::polling {

Random systemRandom()
{
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

Backoff::Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest, Random random)
    : m_first(first)
    , m_longest(longest)
    , m_random(std::move(random))
{}

std::chrono::milliseconds Backoff::next()
{
    // As a double the product cannot overflow, however long the outage.
    const double ceiling =
        std::min(double(m_longest.count()), double(m_first.count()) * std::exp2(m_attempts));
    ++m_attempts;
    return std::chrono::milliseconds(std::llround(m_random() * ceiling));
}

} // namespace throughline::polling
