#include "markdown/tex.h"

#include "markdown/texscanner.h"
#include "markdown/texsymbols.h"

#include <algorithm>

namespace throughline::markdown {

namespace {

constexpr qsizetype LongestSource = 4000;
constexpr int Deepest = 24;
constexpr int MostNodes = 3000;

using Kind = TexNode::Kind;
using Role = TexNode::Role;
using Face = TexNode::Face;

TexNode rowOf(QList<TexNode> children)
{
    if (children.size() == 1) {
        return children[0];
    }
    TexNode row;
    row.children = std::move(children);
    return row;
}

TexNode nodeOf(Kind kind, QList<TexNode> children = {}, const QString &text = {})
{
    TexNode node;
    node.kind = kind;
    node.children = std::move(children);
    node.text = text;
    return node;
}

TexNode wordOf(const QString &text, Face face = Face::Upright)
{
    TexNode node = nodeOf(Kind::Symbol, {}, text);
    node.face = face;
    return node;
}

TexNode spaceOf(qreal amount)
{
    TexNode node = nodeOf(Kind::Space);
    node.amount = amount;
    return node;
}

/// Every function leaves m_failed set when it met what it does not know; what it returns then is of no use.
class TexReader : private TexScanner
{
public:
    explicit TexReader(QStringView source)
        : TexScanner(source)
    {}

    std::optional<TexNode> read()
    {
        TexNode node = readRow({});
        skipSpace();
        const bool isAll = !m_failed && m_at == m_source.size();
        return isAll ? std::optional(std::move(node)) : std::nullopt;
    }

private:
    TexNode fail()
    {
        m_failed = true;
        return {};
    }
    TexNode counted(TexNode node)
    {
        m_failed = m_failed || ++m_nodes > MostNodes;
        return node;
    }

    /// Up to one of \a ends, which is not taken; without ends up to the end of the source.
    TexNode readRow(const QList<QStringView> &ends)
    {
        QList<TexNode> nodes;
        if (++m_depth > Deepest) {
            return fail();
        }
        while (!m_failed) {
            skipSpace();
            if (atEnd()) {
                m_failed = !ends.isEmpty();
                break;
            }
            if (isAtAny(ends)) {
                break;
            }
            nodes.append(counted(readScripts(readAtom())));
        }
        --m_depth;
        return rowOf(std::move(nodes));
    }

    TexNode readScripts(TexNode base)
    {
        TexNode below;
        TexNode above;
        bool hasAny = false;
        while (!m_failed) {
            skipSpace();
            if (take(u"\\limits")) {
                base.hasLimits = true;
            } else if (take(u"\\nolimits")) {
                base.hasLimits = false;
            } else if (peek() == u'\'') {
                QString primes;
                while (peek() == u'\'') {
                    primes += QStringLiteral("′");
                    ++m_at;
                }
                m_failed = m_failed || above != TexNode();
                above = wordOf(primes);
                hasAny = true;
            } else if (peek() == u'_' || peek() == u'^') {
                const bool isBelow = peek() == u'_';
                ++m_at;
                TexNode script = readArgument();
                TexNode &target = isBelow ? below : above;
                if (target.kind == Kind::Symbol && target.text.startsWith(u'′') && !isBelow) {
                    target = rowOf({target, std::move(script)}); // f'^2
                } else if (target == TexNode()) {
                    target = std::move(script);
                } else {
                    return fail(); // two of them, as TeX says
                }
                hasAny = true;
            } else {
                break;
            }
        }
        return hasAny ? nodeOf(Kind::Scripts, {std::move(base), std::move(below), std::move(above)}) : base;
    }

    /// A group in braces or one thing.
    TexNode readArgument()
    {
        skipSpace();
        if (atEnd()) {
            return fail();
        }
        if (++m_depth > Deepest) {
            return fail();
        }
        const bool isDigit = peek().isDigit(); // of "12" only the first is meant
        TexNode node = counted(isDigit ? wordOf(QString(m_source[m_at++])) : readAtom());
        --m_depth;
        return node;
    }

