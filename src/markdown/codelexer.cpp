#include "markdown/codelexer.h"

#include "markdown/codelanguages.h"

#include <algorithm>

namespace throughline::markdown {

namespace {

constexpr quint8 InComment = 255;
constexpr qsizetype LongestWord = 64; ///< what is longer is no keyword

bool isWordStart(QChar c)
{
    return c.isLetter() || c == u'_';
}

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// One line being read.
class LineReader
{
public:
    LineReader(const CodeLanguage &language, QStringView line, CodeState state, QList<CodeSpan> &spans)
        : m_language(language)
        , m_line(line)
        , m_state(state)
        , m_spans(spans)
        , m_most(spans.size() + CodeLexer::MostSpans)
    {}

    CodeState read()
    {
        if (m_language.syntax == CodeLanguage::Syntax::Diff) {
            readDiff();
            return {};
        }
        if (m_state.open == InComment) {
            readComment(0);
        } else if (m_state.open > 0) {
            readString(m_language.quotes[m_state.open - 1], 0);
        } else if (has(CodeTrait::KeysBeforeEquals)) {
            readSetting();
        }
        while (m_at < m_line.size()) {
            if (m_language.syntax == CodeLanguage::Syntax::Markup) {
                readMarkup();
            } else {
                readCode();
            }
        }
        return m_state;
    }

private:
    bool has(CodeTrait trait) const { return m_language.traits.testFlag(trait); }
    bool startsHere(QStringView text) const
    {
        return !text.isEmpty() && m_line.sliced(m_at).startsWith(text, Qt::CaseSensitive);
    }
    QChar peek(qsizetype offset) const
    {
        const qsizetype at = m_at + offset;
        return at >= 0 && at < m_line.size() ? m_line[at] : QChar();
    }
    bool isFirstOnLine() const { return m_line.first(m_at).trimmed().isEmpty(); }

    void add(qsizetype start, qsizetype end, CodeToken token)
    {
        if (start < end && m_spans.size() < m_most) {
            m_spans.append({static_cast<int>(start), static_cast<int>(end), token});
        }
    }

    /// From \a start, where it may go on from the line before; m_at is behind what opens it.
    void readComment(qsizetype start)
    {
        m_state.open = InComment;
        while (m_at < m_line.size()) {
            if (startsHere(m_language.commentClose)) {
                m_at += m_language.commentClose.size();
                if (m_state.depth == 0) {
                    m_state.open = 0;
                    break;
                }
                --m_state.depth;
            } else if (has(CodeTrait::NestedComments) && startsHere(m_language.commentOpen)) {
                m_at += m_language.commentOpen.size();
                m_state.depth = static_cast<quint8>(std::min(200, m_state.depth + 1));
            } else {
                ++m_at;
            }
        }
        add(start, m_at, CodeToken::Comment);
    }

    void readString(const CodeQuote &quote, qsizetype start)
    {
        bool isClosed = false;
        while (m_at < m_line.size() && !isClosed) {
            if (quote.hasEscapes && m_line[m_at] == u'\\') {
                m_at = std::min(m_at + 2, m_line.size());
            } else if (startsHere(quote.close)) {
                m_at += quote.close.size();
                isClosed = true;
            } else {
                ++m_at;
            }
        }
        const qsizetype index = &quote - m_language.quotes.constData();
        m_state.open = isClosed || !quote.spansLines ? 0 : static_cast<quint8>(index + 1);
        const bool isKey = has(CodeTrait::KeysBeforeColon) && m_line.sliced(m_at).trimmed().startsWith(u':');
        add(start, m_at, isKey ? CodeToken::Type : quote.token);
    }

    bool readCommentStart()
    {
        const qsizetype start = m_at;
        if (startsHere(m_language.commentOpen)) {
            m_at += m_language.commentOpen.size();
            m_state.depth = 0;
            readComment(start);
            return true;
        }
        const bool mayStart = !has(CodeTrait::CommentAfterSpace) || start == 0 || m_line[start - 1].isSpace();
        const bool starts =
            mayStart && std::any_of(m_language.lineComments.cbegin(), m_language.lineComments.cend(),
                            [this](QStringView mark) { return startsHere(mark); });
        if (starts) {
            m_at = m_line.size();
            add(start, m_at, CodeToken::Comment);
        }
        return starts;
    }

