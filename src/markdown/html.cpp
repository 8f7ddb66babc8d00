#include "markdown/html.h"

#include "markdown/safedocument.h"
#include "markdown/showntext.h"

#include <QUrl>

namespace throughline::markdown {

namespace {

QString element(const QString &name, const QString &content, const QString &attributes = {})
{
    return u'<' + name + attributes + u'>' + content + QStringLiteral("</") + name + u'>';
}

QString attribute(const QString &name, const QString &value)
{
    return u' ' + name + QStringLiteral("=\"") + htmlText(value) + u'"';
}

QString withBreaks(const QString &text)
{
    QString html = htmlText(text);
    html.replace(QChar(QChar::LineSeparator), u'\n');
    return html.replace(u'\n', QStringLiteral("<br/>"));
}

/// Writes the blocks of one text.
class Writer
{
public:
    explicit Writer(const QString &idPrefix)
        : m_prefix(idPrefix)
    {}

    QString all(const QList<Block> &blocks)
    {
        QString html;
        for (const Block &block : blocks) {
            html += write(block) + u'\n';
        }
        return html;
    }

private:
    QString write(const Block &block)
    {
        switch (block.kind) {
        case BlockKind::Paragraph:
            return element(QStringLiteral("p"), runs(block.runs), dirAuto());
        case BlockKind::Heading: // below those of the document around it
            return element(u'h' + QString::number(qMin(6, block.level + 2)), runs(block.runs), dirAuto());
        case BlockKind::List:
            return list(block);
        case BlockKind::Quote:
            return element(QStringLiteral("blockquote"), all(block.children));
        case BlockKind::Code:
            return code(block);
        case BlockKind::Html:
        case BlockKind::Typed:
            return element(QStringLiteral("pre"), htmlText(visibleText(block.literal)));
        case BlockKind::Table:
            return table(block);
        case BlockKind::Rule:
            return QStringLiteral("<hr/>");
        case BlockKind::Footnote:
            return footnote(block);
        case BlockKind::Item:
        case BlockKind::Row:
        case BlockKind::Cell:
            break;
        }
        return all(block.children);
    }

    static QString dirAuto() { return attribute(QStringLiteral("dir"), QStringLiteral("auto")); }
    QString noteId(const QString &number) const { return m_prefix + QStringLiteral("note-") + number; }

    QString list(const Block &block)
    {
        QString items;
        for (const Block &item : block.children) {
            const QString box = item.checked ? QStringLiteral("\u2611 ") : QStringLiteral("\u2610 ");
            // In a tight list the text of an item is no paragraph of its own.
            const bool isLine =
                block.tight && !item.children.isEmpty() && item.children[0].kind == BlockKind::Paragraph;
            QString content = item.task ? box : QString();
            content += isLine ? runs(item.children[0].runs) : QString();
            content += all(item.children.mid(isLine ? 1 : 0));
            items += element(QStringLiteral("li"), content,
                item.task ? attribute(QStringLiteral("class"), QStringLiteral("task")) : QString());
        }
        const QString start = block.ordered && block.level != 1
                                  ? attribute(QStringLiteral("start"), QString::number(block.level))
                                  : QString();
        return element(block.ordered ? QStringLiteral("ol") : QStringLiteral("ul"), items, start + dirAuto());
    }

    static QString code(const Block &block)
    {
        const QString language = block.language.isEmpty()
                                     ? QString()
                                     : attribute(QStringLiteral("class"),
                                           QStringLiteral("language-") + visibleText(block.language));
        return element(QStringLiteral("pre"),
            element(QStringLiteral("code"), htmlText(visibleText(block.literal)), language));
    }

