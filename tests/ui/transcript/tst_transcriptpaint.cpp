#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QPaintEvent>
#include <QScreen>
#include <QScrollBar>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;
using workspace::TranscriptModel;

// While a reply grows only what changes is painted, and what is on screen is what painting all would give.

namespace {

/// How much of the viewport is painted.
class PaintedArea : public QObject
{
public:
    explicit PaintedArea(QWidget *watched)
        : QObject(watched)
    {
        watched->installEventFilter(this);
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (isCounting && event->type() == QEvent::Paint) {
            ++paints;
            for (const QRect &rect : static_cast<QPaintEvent *>(event)->region()) {
                pixels += qint64(rect.width()) * rect.height();
            }
        }
        return false;
    }
    double shareOf(const QWidget &widget) const
    {
        return double(pixels) / std::max(1, paints) / (double(widget.width()) * widget.height());
    }
    qint64 pixels = 0;
    int paints = 0;
    bool isCounting = true;
};

QString reply()
{
    const QString section = QStringLiteral("## A heading\n\nWords that **go on** for more than one line, "
                                           "with `code`, [a link](https://a.b/c) and "
                                           "*more* of them.\n\n- one\n- two, which is longer\n\n| a | b "
                                           "|\n|---|---|\n| 1 | **2** |\n| 3 | 4 |\n\n"
                                           "> quoted\n> words\n\n```cpp\nint x; // y\nint z;\n```\n\n");
    return section.repeated(2);
}

} // namespace

class tst_TranscriptPaint : public QObject
{
    Q_OBJECT

private:
    static QImage onScreen(const QWidget &view)
    {
        return view.screen()->grabWindow(view.winId()).toImage().convertToFormat(QImage::Format_RGB32);
    }
    static QImage painted(QWidget &view)
    {
        return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }

private Q_SLOTS:
    void whatIsOnScreenIsWhatPaintingAllGives_data()
    {
        QTest::addColumn<bool>("isFollowing");
        QTest::newRow("at the end") << true;
        QTest::newRow("further up") << false;
    }

    void whatIsOnScreenIsWhatPaintingAllGives()
    {
        QFETCH(bool, isFollowing);
        TranscriptModel model;
        model.setRows(test::conversation(6));
        TranscriptView view;
        view.setMotionEnabled(false);
        view.resize(696, 600);
        view.setModel(&model);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        model.append(test::reply(QStringLiteral("new"), QStringLiteral("So: "), RowState::Streaming));
        QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
        if (!isFollowing) {
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() - 30);
        }
        QCOMPARE(view.isFollowing(), isFollowing);
        QTRY_COMPARE(onScreen(view), painted(view));

        PaintedArea area(view.viewport());
        const QString text = reply();
        constexpr qsizetype piece = 7;
        for (qsizetype at = 0; at < text.size(); at += piece) {
            model.appendText(model.rowCount() - 1, text.mid(at, piece));
            QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
            QCoreApplication::processEvents(); // paints
            area.isCounting = false;
            QTRY_VERIFY2(onScreen(view) == painted(view), qPrintable(text.first(at)));
            area.isCounting = true;
        }
        QVERIFY(area.paints > 5);
        QVERIFY2(area.shareOf(*view.viewport()) < 0.3,
            qPrintable(QString::number(area.shareOf(*view.viewport()))));

        auto done = model.row(model.rowCount() - 1);
        done.state = RowState::Settled;
        model.update(model.rowCount() - 1, done);
        QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
        QTRY_COMPARE(onScreen(view), painted(view));
    }
};

QTEST_MAIN(tst_TranscriptPaint)
#include "tst_transcriptpaint.moc"
