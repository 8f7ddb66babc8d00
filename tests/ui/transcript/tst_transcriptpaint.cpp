#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QPaintEvent>
#include <QScreen>
#include <QScrollBar>
#include <QTest>

#include <cstdlib>

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
    static void show(TranscriptView &view, TranscriptModel &model)
    {
        view.setMotionEnabled(false);
        view.resize(696, 600);
        view.setModel(&model);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
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
        show(view, model);
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

    void rowsThatAreNotSeenChangeWithTheOneThatIs()
    {
        TranscriptModel model;
        model.setRows(test::conversation(6));
        TranscriptView view;
        show(view, model);
        model.append(test::reply(QStringLiteral("new"), reply().repeated(2), RowState::Streaming));
        const int last = model.rowCount() - 1;
        QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
        QTRY_COMPARE(onScreen(view), painted(view));
        QVERIFY(!view.transcriptLayout().item(last - 1)); // the reply fills the viewport and more

        auto offered = model.row(last - 1); // has been seen
        offered.canRegenerate = !offered.canRegenerate;
        const int height = view.transcriptLayout().rowHeight(last - 1);
        model.update(last - 1, offered);
        QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
        QCOMPARE(view.transcriptLayout().rowHeight(last - 1), height);

        offered.message.content += QStringLiteral("more words ").repeated(60);
        model.update(last - 1, offered);
        auto done = model.row(last);
        done.state = RowState::Settled;
        model.update(last, done);
        QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
        const int grown = view.transcriptLayout().rowHeight(last - 1) - height;
        QVERIFY2(grown != 0 && std::abs(grown) < 200, qPrintable(QString::number(grown)));
        QTRY_COMPARE(onScreen(view), painted(view));
    }

    void theLastRowShrinks()
    {
        TranscriptModel model;
        model.setRows(test::conversation(6));
        const QString kept = reply() + QStringLiteral("the same\n\n");
        const QString lines = QStringLiteral("first\n\nsecond\n\nthird\n\n");
        model.append(test::reply(QStringLiteral("new"), kept + lines));
        const int last = model.rowCount() - 1;
        TranscriptView view;
        show(view, model);
        QTRY_COMPARE(onScreen(view), painted(view));
        QVERIFY(view.isFollowing());

        const qint64 before = view.transcriptLayout().top();
        auto shorter = model.row(last);
        shorter.message.content = kept + QStringLiteral("end");
        model.update(last, shorter);
        QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
        QVERIFY(view.transcriptLayout().top() < before);
        QTRY_COMPARE(onScreen(view), painted(view));
    }
};

QTEST_MAIN(tst_TranscriptPaint)
#include "tst_transcriptpaint.moc"