    bool readStringStart()
    {
        for (const CodeQuote &quote : m_language.quotes) {
            if (!startsHere(quote.open)) {
                continue;
            }
            if (quote.open == u"'" && has(CodeTrait::QuoteIsOneLetter) && peek(1) != u'\\') {
                const qsizetype letter = peek(1).isHighSurrogate() ? 2 : 1;
                if (peek(1 + letter) != u'\'') {
                    return false;
                }
            }
            const qsizetype start = m_at;
            m_at += quote.open.size();
            readString(quote, start);
            return true;
        }
        return false;
    }

    void readNumber()
    {
        const qsizetype start = m_at;
        while (m_at < m_line.size()) {
            const QChar c = m_line[m_at];
            const bool isSign = (c == u'+' || c == u'-') && m_at > start &&
                                (m_line[m_at - 1] == u'e' || m_line[m_at - 1] == u'E') &&
                                !m_line.sliced(start, m_at - start).startsWith(u"0x");
            const bool isPoint = c == u'.' && peek(1) != u'.' && !isWordStart(peek(1));
            const bool isQuote = c == u'\'' && has(CodeTrait::QuoteInNumbers) && isWordPart(peek(1));
            if (!isWordPart(c) && !isPoint && !isSign && !isQuote) {
                break;
            }
            ++m_at;
        }
        add(start, m_at, CodeToken::Number);
    }

    qsizetype wordEnd(qsizetype from) const
    {
        qsizetype end = from;
        while (end < m_line.size() &&
               (isWordPart(m_line[end]) || (m_line[end] == u'-' && has(CodeTrait::DashInWords)))) {
            ++end;
        }
        return end;
    }

    void readWord()
    {
        const qsizetype start = m_at;
        m_at = wordEnd(m_at);
        const QStringView word = m_line.sliced(start, m_at - start);
        if (has(CodeTrait::KeysBeforeColon) && peek(0) == u':' && (peek(1).isNull() || peek(1).isSpace())) {
            add(start, m_at, CodeToken::Type);
            return;
        }
        if (word.size() > LongestWord) {
            return;
        }
        const QString key = has(CodeTrait::IgnoresCase) ? word.toString().toLower() : word.toString();
        const auto known = m_language.words.constFind(key);
        if (known != m_language.words.cend()) {
            add(start, m_at, *known);
        } else if (has(CodeTrait::CapitalsAreTypes) && word[0].isUpper()) {
            add(start, m_at, CodeToken::Type);
        }
    }

    /// "$name", "${name}", "@name", "#include".
    bool readMeta()
    {
        const QChar c = m_line[m_at];
        const qsizetype start = m_at;
        if (c == u'$' && has(CodeTrait::DollarStartsMeta)) {
            if (peek(1) == u'{') {
                const qsizetype close = m_line.indexOf(u'}', m_at);
                m_at = close < 0 ? m_line.size() : close + 1;
            } else {
                m_at = std::max(m_at + 1, wordEnd(m_at + 1));
            }
        } else if (c == u'@' && has(CodeTrait::AtStartsMeta) && isWordStart(peek(1))) {
            m_at = wordEnd(m_at + 1);
        } else if (c == u'#' && has(CodeTrait::HashStartsMeta) && (isFirstOnLine() || peek(1) == u'[')) {
            ++m_at;
            while (m_at < m_line.size() && m_line[m_at] == u' ') {
                ++m_at;
            }
            m_at = std::max(m_at, wordEnd(m_at));
        } else {
            return false;
        }
        add(start, m_at, CodeToken::Meta);
        return true;
    }

    void readCode()
    {
        const QChar c = m_line[m_at];
        if (readCommentStart() || readStringStart() || readMeta()) {
            return;
        }
        if (isDigit(c) || (c == u'.' && isDigit(peek(1)) && peek(-1) != u'.')) {
            readNumber();
        } else if (isWordStart(c)) {
            readWord();
        } else {
            ++m_at;
        }
    }