    TexNode readAtom()
    {
        const QChar c = peek();
        if (c == u'\\') {
            ++m_at;
            return readCommand();
        }
        if (c == u'{') {
            ++m_at;
            TexNode row = readRow({u"}"});
            take(u"}");
            return row;
        }
        if (c == u'}' || c == u'_' || c == u'^' || c == u'&' || c == u'#' || c == u'$') {
            return fail();
        }
        if (c == u'~') {
            ++m_at;
            return spaceOf(0.33);
        }
        if (c.isDigit()) {
            qsizetype end = m_at;
            while (end < m_source.size() &&
                   (m_source[end].isDigit() ||
                       (m_source[end] == u'.' && end + 1 < m_source.size() && m_source[end + 1].isDigit()))) {
                ++end;
            }
            const QString number = m_source.sliced(m_at, end - m_at).toString();
            m_at = end;
            return wordOf(number);
        }
        const qsizetype size = c.isHighSurrogate() && m_at + 1 < m_source.size() ? 2 : 1;
        const QString character = m_source.sliced(m_at, size).toString();
        m_at += size;
        return texCharacter(character);
    }

    TexNode readCommand()
    {
        if (atEnd()) {
            return fail();
        }
        if (!peek().isLetter()) {
            return readSign(m_source[m_at++]);
        }
        qsizetype end = m_at;
        while (end < m_source.size() && m_source[end].isLetter()) {
            ++end;
        }
        const QString name = m_source.sliced(m_at, end - m_at).toString();
        m_at = end;
        if (std::optional<TexNode> symbol = texSymbol(name)) {
            return *symbol;
        }
        if (const QString accent = texAccent(name); !accent.isEmpty()) {
            return nodeOf(Kind::Over, {readArgument()}, accent);
        }
        return readNamed(name);
    }

    TexNode readSign(QChar sign)
    {
        switch (sign.unicode()) {
        case u',':
            return spaceOf(0.17);
        case u':':
        case u'>':
            return spaceOf(0.22);
        case u';':
            return spaceOf(0.28);
        case u' ':
            return spaceOf(0.33);
        case u'!':
            return spaceOf(-0.1);
        default:
            break;
        }
        const std::optional<TexNode> symbol = texSymbol(QString(sign));
        return symbol ? *symbol : fail();
    }

