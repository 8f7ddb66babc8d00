#include "ui/appearance.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>
#include <QWindow>

#include <memory>

using namespace throughline::ui;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastAgreesWithTheStandardsExamples();
    void everyTextReadsOnItsGround_data();
    void everyTextReadsOnItsGround();
    void theTokensAreThoseOfTheDesign();
    void fontsGrowWithTheTextScale();
    void theUsersChoiceOutranksTheSystem();
    void whatIsInRowsComesCloserWhenItIsToBeCompact();
    void afterAChangeTheApplicationComesToRest();
    void aDarkSystemPaletteGivesTheDarkTheme();
    void blackOnWhiteIsTakenForHighContrast();
    void theStyleSheetLeavesNoTokenUnreplaced();
    void theStyleSheetIsLaidOverTheFirstWindowOnceItIsBuilt();
};

namespace {

QPalette systemPalette(const QColor &ground, const QColor &ink)
{
    QPalette p(ink, ground);
    p.setColor(QPalette::Window, ground);
    p.setColor(QPalette::WindowText, ink);
    p.setColor(QPalette::Highlight, QColor(0x00, 0x78, 0xD7));
    return p;
}

class PaletteChanges : public QObject
{
public:
    int count = 0;

protected:
    bool eventFilter(QObject * /*watched*/, QEvent *event) override
    {
        count += event->type() == QEvent::ApplicationPaletteChange ? 1 : 0;
        return false;
    }
};

} // namespace

void TestTheme::contrastAgreesWithTheStandardsExamples()
{
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    QVERIFY2(std::abs(contrast(QColor(0x777777), Qt::white) - 4.48) < 0.01,
        qPrintable(QString::number(contrast(QColor(0x777777), Qt::white))));
}

void TestTheme::everyTextReadsOnItsGround_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    const struct
    {
        const char *name;
        Theme theme;
    } themes[]{
        {"light", Theme::light()},
        {"dark", Theme::dark()},
        {"contrast white", Theme::highContrast(systemPalette(Qt::white, Qt::black))},
        {"contrast black", Theme::highContrast(systemPalette(Qt::black, Qt::white))},
        {"contrast yellow on black", Theme::highContrast(systemPalette(Qt::black, Qt::yellow))},
    };
    for (const auto &entry : themes)
        for (const TextPair &pair : entry.theme.textPairs())
            QTest::addRow("%s: %s", entry.name, pair.name.constData()) << pair.text << pair.ground;
}

void TestTheme::everyTextReadsOnItsGround()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    QCOMPARE(text.alpha(), 255);
    QCOMPARE(ground.alpha(), 255);
    const double ratio = contrast(text, ground);
    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 : 1").arg(ratio)));
}

void TestTheme::theTokensAreThoseOfTheDesign()
{
    QCOMPARE(Theme::light().colors.window, QColor(QStringLiteral("#F7F7F5")));
    QCOMPARE(Theme::light().typeColor(throughline::protocol::SignalType::Assumption),
        QColor(QStringLiteral("#7A3AA8")));
    QCOMPARE(Theme::dark().colors.accent, QColor(QStringLiteral("#8FA8FF")));
    QVERIFY(Theme::dark().isDark());
    QVERIFY(!Theme::light().isDark());
}

void TestTheme::fontsGrowWithTheTextScale()
{
    const Theme normal = Theme::light();
    const Theme large = Theme::light(2.0);
    QCOMPARE(QFontInfo(normal.font(TextStyle::Body)).pixelSize(), 13);
    QCOMPARE(QFontInfo(large.font(TextStyle::Body)).pixelSize(), 26);
    QCOMPARE(normal.lineHeight(TextStyle::Chat), 23);
    QCOMPARE(large.lineHeight(TextStyle::Chat), 47);
    // What a font says of itself is not always true: Noto Sans Mono does not call itself fixed.
    const QFontMetricsF code(normal.font(TextStyle::Code));
    QCOMPARE(code.horizontalAdvance(u'i'), code.horizontalAdvance(u'W'));
}

