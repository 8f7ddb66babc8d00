#include "markdown/texlayout.h"

#include "markdown/texboxes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace throughline::markdown {

namespace {

using Kind = TexNode::Kind;
using Role = TexNode::Role;

constexpr qreal ScriptSize = 0.72;
constexpr int MostLevels = 2; ///< of scripts that get smaller

bool isEmpty(const TexNode &node)
{
    return node.kind == Kind::Row && node.children.isEmpty();
}

class TexTypesetter
{
public:
    TexTypesetter(const QFont &font, bool isDisplay, int level = 0)
        : m_font(font)
        , m_metrics(font)
        , m_isDisplay(isDisplay)
        , m_level(level)
        , m_em(m_metrics.height() * 0.83)
    {}

    TexBox box(const TexNode &node) const
    {
        switch (node.kind) {
        case Kind::Row:
            return row(node);
        case Kind::Symbol:
            return symbol(node);
        case Kind::Space: {
            TexBox space;
            space.width = node.amount * m_em;
            return space;
        }
        case Kind::Scripts:
            return scripts(node);
        case Kind::Fraction:
            return m_isDisplay || !node.hasBar ? fraction(node) : lyingFraction(node);
        case Kind::Root:
            return root(node);
        case Kind::Fence:
            return fence(node);
        case Kind::Over:
            return over(node);
        case Kind::Grid:
            return grid(node);
        }
        return {};
    }

private:
    qreal axis() const { return m_metrics.xHeight() * 0.55; } ///< above the baseline: of bars and operators
    qreal barHeight() const { return std::max(1.0, std::round(m_em / 16)); }

    TexTypesetter smaller(bool isDisplay = false) const
    {
        const bool shrinks = m_level < MostLevels;
        return {shrinks ? sized(m_font, ScriptSize) : m_font, isDisplay, m_level + 1};
    }
    TexTypesetter inLine() const { return {m_font, false, m_level}; }

    TexBox glyphs(const QString &text, const QFont &font) const
    {
        const QFontMetricsF metrics(font);
        TexBox box;
        box.width = metrics.horizontalAdvance(text);
        const QRectF ink = metrics.tightBoundingRect(text);
        box.ascent = std::max(-ink.top(), m_metrics.xHeight());
        box.descent = std::max(0.0, ink.bottom());
        box.texts.append({text, font, {}});
        return box;
    }

    TexBox symbol(const TexNode &node) const
    {
        QFont font = m_font;
        font.setItalic(node.face == TexNode::Face::Italic);
        if (node.face == TexNode::Face::Bold) {
            font.setWeight(QFont::Bold);
        }
        const bool isBig = node.role == Role::Operator && node.text.size() == 1 && !node.text[0].isLetter();
        if (!isBig) {
            TexBox box = glyphs(node.text, font);
            if (font.italic()) {
                box.width += m_em * 0.03; // italics lean out of their advance
            }
            return box;
        }
        TexBox big = glyphs(node.text, sized(font, m_isDisplay ? 1.55 : 1.15));
        TexBox centred;
        place(centred, big, {0, (big.ascent - big.descent) / 2 - axis()});
        return centred;
    }

    static Role roleOf(const TexNode &node)
    {
        if (node.kind == Kind::Scripts) {
            return roleOf(node.children[0]);
        }
        return node.kind == Kind::Symbol ? node.role : Role::Ordinary;
    }

    TexBox row(const TexNode &node) const
    {
        TexBox whole;
        qreal x = 0;
        std::optional<Role> before;
        for (qsizetype i = 0; i < node.children.size(); ++i) {
            const TexNode &child = node.children[i];
            const TexBox part = box(child);
            if (child.kind == Kind::Space) {
                x += part.width;
                continue;
            }
            Role role = roleOf(child);
            const bool isUnary = !before || *before == Role::Binary || *before == Role::Relation ||
                                 *before == Role::Opening || *before == Role::Punctuation;
            if (role == Role::Binary && (isUnary || i + 1 == node.children.size())) {
                role = Role::Ordinary;
            }
            x += before ? gap(*before, role) : 0;
            place(whole, part, {x, 0});
            x += part.width;
            before = role;
        }
        whole.width = std::max(whole.width, x);
        return whole;
    }

