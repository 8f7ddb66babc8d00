#include "storefixture.h"

#include <QHash>
#include <QRandomGenerator>

#include <algorithm>

using namespace throughline;
using namespace throughline::server::store;
using namespace throughline::server::store::test;
using protocol::Message;

namespace {

const auto threadId = QStringLiteral("t");

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

/// The same tree, done the plain way.
class Model
{
public:
    void add(const QString &id, const QString &parent, bool isAside)
    {
        m_parents.insert(id, parent);
        m_children[parent].append(id);
        if (isAside)
            return;
        shown.clear();
        const QStringList path = above(id);
        for (const QString &message : path)
            show(message);
    }

    void activate(const QString &id)
    {
        if (shown.contains(id))
            return;
        const QStringList path = pathThrough(id);
        shown.clear();
        for (const QString &message : path)
            show(message);
    }

    QStringList pathThrough(const QString &id) const
    {
        QStringList path = above(id);
        for (;;) {
            const QStringList children = m_children.value(path.last());
            if (children.isEmpty())
                return path;
            path.append(m_lastShown.value(path.last(), children.last()));
        }
    }

    QStringList siblings(const QString &id) const { return m_children.value(m_parents.value(id)); }

    QString branchOf(const QString &id) const
    {
        const QStringList path = above(id);
        const auto forked = std::find_if(path.rbegin(), path.rend(),
            [this](const QString &message) { return siblings(message).size() > 1; });
        return forked == path.rend() ? QString() : *forked;
    }

    QStringList ids() const { return m_parents.keys(); }

    QStringList shown;

private:
    QStringList above(const QString &id) const
    {
        QStringList path;
        for (QString message = id; !message.isEmpty(); message = m_parents.value(message))
            path.prepend(message);
        return path;
    }

    void show(const QString &id)
    {
        m_lastShown.insert(m_parents.value(id), id);
        shown.append(id);
    }

    QHash<QString, QString> m_parents;
    QHash<QString, QStringList> m_children; ///< oldest first; of "": the first messages
    QHash<QString, QString> m_lastShown;    ///< of each parent
};

} // namespace

class TestMessageTree : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_store;

    void add(const QString &id, const std::optional<QString> &parent = std::nullopt, bool isAside = false)
    {
        const auto stored =
            m_store->messages().insert(sampleMessage(id, threadId, QStringLiteral("content ") + id),
                {.replyTo = {}, .parent = parent, .isAside = isAside});
        QVERIFY2(stored, stored ? "" : qPrintable(stored.error().message));
    }

    QStringList shown() { return idsOf(m_store->messages().list(threadId, 0, 1000).value()); }
    QStringList path(const QString &id) { return idsOf(m_store->tree().path(id).value()); }
    Message found(const QString &id) { return m_store->messages().find(id).value().value(); }
    int count() { return m_store->threads().find(threadId).value()->messageCount; }
    QString branch(const Message &message) { return message.metadata.value(text("branch")).toString(); }

    /// What SQLite says of how it would do it.
    QString planOf(const QString &sql)
    {
        return m_store->database()
            .rows(QStringLiteral("EXPLAIN QUERY PLAN ") + sql, {}, [](const Row &row) { return row.text(3); })
            .value()
            .join(u'\n');
    }

