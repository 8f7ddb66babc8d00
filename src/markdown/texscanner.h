#pragma once

#include <QList>
#include <QStringView>

#include <algorithm>

namespace throughline::markdown {

/// The characters of a TeX source, for the reader of tex.cpp alone.
class TexScanner
{
protected:
    explicit TexScanner(QStringView source)
        : m_source(source)
    {}

    bool atEnd() const { return m_at >= m_source.size(); }
    QChar peek() const { return atEnd() ? QChar() : m_source[m_at]; }
    void skipSpace()
    {
        while (!atEnd() && (peek().isSpace() || peek() == u'%')) {
            if (peek() == u'%') { // a comment
                while (!atEnd() && peek() != u'\n') {
                    ++m_at;
                }
            } else {
                ++m_at;
            }
        }
    }
    bool take(QStringView text)
    {
        if (!m_source.sliced(m_at).startsWith(text)) {
            return false;
        }
        const bool isWord = text.size() > 1 && text[0] == u'\\' && text.back().isLetter();
        if (isWord && m_at + text.size() < m_source.size() && m_source[m_at + text.size()].isLetter()) {
            return false;
        }
        m_at += text.size();
        return true;
    }
    bool isAtAny(const QList<QStringView> &ends) const
    {
        return std::any_of(ends.cbegin(), ends.cend(), [this](QStringView end) {
            const QStringView rest = m_source.sliced(m_at);
            const bool isWord = end.size() > 1 && end.back().isLetter();
            return rest.startsWith(end) &&
                   (!isWord || rest.size() == end.size() || !rest[end.size()].isLetter());
        });
    }

    /// The text in braces as it is.
    QString readText()
    {
        skipSpace();
        if (!take(u"{")) {
            m_failed = true;
            return {};
        }
        int depth = 1;
        QString text;
        while (!atEnd()) {
            const QChar c = m_source[m_at++];
            depth += c == u'{' ? 1 : c == u'}' ? -1 : 0;
            if (depth == 0) {
                return text;
            }
            if (c == u'\\' && !atEnd() && !peek().isLetter()) {
                text += m_source[m_at++];
            } else if (c == u'\\' || c == u'$') {
                break; // a formula in a text in a formula
            } else if (c != u'{' && c != u'}') {
                text += c.isSpace() ? QChar(u' ') : c == u'~' ? QChar(QChar::Nbsp) : c;
            }
        }
        m_failed = true;
        return {};
    }

    QStringView m_source;
    qsizetype m_at = 0;
    bool m_failed = false; ///< something was met that is not known; nothing that was read is of use
};

} // namespace throughline::markdown
