#include "markdown/mathsyntax.h"

#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

namespace throughline::markdown {

namespace {

/// Noncharacters for \( \) \[ \]; in UTF-8 they are EF B7 and one more byte.
constexpr char16_t FirstMark = 0xFDD0;
constexpr QStringView Delimiters = u"()[]";
constexpr unsigned char MarkLead = 0xEF;
constexpr unsigned char MarkMiddle = 0xB7;
constexpr unsigned char MarkLast[] = {0x90, 0x91, 0x92, 0x93};

constexpr int Reopened = -2;
constexpr int LongestInline = 1000; // bytes
constexpr int LongestDisplay = 6000;

bool isMark(QChar c)
{
    return c.unicode() >= FirstMark && c.unicode() < FirstMark + 4;
}

bool startsLine(QStringView text, qsizetype at)
{
    static constexpr QStringView containers = u" \t>-+*.)0123456789";
    while (at > 0 && containers.contains(text[at - 1])) {
        --at;
    }
    return at == 0 || text[at - 1] == u'\n' || text[at - 1] == u'\r';
}

bool endsLine(QStringView text, qsizetype at)
{
    while (at < text.size() && (text[at] == u' ' || text[at] == u'\t')) {
        ++at;
    }
    return at == text.size() || text[at] == u'\n' || text[at] == u'\r';
}

/// The bytes of a paragraph; 0 behind its end.
class Bytes
{
public:
    explicit Bytes(cmark_inline_parser *parser)
        : m_parser(parser)
        , m_start(cmark_inline_parser_get_offset(parser))
    {}