    qreal gap(Role before, Role after) const
    {
        const auto either = [&](Role role) { return before == role || after == role; };
        if (before == Role::Opening || after == Role::Closing || after == Role::Punctuation) {
            return 0;
        }
        if (before == Role::Punctuation) {
            return m_em * 0.17;
        }
        if (either(Role::Relation)) {
            return m_level > 0 ? m_em * 0.08 : m_em * 0.26;
        }
        if (either(Role::Binary)) {
            return m_level > 0 ? m_em * 0.05 : m_em * 0.2;
        }
        if (before == Role::Operator) {
            return after == Role::Opening ? 0 : m_em * 0.15;
        }
        return after == Role::Operator ? m_em * 0.15 : 0;
    }

    TexBox scripts(const TexNode &node) const
    {
        const TexNode &base = node.children[0];
        const TexBox middle = box(base);
        const TexBox below = smaller().box(node.children[1]);
        const TexBox above = smaller().box(node.children[2]);
        TexBox whole;
        if (m_isDisplay && base.kind == Kind::Symbol && base.hasLimits) {
            const qreal width = std::max({middle.width, below.width, above.width});
            const qreal space = m_em * 0.14;
            place(whole, middle, {(width - middle.width) / 2, 0});
            if (!isEmpty(node.children[2])) {
                place(whole, above, {(width - above.width) / 2, -middle.ascent - space - above.descent});
            }
            if (!isEmpty(node.children[1])) {
                place(whole, below, {(width - below.width) / 2, middle.descent + space + below.ascent});
            }
            whole.width = width;
            return whole;
        }
        place(whole, middle, {});
        const qreal rise = std::max(m_em * 0.36, middle.ascent - m_em * 0.36);
        const qreal fall = std::max(m_em * 0.17, middle.descent + m_em * 0.02);
        if (!isEmpty(node.children[2])) {
            place(whole, above, {middle.width + m_em * 0.03, -rise});
        }
        if (!isEmpty(node.children[1])) {
            place(whole, below, {middle.width, fall});
        }
        whole.width += m_em * 0.04;
        return whole;
    }

    TexBox fraction(const TexNode &node) const
    {
        const bool isNested = m_level > 0 || !m_isDisplay;
        const TexTypesetter inner = isNested ? smaller() : inLine();
        const TexBox above = inner.box(node.children[0]);
        const TexBox below = inner.box(node.children[1]);
        const qreal side = m_em * 0.12;
        const qreal space = m_em * 0.17;
        const qreal width = std::max(above.width, below.width) + 2 * side;
        TexBox whole;
        place(whole, above, {(width - above.width) / 2, -axis() - space - above.descent});
        place(whole, below, {(width - below.width) / 2, -axis() + space + below.ascent});
        if (node.hasBar) {
            const qreal thick = barHeight();
            whole.bars.append(QRectF(side / 2, -axis() - thick / 2, width - side, thick));
        }
        whole.width = width + (node.hasBar ? side / 2 : 0);
        return whole;
    }

    /// a/b, with parentheses where they are needed to read it right.
    TexBox lyingFraction(const TexNode &node) const
    {
        TexNode row;
        const auto add = [&row](const TexNode &part) {
            const bool isSimple = part.kind != Kind::Row && part.kind != Kind::Fraction;
            const bool isProduct =
                part.kind == Kind::Row &&
                std::all_of(part.children.cbegin(), part.children.cend(),
                    [](const TexNode &n) { return roleOf(n) == Role::Ordinary && n.kind != Kind::Fraction; });
            const bool isBare = isSimple || (isProduct && row.children.isEmpty());
            if (isBare) {
                row.children.append(part);
                return;
            }
            TexNode fence;
            fence.kind = Kind::Fence;
            fence.text = QStringLiteral("(");
            fence.closing = QStringLiteral(")");
            fence.children.append(part);
            row.children.append(fence);
        };
        add(node.children[0]);
        TexNode slash;
        slash.kind = Kind::Symbol;
        slash.text = QStringLiteral("/");
        row.children.append(slash);
        add(node.children[1]);
        return this->row(row);
    }

    TexBox root(const TexNode &node) const
    {
        const TexBox inside = box(node.children[0]);
        const TexBox degree = smaller().smaller().box(node.children[1]);
        const qreal thick = barHeight();
        const qreal top = -std::max(inside.ascent, m_metrics.capHeight()) - m_em * 0.12 - thick;
        const qreal bottom = inside.descent + m_em * 0.05;
        const qreal hook = m_em * 0.5;
        const qreal left = std::max(0.0, degree.width - hook * 0.45);
        TexBox whole;
        place(whole, inside, {left + hook + m_em * 0.05, 0});
        const qreal middle = bottom - (bottom - top) * 0.45;
        const QRectF sign(QPointF(left, top), QPointF(left + hook + inside.width + m_em * 0.1, bottom));
        whole.shapes.append(rootSign(sign, hook, thick, m_em * 0.06));
        if (!isEmpty(node.children[1])) {
            place(whole, degree, {left + hook * 0.45 - degree.width, middle - m_em * 0.12 - degree.descent});
        }
        whole.width = left + hook + inside.width + m_em * 0.15;
        whole.ascent = std::max(whole.ascent, -top + thick);
        whole.descent = std::max(whole.descent, bottom);
        return whole;
    }

