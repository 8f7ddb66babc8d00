#include "crash/ledger.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <numeric>

namespace throughline::crash {

namespace {

using protocol::Message;
using protocol::MessageStatus;
using protocol::Role;

QString rowOf(const QString &id, const QString &text)
{
    return id + QLatin1Char(' ') + text;
}

/// For the reader of a failure.
QString brief(const QString &text)
{
    constexpr qsizetype enough = 60;
    return QLatin1Char('"') + (text.size() > enough ? text.left(enough) + QStringLiteral("…") : text) +
           QLatin1Char('"');
}

} // namespace

void Ledger::read(const QByteArray &output)
{
    m_rest += output;
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
        take(QJsonDocument::fromJson(m_rest.left(end)).object());
        m_rest.remove(0, end + 1);
    }
}

void Ledger::clientGone()
{
    m_rest.clear();
    m_posting.clear();
    m_underWay.clear();
    for (auto shown = m_onScreen.cbegin(); shown != m_onScreen.cend(); ++shown)
        m_everShown[shown.key()].append(shown.value());
    m_onScreen.clear();
}

void Ledger::take(const QJsonObject &line)
{
    const QString say = line.value(QStringLiteral("say")).toString();
    const QString id = line.value(QStringLiteral("id")).toString();
    const QString text = line.value(QStringLiteral("text")).toString();
    if (say == QLatin1String("typed")) {
        m_typed.insert(text);
    } else if (say == QLatin1String("sent")) {
        m_sent.insert(text);
        m_acted = true;
    } else if (say == QLatin1String("posting")) {
        m_posting.insert(text);
        m_posted = true;
    } else if (say == QLatin1String("stored")) {
        m_posting.remove(text);
        m_stored.insert(id, text);
    } else if (say == QLatin1String("regenerate")) {
        ++m_regenerated[id];
    } else if (say == QLatin1String("continue")) {
        ++m_continued[id];
    } else if (say == QLatin1String("stop")) {
        ++m_stopped;
    } else if (say == QLatin1String("edited")) {
        ++m_edited;
    } else if (say == QLatin1String("look")) {
        ++m_looked;
    } else if (say == QLatin1String("delta")) {
        m_onScreen[id] += text;
        ++m_deltas;
        m_acted = true;
    } else if (say == QLatin1String("shown")) {
        if (const QString before = m_onScreen.value(id); !text.startsWith(before))
            m_everShown[id].append(before);
        m_onScreen.insert(id, text);
    } else if (say == QLatin1String("state")) {
        if (line.value(QStringLiteral("under way")).toBool())
            m_underWay.insert(id);
        else
            m_underWay.remove(id);
        if (line.value(QStringLiteral("complete")).toBool())
            m_complete.insert(id);
    } else if (say == QLatin1String("holds")) {
        m_held.append(rowOf(id, text));
    } else if (say == QLatin1String("waits")) {
        m_waitsFor = text;
    } else if (say == QLatin1String("over")) {
        m_over = true;
    }
}

int Ledger::regenerated() const
{
    return std::accumulate(m_regenerated.cbegin(), m_regenerated.cend(), 0);
}

int Ledger::continued() const
{
    return std::accumulate(m_continued.cbegin(), m_continued.cend(), 0);
}

void Ledger::checkUsers(const QList<Stored> &stored, QStringList &wrong) const
{
    QHash<QString, int> times;
    QHash<QString, QString> byId;
    for (const auto &[message, question] : stored) {
        if (message.role != Role::User)
            continue;
        byId.insert(message.id, message.content);
        if (++times[message.content] == 2)
            wrong.append(QStringLiteral("doubled: the message %1").arg(brief(message.content)));
        if (!m_typed.contains(message.content) && !m_sent.contains(message.content))
            wrong.append(QStringLiteral("invented: the message %1").arg(brief(message.content)));
    }
    for (auto known = m_stored.cbegin(); known != m_stored.cend(); ++known) {
        if (byId.value(known.key()) != known.value())
            wrong.append(QStringLiteral("lost: the acknowledged message %1").arg(brief(known.value())));
    }
}

