#include "reliability/brokenlink.h"
#include "reliability/randomtext.h"

#include <QTest>

using namespace throughline;
using protocol::ApiError;
using test::BrokenLink;
using test::FakeAnswer;
using workspace::RowState;

namespace {

const QStringList resumable{QStringLiteral("idempotency"), QStringLiteral("resume")};

/// \a bytes, and then the link is cut: torn, or closed as if all were well.
FakeAnswer cut(const QByteArray &bytes, bool torn)
{
    FakeAnswer answer = FakeAnswer::stream({bytes});
    if (torn)
        answer.error = ApiError::Kind::Network;
    return answer;
}

} // namespace

/// The link is cut at every byte of a stream: the text on the screen is the text that was produced.
class EveryCutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// One reply, whose link is cut after every single byte of each of its events.
    void aReplyOf200EventsCutAtEveryByte()
    {
        constexpr quint32 seed = 20260301;
        BrokenLink link(test::RandomText(seed).deltas(198), resumable); // and start and done
        qsizetype index = 0;                                            // of the event that is to be cut
        qsizetype at = 0;                                               // bytes of it that get through
        link.answerWith([&](qint64 offset) {
            const QByteArray head = link.start(offset);
            const QByteArray event = index < link.count() ? link.event(index) : link.done();
            const QByteArray bytes = head + event.left(at);
            const bool torn = at % 2 == 0;
            if (++at > event.size()) {
                at = 0;
                ++index;
            }
            return cut(bytes, torn);
        });
        QVERIFY(link.run());
        QVERIFY2(link.problem().isEmpty(), qPrintable(link.problem()));
        QCOMPARE(link.shown(), link.text());
        QCOMPARE(link.state(), RowState::Settled);
        QCOMPARE(link.posts(), 1);
        QCOMPARE(link.rows(), 2);
        QVERIFY(link.links() > 10'000);
    }

    /// A reply for each byte: cut there, and then taken up without trouble.
    void aShortReplyForEachByteItCanBeCutAt()
    {
        constexpr quint32 seed = 20260302;
        const QStringList deltas = test::RandomText(seed).deltas(12);
        for (qsizetype at = 0;; ++at) {
            BrokenLink link(deltas, resumable);
            QByteArray stream = link.start(0);
            for (qsizetype i = 0; i < link.count(); ++i)
                stream += link.event(i);
            stream += link.done();
            if (at >= stream.size())
                break;
            link.answerWith([&](qint64 offset) {
                if (link.links() == 1)
                    return cut(stream.left(at), at % 2 == 0);
                QByteArray rest = link.start(offset);
                for (qsizetype i = link.indexAt(offset); i < link.count(); ++i)
                    rest += link.event(i);
                return FakeAnswer::stream({rest + link.done()});
            });
            const QByteArray where = "cut at byte " + QByteArray::number(at);
            QVERIFY2(link.run(), where);
            QVERIFY2(link.problem().isEmpty(), qPrintable(link.problem()));
            QCOMPARE(link.shown(), link.text());
            QCOMPARE(link.state(), RowState::Settled);
            QCOMPARE(link.rows(), 2);
            // Without its first event the question is asked again, under the same key.
            QVERIFY2(link.posts() <= 2, where);
            const auto posts =
                link.transport.requests("POST", QStringLiteral("/api/chat/threads/t1/messages/"));
            QCOMPARE(net::headerValue(posts.constFirst().headers, "Idempotency-Key"),
                net::headerValue(posts.constLast().headers, "Idempotency-Key"));
        }
    }

    /// A server of the base contract: what arrived stays, and it is never called complete.
    void withoutResumeACutReplyKeepsWhatArrivedAndIsNotComplete()
    {
        constexpr quint32 seed = 20260303;
        test::RandomText text(seed);
        const QStringList deltas = text.splitAnywhere(text.deltas(30).join(QString()));
        for (qsizetype at = 0;; ++at) {
            BrokenLink link(deltas, {});
            QByteArray stream;
            QList<qsizetype> ends;
            for (const QString &delta : deltas) {
                stream += "event: chunk\ndata: " +
                          protocol::streamEventData(protocol::StreamDelta{.text = delta, .offset = {}}) +
                          "\n\n";
                ends.append(stream.size());
            }
            if (at > stream.size())
                break;
            link.answerWith([&](qint64) { return cut(stream.left(at), at % 2 == 0); });
            QVERIFY(link.run());
            QVERIFY2(link.problem().isEmpty(), qPrintable(link.problem()));
            const qsizetype whole = std::upper_bound(ends.cbegin(), ends.cend(), at) - ends.cbegin();
            QCOMPARE(link.shown(), deltas.first(whole).join(QString()));
            QVERIFY(link.state() == RowState::Interrupted);
            QVERIFY(link.conversation->transcript().row(1).canRetry);
            QCOMPARE(link.posts(), 1);
        }
    }
};

QTEST_GUILESS_MAIN(EveryCutTest)
#include "tst_everycut.moc"
