#include "server/extraction/messageblocks.h"

#include <array>
#include <utility>

namespace throughline::server::extraction {
namespace {

// A line this long that does not end a sentence was probably wrapped by an editor, not ended by its writer.
constexpr qsizetype wrappedLineLength = 50;

struct Line
{
    qsizetype start = 0;
    qsizetype end = 0; // without the line break
};

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\r';
}

/// Columns of white space before the text of \a line, a tab counting as four.
int indentOf(QStringView line)
{
    int columns = 0;
    for (const QChar c : line) {
        if (c == u' ')
            ++columns;
        else if (c == u'\t')
            columns += 4;
        else
            break;
    }
    return columns;
}

qsizetype runLength(QStringView text, QChar c)
{
    qsizetype n = 0;
    while (n < text.size() && text[n] == c)
        ++n;
    return n;
}

/// Three or more of - * _ and nothing else: a rule (or the underline of a heading).
bool isRule(QStringView text)
{
    QChar mark;
    int count = 0;
    for (const QChar c : text) {
        if (isBlank(c))
            continue;
        if (c != u'-' && c != u'*' && c != u'_' && c != u'=')
            return false;
        if (count > 0 && c != mark)
            return false;
        mark = c;
        ++count;
    }
    return count >= 3;
}

/// How many code units the list marker at the start of \a text takes, with the white space behind it.
qsizetype listMarkerLength(QStringView text)
{
    qsizetype n = 0;
    if (text.startsWith(u'-') || text.startsWith(u'*') || text.startsWith(u'+') ||
        text.startsWith(u'\u2022')) {
        n = 1;
    } else {
        while (n < text.size() && n < 3 && text[n].isDigit())
            ++n;
        if (n == 0 && text.size() > 1 && text[0].isLetter() && text[1] == u')')
            n = 1;
        if (n == 0 || n >= text.size() || (text[n] != u'.' && text[n] != u')'))
            return 0;
        ++n;
    }
    if (n >= text.size() || !isBlank(text[n]))
        return 0;
    while (n < text.size() && isBlank(text[n]))
        ++n;
    const QStringView rest = text.sliced(n);
    if (rest.startsWith(u"[ ] ") || rest.startsWith(u"[x] ") || rest.startsWith(u"[X] "))
        n += 4;
    return n;
}

bool endsSentence(QStringView text)
{
    if (text.isEmpty())
        return true;
    const QChar last = text.back();
    return last == u'.' || last == u'!' || last == u'?' || last == u':' || last == u';' || last == u'\u2026';
}

/// Collects the lines of blocks; one pass, no look-back beyond the line before.
class BlockReader
{
public:
    explicit BlockReader(QStringView message)
        : m_message(message)
    {}

    QList<TextRange> read()
    {
        qsizetype start = 0;
        while (start <= m_message.size()) {
            qsizetype end = m_message.indexOf(u'\n', start);
            if (end < 0)
                end = m_message.size();
            take({start, end});
            start = end + 1;
        }
        finish();
        return m_blocks;
    }

private:
    void take(Line line)
    {
        const QStringView whole = m_message.sliced(line.start, line.end - line.start);
        const QStringView text = whole.trimmed();
        if (m_fenceLength > 0) {
            if (runLength(text, m_fence) >= m_fenceLength && text.size() == runLength(text, m_fence))
                m_fenceLength = 0;
            return;
        }
        if (text.isEmpty()) {
            finish();
            m_afterBlank = true;
            return;
        }
        const int indent = indentOf(whole);
        const bool code = indent >= 4 && (m_inIndentedCode || (m_afterBlank && !m_inList));
        const bool afterBlank = std::exchange(m_afterBlank, false);
        m_inIndentedCode = code;
        if (code)
            return finish();
        if (opensFence(text) || text.startsWith(u'>') || text.startsWith(u'|'))
            return finish();
        if (isRule(text))
            return finish();
        if (indent == 0 && afterBlank)
            m_inList = false;
        addProse(line, whole, text);
    }

    bool opensFence(QStringView text)
    {
        for (const QChar mark : {QChar(u'`'), QChar(u'~')}) {
            const qsizetype n = runLength(text, mark);
            if (n < 3 || (mark == u'`' && text.sliced(n).contains(u'`')))
                continue;
            m_fence = mark;
            m_fenceLength = n;
            return true;
        }
        return false;
    }

