#include "markdown/block.h"

namespace throughline::markdown {

bool operator==(const Block &a, const Block &b)
{
    return a.kind == b.kind && a.source == b.source && a.level == b.level && a.ordered == b.ordered &&
           a.tight == b.tight && a.header == b.header && a.task == b.task && a.checked == b.checked &&
           a.alignment == b.alignment && a.language == b.language && a.literal == b.literal &&
           a.runs == b.runs && a.children == b.children;
}

namespace {

QString textOf(const QList<Run> &runs)
{
    QString text;
    for (const Run &run : runs) {
        text += run.text;
    }
    return text;
}

QString joined(const QList<Block> &blocks, QChar separator)
{
    QString text;
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        if (i > 0) {
            text += separator;
        }
        text += plainText(blocks[i]);
    }
    return text;
}

} // namespace

QString markerText(const Block &list, qsizetype index)
{
    const Block &item = list.children[index];
    if (item.task) {
        return item.checked ? QStringLiteral("[x]") : QStringLiteral("[ ]");
    }
    return list.ordered ? QString::number(list.level + index) + u'.' : QStringLiteral("\u2022");
}

QString footnoteText(int number)
{
    return u'[' + QString::number(number) + u']';
}

QString plainText(const Block &block)
{
    switch (block.kind) {
    case BlockKind::Paragraph:
    case BlockKind::Heading:
    case BlockKind::Cell:
        return textOf(block.runs);
    case BlockKind::Code:
    case BlockKind::Html:
    case BlockKind::Typed:
        return block.literal;
    case BlockKind::Rule:
        return {};
    case BlockKind::Row:
        return joined(block.children, u'\t');
    case BlockKind::Table:
    case BlockKind::Quote:
    case BlockKind::Item:
        return joined(block.children, u'\n');
    case BlockKind::Footnote:
        return footnoteText(block.level) + u' ' + joined(block.children, u'\n');
    case BlockKind::List:
        break;
    }
    QString text;
    for (qsizetype i = 0; i < block.children.size(); ++i) {
        if (i > 0) {
            text += u'\n';
        }
        text += markerText(block, i) + u' ' + plainText(block.children[i]);
    }
    return text;
}

} // namespace throughline::markdown