private Q_SLOTS:
    void init()
    {
        m_store.reset();
        QVERIFY(QDir(m_dir.path()).removeRecursively());
        m_store = openStore(m_dir.path());
        QVERIFY(m_store->threads().insert(sampleThread(threadId)));
    }

    void withoutAForkEachMessageFollowsTheOneBefore()
    {
        for (const char *id : {"a", "b", "c"})
            add(text(id));
        QCOMPARE(shown(), QStringList({text("a"), text("b"), text("c")}));
        QCOMPARE(found(text("a")).parentId(), QString());
        QCOMPARE(found(text("c")).parentId(), text("b"));
        QVERIFY(found(text("b")).siblingIds().isEmpty());
        QVERIFY(!found(text("b")).metadata.contains(text("branch")));
        QCOMPARE(m_store->tree().end(threadId).value(), text("c"));
        QCOMPARE(path(text("a")), shown());
    }

    void aSiblingTakesThePlaceOfWhatWasThere()
    {
        for (const char *id : {"a", "b", "c"})
            add(text(id));
        add(text("b2"), text("a"));
        QCOMPARE(shown(), QStringList({text("a"), text("b2")}));
        QCOMPARE(count(), 2);
        QCOMPARE(m_store->messages().count(threadId).value(), 2);
        QCOMPARE(m_store->threads().find(threadId).value()->latestMessage->id, text("b2"));
        const QStringList both{text("b"), text("b2")};
        QCOMPARE(found(text("b")).siblingIds(), both);
        QCOMPARE(found(text("b2")).siblingIds(), both);
        QCOMPARE(branch(found(text("b2"))), text("b2"));
        QCOMPARE(branch(found(text("c"))), text("b"));
        QCOMPARE(branch(found(text("a"))), QString());
        QVERIFY(found(text("c")).siblingIds().isEmpty());
    }

    void anotherFirstMessageIsASibling()
    {
        add(text("a"));
        add(text("b"));
        add(text("a2"), QString());
        QCOMPARE(shown(), QStringList{text("a2")});
        QCOMPARE(found(text("a2")).siblingIds(), QStringList({text("a"), text("a2")}));
        QVERIFY(m_store->tree().activate(text("b")));
        QCOMPARE(shown(), QStringList({text("a"), text("b")}));
    }

    void whatIsPutAsideIsNotShownAndNotChosen()
    {
        add(text("a"));
        add(text("b"));
        add(text("aside"), text("a"), true);
        QCOMPARE(shown(), QStringList({text("a"), text("b")}));
        QCOMPARE(count(), 2);
        QCOMPARE(found(text("aside")).siblingIds().size(), 2);
        add(text("a2"), QString());
        QVERIFY(m_store->tree().activate(text("a")));
        QCOMPARE(shown(), QStringList({text("a"), text("b")}));
    }

    void goingBackFindsTheBranchAsItWasLeft()
    {
        for (const char *id : {"a", "b", "c"})
            add(text(id));
        add(text("b2"), text("a"));
        add(text("b3"), text("a"));
        QVERIFY(m_store->tree().activate(text("b")));
        add(text("a2"), QString());
        QVERIFY(m_store->tree().activate(text("a")));
        QCOMPARE(shown(), QStringList({text("a"), text("b"), text("c")}));
        QCOMPARE(count(), 3);
        QVERIFY(m_store->tree().activate(text("b2")));
        QCOMPARE(shown(), QStringList({text("a"), text("b2")}));
        // It is there already: nothing changes.
        QVERIFY(m_store->tree().activate(text("a")));
        QCOMPARE(shown(), QStringList({text("a"), text("b2")}));
        QVERIFY(m_store->tree().activate(text("not there")));
        QCOMPARE(shown(), QStringList({text("a"), text("b2")}));
    }

    void whatAProviderIsGivenIsThePathOnly()
    {
        for (const char *id : {"a", "b", "c"})
            add(text(id));
        add(text("b2"), text("a"));
        add(text("c2"));
        const auto ids = [this](const char *id, int limit) {
            return idsOf(m_store->messages().upTo(text(id), limit).value());
        };
        QCOMPARE(ids("c2", 9), QStringList({text("a"), text("b2"), text("c2")}));
        QCOMPARE(ids("c", 9), QStringList({text("a"), text("b"), text("c")}));
        QCOMPARE(ids("c2", 2), QStringList({text("b2"), text("c2")}));
    }

    void aReadMessageCanBeStoredAgainWithoutItsSurroundings()
    {
        add(text("a"));
        add(text("a2"), QString());
        auto reply = streamingReply(text("r"), threadId);
        QVERIFY(m_store->messages().insert(reply));
        reply = found(text("r"));
        QCOMPARE(branch(reply), text("a2"));
        QVERIFY(m_store->messages().end(reply.id, protocol::MessageStatus::Complete, reply.metadata).value());
        const auto raw = m_store->database()
                             .first(text("SELECT metadata FROM messages WHERE id = 'r'"), {},
                                 [](const Row &row) { return row.text(0); })
                             .value();
        QCOMPARE(raw.value(), text(R"({"model":"Guide"})"));
    }

    void anyTreeReadsAsThePlainWayWouldHaveIt_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }

    void anyTreeReadsAsThePlainWayWouldHaveIt()
    {
        QFETCH(int, seed);
        QRandomGenerator random(static_cast<quint32>(seed));
        Model model;
        for (int step = 0; step < 60; ++step) {
            const QStringList ids = model.ids();
            const QString any = ids.isEmpty() ? QString() : ids.at(random.bounded(int(ids.size())));
            const QString id = QStringLiteral("m%1").arg(step);
            const int what = random.bounded(10);
            if (what < 3 || ids.isEmpty()) {
                model.add(id, model.shown.isEmpty() ? QString() : model.shown.last(), false);
                add(id);
            } else if (what < 6) {
                const QString parent = random.bounded(6) == 0 ? QString() : any;
                model.add(id, parent, false);
                add(id, parent);
            } else if (what < 7) {
                // Aside is only what its parent is followed by something else than, or is itself aside.
                if (model.shown.last() == any)
                    continue;
                model.add(id, any, true);
                add(id, any, true);
            } else {
                model.activate(any);
                QVERIFY(m_store->tree().activate(any));
            }
            QCOMPARE(shown(), model.shown);
            QCOMPARE(count(), int(model.shown.size()));
        }
        const QStringList ids = model.ids();
        for (const QString &id : ids) {
            const QStringList through = model.pathThrough(id);
            QCOMPARE(path(id), model.shown.contains(id) ? model.shown : through);
            QCOMPARE(branch(found(id)), model.branchOf(id));
            const QStringList siblings = model.siblings(id);
            QCOMPARE(found(id).siblingIds(), siblings.size() > 1 ? siblings : QStringList());
            // A page of the path says of each message what that message says of itself.
            const auto nodes = m_store->tree().path(id).value();
            const auto page = m_store->messages().listPath(nodes, 1, 4).value();
            for (const Message &message : page)
                QCOMPARE(message, found(message.id));
        }
        const auto active = m_store->messages().list(threadId, 1, 5).value();
        for (const Message &message : active)
            QCOMPARE(message, found(message.id));
    }

    void aThreadLongerThanTriggersNestIsSwitchedAndRemoved()
    {
        constexpr int length = 1500; // SQLite's triggers nest 1000 deep
        QVERIFY(m_store->inTransaction([this]() -> protocol::Expected<void> {
            for (int i = 0; i < length; ++i) {
                auto stored =
                    m_store->messages().insert(sampleMessage(QString::number(i), threadId, text("x")));
                if (!stored)
                    return stored;
            }
            return {};
        }));
        add(text("other"), QString());
        QCOMPARE(path(QString::number(700)).size(), length);
        QCOMPARE(branch(found(QString::number(length - 1))), text("0"));
        QVERIFY(m_store->tree().activate(QString::number(3)));
        QCOMPARE(count(), length);
        QVERIFY(m_store->threads().remove(threadId).value());
        QVERIFY(!m_store->messages().find(text("0")).value());
    }

    void listsFindWhatTheyNeedByAnIndex()
    {
        // Reading a thread of any length looks only at what it shows.
        const QString page =
            planOf(text("SELECT content FROM messages m WHERE m.thread_id = 't' AND m.active = 1 "
                        "ORDER BY m.seq LIMIT 50 OFFSET 0"));
        QVERIFY2(page.contains(text("messages_active (thread_id=? AND active=?)")) &&
                     !page.contains(text("TEMP B-TREE")),
            qPrintable(page));
        for (const QString &place :
            {text("m.seq >= 5 ORDER BY m.seq"), text("m.seq < 5 ORDER BY m.seq DESC")}) {
            const QString slice =
                planOf(text("SELECT content FROM messages m WHERE m.thread_id = 't' AND m.active = 1 AND ") +
                       place + text(" LIMIT 50 OFFSET 0"));
            QVERIFY2(slice.contains(text("messages_active (thread_id=? AND active=? AND seq")) &&
                         !slice.contains(text("TEMP B-TREE")),
                qPrintable(slice));
        }
        const QString index = planOf(text("SELECT count(*) FROM messages b WHERE b.thread_id = 't' "
                                          "AND b.active = 1 AND b.seq < 5"));
        QVERIFY2(index.contains(text("COVERING INDEX messages_active (thread_id=? AND active=? AND seq")),
            qPrintable(index));
        const QString fork = planOf(
            text("SELECT id FROM messages INDEXED BY messages_forked WHERE thread_id = 't' AND forked = 1 "
                 "AND active = 1 AND seq <= 5 ORDER BY seq DESC LIMIT 1"));
        QVERIFY2(
            fork.contains(text("messages_forked")) && !fork.contains(text("TEMP B-TREE")), qPrintable(fork));
        const QString siblings =
            planOf(text("SELECT s.id FROM messages m JOIN messages s INDEXED BY messages_following ON "
                        "s.thread_id = m.thread_id "
                        "AND s.parent_id IS m.parent_id WHERE m.id = 'x' ORDER BY s.seq"));
        QVERIFY2(siblings.contains(text("messages_following (thread_id=? AND parent_id=?)")),
            qPrintable(siblings));
    }
};

QTEST_GUILESS_MAIN(TestMessageTree)
#include "tst_messagetree.moc"
