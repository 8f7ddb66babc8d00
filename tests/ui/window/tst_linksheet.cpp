#include "screenshots/stage.h"
#include "ui/controls.h"
#include "ui/monotext.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/linksheet.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;

/// What a click on a link leads to: a look at it first.
class TestLinkSheet : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void opened(const QUrl &url) { m_opened.append(url); }

private Q_SLOTS:
    void init()
    {
        m_appearance = std::make_unique<Appearance>(*qApp);
        m_sheet = std::make_unique<LinkSheet>(*m_appearance);
    }
    void cleanup()
    {
        m_sheet.reset();
        m_appearance.reset();
        m_opened.clear();
    }
    void onlyWhatBrowsersAndMailOpenIsShown_data();
    void onlyWhatBrowsersAndMailOpenIsShown();
    void theHostStandsInAscii();
    void nothingIsOpenedBeforeOpenIsPressed();
    void inTheWindowEnterDoesNotOpen();

private:
    PushButton *button(const QString &text) const
    {
        const QList<PushButton *> all = m_sheet->findChildren<PushButton *>();
        for (PushButton *each : all) {
            if (each->text() == text)
                return each;
        }
        return nullptr;
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<LinkSheet> m_sheet;
    QList<QUrl> m_opened;
};

void TestLinkSheet::onlyWhatBrowsersAndMailOpenIsShown_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isShown");
    QTest::newRow("https") << QStringLiteral("https://example.org/") << true;
    QTest::newRow("http") << QStringLiteral("http://example.org/") << true;
    QTest::newRow("mail") << QStringLiteral("mailto:a@example.org") << true;
    QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << false;
    QTest::newRow("script") << QStringLiteral("javascript:alert(1)") << false;
    QTest::newRow("data") << QStringLiteral("data:text/html,x") << false;
    QTest::newRow("another program") << QStringLiteral("smb://example.org/share") << false;
    QTest::newRow("relative") << QStringLiteral("../x") << false;
    QTest::newRow("nothing") << QString() << false;
}

void TestLinkSheet::onlyWhatBrowsersAndMailOpenIsShown()
{
    QFETCH(const QString, address);
    QTEST(m_sheet->show(QUrl(address, QUrl::StrictMode)), "isShown");
}

void TestLinkSheet::theHostStandsInAscii()
{
    QVERIFY(m_sheet->show(QUrl(QStringLiteral("https://ex\u0430mple.org/p\u0430th"))));
    QStringList said;
    const QList<Label *> labels = m_sheet->findChildren<Label *>();
    for (const Label *label : labels)
        said.append(label->text());
    QVERIFY2(said.contains(QStringLiteral("xn--exmple-4nf.org")), qPrintable(said.join(u'\n')));
    const QString address = m_sheet->findChild<MonoText *>()->toPlainText();
    QVERIFY2(std::all_of(address.cbegin(), address.cend(), [](QChar c) { return c.unicode() < 128; }),
        qPrintable(address));
}

void TestLinkSheet::nothingIsOpenedBeforeOpenIsPressed()
{
    const QUrl url(QStringLiteral("https://example.org/a b"));
    QSignalSpy opening(m_sheet.get(), &LinkSheet::openRequested);
    QSignalSpy closing(m_sheet.get(), &LinkSheet::closeRequested);
    QVERIFY(m_sheet->show(url));
    button(QStringLiteral("Copy the address"))->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("https://example.org/a%20b"));
    button(QStringLiteral("Cancel"))->click();
    QCOMPARE(closing.size(), 2);
    QCOMPARE(opening.size(), 0);
    button(QStringLiteral("Open"))->click();
    QCOMPARE(opening.takeFirst().first().toUrl(), url);
}

void TestLinkSheet::inTheWindowEnterDoesNotOpen()
{
    screenshots::Stage stage(Appearance::Choice::Light, 1.0);
    stage.answerWith(screenshots::everything());
    stage.open();
    QVERIFY(QTest::qWaitForWindowActive(&stage.window()));
    QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "opened");
    const QUrl url(QStringLiteral("https://example.org/"));
    Q_EMIT stage.find<TranscriptView>()->linkActivated(url);
    const auto *link = stage.find<LinkSheet>();
    QVERIFY(link->isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(!link->isVisible());
    QCOMPARE(m_opened, QList<QUrl>());
    Q_EMIT stage.find<TranscriptView>()->linkActivated(url);
    link->findChildren<PushButton *>().first()->click();
    QVERIFY(!link->isVisible());
    QCOMPARE(m_opened, QList<QUrl>{url});
    QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
}

QTEST_MAIN(TestLinkSheet)
#include "tst_linksheet.moc"
