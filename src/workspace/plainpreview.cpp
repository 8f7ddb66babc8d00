#include "workspace/plainpreview.h"

#include <QRegularExpression>

namespace throughline::workspace {

QString plainPreview(const QString &markdown)
{
    constexpr int longest = 400; // a preview is one line; a server may send more than it should
    static const QRegularExpression fence(
        QStringLiteral(R"(^\s{0,3}(```|~~~).*$)"), QRegularExpression::MultilineOption);
    static const QRegularExpression lineMark(
        QStringLiteral(R"(^\s*(?:(?:#{1,6}|>|[-*+]|\d{1,9}[.)])\s+)+)"), QRegularExpression::MultilineOption);
    static const QRegularExpression link(QStringLiteral(R"(!?\[([^\]\[]*)\]\([^()\s]*\)?)"));
    // Marks only beside a word's edge: snake_case and 2*3 stay as they are.
    static const QRegularExpression emphasis(
        QStringLiteral(R"((?<![\w*_~])(?:\*{1,3}|_{1,3}|~~)(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3}|~~)(?![\w*_~]))"),
        QRegularExpression::UseUnicodePropertiesOption);

    QString text = markdown.left(longest);
    text.remove(fence);
    text.remove(lineMark);
    text.replace(link, QStringLiteral("\\1"));
    text.remove(emphasis);
    text.remove(QLatin1Char('`'));
    return text.simplified();
}

} // namespace throughline::workspace
