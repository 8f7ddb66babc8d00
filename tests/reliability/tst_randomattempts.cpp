#include "reliability/brokenlink.h"
#include "reliability/randomtext.h"

#include <QTest>

using namespace throughline;
using protocol::ApiError;
using test::BrokenLink;
using test::FakeAnswer;
using workspace::RowState;

namespace {

constexpr int replies = 400;
constexpr int hostileLinks = 25; ///< then one that does what it should

/// What a link sends that repeats, overlaps, swaps and leaves out what it likes, to a reader who holds
/// \a offset bytes.
QByteArray hostileEvents(const BrokenLink &link, QRandomGenerator &random, qint64 offset)
{
    enum Step : quint32 { Next, Again, Overlap, Whole, Swapped, Gap, Comment, Steps };
    // The first one says which reply it is; those that take it up may leave that out.
    const bool isNamed = link.links() == 1 || random.bounded(10) != 0;
    QByteArray stream = isNamed ? link.start(offset) : QByteArray();
    qsizetype next = link.indexAt(offset);
    for (int steps = random.bounded(2, 30); steps > 0 && next < link.count(); --steps) {
        const qsizetype before = next == 0 ? 0 : random.bounded(int(next));
        switch (random.bounded(3) == 0 ? random.bounded(quint32(Steps)) : quint32(Next)) {
        case Next:
            stream += link.event(next++);
            break;
        case Again:
            stream += link.event(before);
            break;
        case Overlap:
            stream += link.overlap(link.characterAt(random.bounded(int(link.end(before)) + 1)), next++);
            break;
        case Whole:
            stream += link.start(0) + link.overlap(0, next++);
            break;
        case Swapped:
            if (next + 1 < link.count()) {
                stream += link.event(next + 1) + link.event(next);
                next += 2;
            }
            break;
        case Gap:
            ++next;
            break;
        default:
            stream += ": still here\n\n";
        }
    }
    return stream;
}

/// Cut where chance wants it, and read in pieces of any size.
FakeAnswer hostile(const BrokenLink &link, QRandomGenerator &random, qint64 offset)
{
    QByteArray stream = hostileEvents(link, random, offset);
    const qsizetype least = link.links() == 1 ? link.start(0).size() : 0;
    if (random.bounded(2) == 0)
        stream.truncate(random.bounded(int(least), int(stream.size()) + 1));
    FakeAnswer answer = FakeAnswer::stream({});
    for (qsizetype at = 0; at < stream.size();) {
        const qsizetype size = random.bounded(1, 200);
        answer.pieces.append(stream.mid(at, size));
        at += size;
    }
    if (random.bounded(2) == 0)
        answer.error = ApiError::Kind::Network;
    return answer;
}

FakeAnswer honest(const BrokenLink &link, qint64 offset)
{
    QByteArray stream = link.start(offset);
    for (qsizetype i = link.indexAt(offset); i < link.count(); ++i)
        stream += link.event(i);
    return FakeAnswer::stream({stream + link.done()});
}

} // namespace

/// Attempts that repeat, overlap and leave out parts of a reply, in any order: the text on the screen is
/// always a beginning of the text that was produced, and in the end all of it.
class RandomAttemptsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTextOnTheScreenIsTheTextThatWasProduced()
    {
        qsizetype links = 0;
        for (quint32 seed = 1; seed <= replies; ++seed) {
            test::RandomText text(seed);
            BrokenLink link(text.deltas(text.random().bounded(1, 120)),
                {QStringLiteral("idempotency"), QStringLiteral("resume")});
            link.answerWith([&](qint64 offset) {
                return link.links() <= hostileLinks ? hostile(link, text.random(), offset)
                                                    : honest(link, offset);
            });
            const QByteArray where = "seed " + QByteArray::number(seed);
            QVERIFY2(link.run(), where);
            QVERIFY2(link.problem().isEmpty(), where + ": " + link.problem().toUtf8());
            QVERIFY2(link.shown() == link.text(),
                where + ", shown: " + link.shown().toUtf8() + "\nof: " + link.text().toUtf8());
            QVERIFY2(link.state() == RowState::Settled, where);
            QVERIFY2(link.rows() == 2, where);
            links += link.links();
        }
        QCOMPARE(links, qsizetype(replies) * (hostileLinks + 1));
    }
};

QTEST_GUILESS_MAIN(RandomAttemptsTest)
#include "tst_randomattempts.moc"
