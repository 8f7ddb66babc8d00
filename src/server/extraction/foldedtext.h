#pragma once

#include <QString>
#include <QStringView>

#include <vector>

namespace throughline::server::extraction {

/// A text with everything folded away that does not change what was said: case, kinds and amounts of white
/// space, typographic quotes, dashes and dots, soft hyphens and zero-width characters, emphasis and code
/// marks. Knows for each folded code unit which original ones it stands for.
class FoldedText
{
public:
    explicit FoldedText(QStringView original);

    const QString &text() const { return m_text; }
    /// UTF-16 code units of the original, half open, for the folded range [from, to), to > from.
    qsizetype originalStart(qsizetype from) const { return m_start[size_t(from)]; }
    qsizetype originalEnd(qsizetype to) const { return m_end[size_t(to) - 1]; }

private:
    void append(QChar c, qsizetype start, qsizetype end);

    QString m_text;
    std::vector<qsizetype> m_start;
    std::vector<qsizetype> m_end;
};

/// How signals with the same words are recognised: folded, without punctuation at the ends.
QString normalizedText(QStringView text);

} // namespace throughline::server::extraction
