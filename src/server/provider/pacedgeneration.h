#pragma once

#include "server/provider/provider.h"

#include <QJsonObject>
#include <QStringList>
#include <QTimer>

namespace throughline::server::provider {

/// A text that is known already, given out word by word at a reading pace. Every delta comes from the event
/// loop.
class PacedGeneration final : public Generation
{
    Q_OBJECT

public:
    static constexpr int wordInterval = 30; ///< ms, at pace 1

    PacedGeneration(const QString &text, double pace, const QJsonObject &facts);

private:
    void step();

    QStringList m_words;
    qsizetype m_next = 0;
    qsizetype m_wordsAtOnce = 1;
    QJsonObject m_facts;
    QTimer m_timer;
};

/// \a text in pieces of one word and the space after it; together they are the text.
QStringList wordsWithSpace(const QString &text);

} // namespace throughline::server::provider
