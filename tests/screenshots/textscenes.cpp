#include "screenshots/textscenes.h"

#include "screenshots/scenedata.h"

namespace throughline::screenshots {

namespace {

using protocol::Message;

Stage::Content withReply(const QString &markdown)
{
    Stage::Content content = everything();
    Message answer = reply();
    answer.content = markdown;
    content.messages = {question(), answer};
    return content;
}

} // namespace

void everyKind(Stage &stage)
{
    stage.answerWith(withReply(QStringLiteral(
        "# A heading\n\nA paragraph with **strong**, *emphasised*, ~~struck~~ words, `inline code` and "
        "[a link](https://example.org).\n\n## Lists\n\n- one\n- two\n  1. nested\n  2. twice\n- three\n\n"
        "* [x] decided\n* [ ] still open\n\n> A quotation, with a second sentence that is long enough to "
        "wrap on the "
        "width of this column.\n\n![diagram](https://example.org/a.png)\n\n---\n\n### Code\n\n```cpp\nint "
        "main()\n{\n    "
        "return 0; // nothing happens\n}\n```\n\n<b>HTML stays text</b>\n")));
    stage.open();
}

void code(Stage &stage)
{
    stage.answerWith(withReply(QStringLiteral(
        "```python\n@dataclass\nclass Row:\n    \"\"\"One reading.\"\"\"\n    value: float = 1.5e3  # "
        "volts\n\ndef read(path: str) -> list[Row]:\n    return [Row(float(x)) for x in open(path)]\n```\n\n"
        "1. In a list, too:\n\n   ```sql\n   SELECT name, count(*) FROM rows -- all of them\n   WHERE "
        "kind = 'voltage' GROUP BY name;\n   ```\n\n"
        "```rust\n#[derive(Debug)]\nfn main() {\n    let text = \"a\"; // a lifetime is no "
        "letter: &'a str\n    println!(\"{}\", text.len() + 'x'.len_utf8());\n}\n```\n\n"
        "```html\n<!-- a page -->\n<a href=\"https://example.org\" hidden>R&amp;D</a>\n```\n\n"
        "```diff\n@@ -1,2 +1,2 @@\n-journal_mode = delete\n+journal_mode = wal\n```\n")));
    stage.open();
}

void math(Stage &stage)
{
    stage.answerWith(withReply(QStringLiteral(
        "The roots of $ax^2 + bx + c = 0$ for $a \\neq 0$ cost nothing like \\$5 or $10 and $20:\n\n"
        "$$\nx_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}\n$$\n\n"
        "With \\(\\lambda_i \\in \\mathbb{R}\\) and $\\frac{\\partial f}{\\partial t} \\leq "
        "\\sqrt{2}\\,e^{-i\\omega t}$ the "
        "sum is\n\\[\n\\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6}, \\qquad \\int_0^1 \\left( "
        "\\frac{x}{1+x} \\right)^2 dx\n\\]\nand the rest follows.\n\n"
        "$$A = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}, \\quad |x| = \\begin{cases} x & \\text{if } "
        "x \\ge 0 "
        "\\\\ -x & \\text{otherwise} \\end{cases}$$\n\n"
        "What is not known stays as it is: $\\unknown{x}$. It goes on:\n\n$$\n\\hat{y} = \\overline{x} + "
        "\\beta_")));
    stage.open();
}

void footnotes(Stage &stage)
{
    stage.answerWith(withReply(QStringLiteral(
        "SQLite writes ahead[^wal], and one writer is enough[^2].\n\n![The queue over a "
        "day](https://img.example.org/queue.png)\n\n"
        "A [link that lies \u202Emoc.elgoog](https://example.org/) and `code\u202E that lies`.\n\n---\n\n"
        "Above is a rule.\n\n[^wal]: *Write-ahead log*: see [the "
        "manual](https://sqlite.org/wal.html).\n[^2]: At "
        "200 writes a second, a fifth of what it can do. This note is long enough to go on in a second "
        "line.\n")));
    stage.open();
}

void longLines(Stage &stage)
{
    stage.answerWith(
        withReply(QStringLiteral("A line that is longer than the column keeps its shape:\n\n```sh\nrsync "
                                 "--archive --delete --human-readable "
                                 "--info=progress2 --exclude='*.tmp' /srv/data/ "
                                 "backup@vault.example.org:/backups/2025-05-17/data/ && echo done\n"
                                 "ls -l\n```\n")));
    stage.open();
}

void wideTable(Stage &stage)
{
    stage.answerWith(withReply(QStringLiteral(
        "| Option | Writes a second | Replication | Backup | Licence | Where it hurts first |\n"
        "|---|---:|---|---|---|---|\n"
        "| SQLite, WAL | 1,000 | a project | copy a file | public domain | a second writer |\n"
        "| PostgreSQL | 3,000 | a setting | pg_basebackup | PostgreSQL | memory at rest |\n"
        "| MariaDB | 2,800 | a setting | mariabackup | GPL-2.0 | surprising defaults |\n")));
    stage.open();
}

void rightToLeft(Stage &stage)
{
    Stage::Content content = everything();
    Message own = question();
    own.content = QStringLiteral("أميل إلى SQLite حتى نحتاج إلى خادم ثانٍ. يجب أن يعمل على جهاز بذاكرة 4 GB.");
    Message answer = reply();
    answer.content = QStringLiteral(
        "السؤال ليس أيّ قاعدة بيانات أفضل، بل **ما الذي سيجعلك تندم على SQLite**.\n\n1. التزاحم "
        "على الكتابة.\n2. خادم ثانٍ: `replication` مشروع لا إعداد.\n");
    content.messages = {own, answer};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
}

void eastAsian(Stage &stage)
{
    Stage::Content content = everything();
    Message own = question();
    own.content = QStringLiteral("発売は6週間後です。4GBのマシンで動く必要があります。🚀 出せますか？");
    Message answer = reply();
    answer.content = QStringLiteral(
        "数据库本身不是问题，**什么会让你后悔**才是问题。\n\n- 写入争用 ✍️\n- "
        "第二个节点 🖥️\n- "
        "운영: 아직 복원을 연습하지 않았습니다 🙈\n");
    content.messages = {own, answer};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
}

} // namespace throughline::screenshots