    int start() const { return m_start; }
    unsigned char at(int position) const
    {
        if (position < 0) {
            return 0;
        }
        cmark_inline_parser_set_offset(m_parser, position);
        const unsigned char byte = cmark_inline_parser_peek_char(m_parser);
        cmark_inline_parser_set_offset(m_parser, m_start);
        return byte;
    }
    bool isMark(int position, int which) const
    {
        return at(position) == MarkLead && at(position + 1) == MarkMiddle &&
               at(position + 2) == MarkLast[which];
    }
    QByteArray text(int from, int to) const
    {
        QByteArray bytes;
        for (int i = from; i < to; ++i) {
            bytes.append(static_cast<char>(at(i)));
        }
        return bytes;
    }
    bool startsLine(int position) const
    {
        do {
            --position;
        } while (at(position) == ' ' || at(position) == '\t');
        return position < 0 || at(position) == '\n';
    }
    bool endsLine(int position) const
    {
        while (at(position) == ' ' || at(position) == '\t') {
            ++position;
        }
        return at(position) == 0 || at(position) == '\n' || at(position) == '\r';
    }
    int end(int limit) const
    {
        int position = m_start;
        while (position < m_start + limit && at(position) != 0) {
            ++position;
        }
        return position;
    }
    void moveTo(int position) { cmark_inline_parser_set_offset(m_parser, position); }

private:
    cmark_inline_parser *m_parser;
    int m_start;
};

bool isSpace(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isLetter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/// "5 (or 5": a number and words, and nothing a formula would have.
bool looksLikePrices(const QByteArray &content)
{
    if (!isDigit(static_cast<unsigned char>(content[0]))) {
        return false;
    }
    int letters = 0;
    bool hasWord = false;
    for (const char c : content) {
        if (c == '\\' || c == '^' || c == '_' || c == '=') {
            return false;
        }
        letters = isLetter(static_cast<unsigned char>(c)) ? letters + 1 : 0;
        hasWord = hasWord || letters > 1;
    }
    return hasWord;
}

/// Where \a isEnd says so first, at most \a limit bytes on; -1 for nowhere. Skips what a backslash escapes.
/// Where the same marked delimiter opens once more it gives up, so that many that never close cost no more
/// than few.
template <typename IsEnd>
int find(const Bytes &bytes, int from, int limit, IsEnd isEnd)
{
    for (int i = from; i < from + limit && bytes.at(i) != 0; ++i) {
        if (isEnd(i)) {
            return i;
        }
        if (bytes.isMark(i, 0) || bytes.isMark(i, 2)) {
            return Reopened;
        }
        if (bytes.at(i) == '\\' && bytes.at(i + 1) != 0) {
            ++i;
        }
    }
    return -1;
}

cmark_node *take(Bytes &bytes, int end, MathKind kind)
{
    const QByteArray marked = bytes.text(bytes.start(), end);
    const QByteArray source = static_cast<char>(kind) + unmarkMath(QString::fromUtf8(marked), true).toUtf8();
    cmark_node *node = cmark_node_new(CMARK_NODE_HTML_INLINE);
    cmark_node_set_literal(node, source.constData());
    bytes.moveTo(end);
    return node;
}

/// "$$" or a marked "\[", whose \a size is that of its end, too.
cmark_node *matchDisplay(Bytes &bytes, int size, bool (*isEnd)(const Bytes &, int))
{
    const int start = bytes.start();
    const int close =
        find(bytes, start + size, LongestDisplay, [&](int position) { return isEnd(bytes, position); });
    const bool isOwnStart = bytes.startsLine(start);
    if (close == Reopened) {
        return nullptr;
    }
    if (close < 0) {
        const int end = bytes.end(LongestDisplay);
        // "\[" has to be alone on its line: until its end has come it may be a bracket.
        const bool mayBe = size == 2 ? bytes.at(start + size) != '$' : bytes.endsLine(start + size);
        const bool isOpen = isOwnStart && bytes.at(end) == 0 && mayBe;
        return isOpen && end > start + size ? take(bytes, end, MathKind::Open) : nullptr;
    }
    if (bytes.text(start + size, close).trimmed().isEmpty()) {
        return nullptr;
    }
    const bool isOwn = isOwnStart && bytes.endsLine(close + size);
    return take(bytes, close + size, isOwn ? MathKind::Display : MathKind::Inline);
}

cmark_node *matchDollar(Bytes &bytes)
{
    const int start = bytes.start();
    const unsigned char before = bytes.at(start - 1);
    if (before == '$' || isLetter(before) || isDigit(before)) {
        return nullptr;
    }
    const unsigned char first = bytes.at(start + 1);
    if (first == '$') {
        return matchDisplay(
            bytes, 2, [](const Bytes &all, int at) { return all.at(at) == '$' && all.at(at + 1) == '$'; });
    }
    if (first == 0 || isSpace(first)) {
        return nullptr;
    }
    const int close =
        find(bytes, start + 1, LongestInline, [&](int position) { return bytes.at(position) == '$'; });
    if (close < 0 || isSpace(bytes.at(close - 1))) {
        return nullptr;
    }
    const unsigned char after = bytes.at(close + 1);
    if (after == '$' || isLetter(after) || isDigit(after) || looksLikePrices(bytes.text(start + 1, close))) {
        return nullptr;
    }
    return take(bytes, close + 1, MathKind::Inline);
}

cmark_node *matchMark(Bytes &bytes)
{
    const int start = bytes.start();
    if (bytes.isMark(start, 2)) {
        return matchDisplay(bytes, 3, [](const Bytes &all, int at) { return all.isMark(at, 3); });
    }
    if (!bytes.isMark(start, 0)) {
        return nullptr;
    }
    const int close =
        find(bytes, start + 3, LongestInline, [&](int position) { return bytes.isMark(position, 1); });
    if (close < 0 || bytes.text(start + 3, close).trimmed().isEmpty()) {
        return nullptr;
    }
    return take(bytes, close + 3, MathKind::Inline);
}

cmark_node *match(cmark_syntax_extension * /*self*/, cmark_parser * /*parser*/, cmark_node * /*parent*/,
    unsigned char character, cmark_inline_parser *inlineParser)
{
    Bytes bytes(inlineParser);
    return character == '$' ? matchDollar(bytes) : matchMark(bytes);
}

cmark_syntax_extension *makeExtension()
{
    cmark_mem *memory = cmark_get_default_mem_allocator();
    cmark_syntax_extension *extension = cmark_syntax_extension_new("math");
    cmark_llist *characters = nullptr;
    for (const size_t character : {size_t('$'), size_t(MarkLead)}) {
        characters =
            cmark_llist_append(memory, characters, reinterpret_cast<void *>(character)); // as cmark has it
    }
    cmark_syntax_extension_set_special_inline_chars(extension, characters);
    cmark_syntax_extension_set_match_inline_func(extension, match);
    return extension;
}

} // namespace

QString markMath(QStringView text)
{
    QString marked;
    marked.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (isMark(text[i])) {
            marked += QChar(QChar::ReplacementCharacter);
            continue;
        }
        marked += text[i];
        if (text[i] != u'\\' || i + 1 == text.size()) {
            continue;
        }
        const qsizetype which = Delimiters.indexOf(text[i + 1]);
        const bool counts =
            which >= 0 && (which < 2 || (which == 2 ? startsLine(text, i) : endsLine(text, i + 2)));
        if (counts) {
            marked.back() = QChar(static_cast<char16_t>(FirstMark + which));
            ++i;
        } else if (text[i + 1] == u'\\') {
            marked += text[++i]; // an escaped backslash
        }
    }
    return marked;
}

QString unmarkMath(QString text, bool isLiteral)
{
    for (qsizetype i = text.size() - 1; i >= 0; --i) {
        if (isMark(text[i])) {
            const QChar delimiter = Delimiters[text[i].unicode() - FirstMark];
            text[i] = delimiter;
            if (isLiteral) {
                text.insert(i, u'\\');
            }
        }
    }
    return text;
}

MathKind mathKind(cmark_node *node)
{
    if (!node || cmark_node_get_type(node) != CMARK_NODE_HTML_INLINE) {
        return MathKind::None;
    }
    const char *literal = cmark_node_get_literal(node);
    return literal && literal[0] != '<' ? static_cast<MathKind>(literal[0]) : MathKind::None;
}

QString mathSource(cmark_node *node)
{
    return QString::fromUtf8(cmark_node_get_literal(node) + 1);
}

cmark_syntax_extension *mathExtension()
{
    static cmark_syntax_extension *const extension = makeExtension();
    return extension;
}

} // namespace throughline::markdown
