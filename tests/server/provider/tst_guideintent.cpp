#include "server/provider/guideintent.h"

#include <QTest>

using namespace throughline::server::provider::guide;

Q_DECLARE_METATYPE(Intent)

class TestGuideIntent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsARequestOnlyAsAWhole_data()
    {
        QTest::addColumn<Intent>("intent");
        const auto rows = [](Intent intent, const QStringList &messages) {
            for (const QString &message : messages)
                QTest::newRow(qPrintable(message)) << intent;
        };
        rows(Intent::SumUp,
            {QStringLiteral("sum up"), QStringLiteral("Sum it up, please."),
                QStringLiteral("Can you summarize this?"), QStringLiteral("Where are we?"),
                QStringLiteral("ok, where do we stand now?"), QStringLiteral("Give me a quick recap"),
                QStringLiteral("Summary"), QStringLiteral("TL;DR"), QStringLiteral("What’s still open?"),
                QStringLiteral("please summarise what we have so far"),
                QStringLiteral("What do we have so far?"), QStringLiteral("sum everything up")});
        rows(Intent::Explain,
            {QStringLiteral("help"), QStringLiteral("What are you?"), QStringLiteral("Hi, who are you?"),
                QStringLiteral("what can you do for me?"), QStringLiteral("How does this work?"),
                QStringLiteral("Are you an AI?"), QStringLiteral("are you ChatGPT?")});
        rows(Intent::Greet, {QStringLiteral("Hi!"), QStringLiteral("Hello there"),
                                QStringLiteral("good morning"), QStringLiteral("hey")});
        rows(Intent::Thank, {QStringLiteral("Thanks!"), QStringLiteral("ok"), QStringLiteral("thank you"),
                                QStringLiteral("Got it.")});
        rows(
            Intent::Think, {QStringLiteral("The executive summary must fit on one page."),
                               QStringLiteral("We should recap the warranty terms before signing."),
                               QStringLiteral("Where are we going to host this?"),
                               QStringLiteral("Hi, I want to cut our cloud bill."),
                               QStringLiteral("Help desk costs doubled."),
                               QStringLiteral("What are you going to do if it fails?"),
                               QStringLiteral("I need help choosing a database"),
                               QStringLiteral("The sum is up by 10 %."), QStringLiteral("Okay, so we lease."),
                               QStringLiteral(""), QStringLiteral("?!"), QStringLiteral("Здравствуйте")});
    }

    void aMessageIsARequestOnlyAsAWhole()
    {
        QFETCH(Intent, intent);
        QCOMPARE(
            static_cast<int>(intentOf(QString::fromUtf8(QTest::currentDataTag()))), static_cast<int>(intent));
    }

    void aLongMessageIsNeverARequest()
    {
        QCOMPARE(
            static_cast<int>(intentOf(QStringLiteral("please ").repeated(1'000) + QStringLiteral("sum up"))),
            static_cast<int>(Intent::Think));
    }
};

QTEST_GUILESS_MAIN(TestGuideIntent)
#include "tst_guideintent.moc"
