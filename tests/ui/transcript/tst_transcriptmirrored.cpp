#include "buttonrect.h"
#include "transcriptfixture.h"

#include <QGuiApplication>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;
using workspace::TranscriptModel;

/// Where text goes from right to left.
class tst_TranscriptMirrored : public QObject
{
    Q_OBJECT

    struct Scene
    {
        explicit Scene(const TranscriptModel::Row &row)
        {
            model.append(row);
            view.setMotionEnabled(false);
            view.resize(696, 600);
            view.setModel(&model);
            view.show();
            (void)QTest::qWaitForWindowExposed(&view);
            view.viewport()->repaint();
        }
        const MessageItem &item() { return *view.transcriptLayout().item(0); }
        QRect inView(const QRect &rect) const
        {
            return rect.translated(view.columnLeft(), view.rowRect(0).top());
        }
        bool isDrawn(const QRect &rect)
        {
            const QImage picture = view.viewport()->grab(rect).toImage();
            QImage nothing = picture;
            nothing.fill(picture.pixel(0, 0));
            return picture != nothing;
        }

        TranscriptModel model;
        TranscriptView view;
    };

private Q_SLOTS:
    void initTestCase() { QGuiApplication::setLayoutDirection(Qt::RightToLeft); }

    void theWordsOfACodeBlockAreWhereItsButtonIs()
    {
        Scene scene(test::reply(QStringLiteral("c"), QStringLiteral("```\nx\n```")));
        const QRect copy = scene.inView(scene.item().codeCopyRect(0));
        QVERIFY(copy.center().x() < scene.view.viewport()->width() / 2);
        QVERIFY(scene.isDrawn(copy.adjusted(4, 8, -2, -8))); // inside the frame of the block
    }

    void aNoticeBeginsAtTheRight()
    {
        auto broken = test::reply(QStringLiteral("b"), QStringLiteral("Half"), RowState::Interrupted);
        broken.notice = QStringLiteral("The connection was lost.");
        Scene scene(broken);
        const QRect title = scene.inView(scene.item().notice().title());
        QVERIFY(scene.isDrawn(QRect(title.right() - 60, title.top(), 60, title.height())));
    }

    void theLineAboveThoughtsBeginsAtTheRight()
    {
        auto thoughtful = test::reply(QStringLiteral("t"), QStringLiteral("The answer."));
        thoughtful.thoughts = QStringLiteral("Hm.");
        Scene scene(thoughtful);
        const QRect line = test::buttonRect(scene.view, 0, RowAction::ToggleThoughts);
        QVERIFY(line.center().x() > scene.view.viewport()->width() / 2);
        QVERIFY(scene.isDrawn(line.adjusted(0, 0, -30, 0))); // without the triangle
    }

    void whyNothingComesStandsAtTheCaret()
    {
        auto row = test::reply(QStringLiteral("r"), QString(), RowState::Waiting);
        row.waiting = QStringLiteral("The model is loading.");
        Scene scene(row);
        const QRect sentence = scene.inView(scene.item().waitingRect());
        QVERIFY(scene.isDrawn(QRect(sentence.right() - 60, sentence.top(), 60, sentence.height())));
    }
};

QTEST_MAIN(tst_TranscriptMirrored)
#include "tst_transcriptmirrored.moc"
