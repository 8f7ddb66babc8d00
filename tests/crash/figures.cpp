#include "crash/figures.h"

#include <QFile>
#include <QSaveFile>

namespace throughline::crash {

namespace {

constexpr QByteArrayView beginMarker("<!-- crash:begin -->\n");
constexpr QByteArrayView endMarker("<!-- crash:end -->\n");

QString line(const QString &what, qint64 server, qint64 client)
{
    return QStringLiteral("| %1 | %2 | %3 |\n").arg(what).arg(server).arg(client);
}

} // namespace

void Figures::count(const QString &disagreement)
{
    if (disagreement.startsWith(QLatin1String("lost")))
        ++lost;
    else if (disagreement.startsWith(QLatin1String("doubled")))
        ++doubled;
    else
        ++otherwiseWrong;
}

QString tableOf(const Figures &server, const Figures &client, quint32 seed, const QString &date)
{
    QString table = QStringLiteral("\n| Killed | the server | the client |\n|---|---:|---:|\n");
    table += line(QStringLiteral("SIGKILLs"), server.kills, client.kills);
    table += line(QStringLiteral("… while a reply was arriving"), server.whileReplying, client.whileReplying);
    table += line(QStringLiteral("… between sending a message and its acknowledgement"), server.whilePosting,
        client.whilePosting);
    table += line(QStringLiteral("… while it was starting"), server.whileStarting, client.whileStarting);
    table += line(QStringLiteral("Messages acknowledged"), server.acknowledged, client.acknowledged);
    table += line(QStringLiteral("Deltas shown"), server.deltas, client.deltas);
    table += line(QStringLiteral("Replies stopped"), server.stopped, client.stopped);
    table += line(QStringLiteral("Replies gone on with"), server.continued, client.continued);
    table += line(QStringLiteral("Replies asked for again"), server.regenerated, client.regenerated);
    table += line(QStringLiteral("Messages edited"), server.edited, client.edited);
    table += line(QStringLiteral("Alternatives looked at"), server.looked, client.looked);
    table += line(QStringLiteral("**Lost**"), server.lost, client.lost);
    table += line(QStringLiteral("**Doubled**"), server.doubled, client.doubled);
    table += line(QStringLiteral("Otherwise wrong"), server.otherwiseWrong, client.otherwiseWrong);
    return table +
           QStringLiteral("\n%1, seed %2. A kill may count in more than one line.\n\n").arg(date).arg(seed);
}

bool writeTable(const QString &file, const QString &table)
{
    QFile before(file);
    if (!before.open(QIODevice::ReadOnly))
        return false;
    QByteArray text = before.readAll();
    const qsizetype begin = text.indexOf(beginMarker);
    const qsizetype end = text.indexOf(endMarker);
    if (begin < 0 || end < begin)
        return false;
    const qsizetype from = begin + beginMarker.size();
    text.replace(from, end - from, table.toUtf8());
    QSaveFile after(file);
    return after.open(QIODevice::WriteOnly) && after.write(text) == text.size() && after.commit();
}

} // namespace throughline::crash
