#include "ui/window/mapexport.h"
#include "ui/window/mapsheet.h"
#include "workspace/findings.h"

#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace throughline;
using namespace throughline::ui;
using protocol::SignalType;
using test::finding;
using workspace::decisionMapOf;

namespace {

const QString title = QStringLiteral("Lease <or> buy & why");

QList<protocol::Signal> findings()
{
    protocol::Signal claim = finding(QStringLiteral("c"), SignalType::Claim, QStringLiteral("m1"), 20);
    claim.text = QStringLiteral("a < b & \"c\" </text><script>");
    claim.contradicts = {QStringLiteral("z")};
    return {finding(QStringLiteral("d"), SignalType::DecisionIntent, QStringLiteral("m1")), claim,
        finding(QStringLiteral("z"), SignalType::Claim), finding(QStringLiteral("q"), SignalType::Question)};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestMapSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_appearance = std::make_unique<Appearance>(*qApp);
        m_sheet = std::make_unique<MapSheet>(*m_appearance);
        m_sheet->resize(1000, 640);
        m_sheet->QWidget::show();
    }
    void cleanup()
    {
        m_sheet.reset();
        m_appearance.reset();
    }

    void whatIsNotLinkedIsSaid()
    {
        m_sheet->show(title, decisionMapOf(findings()));
        QCOMPARE(m_sheet->said(), QStringLiteral("One signal is not linked to anything"));
        m_sheet->show(title, decisionMapOf({}));
        QVERIFY(m_sheet->said().startsWith(QStringLiteral("Nothing is linked yet.")));
        QVERIFY(!button(QStringLiteral("Save as…"))->isVisible());
    }

    void theSelectedOneIsShownAndOpened()
    {
        m_sheet->show(title, decisionMapOf(findings()));
        const QSignalSpy wanted(m_sheet.get(), &MapSheet::cardRequested);
        QVERIFY(!button(QStringLiteral("Show in conversation"))->isVisible());
        m_sheet->view().select(0);
        button(QStringLiteral("Show in conversation"))->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toString(), QStringLiteral("d"));
    }

    void buttonsZoom()
    {
        m_sheet->show(title, decisionMapOf(findings()));
        m_sheet->view().setZoom(1);
        button(QStringLiteral("Zoom in"))->click();
        QVERIFY(m_sheet->view().zoom() > 1);
        button(QStringLiteral("Zoom: 120 %. Back to 100 %"))->click();
        QCOMPARE(m_sheet->view().zoom(), 1.0);
        button(QStringLiteral("Zoom out"))->click();
        QVERIFY(m_sheet->view().zoom() < 1);
        m_sheet->view().setZoom(MapView::largestZoom);
        QVERIFY(!button(QStringLiteral("Zoom in"))->isEnabled());
        button(QStringLiteral("Show all of it"))->click();
        QVERIFY(m_sheet->view().zoom() <= 1);
    }

    void everyControlHasAName()
    {
        m_sheet->show(title, decisionMapOf(findings()));
        m_sheet->view().select(0);
        const QList<QAbstractButton *> all = m_sheet->findChildren<QAbstractButton *>();
        QCOMPARE(all.size(), 7);
        for (const QAbstractButton *each : all)
            QVERIFY(!each->accessibleName().isEmpty() || !each->text().isEmpty());
    }

    void thePictureHasWhatTheMapSays()
    {
        const QTemporaryDir folder;
        QWidget window;
        auto *out = new MapExport(&window);
        const QSignalSpy said(out, &MapExport::said);
        const MapPicture picture(decisionMapOf(findings()), Theme::dark(), Qt::LeftToRight);
        QVERIFY(out->saveAs(folder.filePath(QStringLiteral("a.svg")), title, picture));
        QVERIFY(out->saveAs(folder.filePath(QStringLiteral("a.PNG")), title, picture));
        QTRY_COMPARE(said.size(), 2);
        QVERIFY(said.at(0).at(0).toString().startsWith(QStringLiteral("Saved as ")));

        const QByteArray svg = contentOf(folder.filePath(QStringLiteral("a.svg")));
        QXmlStreamReader reader(svg);
        QStringList words;
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isStartElement())
                QVERIFY(reader.name() != QLatin1StringView("script"));
            if (reader.isCharacters() && !reader.isWhitespace())
                words.append(reader.text().toString().trimmed());
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        const QString all = words.join(u'\n');
        for (const QString &expected : {title, QStringLiteral("What d says"), findings().at(1).text,
                 QStringLiteral("Decision"), QStringLiteral("Seem to contradict")})
            QVERIFY2(all.contains(expected), qPrintable(expected + QStringLiteral(" is not in ") + all));

        const QImage png(folder.filePath(QStringLiteral("a.PNG")));
        QVERIFY(!png.isNull());
        QCOMPARE(png.pixelColor(0, 0), Theme::dark().colors.window);
        QSvgRenderer drawn(svg);
        QCOMPARE(drawn.viewBox().size() * 2, png.size());
    }

    void anotherNameIsRefused()
    {
        QWidget window;
        auto *out = new MapExport(&window);
        const QSignalSpy said(out, &MapExport::said);
        out->save(title, MapPicture(decisionMapOf(findings()), Theme::light(), Qt::LeftToRight));
        auto *dialog = window.findChild<QFileDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->selectedFiles().constFirst().endsWith(QStringLiteral(".svg")));
        Q_EMIT dialog->fileSelected(QStringLiteral("/nowhere/a.exe"));
        dialog->reject();
        QCOMPARE(said.size(), 1);
        QVERIFY(said.first().first().toString().startsWith(QStringLiteral("Nothing was saved: ")));
    }

private:
    QAbstractButton *button(const QString &name)
    {
        const QList<QAbstractButton *> all = m_sheet->findChildren<QAbstractButton *>();
        for (QAbstractButton *each : all) {
            if (each->accessibleName() == name || each->text() == name)
                return each;
        }
        return nullptr;
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<MapSheet> m_sheet;
};

QTEST_MAIN(TestMapSheet)
#include "tst_mapsheet.moc"