    /// A delimiter as high as \a inside.
    TexBox delimiter(const QString &text, const TexBox &inside) const
    {
        TexBox natural = glyphs(text, m_font);
        const qreal reach = std::max(inside.ascent - axis(), inside.descent + axis()) + m_em * 0.06;
        const QRectF ink = m_metrics.tightBoundingRect(text);
        if (2 * reach <= ink.height() * 1.25) {
            return natural;
        }
        QPainterPath path;
        path.addText({}, m_font, text);
        const QRectF drawn = path.boundingRect();
        if (drawn.height() <= 0) {
            return natural;
        }
        TexBox box;
        const qreal factor = 2 * reach / drawn.height();
        box.shapes.append(
            QTransform::fromTranslate(0, -axis() - reach - drawn.top() * factor).scale(1, factor).map(path));
        box.width = natural.width;
        box.ascent = reach + axis();
        box.descent = reach - axis();
        return box;
    }

    TexBox fence(const TexNode &node) const
    {
        const TexBox inside = box(node.children[0]);
        TexBox whole;
        qreal x = 0;
        if (!node.text.isEmpty()) {
            const TexBox open = delimiter(node.text, inside);
            place(whole, open, {});
            x = open.width;
        }
        place(whole, inside, {x, 0});
        x += inside.width;
        if (!node.closing.isEmpty()) {
            place(whole, delimiter(node.closing, inside), {x, 0});
        }
        return whole;
    }

    TexBox over(const TexNode &node) const
    {
        const TexBox inside = box(node.children[0]);
        TexBox whole;
        place(whole, inside, {});
        const qreal thick = barHeight();
        if (node.text == u"‾") {
            const qreal y = -inside.ascent - m_em * 0.1 - thick;
            whole.bars.append(QRectF(m_em * 0.04, y, inside.width - m_em * 0.04, thick));
            whole.ascent = -y + thick;
            return whole;
        }
        const TexBox mark = glyphs(node.text, node.text == u"→" ? sized(m_font, 0.7) : m_font);
        const QFontMetricsF metrics(mark.texts[0].font);
        const QRectF ink = metrics.tightBoundingRect(node.text);
        const qreal y = -inside.ascent - m_em * 0.08 - ink.bottom();
        TexBox sign;
        sign.texts = mark.texts;
        place(whole, sign, {(inside.width - ink.width()) / 2 - ink.left() + m_em * 0.05, y});
        whole.ascent = std::max(whole.ascent, -(y + ink.top()));
        return whole;
    }

    TexBox grid(const TexNode &node) const
    {
        QList<QList<TexBox>> cells;
        QList<qreal> widths;
        for (const TexNode &row : node.children) {
            QList<TexBox> boxes;
            for (const TexNode &cell : row.children) {
                boxes.append(box(cell));
                const qsizetype column = boxes.size() - 1;
                widths.resize(std::max(widths.size(), boxes.size()));
                widths[column] = std::max(widths[column], boxes.last().width);
            }
            cells.append(boxes);
        }
        return stacked(cells, widths, node.text, {m_em, axis(), m_metrics.capHeight()});
    }

    QFont m_font;
    QFontMetricsF m_metrics;
    bool m_isDisplay;
    int m_level;
    qreal m_em;
};

} // namespace

TexBox layOutTex(const TexNode &node, const QFont &font, bool isDisplay)
{
    return TexTypesetter(font, isDisplay).box(node);
}

void drawTex(QPainter *painter, const TexBox &box, const QPointF &baseline, const QColor &color)
{
    painter->save();
    painter->translate(baseline);
    painter->setPen(color);
    for (const TexBox::Glyphs &text : box.texts) {
        painter->setFont(text.font);
        painter->drawText(text.at, text.text);
    }
    for (const QRectF &bar : box.bars) {
        painter->fillRect(bar, color);
    }
    painter->setRenderHint(QPainter::Antialiasing);
    for (const QPainterPath &shape : box.shapes) {
        painter->fillPath(shape, color);
    }
    painter->restore();
}

} // namespace throughline::markdown