    void addProse(Line line, QStringView whole, QStringView text)
    {
        qsizetype start = line.start + (text.data() - whole.data());
        const qsizetype end = start + text.size();
        const qsizetype marker = listMarkerLength(text);
        const qsizetype hashes = runLength(text, u'#');
        const bool heading = hashes > 0 && hashes <= 6 && hashes < text.size() && isBlank(text[hashes]);
        if (marker > 0) {
            m_inList = true;
            start += marker;
        } else if (heading) {
            start += hashes;
        }
        const bool continues = marker == 0 && !heading && m_open && m_continuable && text[0].isLower();
        if (!continues)
            finish();
        if (start >= end)
            return;
        if (!m_open)
            m_block.start = start;
        m_block.end = end;
        m_open = true;
        m_continuable = !heading && text.size() >= wrappedLineLength && !endsSentence(text);
    }

    void finish()
    {
        if (m_open)
            m_blocks.append(m_block);
        m_open = false;
    }

    QStringView m_message;
    QList<TextRange> m_blocks;
    TextRange m_block;
    bool m_open = false;
    bool m_continuable = false;
    bool m_afterBlank = true;
    bool m_inIndentedCode = false;
    bool m_inList = false;
    QChar m_fence;
    qsizetype m_fenceLength = 0;
};

void blankOut(QString &text, qsizetype from, qsizetype to)
{
    for (qsizetype i = from; i < to; ++i)
        text[i] = SplitText::blank;
}

/// Blanks `code` spans: a run of backticks closes at the next run of the same length within the block.
void maskInlineCode(QString &text, TextRange block)
{
    // Longer runs are text. Remembering which lengths have no closer ahead keeps this linear.
    constexpr qsizetype longestRun = 8;
    std::array<bool, longestRun + 1> unclosed{};
    qsizetype i = block.start;
    while (i < block.end) {
        const QStringView rest = QStringView(text).sliced(i, block.end - i);
        if (rest[0] != u'`') {
            ++i;
            continue;
        }
        const qsizetype n = runLength(rest, u'`');
        if (n > longestRun || unclosed[n]) {
            i += n;
            continue;
        }
        qsizetype close = n;
        while (close < rest.size()) {
            const qsizetype run = runLength(rest.sliced(close), u'`');
            if (run == n)
                break;
            close += qMax(run, qsizetype(1));
        }
        if (close < rest.size()) {
            blankOut(text, i, i + close + n);
            i += close + n;
        } else {
            unclosed[n] = true;
            i += n;
        }
    }
}

bool startsUrl(QStringView word)
{
    return word.startsWith(u"http://", Qt::CaseInsensitive) ||
           word.startsWith(u"https://", Qt::CaseInsensitive) ||
           word.startsWith(u"ftp://", Qt::CaseInsensitive) || word.startsWith(u"www.", Qt::CaseInsensitive) ||
           word.startsWith(u"file://", Qt::CaseInsensitive);
}

bool isEmailAddress(QStringView word)
{
    const qsizetype at = word.indexOf(u'@');
    return at > 0 && word.sliced(at).contains(u'.');
}

/// Blanks the words that are URLs or addresses, leaving punctuation around them to the sentence.
void maskAddresses(QString &text, TextRange block)
{
    qsizetype i = block.start;
    while (i < block.end) {
        while (i < block.end && (text[i].isSpace() || text[i] == u'(' || text[i] == u'<' || text[i] == u'[' ||
                                    text[i] == u'"' || text[i] == u'*' || text[i] == u']'))
            ++i;
        qsizetype end = i;
        while (end < block.end && !text[end].isSpace() && text[end] != u'>' && text[end] != u'"' &&
               text[end] != u']')
            ++end;
        const QStringView word = QStringView(text).sliced(i, end - i);
        if (startsUrl(word) || isEmailAddress(word)) {
            qsizetype last = end;
            while (last > i && QStringView(u".,;:!?)*_'").contains(text[last - 1]))
                --last;
            blankOut(text, i, last);
        }
        i = qMax(end, i + 1);
    }
}

} // namespace

QList<TextRange> proseBlocks(QStringView message)
{
    return BlockReader(message).read();
}

void maskOpaque(QString &text, const QList<TextRange> &blocks)
{
    for (const TextRange &block : blocks) {
        maskInlineCode(text, block);
        maskAddresses(text, block);
    }
}

} // namespace throughline::server::extraction