    QString table(const Block &block)
    {
        QString rows;
        for (const Block &row : block.children) {
            QString cells;
            for (const Block &cell : row.children) {
                static const QString names[] = {
                    {}, QStringLiteral("left"), QStringLiteral("center"), QStringLiteral("right")};
                const QString &side = names[static_cast<int>(cell.alignment)];
                cells += element(row.header ? QStringLiteral("th") : QStringLiteral("td"), runs(cell.runs),
                    side.isEmpty() ? QString() : attribute(QStringLiteral("class"), side));
            }
            rows += element(QStringLiteral("tr"), cells);
        }
        return element(QStringLiteral("table"), rows, dirAuto());
    }

    QString footnote(const Block &block)
    {
        const QString number = QString::number(block.level);
        return element(QStringLiteral("div"),
            element(QStringLiteral("span"), htmlText(footnoteText(block.level))) + u' ' + all(block.children),
            attribute(QStringLiteral("class"), QStringLiteral("note")) +
                attribute(QStringLiteral("id"), noteId(number)));
    }

    QString runs(const QList<Run> &runs) const
    {
        QString html;
        for (const Run &run : runs) {
            html += write(run);
        }
        return html;
    }

    QString write(const Run &run) const
    {
        const RunStyles styles = run.styles;
        QString html;
        if (styles.testFlag(RunStyle::Image)) {
            const ImageText image = imageText(run);
            html = element(QStringLiteral("span"), withBreaks(image.title + image.description + image.place),
                attribute(QStringLiteral("class"), QStringLiteral("image")));
        } else if (styles.testFlag(RunStyle::Math)) {
            const bool isDisplay = styles.testFlag(RunStyle::Display);
            html = element(QStringLiteral("code"), withBreaks(visibleText(run.text)),
                attribute(QStringLiteral("class"),
                    isDisplay ? QStringLiteral("math display") : QStringLiteral("math")));
        } else {
            html = withBreaks(shownText(run));
        }
        if (styles.testFlag(RunStyle::Note)) {
            const QString number = QString(run.text).remove(u'[').remove(u']');
            return element(QStringLiteral("sup"),
                element(QStringLiteral("a"), html, attribute(QStringLiteral("href"), u'#' + noteId(number))));
        }
        if (styles.testFlag(RunStyle::Code) && !styles.testFlag(RunStyle::Math)) {
            html = element(QStringLiteral("code"), html);
        }
        if (styles.testFlag(RunStyle::Strike)) {
            html = element(QStringLiteral("del"), html);
        }
        if (styles.testFlag(RunStyle::Emphasis)) {
            html = element(QStringLiteral("em"), html);
        }
        if (styles.testFlag(RunStyle::Strong)) {
            html = element(QStringLiteral("strong"), html);
        }
        if (isOpenable(run.href)) {
            const QString target = QString::fromLatin1(QUrl(run.href, QUrl::StrictMode).toEncoded());
            html = element(QStringLiteral("a"), html,
                attribute(QStringLiteral("href"), target) +
                    attribute(QStringLiteral("rel"), QStringLiteral("noopener noreferrer")));
        }
        return html;
    }

    QString m_prefix;
};

} // namespace

QString htmlText(const QString &text)
{
    QString safe = safeText(text);
    for (QChar &c : safe) {
        const bool isControl =
            (c.unicode() < 0x20 && c != u'\n' && c != u'\t') || (c.unicode() >= 0x7F && c.unicode() < 0xA0);
        if (isControl) {
            c = c.unicode() < 0x20 ? QChar(0x2400 + c.unicode()) : QChar(QChar::ReplacementCharacter);
        }
    }
    // Half a surrogate pair is no character.
    return QString::fromUtf8(safe.toUtf8()).toHtmlEscaped();
}

QString toHtml(const QList<Block> &blocks, const QString &idPrefix)
{
    return Writer(idPrefix).all(blocks);
}

bool isOpenable(const QString &target)
{
    const QUrl url(target, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (!url.isValid()) {
        return false;
    }
    if (scheme == QLatin1StringView("mailto")) {
        return !url.path().isEmpty();
    }
    return (scheme == QLatin1StringView("https") || scheme == QLatin1StringView("http")) &&
           !url.host().isEmpty();
}

} // namespace throughline::markdown
