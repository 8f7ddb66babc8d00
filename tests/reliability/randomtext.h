#pragma once

#include <QRandomGenerator>
#include <QString>
#include <QStringList>

namespace throughline::test {

/// Text as models have been seen to send it and worse: ASCII, several bytes a character, characters beyond
/// the basic plane, line ends of every kind, U+FEFF, quotes and backslashes, and nothing at all.
class RandomText
{
public:
    explicit RandomText(quint32 seed)
        : m_random(seed)
    {}

    /// Pieces that together are the text; some are empty, none ends inside a character.
    QStringList deltas(int count);
    /// The same text in other pieces: halves of surrogate pairs may be apart.
    QStringList splitAnywhere(const QString &text);

    QRandomGenerator &random() { return m_random; }

private:
    QString piece();

    QRandomGenerator m_random;
};

} // namespace throughline::test
