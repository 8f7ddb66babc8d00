#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace throughline::markdown {

/// The runs of `*`, `_` and `~` of a paragraph, and which of them are open where it ends (CommonMark 6.2, as
/// cmark-gfm has it). Takes time in proportion to their number.
class DelimiterRuns
{
public:
    void add(QStringView text, qsizetype at, qsizetype length);
    qsizetype size() const { return m_runs.size(); }
    void truncate(qsizetype size) { m_runs.resize(size); }

    /// Leaves out a run that ends \a text and may be the first half of what opens or closes something.
    /// Returns where it starts, or the end of the text.
    qsizetype takeUnfinished(QStringView text);
    /// What closes those that are open.
    QString closing() const;

private:
    struct Run
    {
        QChar mark;
        qsizetype at = 0;
        qsizetype length = 0; ///< of it what has not found another one
        bool opens = false;
        bool closes = false;
        bool isMeant = false; ///< to open something, so that it may be closed before its end has come
    };
    static QList<Run> openOf(const QList<Run> &runs);

    QList<Run> m_runs;
};

} // namespace throughline::markdown
