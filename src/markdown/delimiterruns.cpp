#include "markdown/delimiterruns.h"

#include <algorithm>
#include <array>

namespace throughline::markdown {

namespace {

bool isAsciiWord(QChar c)
{
    return c.unicode() < 0x80 && c.isLetterOrNumber();
}

bool isPunctuation(QChar c)
{
    return c.unicode() < 0x80 ? c.unicode() > 0x20 && c.unicode() < 0x7F && !isAsciiWord(c) : c.isPunct();
}

/// Of which mark a closer, that could or could not open, with which rest of three, found no opener down to
/// here: further down there is none for others like it.
class Bottoms
{
public:
    qsizetype &of(QChar mark, bool opens, qsizetype length)
    {
        const size_t which = mark == u'*' ? 0 : mark == u'_' ? 1 : 2;
        return m_bottoms[which * 6 + (opens ? 3 : 0) + static_cast<size_t>(length % 3)];
    }
    void lowerTo(qsizetype size)
    {
        for (qsizetype &bottom : m_bottoms) {
            bottom = std::min(bottom, size);
        }
    }

private:
    std::array<qsizetype, 18> m_bottoms{};
};

} // namespace

void DelimiterRuns::add(QStringView text, qsizetype at, qsizetype length)
{
    const QChar mark = text[at];
    const QChar before = at == 0 ? QChar(u'\n') : text[at - 1];
    const QChar after = at + length == text.size() ? QChar(u'\n') : text[at + length];
    const bool isLeft =
        !after.isSpace() && (!isPunctuation(after) || before.isSpace() || isPunctuation(before));
    const bool isRight =
        !before.isSpace() && (!isPunctuation(before) || after.isSpace() || isPunctuation(after));
    Run run{mark, at, length};
    run.opens = isLeft && (mark != u'_' || !isRight || isPunctuation(before));
    run.closes = isRight && (mark != u'_' || !isLeft || isPunctuation(after));
    run.isMeant = !isAsciiWord(before) && (mark != u'~' || length == 2);
    m_runs.append(run);
}

QList<DelimiterRuns::Run> DelimiterRuns::openOf(const QList<Run> &runs)
{
    QList<Run> open;
    Bottoms bottoms;
    for (Run run : runs) {
        const qsizetype whole = run.length;
        while (run.closes && run.length > 0) {
            qsizetype &bottom = bottoms.of(run.mark, run.opens, whole);
            const auto matches = [&](const Run &opener) {
                const bool isOdd = (opener.closes || run.opens) && (opener.length + whole) % 3 == 0 &&
                                   (opener.length % 3 != 0 || whole % 3 != 0);
                return opener.mark == run.mark && (run.mark == u'~' ? opener.length == run.length : !isOdd);
            };
            qsizetype found = open.size() - 1;
            while (found >= bottom && !matches(open[found])) {
                --found;
            }
            if (found < bottom) {
                bottom = open.size();
                break;
            }
            Run &opener = open[found];
            const qsizetype used = run.mark == u'~'                        ? run.length
                                   : opener.length >= 2 && run.length >= 2 ? 2
                                                                           : 1;
            opener.length -= used;
            run.length -= used;
            open.resize(opener.length > 0 ? found + 1 : found);
            bottoms.lowerTo(open.size());
        }
        if (run.opens && run.length > 0) {
            open.append(run);
        }
    }
    return open;
}

qsizetype DelimiterRuns::takeUnfinished(QStringView text)
{
    if (m_runs.isEmpty() || m_runs.last().at + m_runs.last().length < text.size()) {
        return text.size();
    }
    const Run last = m_runs.takeLast();
    const QList<Run> open = openOf(m_runs);
    const auto opener = std::find_if(
        open.crbegin(), open.crend(), [&](const Run &run) { return run.mark == last.mark && run.isMeant; });
    const bool isEnd = last.closes && opener != open.crend() && last.length >= opener->length;
    const bool isHalf = opener != open.crend() && last.closes;
    const bool mayOpen = !isAsciiWord(last.at == 0 ? QChar(u'\n') : text[last.at - 1]);
    if (!isEnd && (isHalf || mayOpen)) {
        return last.at;
    }
    m_runs.append(last);
    return text.size();
}

QString DelimiterRuns::closing() const
{
    QString closing;
    const QList<Run> open = openOf(m_runs);
    for (auto run = open.crbegin(); run != open.crend(); ++run) {
        if (run->isMeant) {
            closing += QString(run->length, run->mark);
        }
    }
    return closing;
}

} // namespace throughline::markdown
