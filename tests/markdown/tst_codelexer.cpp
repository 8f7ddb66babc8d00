#include "markdown/codelanguages.h"
#include "markdown/codelexer.h"

#include <QRandomGenerator>
#include <QTest>

using namespace throughline::markdown;

namespace {

/// "K:return N:0": what is coloured, in order; the lines are separated by "/".
QString colored(const QString &language, const QString &code)
{
    static constexpr QStringView letters = u"CSNKTMAR";
    const CodeLexer lexer(language);
    CodeState state;
    QStringList lines;
    const QStringList source = code.split(u'\n');
    for (const QString &line : source) {
        QList<CodeSpan> spans;
        state = lexer.read(line, state, spans);
        QStringList told;
        for (const CodeSpan &span : std::as_const(spans)) {
            told.append(QStringLiteral("%1:%2").arg(
                letters[static_cast<int>(span.token)], line.sliced(span.start, span.end - span.start)));
        }
        lines.append(told.join(u' '));
    }
    return lines.join(QStringLiteral(" / "));
}

} // namespace

class tst_CodeLexer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void codeIsColored_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *language, const char *code, const char *expected) {
            QTest::addRow("%s: %s", language, QByteArray(code).replace('\n', '/').constData())
                << QString::fromUtf8(language) << QString::fromUtf8(code) << QString::fromUtf8(expected);
        };
        row("c", "#include <x.h>\nint x = 0x1F; // no", "M:#include / T:int N:0x1F C:// no");
        row("C++", "auto s = R\"(a\nb\")\"; x = 1'000;", "K:auto S:R\"(a / S:b\")\" N:1'000");
        row("cpp", "/* a\nb */ return 'c';", "C:/* a / C:b */ K:return S:'c'");
        row("c#", "var s = @\"C:\\\"; List<int> l;", "T:var S:@\"C:\\\" T:List T:int");
        row("java", "@Override\npublic String f() { return null; }",
            "M:@Override / K:public T:String K:return N:null");
        row("js", "const f = `a ${b}\n` + 1.5e-3;", "K:const S:`a ${b} / S:` N:1.5e-3");
        row("typescript", "let a: string = 'x';", "K:let T:string S:'x'");
        row("tsx", "import { A } from \"b\";", "K:import T:A K:from S:\"b\"");
        row("python", "@cached\ndef f(x):\n    \"\"\"Doc\n    more\"\"\"\n    return None  # end",
            "M:@cached / K:def / S:\"\"\"Doc / S:    more\"\"\" / K:return N:None C:# end");
        row("go", "func f() error { return nil }", "K:func T:error K:return N:nil");
        row("rust", "#[derive(Debug)]\nfn f<'a>(x: &'a str) -> char { 'x' } /* a /* b */ c */ 1..2",
            "M:# T:Debug / K:fn T:str T:char S:'x' C:/* a /* b */ c */ N:1 N:2");
        row("ruby", "def f\n  @a = \"x\" # y\nend", "K:def / M:@a S:\"x\" C:# y / K:end");
        row("php", "<?php echo $a . 'b'; // c", "K:php K:echo M:$a S:'b' C:// c");
        row("swift", "guard let x = y else { return nil }", "K:guard K:let K:else K:return N:nil");
        row("kotlin", "val x: Int? = null", "K:val T:Int N:null");
        row("scala", "def f(x: Int) = 'a'", "K:def T:Int S:'a'");
        row("sql", "select COUNT(*) FROM t WHERE a = 'it''s' -- x",
            "K:select T:COUNT K:FROM K:WHERE S:'it' S:'s' C:-- x");
        row("bash", "if [ \"$a\" ]; then echo ${b} $c a#b # d; fi",
            "K:if S:\"$a\" K:then T:echo M:${b} M:$c C:# d; fi");
        row("sh", "ls 'a\nb'", "T:ls S:'a / S:b'");
        row("html", "<!-- a\nb --><a href=\"x\">t &amp; u</a>",
            "C:<!-- a / C:b --> K:<a T:href S:\"x\" K:> N:&amp; K:</a K:>");
        row("xml", "<?xml version='1'?><a:b\n c=\"d\"/>",
            "K:<?xml T:version S:'1' K:?> K:<a:b / T:c S:\"d\" K:/>");
        row("css", "@media x { color: red; width: 10px } /* c */",
            "M:@media T:color T:width N:10px C:/* c */");
        row("json", "{\"a\": [1, true, \"b\"]}", "T:\"a\" N:1 N:true S:\"b\"");
        row("yaml", "a-b: true # c\n- d: \"e\" # f", "T:a-b N:true C:# c / T:d S:\"e\" C:# f");
        row("toml", "[a.b]\nkey = \"x\" # c\nn = 3", "K:[a.b] / T:key S:\"x\" C:# c / T:n N:3");
        row("ini", "; c\na = 1", "C:; c / T:a N:1");
        row("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z",
            "K:--- a / K:+++ b / M:@@ -1 +1 @@ / R:-x / A:+y / ");
        row("lua", "local x = [[a\nb]] --[[ c ]] y -- d", "K:local S:[[a / S:b]] C:--[[ c ]] C:-- d");
        row("perl", "my @a = ($x, \"y\"); # z", "K:my M:@a M:$x S:\"y\" C:# z");
        row("r", "x <- function(a) TRUE # b", "K:function N:TRUE C:# b");
        row("haskell", "f :: Int -> Char {- a {- b -} -}\nf' x = 'c' -- d",
            "T:Int T:Char C:{- a {- b -} -} / S:'c' C:-- d");
        row("dockerfile", "FROM debian # x", "K:FROM C:# x");
        row("rust,ignore", "let", "K:let");
        row("{.python}", "def", "K:def");
        row("language-go", "func", "K:func");
        row("brainfuck", "+-[>]", "");
        row("", "int x;", "");
    }

    void codeIsColored()
    {
        QFETCH(QString, language);
        QFETCH(QString, code);
        QTEST(colored(language, code), "expected");
    }

    /// Whatever is in a line, in whatever state: spans in order, inside the line, not too many.
    void anyLineGivesSpansInOrder()
    {
        QRandomGenerator random(5);
        static const QString alphabet =
            QStringLiteral("ab1 _.,:;'\"`\\/*-#@$<>{}[]()=+&!?%\u00e9\u4e2d\U0001F600");
        const QStringList languages = codeLanguageNames();
        QVERIFY(languages.size() >= 25);
        for (const QString &language : languages) {
            const CodeLexer lexer(language);
            QVERIFY2(lexer.isKnown(), qPrintable(language));
            CodeState state;
            for (int round = 0; round < 400; ++round) {
                QString line;
                for (int i = random.bounded(40); i > 0; --i) {
                    line += alphabet[random.bounded(int(alphabet.size()))];
                }
                QList<CodeSpan> spans;
                state = lexer.read(line, state, spans);
                int end = 0;
                for (const CodeSpan &span : std::as_const(spans)) {
                    QVERIFY2(span.start >= end && span.end > span.start && span.end <= line.size(),
                        qPrintable(language + u' ' + line));
                    end = span.end;
                }
            }
            QList<CodeSpan> many;
            lexer.read(QStringLiteral("\"a\" 1 ").repeated(2000), {}, many);
            QVERIFY(many.size() <= CodeLexer::MostSpans);
        }
    }

    void everyNameIsOfOneLanguage()
    {
        QCOMPARE(findCodeLanguage(QStringLiteral("ts")), findCodeLanguage(QStringLiteral("javascript")));
        QVERIFY(findCodeLanguage(QStringLiteral("c")) != findCodeLanguage(QStringLiteral("c++")));
        const QStringList names = codeLanguageNames();
        QSet<const CodeLanguage *> languages;
        for (const QString &name : names) {
            languages.insert(findCodeLanguage(name));
        }
        QCOMPARE(languages.size(), names.size());
    }
};

QTEST_GUILESS_MAIN(tst_CodeLexer)
#include "tst_codelexer.moc"
