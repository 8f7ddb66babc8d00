#include "markdown/modeldocuments.h"

#include "support/testdata.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

namespace throughline::test {

namespace {

QString pick(QRandomGenerator &random, const QStringList &from)
{
    return from[random.bounded(static_cast<int>(from.size()))];
}

QString words(QRandomGenerator &random, int count)
{
    static const QStringList vocabulary{QStringLiteral("the"), QStringLiteral("writes"),
        QStringLiteral("**strong**"), QStringLiteral("*really*"), QStringLiteral("***both***"),
        QStringLiteral("~~old~~"), QStringLiteral("`code`"), QStringLiteral("``a ` b``"),
        QStringLiteral("snake_case_name"), QStringLiteral("[link](https://example.org/a_(b))"),
        QStringLiteral("[ref][one]"), QStringLiteral("[one]"), QStringLiteral("[Two words][]"),
        QStringLiteral("note[^1]"), QStringLiteral("other[^long-name]"), QStringLiteral("odd[^a[b]"),
        QStringLiteral("none[^missing]"), QStringLiteral("![a picture](https://example.org/p.png \"title\")"),
        QStringLiteral("![][one]"), QStringLiteral("https://example.org/x?y=1&z=2."),
        QStringLiteral("<https://example.org>"), QStringLiteral("me@example.org"),
        QStringLiteral("<b>html</b>"), QStringLiteral("<br>"), QStringLiteral("$x_1^2$"),
        QStringLiteral("\\(\\alpha_i\\)"), QStringLiteral("$5 and $10"), QStringLiteral("$$\\frac{1}{2}$$"),
        QStringLiteral("\\[ a * b * c \\]"), QStringLiteral("$a_{*}$"), QStringLiteral("\\*escaped\\*"),
        QStringLiteral("&amp;"), QStringLiteral("&#x1F600;"), QStringLiteral("中文字符"),
        QStringLiteral("**粗体**です"), QStringLiteral("한국어"), QStringLiteral("שלום"),
        QStringLiteral("مرحبا"), QStringLiteral("\u202Eoverride\u202C"), QStringLiteral("😀"),
        QStringLiteral("👩‍👩‍👧‍👦"), QStringLiteral("🇩🇪"), QStringLiteral("e\u0301"),
        QStringLiteral("—"), QStringLiteral("“quoted”"), QStringLiteral("a\\"), QStringLiteral("*"),
        QStringLiteral("_"), QStringLiteral("["), QStringLiteral("]"), QStringLiteral("|"),
        QStringLiteral("1."), QStringLiteral("-"), QStringLiteral("#"), QStringLiteral(">")};
    QString text;
    for (int i = 0; i < count; ++i) {
        if (i > 0) {
            text += pick(random, {QStringLiteral(" "), QStringLiteral(" "), QStringLiteral(" "),
                                     QStringLiteral("\n"), QStringLiteral("  \n"), QStringLiteral("\\\n")});
        }
        text += pick(random, vocabulary);
    }
    return text;
}

QString oneLine(QRandomGenerator &random, int count)
{
    return words(random, count).replace(u'\n', u' ');
}

QString indented(const QString &text, const QString &first, const QString &rest)
{
    QString result = first + text;
    return result.replace(QStringLiteral("\n"), u'\n' + rest);
}

QString fence(QRandomGenerator &random)
{
    const QString mark = pick(random, {QStringLiteral("```"), QStringLiteral("````"), QStringLiteral("~~~")});
    const QString code = pick(random,
        {QStringLiteral("int main()\n{\n    return 0;\n}"), QStringLiteral("def f(x):\n\treturn f\"{x}\"\n"),
            QStringLiteral("[one]: https://example.org/in-code"), QStringLiteral("[^1]: not a note"),
            QStringLiteral("# no heading\n\n\n- no list"), QStringLiteral("$$ x $$"), QString()});
    const QString info =
        pick(random, {QStringLiteral("cpp"), QStringLiteral("python title=\"x\""), QString()});
    const bool isClosed = random.bounded(8) > 0;
    return mark + info + u'\n' + code + (isClosed ? u'\n' + mark : QString());
}

QString table(QRandomGenerator &random)
{
    QString text = QStringLiteral("| a | `b` | c |\n|:--|:-:|--:|");
    for (int row = random.bounded(4); row > 0; --row) {
        text += u'\n';
        for (int column = 0; column < 3; ++column) {
            text += QStringLiteral("| ") + oneLine(random, 2).replace(u'|', QStringLiteral("\\|")) + u' ';
        }
        text += random.bounded(3) > 0 ? QStringLiteral("|") : QString();
    }
    return text;
}

QString block(QRandomGenerator &random, int depth);

QString list(QRandomGenerator &random, int depth)
{
    QString text;
    const int kind = random.bounded(3);
    const bool loose = random.bounded(3) == 0;
    for (int i = 0, count = 1 + random.bounded(4); i < count; ++i) {
        const QString marker = kind == 0 ? QStringLiteral("- ") : QStringLiteral("%1. ").arg(i + 1);
        const QString box =
            kind == 2 ? pick(random, {QStringLiteral("[ ] "), QStringLiteral("[x] ")}) : QString();
        QString item = box + words(random, 1 + random.bounded(5));
        if (depth < 3 && random.bounded(3) == 0) {
            item += (loose ? QStringLiteral("\n\n") : QStringLiteral("\n")) + block(random, depth + 1);
        }
        text += i == 0 ? QString() : loose ? QStringLiteral("\n\n") : QStringLiteral("\n");
        text += indented(item, marker, QString(marker.size(), u' '));
    }
    return text;
}

QString block(QRandomGenerator &random, int depth)
{
    switch (random.bounded(14)) {
    case 0:
        return QString(1 + random.bounded(6), u'#') + u' ' + oneLine(random, 3);
    case 1:
        return oneLine(random, 3) + pick(random, {QStringLiteral("\n==="), QStringLiteral("\n---")});
    case 2:
    case 3:
        return list(random, depth);
    case 4:
        return table(random);
    case 5:
        return indented(depth < 3 ? block(random, depth + 1) : words(random, 4), QStringLiteral("> "),
            random.bounded(4) > 0 ? QStringLiteral("> ") : QString());
    case 6:
    case 7:
        return fence(random);
    case 8:
        return pick(random,
            {QStringLiteral("[one]: https://example.org/one \"One\""), QStringLiteral("[two\nwords]: /two"),
                QStringLiteral("[^1]: a note\n    that goes on\n\n    and on"),
                QStringLiteral("[^long-name]: ") + words(random, 3), QStringLiteral("[^a[b]: a bracket")});
    case 9:
        return pick(
            random, {QStringLiteral("$$\n\\int_0^\\infty e^{-x^2} dx = \\frac{\\sqrt{\\pi}}{2}\n$$"),
                        QStringLiteral("\\[\nE = mc^2 \\tag{1}\n\\]"), QStringLiteral("$$\na\n\nb\n$$"),
                        QStringLiteral("$$ unfinished \\frac{1}{")});
    case 10:
        return pick(random,
            {QStringLiteral("<div>\n*in html*\n</div>"), QStringLiteral("<details>\n\n**x**\n\n</details>"),
                QStringLiteral("<!-- a\n\nb -->"), QStringLiteral("    indented\n\n    code"),
                QStringLiteral("---"), QStringLiteral("***")});
    default:
        return words(random, 2 + random.bounded(12));
    }
}

} // namespace

QStringList specificationExamples()
{
    QFile file(testDataFile(QStringLiteral("markdown-examples.json")));
    QStringList examples;
    if (file.open(QIODevice::ReadOnly)) {
        const QJsonArray array = QJsonDocument::fromJson(file.readAll()).array();
        for (const QJsonValue &value : array) {
            examples.append(value.toObject().value(QStringLiteral("markdown")).toString());
        }
    }
    return examples;
}

QString modelDocument(QRandomGenerator &random, int blocks)
{
    const QString lineEnd = random.bounded(6) == 0 ? QStringLiteral("\r\n") : QStringLiteral("\n");
    QString text;
    for (int i = 0; i < blocks; ++i) {
        text += block(random, 0);
        text += random.bounded(5) == 0 ? QStringLiteral("\n") : QStringLiteral("\n\n");
    }
    return text.replace(QStringLiteral("\n"), lineEnd);
}

} // namespace throughline::test
