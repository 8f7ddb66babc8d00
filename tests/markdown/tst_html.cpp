#include "markdown/html.h"
#include "markdown/parser.h"
#include "modeldocuments.h"

#include <QRandomGenerator>
#include <QTest>
#include <QXmlStreamReader>

using namespace throughline;
using namespace throughline::markdown;

namespace {

QString html(const QString &text)
{
    return toHtml(parse(text), QStringLiteral("x-"));
}

/// What is wrong with it; empty: nothing.
QString problemOf(const QString &text)
{
    static const QStringList elements{QStringLiteral("body"), QStringLiteral("p"), QStringLiteral("h3"),
        QStringLiteral("h4"), QStringLiteral("h5"), QStringLiteral("h6"), QStringLiteral("ul"),
        QStringLiteral("ol"), QStringLiteral("li"), QStringLiteral("blockquote"), QStringLiteral("pre"),
        QStringLiteral("code"), QStringLiteral("table"), QStringLiteral("tr"), QStringLiteral("th"),
        QStringLiteral("td"), QStringLiteral("hr"), QStringLiteral("br"), QStringLiteral("div"),
        QStringLiteral("span"), QStringLiteral("sup"), QStringLiteral("a"), QStringLiteral("del"),
        QStringLiteral("em"), QStringLiteral("strong")};
    static const QStringList attributes{QStringLiteral("class"), QStringLiteral("dir"),
        QStringLiteral("href"), QStringLiteral("rel"), QStringLiteral("id"), QStringLiteral("start")};
    QXmlStreamReader reader(QStringLiteral("<body>") + text + QStringLiteral("</body>"));
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartElement()) {
            continue;
        }
        if (!elements.contains(reader.name().toString())) {
            return reader.name().toString();
        }
        const QXmlStreamAttributes all = reader.attributes();
        for (const QXmlStreamAttribute &attribute : all) {
            const QString value = attribute.value().toString();
            if (!attributes.contains(attribute.name().toString())) {
                return attribute.name().toString();
            }
            if (attribute.name() == QLatin1StringView("href") && !value.startsWith(u'#') &&
                !isOpenable(value)) {
                return value;
            }
        }
    }
    return reader.hasError() ? reader.errorString() : QString();
}

} // namespace

class tst_Html : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsElement_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("heading") << QStringLiteral("# A") << QStringLiteral("<h3 dir=\"auto\">A</h3>\n");
        QTest::newRow("styles") << QStringLiteral("**a** *b* ~~c~~ `d`")
                                << QStringLiteral(
                                       "<p dir=\"auto\"><strong>a</strong> <em>b</em> <del>c</del> "
                                       "<code>d</code></p>\n");
        QTest::newRow("list") << QStringLiteral("3. a\n4. b")
                              << QStringLiteral("<ol start=\"3\" dir=\"auto\"><li>a</li><li>b</li></ol>\n");
        QTest::newRow("code") << QStringLiteral("```sql\na < b\n```")
                              << QStringLiteral("<pre><code class=\"language-sql\">a &lt; b</code></pre>\n");
        QTest::newRow("table") << QStringLiteral("| a |\n|--:|\n| 1 |")
                               << QStringLiteral(
                                      "<table dir=\"auto\"><tr><th class=\"right\">a</th></tr><tr><td "
                                      "class=\"right\">1</td></tr></table>\n");
        QTest::newRow("formula") << QStringLiteral("$x^2$")
                                 << QStringLiteral("<p dir=\"auto\"><code class=\"math\">$x^2$</code></p>\n");
        QTest::newRow("task") << QStringLiteral("- [x] a")
                              << QStringLiteral("<ul dir=\"auto\"><li class=\"task\">\u2611 a</li></ul>\n");
    }

    void everyKindHasItsElement()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, wanted);
        QCOMPARE(html(markdown), wanted);
    }

    void nothingIsFetchedRunOrOpened_data()
    {
        QTest::addColumn<QString>("markdown");
        for (const char *markdown :
            {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
                "![a](https://evil.example/x.png)", "[a](file:///etc/passwd)", "[a](data:text/html,x)",
                "[a](\"onmouseover=alert(1))", "<svg/onload=alert(1)>", "[a](https://x.example/\"><script>)",
                "```\"><script>\nx\n```", "a\u0001b\u0000c", "[^\"><b>]\n\n[^\"><b>]: x",
                "<!-- x --> ]]> &bogus; <![CDATA[x]]>", "![a](file:///etc/passwd)"}) {
            QTest::newRow(markdown) << QString::fromUtf8(markdown);
        }
    }

    void nothingIsFetchedRunOrOpened()
    {
        QFETCH(QString, markdown);
        QCOMPARE(problemOf(html(markdown)), QString());
    }

    void anyMarkdownIsWellFormed()
    {
        QRandomGenerator random(3);
        QStringList texts = test::specificationExamples();
        for (int i = 0; i < 60; ++i) {
            texts.append(test::modelDocument(random, 10));
        }
        for (const QString &text : std::as_const(texts)) {
            const QString problem = problemOf(html(text));
            QVERIFY2(problem.isEmpty(), qPrintable(problem + u'\n' + text + u'\n' + html(text)));
        }
    }

    void halfACharacterIsReplaced()
    {
        QCOMPARE(problemOf(html(QStringLiteral("a") + QChar(0xD800) + QStringLiteral("b"))), QString());
    }
};

QTEST_GUILESS_MAIN(tst_Html)
#include "tst_html.moc"
