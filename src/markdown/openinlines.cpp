#include "markdown/openinlines.h"

#include "markdown/delimiterruns.h"

#include <QList>

#include <algorithm>
#include <optional>

namespace throughline::markdown {

namespace {

constexpr int MostHeldBack = 8;       ///< marks one behind the other, "**_`"
constexpr int MostOpenInAddress = 32; ///< brackets, as in cmark

bool isAsciiPunctuation(QChar c)
{
    const char16_t code = c.unicode();
    return code > 0x20 && code < 0x7F && !c.isLetterOrNumber();
}

/// Reads a paragraph from its start and remembers what is open where it ends.
class InlineReader
{
public:
    explicit InlineReader(QStringView text)
        : m_text(text)
    {}

    OpenInlines read();

private:
    struct Bracket
    {
        qsizetype at = 0;
        qsizetype delimiters = 0; ///< how many there were before it
        bool isImage = false;
    };
    enum class Address { Complete, Open, None };

    QChar at(qsizetype position) const { return position < m_text.size() ? m_text[position] : QChar(); }
    qsizetype endOfRun(qsizetype from) const;
    void readBackslash();
    void readCode();
    bool isInAddress(qsizetype position) const;
    void readDollar();
    void readTag();
    void readDelimiters();
    void closeBracket();
    Address readAddress(qsizetype &position) const;
    bool readAngles(qsizetype &position) const;
    bool readPlainAddress(qsizetype &position) const;
    Address readTitle(qsizetype &position) const;
    qsizetype afterSpace(qsizetype position) const;
    void stopAt(qsizetype kept, const QString &closing = {});
    void finish();