    TexNode readNamed(const QString &name)
    {
        static const QStringList fractions{QStringLiteral("frac"), QStringLiteral("dfrac"),
            QStringLiteral("tfrac"), QStringLiteral("cfrac"), QStringLiteral("binom")};
        static const QStringList texts{QStringLiteral("text"), QStringLiteral("mathrm"),
            QStringLiteral("textrm"), QStringLiteral("operatorname"), QStringLiteral("mathsf"),
            QStringLiteral("mathtt"), QStringLiteral("textit"), QStringLiteral("mbox")};
        static const QStringList bold{QStringLiteral("mathbf"), QStringLiteral("boldsymbol"),
            QStringLiteral("bm"), QStringLiteral("textbf"), QStringLiteral("vb")};
        static const QStringList ignored{QStringLiteral("displaystyle"), QStringLiteral("textstyle"),
            QStringLiteral("big"), QStringLiteral("Big"), QStringLiteral("bigg"), QStringLiteral("Bigg"),
            QStringLiteral("bigl"), QStringLiteral("bigr"), QStringLiteral("Bigl"), QStringLiteral("Bigr"),
            QStringLiteral("nonumber"), QStringLiteral("notag"), QStringLiteral("limits")};
        if (fractions.contains(name)) {
            TexNode above = readArgument();
            TexNode fraction = nodeOf(Kind::Fraction, {std::move(above), readArgument()});
            if (name != u"binom") {
                return fraction;
            }
            fraction.hasBar = false;
            return fenceOf(QStringLiteral("("), std::move(fraction), QStringLiteral(")"));
        }
        if (texts.contains(name)) {
            TexNode word = wordOf(readText());
            word.role = name == u"operatorname" ? Role::Operator : Role::Ordinary;
            return word;
        }
        if (bold.contains(name)) {
            TexNode node = readArgument();
            embolden(node);
            return node;
        }
        if (name == u"sqrt") {
            TexNode degree;
            skipSpace();
            if (take(u"[")) {
                degree = readRow({u"]"});
                take(u"]");
            }
            TexNode inside = readArgument();
            return nodeOf(Kind::Root, {std::move(inside), std::move(degree)});
        }
        if (name == u"left") {
            const QString open = readDelimiter();
            TexNode inside = readRow({u"\\right"});
            take(u"\\right");
            return fenceOf(open, std::move(inside), readDelimiter());
        }
        if (name == u"mathbb") {
            const QString letters = readText();
            QString text;
            for (const QChar letter : letters) {
                text += texBlackboard(letter);
            }
            return wordOf(text);
        }
        if (name == u"mathcal" || name == u"mathscr" || name == u"mathit" || name == u"mathfrak") {
            return wordOf(readText(), Face::Italic);
        }
        if (name == u"quad" || name == u"qquad") {
            return spaceOf(name == u"quad" ? 1 : 2);
        }
        if (name == u"tag") {
            const QString tag = readText();
            return rowOf({spaceOf(2), wordOf(u'(' + tag + u')')});
        }
        if (name == u"pmod") {
            TexNode inside = readArgument();
            return rowOf({spaceOf(0.5), wordOf(QStringLiteral("(mod")), spaceOf(0.3), std::move(inside),
                wordOf(QStringLiteral(")"))});
        }
        if (name == u"begin") {
            return readEnvironment();
        }
        return ignored.contains(name) ? spaceOf(0) : fail();
    }

    static TexNode fenceOf(const QString &open, TexNode inside, const QString &close)
    {
        TexNode fence = nodeOf(Kind::Fence, {std::move(inside)}, open);
        fence.closing = close;
        return fence;
    }

    static void embolden(TexNode &node)
    {
        node.face = Face::Bold;
        for (TexNode &child : node.children) {
            embolden(child);
        }
    }

    /// After \left and \right; "." is none.
    QString readDelimiter()
    {
        skipSpace();
        if (atEnd()) {
            fail();
            return {};
        }
        const QChar c = m_source[m_at++];
        if (c == u'.') {
            return {};
        }
        if (c != u'\\') {
            return c == u'<' ? QStringLiteral("⟨") : c == u'>' ? QStringLiteral("⟩") : QString(c);
        }
        return readCommand().text;
    }

    TexNode readEnvironment()
    {
        const QString name = readText();
        const std::optional<TexEnvironment> known = texEnvironment(name);
        if (!known) {
            return fail();
        }
        const QString end = QStringLiteral("\\end{%1}").arg(name);
        TexNode grid = nodeOf(Kind::Grid, {nodeOf(Kind::Row)}, known->columns);
        while (!m_failed) {
            grid.children.last().children.append(nodeOf(Kind::Row, {readRow({u"&", u"\\\\", end})}));
            if (take(u"&")) {
                continue;
            }
            if (take(end)) {
                break;
            }
            if (!take(u"\\\\")) {
                return fail();
            }
            skipSpace();
            if (take(end)) {
                break;
            }
            grid.children.append(nodeOf(Kind::Row));
        }
        return known->opening.isEmpty() ? grid : fenceOf(known->opening, std::move(grid), known->closing);
    }

    int m_depth = 0;
    int m_nodes = 0;
};

} // namespace

std::optional<TexNode> parseTex(QStringView source)
{
    return source.size() > LongestSource ? std::nullopt : TexReader(source).read();
}

} // namespace throughline::markdown
