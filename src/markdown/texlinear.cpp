#include "markdown/tex.h"

#include <QStringList>

#include <algorithm>

namespace throughline::markdown {

QString linearText(const TexNode &node)
{
    QStringList parts;
    for (const TexNode &child : node.children) {
        parts.append(linearText(child));
    }
    const auto grouped = [](const QString &text) {
        const bool isOne =
            std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.isLetterOrNumber(); });
        return isOne ? text : u'(' + text + u')';
    };
    switch (node.kind) {
    case TexNode::Kind::Row:
        return parts.join(QString());
    case TexNode::Kind::Symbol:
        return node.text;
    case TexNode::Kind::Space:
        return node.amount > 0.3 ? QStringLiteral(" ") : QString();
    case TexNode::Kind::Scripts:
        return parts[0] + (parts[1].isEmpty() ? QString() : u'_' + grouped(parts[1])) +
               (parts[2].isEmpty() ? QString() : u'^' + grouped(parts[2]));
    case TexNode::Kind::Fraction:
        return grouped(parts[0]) + (node.hasBar ? u'/' : u' ') + grouped(parts[1]);
    case TexNode::Kind::Root:
        return (parts[1].isEmpty() ? QString() : parts[1]) + u'√' + grouped(parts[0]);
    case TexNode::Kind::Fence:
        return node.text + parts[0] + node.closing;
    case TexNode::Kind::Over:
        return parts[0] + node.text;
    case TexNode::Kind::Grid:
        break;
    }
    QStringList rows;
    for (const TexNode &row : node.children) {
        QStringList cells;
        for (const TexNode &cell : row.children) {
            cells.append(linearText(cell));
        }
        rows.append(cells.join(u' '));
    }
    return rows.join(QStringLiteral("; "));
}

} // namespace throughline::markdown
