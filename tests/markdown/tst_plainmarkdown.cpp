#include "markdown/parser.h"
#include "markdown/plainmarkdown.h"
#include "markdown/safedocument.h"
#include "markdown/showntext.h"
#include "modeldocuments.h"

#include <QRandomGenerator>
#include <QTest>

using namespace throughline;
using namespace throughline::markdown;

namespace {

/// What is read of it, line by line; an empty line that was kept is a space that does not break.
QStringList read(const QString &markdown)
{
    QStringList lines;
    const QList<Block> blocks = parse(markdown);
    for (const Block &block : blocks) {
        lines += shownLines(block);
    }
    return lines.join(u'\n').replace(QChar(QChar::LineSeparator), u'\n').split(u'\n');
}

QStringList wanted(QString text)
{
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    QStringList lines;
    const QStringList all = safeText(text).split(u'\n');
    for (const QString &line : all) {
        if (!line.trimmed().isEmpty()) {
            lines.append(line);
        }
    }
    return lines.isEmpty() ? QStringList{QString()} : lines;
}

QStringList withoutEmpty(QStringList lines)
{
    lines.removeAll(QString(QChar(QChar::Nbsp)));
    return lines;
}

} // namespace

class tst_PlainMarkdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasTypedIsReadAsItWasTyped_data()
    {
        QTest::addColumn<QString>("text");
        const QStringList texts{QStringLiteral("# no heading"), QStringLiteral("a\nb"),
            QStringLiteral("- a\n- b\n  - c"), QStringLiteral("1. one\n2) two"),
            QStringLiteral("    four spaces\n\ttab"), QStringLiteral("*a* **b** _c_ snake_case __d__ ~~e~~"),
            QStringLiteral("`code` ``` fence\n```\nx"),
            QStringLiteral("[a](b) ![c](d) <b>html</b> <!-- x -->"), QStringLiteral("a | b\n--|--\n1 | 2"),
            QStringLiteral("x\n===\ny\n---"), QStringLiteral("&amp; &#35; R&D &copy"),
            QStringLiteral("$5 and $x$ \\(y\\) \\[z\\]\n\\[\nw\n\\]"), QStringLiteral("back\\slash\\\nend\\"),
            QStringLiteral("> quote\n>> more"), QStringLiteral("+ a\n* b\n= c"),
            QStringLiteral("[^1]: note\n\n[a]: url\ntext [^1] [a]"),
            QStringLiteral("trailing  \nspaces \n x"),
            QStringLiteral("\u05E9\u05DC\u05D5\u05DD\n\u202Ereversed"),
            QStringLiteral("https://x.example/a_b_c?d=*e*"), QStringLiteral("a\n\n\n\nb"),
            QStringLiteral("***\n___\n- - -"), QStringLiteral(":---\n:x"),
            QStringLiteral("\r\nwindows\r\nlines\r"), QStringLiteral("a\u00A0b \u2028c"), QString()};
        for (const QString &text : texts) {
            QTest::addRow("%s", qPrintable(text.left(40).simplified())) << text;
        }
    }

    void whatWasTypedIsReadAsItWasTyped()
    {
        QFETCH(QString, text);
        QStringList lines = wanted(text);
        lines.replaceInStrings(QString(QChar(QChar::LineSeparator)), QStringLiteral("\n"));
        QCOMPARE(withoutEmpty(read(asMarkdown(text))).join(u'\n'), lines.join(u'\n'));
    }

    void emptyLinesAreKept()
    {
        QCOMPARE(read(asMarkdown(QStringLiteral("a\n\nb"))),
            (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(read(asMarkdown(QStringLiteral("a\n\n\nb"))),
            (QStringList{QStringLiteral("a"), QString(QChar(QChar::Nbsp)), QStringLiteral("b")}));
    }

    void anyMarkdownIsReadAsItIsWritten()
    {
        QRandomGenerator random(11);
        QStringList texts = test::specificationExamples();
        for (int i = 0; i < 60; ++i) {
            texts.append(test::modelDocument(random, 8));
        }
        static constexpr QStringView hostile = u"*_`[]()<>!#&$~|\\-+=:.1a \n\t^\"'";
        for (int i = 0; i < 1500; ++i) {
            QString text;
            for (int j = 0; j < 24; ++j) {
                text += hostile[random.bounded(static_cast<int>(hostile.size()))];
            }
            texts.append(text);
        }
        for (const QString &text : std::as_const(texts)) {
            const QString markdown = asMarkdown(text);
            QCOMPARE(withoutEmpty(read(markdown)), withoutEmpty(wanted(text)));
        }
    }

    void proseIsLeftAlone()
    {
        const QString prose =
            QStringLiteral("I'm leaning to SQLite (for now): 4-GB machine, R&D, 3.5 weeks!");
        QCOMPARE(asMarkdown(prose), prose);
    }
};

QTEST_GUILESS_MAIN(tst_PlainMarkdown)
#include "tst_plainmarkdown.moc"
