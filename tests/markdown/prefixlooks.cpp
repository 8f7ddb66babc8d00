#include "prefixlooks.h"

#include "markdown/parser.h"

#include <QRegularExpression>

#include <algorithm>

using namespace throughline::markdown;

namespace throughline::test {

namespace {

const QString &marks()
{
    static const QString all = QStringLiteral("*_~`|[]()!\\");
    return all;
}

QString plainTextFrom(const QList<Block> &blocks, qsizetype first)
{
    QString text;
    for (qsizetype i = first; i < blocks.size(); ++i) {
        text += plainText(blocks[i]) + u'\n';
    }
    return text;
}

/// In code that is open "&amp;" is five letters, and one in the paragraph it still is.
QString withoutMarks(QString text)
{
    text.replace(QStringLiteral("&amp;"), QStringLiteral("&"));
    text.replace(QStringLiteral("&ouml;"), QStringLiteral("ö"));
    text.replace(QStringLiteral("&#x1F600;"), QStringLiteral("😀"));
    return text.removeIf([](QChar c) { return c.isSpace() || marks().contains(c); });
}

bool hasNoMoreMarks(const QString &shown, const QString &expected, const QString &text)
{
    const QString &all = marks();
    return std::all_of(all.cbegin(), all.cend(),
        [&](QChar mark) { return shown.count(mark) <= std::max(expected.count(mark), text.count(mark)); });
}

/// The last is where the text goes on: no footnote. Where blocks end is where the next ones start.
QList<Block> inOrder(QList<Block> blocks)
{
    for (Block &block : blocks) {
        block.source.end = 0;
    }
    std::stable_partition(
        blocks.begin(), blocks.end(), [](const Block &block) { return block.kind == BlockKind::Footnote; });
    return blocks;
}

/// Of what stands in \a text from its last but few "](" on.
bool endsInAddress(const QString &text, const QString &missing)
{
    for (qsizetype at = text.lastIndexOf(u"]("); at >= 0;
         at = at > 0 ? text.lastIndexOf(u"](", at - 1) : -1) {
        const QString address = text.sliced(at);
        if (address.contains(u'&') || withoutMarks(address).endsWith(missing)) { // "&ouml;" is one letter
            return true;
        }
    }
    return false;
}

QString difference(const QList<Block> &shownBlocks, const QList<Block> &expectedBlocks, const QString &text,
    bool comparesWords)
{
    const QList<Block> shown = inOrder(shownBlocks);
    const QList<Block> expected = inOrder(expectedBlocks);
    const qsizetype alike = std::max<qsizetype>(0, expected.size() - 1);
    if (shown.size() < alike || shown.first(alike) != expected.first(alike)) {
        return QStringLiteral("a block before the last differs");
    }
    if (!comparesWords) {
        return {};
    }
    const QString shownText = plainTextFrom(shown, alike);
    const QString expectedText = plainTextFrom(expected, alike);
    const QString words = withoutMarks(shownText);
    const QString expectedWords = withoutMarks(expectedText);
    if (!expectedWords.startsWith(words) || !hasNoMoreMarks(shownText, expectedText, text)) {
        return QStringLiteral("\"%1\" instead of \"%2\"").arg(shownText, expectedText);
    }
    const QString missing = expectedWords.sliced(words.size());
    // "# a #" does not show its end either, and an item without words is none below a paragraph.
    static const QRegularExpression noWords(QStringLiteral("^(?:#*|•|\\d{1,9}\\.)$"));
    const bool isFine = noWords.match(missing).hasMatch() || endsInAddress(text, missing);
    return isFine ? QString() : QStringLiteral("missing: %1").arg(missing);
}

QString stray(const QList<Block> &shown, const QString &prefix, bool comparesWords)
{
    static const QRegularExpression lineOfMarks(
        QStringLiteral("(?:^|[\\r\\n])([ \\t>]*(?:[-*_=+#]+|\\|[-|: \\t]*|\\d{1,9}[.)]?)[ \\t]*)$"));
    QString wrong = difference(shown, parse(prefix), prefix, comparesWords);
    if (!wrong.isEmpty()) {
        const QRegularExpressionMatch line = lineOfMarks.match(prefix);
        const QString before = prefix.first(std::max<qsizetype>(0, line.capturedStart(1)));
        if (line.hasMatch() && difference(shown, parse(before), before, comparesWords).isEmpty()) {
            return {};
        }
        wrong += QStringLiteral(", of:\n") + prefix;
    }
    return wrong;
}

} // namespace

QString strayBlocks(const QList<Block> &shown, const QString &prefix)
{
    return stray(shown, prefix, false);
}

QString strayLooks(const QList<Block> &shown, const QString &prefix)
{
    return stray(shown, prefix, true);
}

} // namespace throughline::test
