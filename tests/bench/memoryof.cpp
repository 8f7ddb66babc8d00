#include "bench/memoryof.h"

#include <QDir>
#include <QFile>
#include <QMultiHash>

namespace throughline::bench {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QMultiHash<qint64, qint64> childrenByParent()
{
    QMultiHash<qint64, qint64> children;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool isProcess = false;
        const qint64 pid = name.toLongLong(&isProcess);
        const QByteArray stat =
            isProcess ? contentOf(QStringLiteral("/proc/%1/stat").arg(pid)) : QByteArray();
        // "pid (name) state parent …", and a name may have anything in it.
        const QList<QByteArray> fields = stat.sliced(stat.lastIndexOf(')') + 1).simplified().split(' ');
        if (fields.size() > 1)
            children.insert(fields.at(1).toLongLong(), pid);
    }
    return children;
}

double kilobytesOf(qint64 pid)
{
    const QByteArray rollup = contentOf(QStringLiteral("/proc/%1/smaps_rollup").arg(pid));
    const qsizetype at = rollup.indexOf("\nPss:");
    return at < 0 ? 0 : rollup.sliced(at + 5).simplified().split(' ').constFirst().toDouble();
}

} // namespace

double memoryOf(qint64 pid)
{
    const QMultiHash<qint64, qint64> children = childrenByParent();
    QList<qint64> pending{pid};
    double kilobytes = 0;
    while (!pending.isEmpty()) {
        const qint64 next = pending.takeLast();
        kilobytes += kilobytesOf(next);
        pending += children.values(next);
    }
    return kilobytes * 1024 / 1e6;
}

} // namespace throughline::bench
