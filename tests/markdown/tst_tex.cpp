#include "markdown/tex.h"
#include "markdown/texlayout.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QRandomGenerator>
#include <QTest>

using namespace throughline::markdown;

class tst_Tex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formulasAreUnderstood_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *source, const char *expected) {
            QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected);
        };
        row("x^2 + y_1", "x^2+y_1");
        row("x_{i,j}^{n+1}", "x_(i,j)^(n+1)");
        row("\\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}", "(−b±√(b^2−4ac))/2a");
        row("\\frac12", "1/2");
        row("\\sqrt[3]{x}", "3√x");
        row("\\alpha\\leq\\beta", "α≤β");
        row("\\sum_{n=1}^\\infty \\frac{1}{n^2}", "∑_(n=1)^(∞)1/(n^2)");
        row("f'(x) \\to 0", "f^(′)(x)→0");
        row("\\left( \\frac{a}{b} \\right]", "(a/b]");
        row("\\left. x \\right|_0", "x|_0");
        row("\\text{if } x \\in \\mathbb{R}", "if x∈ℝ");
        row("\\hat{y}, \\overline{ab}", "yˆ,ab‾");
        row("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", "a =b;  =c");
        row("\\begin{matrix} a \\end{matrix}b", "ab");
        row("\\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\\\ \\end{pmatrix}", "(1 0; 0 1)");
        row("\\sin x + \\operatorname{rank} A", "sinx+rankA");
        row("3.14 \\times 10^{-2}", "3.14×10^(−2)");
        row("50\\% \\cdot \\$5", "50%⋅$5");
        row("\\mathbf{v} \\cdot \\vec{w}", "v⋅w→");
        row("\\binom{n}{k}", "(n k)");
        row("a % comment\n b", "ab");
        row("", "");
    }

    void formulasAreUnderstood()
    {
        QFETCH(QString, source);
        const std::optional<TexNode> node = parseTex(source);
        QVERIFY(node);
        QTEST(linearText(*node), "expected");
    }

    void whatIsNotKnownIsNotGuessed_data()
    {
        QTest::addColumn<QString>("source");
        const QStringList sources{QStringLiteral("\\unknown{x}"), QStringLiteral("\\frac{1}"),
            QStringLiteral("{a"), QStringLiteral("a}"), QStringLiteral("x^"), QStringLiteral("x_1_2"),
            QStringLiteral("\\left( x"), QStringLiteral("\\begin{tikzpicture}\\end{tikzpicture}"),
            QStringLiteral("\\begin{matrix} a"), QStringLiteral("a & b"), QStringLiteral("\\"),
            QStringLiteral("\\text{a $x$}"), QStringLiteral("\\input{x}"), QStringLiteral("\\def\\a{\\a}\\a"),
            QString(5000, u'x'), QStringLiteral("{").repeated(1000),
            QStringLiteral("\\sqrt").repeated(700) + u'x', QStringLiteral("x^").repeated(900) + u'x',
            QStringLiteral("\\frac").repeated(700), QStringLiteral("\\left(").repeated(500)};
        for (const QString &source : sources) {
            QTest::newRow(qPrintable(source.left(30))) << source;
        }
    }

    void whatIsNotKnownIsNotGuessed()
    {
        QFETCH(QString, source);
        QVERIFY(!parseTex(source));
    }

    /// Every prefix of a formula, and every mixture of its parts: understood or not, never more than its
    /// bounds.
    void anythingIsReadAndLaidOut()
    {
        QRandomGenerator random(3);
        const QStringList parts{QStringLiteral("x"), QStringLiteral("^"), QStringLiteral("_"),
            QStringLiteral("{"), QStringLiteral("}"), QStringLiteral("\\frac"), QStringLiteral("\\sqrt"),
            QStringLiteral("\\left("), QStringLiteral("\\right)"), QStringLiteral("\\begin{cases}"),
            QStringLiteral("\\end{cases}"), QStringLiteral("&"), QStringLiteral("\\\\"),
            QStringLiteral("\\sum"), QStringLiteral("'"), QStringLiteral("\\hat"), QStringLiteral("12"),
            QStringLiteral("\\text{a}"), QStringLiteral("+"), QStringLiteral("["), QStringLiteral("]"),
            QStringLiteral("\\"), QStringLiteral("é"), QStringLiteral("😀")};
        int understood = 0;
        for (int round = 0; round < 3000; ++round) {
            QString source;
            for (int i = random.bounded(9); i >= 0; --i) {
                source += parts[random.bounded(int(parts.size()))];
            }
            const std::optional<TexNode> node = parseTex(source);
            if (node) {
                ++understood;
                const TexBox box = layOutTex(*node, QGuiApplication::font(), round % 2 == 0);
                QVERIFY2(
                    std::isfinite(box.width) && box.width >= 0 && box.height() >= 0 && box.height() < 2000,
                    qPrintable(source));
            }
        }
        QVERIFY2(understood > 200, qPrintable(QString::number(understood)));
    }

    void fractionsStandInDisplayAndLieInALine()
    {
        const TexNode fraction = *parseTex(QStringLiteral("\\frac{a}{b}"));
        QFont font;
        font.setPixelSize(15);
        const TexBox display = layOutTex(fraction, font, true);
        const TexBox line = layOutTex(fraction, font, false);
        QCOMPARE(display.bars.size(), 1);
        QCOMPARE(line.bars.size(), 0);
        QVERIFY(display.height() > 1.5 * line.height());
        QVERIFY2(line.height() < 23, qPrintable(QString::number(line.height())));
    }

    void aRootIsDrawnInTheColour()
    {
        const TexBox root = layOutTex(*parseTex(QStringLiteral("\\sqrt{x}")), QGuiApplication::font(), true);
        QImage image(60, 40, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        drawTex(&painter, root, {10, 25}, Qt::black);
        painter.end();
        int dark = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                dark += qGray(image.pixel(x, y)) < 128 ? 1 : 0;
            }
        }
        QVERIFY2(dark > 20, qPrintable(QString::number(dark)));
    }
};

QTEST_MAIN(tst_Tex)
#include "tst_tex.moc"
