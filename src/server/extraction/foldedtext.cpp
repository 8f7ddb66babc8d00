#include "server/extraction/foldedtext.h"

namespace throughline::server::extraction {
namespace {

bool isDropped(QChar c)
{
    switch (c.unicode()) {
    case u'*':
    case u'`':
    case 0x00AD: // soft hyphen
    case 0x200B: // zero-width space
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
        return true;
    default:
        return false;
    }
}

QChar plain(QChar c)
{
    switch (c.unicode()) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x02BC:
    case 0x2032:
    case 0x2039:
    case 0x203A:
        return u'\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x00AB:
    case 0x00BB:
        return u'"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return u'-';
    default:
        return c;
    }
}

} // namespace

FoldedText::FoldedText(QStringView original)
{
    m_text.reserve(original.size());
    m_start.reserve(size_t(original.size()));
    m_end.reserve(size_t(original.size()));
    for (qsizetype i = 0; i < original.size(); ++i) {
        const QChar c = original[i];
        if (isDropped(c))
            continue;
        if (c.isSpace()) {
            // One space for a run; its place is the whole run.
            if (!m_text.isEmpty() && m_text.back() == u' ')
                m_end.back() = i + 1;
            else
                append(u' ', i, i + 1);
        } else if (c == u'\u2026') {
            for (int dot = 0; dot < 3; ++dot)
                append(u'.', i, i + 1);
        } else if (c.isHighSurrogate() && i + 1 < original.size() && original[i + 1].isLowSurrogate()) {
            const char32_t folded = QChar::toCaseFolded(QChar::surrogateToUcs4(c, original[i + 1]));
            for (const char16_t unit : QChar::fromUcs4(folded))
                append(QChar(unit), i, i + 2);
            ++i;
        } else {
            append(plain(c).toCaseFolded(), i, i + 1);
        }
    }
}

void FoldedText::append(QChar c, qsizetype start, qsizetype end)
{
    m_text.append(c);
    m_start.push_back(start);
    m_end.push_back(end);
}

QString normalizedText(QStringView text)
{
    const QString folded = FoldedText(text).text();
    qsizetype start = 0;
    qsizetype end = folded.size();
    const auto isEdge = [](QChar c) { return c.isSpace() || QStringView(u".,;:!?\"'()-").contains(c); };
    while (start < end && isEdge(folded[start]))
        ++start;
    while (end > start && isEdge(folded[end - 1]))
        --end;
    return folded.mid(start, end - start);
}

} // namespace throughline::server::extraction
