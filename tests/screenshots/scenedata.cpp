#include "screenshots/scenedata.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace throughline::protocol;

namespace throughline::screenshots {

namespace {

Thread thread(const QString &id, const QString &title, const QString &preview, const QDateTime &updated)
{
    Thread thread;
    thread.id = id;
    thread.title = title;
    thread.createdAt = updated.addSecs(-3600);
    thread.updatedAt = updated;
    thread.messageCount = 2;
    thread.latestMessage = MessagePreview{
        .id = id + QStringLiteral("-m"), .role = Role::Assistant, .content = preview, .createdAt = updated};
    return thread;
}

QDateTime at(int daysAgo, int hour, int minute)
{
    return QDateTime(sceneTime().date().addDays(-daysAgo), QTime(hour, minute), Qt::UTC);
}

Signal signal(int index, SignalType type, const QString &text, SignalStatus status, const QString &quote = {})
{
    Signal signal;
    signal.id = QStringLiteral("signal-%1").arg(index);
    signal.threadId = sceneThreadId();
    signal.type = type;
    signal.typeName = signalTypeName(type);
    signal.text = text;
    signal.normalizedText = text.toLower();
    signal.sequenceIndex = index;
    signal.confidence = 0.8;
    signal.createdAt = sceneTime().addSecs(-60 + index);
    signal.status = status;
    signal.quote = quote.isEmpty() ? text : quote;
    const int start = static_cast<int>(question().content.indexOf(signal.quote));
    // The others were said further up, in messages that are not shown.
    if (start >= 0)
        signal.span = {
            .messageId = question().id, .start = start, .end = start + static_cast<int>(signal.quote.size())};
    return signal;
}

template <typename T>
QByteArray page(const QList<T> &list)
{
    QJsonArray results;
    for (const T &entry : list)
        results.append(toJson(entry));
    return QJsonDocument(
        QJsonObject{{QStringLiteral("count"), list.size()}, {QStringLiteral("next"), QJsonValue::Null},
            {QStringLiteral("previous"), QJsonValue::Null}, {QStringLiteral("results"), results}})
        .toJson(QJsonDocument::Compact);
}

} // namespace

QDateTime sceneTime()
{
    return QDateTime(QDate(2025, 5, 17), QTime(12, 41, 7), Qt::UTC);
}

const QString &sceneThreadId()
{
    static const QString id = QStringLiteral("0190a3c2-0000-7000-8000-000000000001");
    return id;
}

QList<Thread> sceneThreads()
{
    Thread pinned = thread(QStringLiteral("t0"), QStringLiteral("Pricing for the team plan"),
        QStringLiteral("Per-seat, with a floor at five seats"), at(5, 10, 0));
    pinned.pinnedAt = pinned.updatedAt;
    return {pinned,
        thread(sceneThreadId(), QStringLiteral("Postgres or SQLite for launch"),
            QStringLiteral("What would have to be true for one writer to be too few?"),
            sceneTime().addSecs(-20)),
        thread(QStringLiteral("t2"), QStringLiteral("First hire: support or engineering?"),
            QStringLiteral("You named three constraints and no goal with a number"), at(0, 9, 12)),
        thread(QStringLiteral("t3"), QStringLiteral("Onboarding in one afternoon"),
            QStringLiteral("Let’s drop the import wizard"), at(1, 17, 40)),
        thread(QStringLiteral("t4"), QStringLiteral("Offline mode, worth it?"),
            QStringLiteral("Evidence: 4 of 31 interviews"), at(1, 11, 5)),
        thread(QStringLiteral("t5"), QStringLiteral("Cut the cloud bill by a third"),
            QStringLiteral("The two largest lines are idle replicas"), at(2, 15, 0)),
        thread(QStringLiteral("t6"), QStringLiteral("Which market first"),
            QStringLiteral("Assumption untested: schools buy in spring"), at(3, 15, 0)),
        thread(QStringLiteral("t7"), QStringLiteral("Rewrite the importer in Rust?"),
            QStringLiteral("Decision: not this quarter"), at(4, 15, 0))};
}

Message message(
    const QString &id, Role role, const QString &content, int secondsAgo, const QJsonObject &metadata)
{
    Message message;
    message.id = id;
    message.threadId = sceneThreadId();
    message.role = role;
    message.content = content;
    message.createdAt = sceneTime().addSecs(-secondsAgo);
    message.metadata = metadata;
    return message;
}

Message question()
{
    return message(QStringLiteral("m1"), Role::User,
        QStringLiteral(
            "I’m leaning towards SQLite until we need a second node. It has to run on a 4 GB machine, and I "
            "assume writes will stay under 200 a second in the first year. We want to launch in six weeks."));
}

Message reply()
{
    return message(QStringLiteral("m2"), Role::Assistant,
        QStringLiteral("Then the question is not which database is better, but **what would make you regret "
                       "SQLite before "
                       "week 30**. Three things could:\n\n"
                       "1. **Write contention.** One writer at a time. At 200 writes a second with 1 ms "
                       "commits you use a "
                       "fifth of it.\n"
                       "2. **A second node.** Replication is a project, not a setting.\n"
                       "3. **Operations.** Nobody has rehearsed a restore yet.\n\n"
                       "| | SQLite, WAL | PostgreSQL |\n|---|---|---|\n"
                       "| Commits a second, one disk | ≈ 1,000 | ≈ 3,000 |\n"
                       "| Memory at rest | 6 MB | 180 MB |\n\n"
                       "```sql\nPRAGMA journal_mode = WAL;\nPRAGMA synchronous = NORMAL;  -- survives a "
                       "crash, not a power "
                       "cut\n```\n"),
        40,
        {{QStringLiteral("status"), QStringLiteral("complete")},
            {QStringLiteral("model"), QStringLiteral("qwen2.5:7b")}, {QStringLiteral("ttft_ms"), 400},
            {QStringLiteral("duration_ms"), 6663}, {QStringLiteral("completion_tokens"), 238}});
}

QString replySoFar()
{
    return QStringLiteral(
        "Then the question is not which database is better, but **what would make you regret SQLite before "
        "week 30**. Three things could:\n\n"
        "1. **Write contention.** One writer at a time. At 200 writes a second with 1 ms commits you use a "
        "fifth of it.\n"
        "2. **A second node.** Replication is a project, not a");
}

QList<Signal> sceneSignals()
{
    using Type = SignalType;
    using Status = SignalStatus;
    QList<Signal> all{
        signal(1, Type::DecisionIntent, QStringLiteral("Leaning towards SQLite until the second node"),
            Status::Confirmed, QStringLiteral("I’m leaning towards SQLite until we need a second node.")),
        signal(2, Type::Constraint, QStringLiteral("It has to run on a 4 GB machine"), Status::Confirmed),
        signal(3, Type::Assumption, QStringLiteral("Writes will stay under 200 a second in the first year"),
            Status::Suggested, QStringLiteral("writes will stay under 200 a second in the first year")),
        signal(4, Type::Goal, QStringLiteral("Launch in six weeks with a boring stack"), Status::Confirmed,
            QStringLiteral("We want to launch in six weeks.")),
        signal(5, Type::Constraint, QStringLiteral("One of us is on call, at most"), Status::Confirmed),
        signal(6, Type::Assumption, QStringLiteral("Backups of a single file are easier to restore"),
            Status::Suggested),
        signal(7, Type::Question, QStringLiteral("How long may a failover take?"), Status::Suggested),
        signal(8, Type::Claim, QStringLiteral("SQLite handles this load fine"), Status::Confirmed),
        signal(9, Type::EvidenceMention, QStringLiteral("The staging run measured 190 writes a second"),
            Status::Confirmed)};
    all[2].isUngrounded = true;
    return all;
}

QByteArray pageJson(const QList<Thread> &list)
{
    return page(list);
}

QByteArray pageJson(const QList<Message> &list)
{
    return page(list);
}

QByteArray pageJson(const QList<Signal> &list)
{
    return page(list);
}

} // namespace throughline::screenshots
