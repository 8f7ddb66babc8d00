#include "bench/tablefile.h"

#include <QFile>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSysInfo>

namespace throughline::bench {

namespace {

QByteArray processor()
{
    QFile file(QStringLiteral("/proc/cpuinfo"));
    if (file.open(QIODevice::ReadOnly)) {
        static const QRegularExpression name(
            QStringLiteral("^model name\\s*:\\s*(.+)$"), QRegularExpression::MultilineOption);
        const auto match = name.match(QString::fromUtf8(file.readAll()));
        if (match.hasMatch())
            return match.captured(1).trimmed().toUtf8();
    }
    return QSysInfo::currentCpuArchitecture().toUtf8();
}

QByteArray compiler()
{
#if defined(__clang__)
    return "Clang " + QByteArray(__clang_version__);
#elif defined(__GNUC__)
    return "GCC " + QByteArray(__VERSION__);
#else
    return "MSVC " + QByteArray::number(_MSC_VER);
#endif
}

} // namespace

QByteArray machine()
{
    return processor() + ", " + compiler() + ", Qt " + qVersion() + ".\n";
}

bool writeBetweenMarkers(const QString &path, const QByteArray &name, const QByteArray &markdown)
{
    const QByteArray beginMarker = "<!-- " + name + ":begin -->\n";
    const QByteArray endMarker = "<!-- " + name + ":end -->\n";
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    QByteArray text = file.readAll();
    const qsizetype begin = text.indexOf(beginMarker);
    const qsizetype end = text.indexOf(endMarker);
    if (begin < 0 || end < begin)
        return false;
    text.replace(begin + beginMarker.size(), end - begin - beginMarker.size(), "\n" + markdown + "\n");
    QSaveFile out(path);
    return out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit();
}

} // namespace throughline::bench