void TestTheme::theUsersChoiceOutranksTheSystem()
{
    Appearance appearance(*qApp);
    QSignalSpy changed(&appearance, &Appearance::changed);
    QSignalSpy chosen(&appearance, &Appearance::choiceChanged);
    appearance.setChoice(Appearance::Choice::Dark);
    QCOMPARE(appearance.theme(), Theme::dark());
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::dark().colors.window);
    appearance.setChoice(Appearance::Choice::Light);
    QCOMPARE(appearance.theme(), Theme::light());
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::light().colors.window);
    QCOMPARE(chosen.count(), 2);
    QVERIFY(changed.count() >= 1);
    appearance.setTextScale(9);
    QCOMPARE(appearance.textScale(), 2.0);
}

void TestTheme::whatIsInRowsComesCloserWhenItIsToBeCompact()
{
    Appearance appearance(*qApp);
    QSignalSpy changed(&appearance, &Appearance::changed);
    QSignalSpy chosen(&appearance, &Appearance::choiceChanged);
    const RowSpacing before = appearance.theme().rows();
    appearance.setDensity(Density::Compact);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(chosen.count(), 1);
    const RowSpacing after = appearance.theme().rows();
    QVERIFY(after.thread < before.thread && after.card < before.card && after.cardGap < before.cardGap);
    QVERIFY(
        after.bubbleY < before.bubbleY && after.message < before.message && after.activity < before.activity);
    // In every theme, and only the distances.
    appearance.setChoice(Appearance::Choice::Dark);
    QCOMPARE(appearance.theme().rows().card, after.card);
    QCOMPARE(appearance.theme().font(TextStyle::Chat), Theme::dark().font(TextStyle::Chat));
    appearance.setDensity(Density::Comfortable);
    QCOMPARE(appearance.theme(), Theme::dark());
}

void TestTheme::afterAChangeTheApplicationComesToRest()
{
    Appearance appearance(*qApp);
    QWidget window;
    window.show();
    PaletteChanges changes;
    qApp->installEventFilter(&changes);
    appearance.setChoice(Appearance::Choice::Dark);
    // The system's own change of theme, as the platform reports it.
    QEvent themeChange(QEvent::ThemeChange);
    QCoreApplication::sendEvent(window.windowHandle(), &themeChange);
    for (int i = 0; i < 50; ++i)
        QCoreApplication::processEvents();
    QVERIFY2(changes.count <= 8, qPrintable(QString::number(changes.count)));
    QCOMPARE(appearance.theme(), Theme::dark());
}

void TestTheme::aDarkSystemPaletteGivesTheDarkTheme()
{
    QCOMPARE(systemLook(systemPalette(QColor(0x232323), QColor(0xeeeeee))), SystemLook::Dark);
    QCOMPARE(systemLook(systemPalette(QColor(0xefefef), QColor(Qt::black))), SystemLook::Light);
}

void TestTheme::blackOnWhiteIsTakenForHighContrast()
{
    QCOMPARE(systemLook(systemPalette(Qt::white, Qt::black)), SystemLook::HighContrastLight);
    QCOMPARE(systemLook(systemPalette(Qt::black, Qt::white)), SystemLook::HighContrastDark);
}

void TestTheme::theStyleSheetLeavesNoTokenUnreplaced()
{
    QVERIFY(!Theme::dark().styleSheet().contains(QLatin1Char('@')));
}

void TestTheme::theStyleSheetIsLaidOverTheFirstWindowOnceItIsBuilt()
{
    Appearance appearance(*qApp);
    QWidget *window = nullptr;
    {
        const Appearance::FirstBuild building(appearance);
        QVERIFY(qApp->styleSheet().isEmpty());
        window = new QWidget;
        appearance.setChoice(Appearance::Choice::Dark); // as it was left the last time
        QVERIFY(qApp->styleSheet().isEmpty());
    }
    const std::unique_ptr<QWidget> owner(window);
    QCOMPARE(qApp->styleSheet(), appearance.theme().styleSheet());
    // Taken off a window that is there, it would have to be laid over it again.
    const Appearance::FirstBuild building(appearance);
    QCOMPARE(qApp->styleSheet(), appearance.theme().styleSheet());
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