    QStringView m_text;
    DelimiterRuns m_runs;
    QList<Bracket> m_brackets;
    qsizetype m_inertBrackets = 0; ///< there is no link in a link: of so many none starts one, only pictures
    OpenInlines m_open;
    qsizetype m_position = 0;
    bool m_stopped = false;
    bool m_hasFormulaEnds = true;
};

OpenInlines InlineReader::read()
{
    m_open.kept = m_text.size();
    while (m_position < m_text.size() && !m_stopped) {
        switch (m_text[m_position].unicode()) {
        case u'\\':
            readBackslash();
            break;
        case u'`':
            readCode();
            break;
        case u'$':
            readDollar();
            break;
        case u'<':
            readTag();
            break;
        case u'[':
            m_brackets.append({m_position, m_runs.size(), m_position > 0 && m_text[m_position - 1] == u'!'});
            ++m_position;
            break;
        case u']':
            closeBracket();
            break;
        case u'*':
        case u'_':
        case u'~':
            readDelimiters();
            break;
        default:
            ++m_position;
        }
    }
    finish();
    return m_open;
}

void InlineReader::stopAt(qsizetype kept, const QString &closing)
{
    m_open = {kept, closing};
    m_stopped = true;
}

qsizetype InlineReader::endOfRun(qsizetype from) const
{
    qsizetype end = from;
    while (end < m_text.size() && m_text[end] == m_text[from]) {
        ++end;
    }
    return end;
}

void InlineReader::readBackslash()
{
    const QChar next = at(m_position + 1);
    if (m_position + 1 == m_text.size()) {
        stopAt(m_position); // it is for what comes next
        return;
    }
    if (m_hasFormulaEnds && (next == u'(' || next == u'[')) {
        const qsizetype end = m_text.indexOf(next == u'(' ? u"\\)" : u"\\]", m_position + 2);
        m_hasFormulaEnds = end >= 0;
        m_position = end >= 0 ? end + 2 : m_position + 2;
        return;
    }
    m_position += isAsciiPunctuation(next) ? 2 : 1;
}

bool InlineReader::isInAddress(qsizetype position) const
{
    qsizetype word = position;
    while (word > 0 && !m_text[word - 1].isSpace()) {
        --word;
    }
    const QStringView before = m_text.sliced(word, position - word);
    return before.contains(u"://") || before.contains(u"www.");
}

void InlineReader::readCode()
{
    const qsizetype start = m_position;
    const qsizetype inner = endOfRun(start);
    const qsizetype length = inner - start;
    if (afterSpace(inner) == m_text.size()) {
        stopAt(start);
        return;
    }
    for (qsizetype i = m_text.indexOf(u'`', inner); i >= 0; i = m_text.indexOf(u'`', i)) {
        const qsizetype end = endOfRun(i);
        if (end - i == length) {
            m_position = end;
            return;
        }
        if (end == m_text.size()) {
            stopAt(i, QString(length, u'`')); // perhaps half of its end
            return;
        }
        i = end;
    }
    // In an address that is written out, cmark takes what closes it for a part of the address.
    stopAt(m_text.size(), isInAddress(start) ? QString() : QString(length, u'`'));
}

/// The rules of mathsyntax.h, but for prices.
void InlineReader::readDollar()
{
    const qsizetype start = m_position;
    const bool isDouble = at(start + 1) == u'$';
    const qsizetype inner = start + (isDouble ? 2 : 1);
    const qsizetype end = isDouble ? m_text.indexOf(u"$$", inner) : m_text.indexOf(u'$', inner);
    m_position = inner;
    if (end < 0) {
        return;
    }
    const bool isFormula =
        isDouble || ((start == 0 || !m_text[start - 1].isLetterOrNumber()) && !at(inner).isSpace() &&
                        !m_text[end - 1].isSpace() && !at(end + 1).isLetterOrNumber());
    m_position = isFormula ? end + (inner - start) : inner;
}

void InlineReader::readTag()
{
    const QChar first = at(m_position + 1);
    ++m_position;
    if (!first.isLetter() && first != u'/' && first != u'!' && first != u'?') {
        return;
    }
    for (qsizetype i = m_position; i < m_text.size() && m_text[i] != u'<'; ++i) {
        if (m_text[i] == u'>') {
            m_position = i + 1;
            return;
        }
    }
}

void InlineReader::readDelimiters()
{
    const qsizetype end = endOfRun(m_position);
    m_runs.add(m_text, m_position, end - m_position);
    m_position = end;
}

qsizetype InlineReader::afterSpace(qsizetype position) const
{
    while (position < m_text.size() && m_text[position].isSpace()) {
        ++position;
    }
    return position;
}

InlineReader::Address InlineReader::readTitle(qsizetype &position) const
{
    const bool isInBrackets = m_text[position] == u'(';
    const QChar quote = isInBrackets ? QChar(u')') : m_text[position];
    for (++position; position < m_text.size() && m_text[position] != quote; ++position) {
        if (isInBrackets && m_text[position] == u'(') {
            return Address::None;
        }
        position += m_text[position] == u'\\' ? 1 : 0;
    }
    position = position < m_text.size() ? afterSpace(position + 1) : m_text.size();
    if (position >= m_text.size()) {
        return Address::Open;
    }
    return m_text[position++] == u')' ? Address::Complete : Address::None;
}

/// Over "<…>"; false when it is none.
bool InlineReader::readAngles(qsizetype &position) const
{
    for (++position; position < m_text.size() && m_text[position] != u'>'; ++position) {
        if (m_text[position] == u'\n' || m_text[position] == u'<') {
            return false;
        }
        position += m_text[position] == u'\\' ? 1 : 0;
    }
    ++position;
    return true;
}

/// Over an address up to the space or bracket that ends it; false when it is none.
bool InlineReader::readPlainAddress(qsizetype &position) const
{
    for (int depth = 0; position < m_text.size() && !m_text[position].isSpace(); ++position) {
        const QChar c = m_text[position];
        if (c == u')' && depth-- == 0) {
            return true;
        }
        if (c == u'(' && ++depth > MostOpenInAddress) {
            return false;
        }
        position += c == u'\\' && isAsciiPunctuation(at(position + 1)) ? 1 : 0;
    }
    return true;
}

/// Of what stands behind "](", which \a position is moved over. It gives up where cmark does: of many that
/// are open only the first few are read to the end.
InlineReader::Address InlineReader::readAddress(qsizetype &position) const
{
    position = afterSpace(position);
    if (!(at(position) == u'<' ? readAngles(position) : readPlainAddress(position))) {
        return Address::None;
    }
    const qsizetype next = afterSpace(position);
    if (next >= m_text.size()) {
        return Address::Open;
    }
    const bool isApart = next > position;
    position = next;
    if (m_text[position] == u')') {
        ++position;
        return Address::Complete;
    }
    const bool isTitle =
        isApart && (m_text[position] == u'"' || m_text[position] == u'\'' || m_text[position] == u'(');
    return isTitle ? readTitle(position) : Address::None;
}

void InlineReader::closeBracket()
{
    ++m_position;
    if (m_brackets.isEmpty()) {
        return;
    }
    const Bracket bracket = m_brackets.takeLast();
    const bool isInert = !bracket.isImage && m_brackets.size() < m_inertBrackets;
    m_inertBrackets = std::min(m_inertBrackets, m_brackets.size());
    if (isInert || at(m_position) != u'(') {
        return;
    }
    qsizetype end = m_position + 1;
    const Address address = readAddress(end);
    if (address == Address::None) {
        return;
    }
    m_runs.truncate(bracket.delimiters); // what is open in a link's text stays there
    if (address == Address::Open) {
        if (bracket.isImage && bracket.at == m_position - 2) {
            stopAt(bracket.at - 1); // without a description it would show the address
            return;
        }
        stopAt(m_position + 1, QStringLiteral("#)"));
        return;
    }
    if (!bracket.isImage) {
        m_inertBrackets = m_brackets.size();
    }
    m_position = end;
}

void InlineReader::finish()
{
    if (!m_stopped) {
        m_open.kept = m_runs.takeUnfinished(m_text);
    }
    m_open.closing += m_runs.closing();
}

} // namespace

OpenInlines openInlines(QStringView text)
{
    QStringView kept = text;
    for (int i = 0; i < MostHeldBack; ++i) {
        const OpenInlines open = InlineReader(kept).read();
        if (open.kept == kept.size()) {
            return open;
        }
        kept = kept.first(open.kept);
    }
    return {text.size(), {}};
}

} // namespace throughline::markdown
