#include "server/provider/pacedgeneration.h"

#include <algorithm>

namespace throughline::server::provider {

QStringList wordsWithSpace(const QString &text)
{
    QStringList words;
    qsizetype start = 0;
    for (qsizetype i = 1; i <= text.size(); ++i) {
        const bool isBoundary = i == text.size() || (text.at(i - 1).isSpace() && !text.at(i).isSpace());
        if (!isBoundary)
            continue;
        words.append(text.sliced(start, i - start));
        start = i;
    }
    return words;
}

PacedGeneration::PacedGeneration(const QString &text, double pace, const QJsonObject &facts)
    : m_words(wordsWithSpace(text))
    , m_facts(facts)
{
    constexpr qsizetype unpacedBatch = 8;
    const bool isPaced = pace > 0;
    m_wordsAtOnce = isPaced ? 1 : unpacedBatch;
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(isPaced ? std::max(static_cast<int>(wordInterval / pace), 1) : 0);
    connect(&m_timer, &QTimer::timeout, this, &PacedGeneration::step);
    m_timer.start();
}

void PacedGeneration::step()
{
    if (m_next >= m_words.size()) {
        m_timer.stop();
        Q_EMIT finished(std::nullopt, m_facts);
        return;
    }
    const qsizetype count = std::min(m_wordsAtOnce, m_words.size() - m_next);
    const QString text = m_words.sliced(m_next, count).join(QString());
    m_next += count;
    Q_EMIT delta(text);
}

} // namespace throughline::server::provider