void Ledger::checkReplies(const QList<Stored> &stored, QStringList &wrong) const
{
    QHash<QString, Message> replies;
    for (const auto &[message, question] : stored) {
        if (message.role == Role::Assistant)
            replies.insert(message.id, message);
    }
    const auto check = [&](const QString &id, const QString &shown) {
        const auto reply = replies.constFind(id);
        if (reply == replies.constEnd())
            wrong.append(QStringLiteral("lost: the reply %1 that was shown: %2").arg(id, brief(shown)));
        else if (!reply->content.startsWith(shown))
            wrong.append(QStringLiteral("lost: shown %1 but stored %2").arg(shown, reply->content));
    };
    for (auto shown = m_onScreen.cbegin(); shown != m_onScreen.cend(); ++shown)
        check(shown.key(), shown.value());
    for (auto shown = m_everShown.cbegin(); shown != m_everShown.cend(); ++shown) {
        for (const QString &text : shown.value())
            check(shown.key(), text);
    }
    for (const QString &id : m_complete) {
        if (replies.contains(id) && replies.value(id).status() != MessageStatus::Complete)
            wrong.append(QStringLiteral("shown as complete, stored as %1: the reply %2")
                             .arg(protocol::messageStatusName(replies.value(id).status()), id));
    }
}

/// The provider is asked once for a question, and once more for each time that the person wanted it.
void Ledger::checkRequests(const QList<Stored> &stored, QStringList &wrong) const
{
    QHash<QString, int> replies;
    QHash<QString, int> allowed;
    for (const auto &[message, question] : stored) {
        if (message.role != Role::Assistant)
            continue;
        ++replies[question];
        allowed[question] += m_regenerated.value(message.id);
        const int continued = message.metadata.value(QStringLiteral("continued")).toInt();
        if (continued > m_continued.value(message.id))
            wrong.append(QStringLiteral("doubled: the reply %1 was gone on with %2 times, asked for %3 times")
                             .arg(message.id)
                             .arg(continued)
                             .arg(m_continued.value(message.id)));
    }
    for (auto made = replies.cbegin(); made != replies.cend(); ++made) {
        if (made.value() > 1 + allowed.value(made.key()))
            wrong.append(QStringLiteral("doubled: %1 replies to the question %2, where %3 were asked for")
                             .arg(made.value())
                             .arg(made.key())
                             .arg(1 + allowed.value(made.key())));
    }
}

QStringList Ledger::disagreements(const QList<Stored> &stored, const std::optional<LeftBehind> &disk) const
{
    QStringList wrong;
    checkUsers(stored, wrong);
    checkReplies(stored, wrong);
    checkRequests(stored, wrong);
    if (!disk)
        return wrong;
    for (const QString &text : m_typed + m_sent) {
        const bool isStored = std::any_of(stored.cbegin(), stored.cend(), [&](const Stored &each) {
            return each.message.role == Role::User && each.message.content == text;
        });
        if (!isStored && !disk->outbox.contains(text) && !disk->drafts.contains(text))
            wrong.append(QStringLiteral("lost: the text %1").arg(brief(text)));
    }
    return wrong;
}

QStringList Ledger::disagreementsAtTheEnd(
    const QList<Stored> &stored, const QList<Message> &listed, const QStringList &drafts) const
{
    QStringList wrong = disagreements(stored, LeftBehind{.outbox = {}, .drafts = drafts});
    for (const auto &[message, question] : stored) {
        if (message.role == Role::User && drafts.contains(message.content)) {
            wrong.append(
                QStringLiteral("doubled: stored, and still in the composer: %1").arg(brief(message.content)));
        }
    }
    QStringList rows;
    for (const Message &message : listed) {
        rows.append(rowOf(message.id, message.content));
        if (message.role == Role::Assistant && message.status() == MessageStatus::Streaming)
            wrong.append(QStringLiteral("never ended: the reply %1").arg(message.id));
    }
    const auto [held, there] = std::mismatch(m_held.cbegin(), m_held.cend(), rows.cbegin(), rows.cend());
    if (held != m_held.cend() || there != rows.cend()) {
        wrong.append(QStringLiteral("row %1 of %2 on the screen at the end: %3\nbut of %4 listed: %5")
                         .arg(held - m_held.cbegin())
                         .arg(m_held.size())
                         .arg(held == m_held.cend() ? QString() : *held)
                         .arg(rows.size())
                         .arg(there == rows.cend() ? QString() : *there));
    }
    return wrong;
}

} // namespace throughline::crash
