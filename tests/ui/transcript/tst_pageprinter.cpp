#include "markdown/parser.h"
#include "ui/transcript/pageprinter.h"

#include <QBuffer>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace throughline::ui;

namespace {

struct Printed
{
    QByteArray pdf;
    int pages = 0;
    int turns = 0; ///< of the event loop
};

Printed print(const QList<PrintedMessage> &messages)
{
    Printed printed;
    QBuffer buffer(&printed.pdf);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(PagePrinter::resolution());
    PagePrinter printer(writer, QStringLiteral("Title"), messages);
    QSignalSpy finished(&printer, &PagePrinter::finished);
    printer.start();
    while (finished.isEmpty()) {
        ++printed.turns;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    printed.pages = finished[0][0].toBool() ? printer.pageCount() : -1;
    return printed;
}

PrintedMessage reply(const QString &text)
{
    return {QStringLiteral("Assistant"), text, false};
}

} // namespace

class tst_PagePrinter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noPageEndsInsideALine()
    {
        const QList<Extent> lines{{0, 20}, {20, 40}, {40, 60}, {35, 55}};
        QCOMPARE(pageEnd(lines, 0, 100), 100.0);
        QCOMPARE(pageEnd(lines, 0, 60), 60.0);
        QCOMPARE(pageEnd(lines, 0, 59), 20.0);   // 40 is inside the one that is beside it
        QCOMPARE(pageEnd(lines, 0, 20.2), 20.2); // a hair
        QCOMPARE(pageEnd(lines, 20, 33), 20.0);
        QCOMPARE(pageEnd(lines, 0, 10), 0.0);
    }

    void aShortConversationIsOnePage()
    {
        const Printed printed = print({{QStringLiteral("You"), QStringLiteral("Hello"), true},
            reply(QStringLiteral("**Hi**\n\n- a\n\n```\ncode\n```"))});
        QCOMPARE(printed.pages, 1);
        QVERIFY(printed.pdf.startsWith("%PDF"));
        QVERIFY(printed.pdf.contains("/Count 1"));
    }

    void whatDoesNotFitGoesOn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isUser");
        const QString words = QStringLiteral("some words and more of them ");
        QTest::newRow("paragraph") << words.repeated(400) << false;
        QTest::newRow("paragraphs") << (words.repeated(4) + QStringLiteral("\n\n")).repeated(60) << false;
        QTest::newRow("code") << QStringLiteral("```\n%1```").arg((words + u'\n').repeated(150)) << false;
        QTest::newRow("list") << (QStringLiteral("- ") + words + u'\n').repeated(120) << false;
        QTest::newRow("table") << QStringLiteral("| a | b |\n|---|---|\n") +
                                      QStringLiteral("| x | %1 |\n").arg(words).repeated(90)
                               << false;
        QTest::newRow("typed") << (words + u'\n').repeated(150) << true;
    }

    void whatDoesNotFitGoesOn()
    {
        QFETCH(QString, text);
        QFETCH(bool, isUser);
        const Printed printed = print({{QStringLiteral("Somebody"), text, isUser}});
        QVERIFY2(printed.pages >= 2 && printed.pages <= 12, qPrintable(QString::number(printed.pages)));
        QVERIFY(printed.pdf.contains("/Count " + QByteArray::number(printed.pages)));
    }

    void theWindowLivesOnMeanwhile()
    {
        QList<PrintedMessage> messages;
        for (int i = 0; i < 300; ++i) {
            messages.append(reply(QStringLiteral("Message **%1**\n\n- a\n- b\n\n```\nint x;\n```").arg(i)));
        }
        const Printed printed = print(messages);
        QVERIFY(printed.pages > 10);
        QVERIFY2(printed.turns > 10, qPrintable(QString::number(printed.turns)));
    }

    void aDeviceThatTakesNothingIsSaid()
    {
        QBuffer closed;
        QPdfWriter writer(&closed);
        QBuffer other;
        other.open(QIODevice::WriteOnly);
        QPainter busy;
        QVERIFY(busy.begin(&writer)); // somebody else paints on it
        PagePrinter printer(writer, QStringLiteral("Title"), {reply(QStringLiteral("x"))});
        QSignalSpy finished(&printer, &PagePrinter::finished);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("QPainter::begin.*")));
        printer.start();
        QCOMPARE(finished.size(), 0);
        QVERIFY(finished.wait());
        QCOMPARE(finished[0][0].toBool(), false);
    }
};

QTEST_MAIN(tst_PagePrinter)
#include "tst_pageprinter.moc"