    /// "[section]" and the key of "key = value".
    void readSetting()
    {
        const QStringView text = m_line.trimmed();
        const qsizetype start = text.isEmpty() ? 0 : text.data() - m_line.data();
        if (text.startsWith(u'[') && text.contains(u']')) {
            m_at = start + text.indexOf(u']') + 1;
            add(start, m_at, CodeToken::Keyword);
            return;
        }
        const qsizetype equals = text.indexOf(u'=');
        const bool isComment = std::any_of(m_language.lineComments.cbegin(), m_language.lineComments.cend(),
            [text](QStringView mark) { return text.startsWith(mark); });
        if (equals > 0 && !isComment && !text.first(equals).contains(u'"')) {
            m_at = start + text.first(equals).trimmed().size();
            add(start, m_at, CodeToken::Type);
        }
    }

    void readMarkup()
    {
        const QChar c = m_line[m_at];
        const qsizetype start = m_at;
        if (m_state.inTag) {
            if (c == u'>') {
                m_state.inTag = false;
                m_at += 1;
                const bool isFree = m_spans.isEmpty() || m_spans.last().end < start; // not in "</>"
                const bool isSelfClosing = isFree && start > 0 && (peek(-2) == u'/' || peek(-2) == u'?');
                add(isSelfClosing ? start - 1 : start, m_at, CodeToken::Keyword);
            } else if (readStringStart()) {
                return;
            } else if (isWordStart(c)) {
                m_at = nameEnd(m_at);
                add(start, m_at, CodeToken::Type);
            } else {
                ++m_at;
            }
        } else if (readCommentStart()) {
            return;
        } else if (c == u'<' &&
                   (isWordStart(peek(1)) || peek(1) == u'/' || peek(1) == u'!' || peek(1) == u'?')) {
            m_at = nameEnd(m_at + (isWordStart(peek(1)) ? 1 : 2));
            m_state.inTag = true;
            add(start, m_at, CodeToken::Keyword);
        } else if (c == u'&') {
            const qsizetype end = m_line.indexOf(u';', m_at);
            const bool isEntity =
                end > 0 && end - m_at < 12 && !m_line.sliced(m_at, end - m_at).contains(u' ');
            m_at = isEntity ? end + 1 : m_at + 1;
            if (isEntity) {
                add(start, m_at, CodeToken::Number);
            }
        } else {
            ++m_at;
        }
    }

    qsizetype nameEnd(qsizetype from) const
    {
        qsizetype end = std::min(from, m_line.size());
        while (
            end < m_line.size() && (isWordPart(m_line[end]) || QStringView(u":-.@").contains(m_line[end]))) {
            ++end;
        }
        return end;
    }

    void readDiff()
    {
        const auto is = [this](QStringView start) { return m_line.startsWith(start); };
        if (is(u"@@")) {
            add(0, m_line.size(), CodeToken::Meta);
        } else if (is(u"+++") || is(u"---") || is(u"diff ") || is(u"index ") || is(u"Index: ") ||
                   is(u"===")) {
            add(0, m_line.size(), CodeToken::Keyword);
        } else if (is(u"+") || is(u">")) {
            add(0, m_line.size(), CodeToken::Added);
        } else if (is(u"-") || is(u"<")) {
            add(0, m_line.size(), CodeToken::Removed);
        }
    }

    const CodeLanguage &m_language;
    QStringView m_line;
    CodeState m_state;
    QList<CodeSpan> &m_spans;
    qsizetype m_most = 0;
    qsizetype m_at = 0;
};

} // namespace

CodeLexer::CodeLexer(QStringView name)
{
    constexpr qsizetype LongestName = 40;
    if (name.size() > LongestName) {
        return;
    }
    QString key = name.toString().toLower();
    for (const QStringView prefix : {QStringView(u"{"), QStringView(u"."), QStringView(u"language-")}) {
        if (key.startsWith(prefix)) {
            key.remove(0, prefix.size());
        }
    }
    const auto ends = [](QChar c) { return c == u',' || c == u':' || c == u'{' || c == u'}'; };
    key.truncate(std::find_if(key.cbegin(), key.cend(), ends) - key.cbegin());
    m_language = findCodeLanguage(key);
}

CodeState CodeLexer::read(QStringView line, CodeState before, QList<CodeSpan> &spans) const
{
    return m_language ? LineReader(*m_language, line, before, spans).read() : CodeState();
}

} // namespace throughline::markdown
