#pragma once

#include <QByteArray>
#include <QFile>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define THROUGHLINE_MEMORY_IS_SANITIZED 1
#else
#define THROUGHLINE_MEMORY_IS_SANITIZED 0
#endif

namespace throughline::test {

/// The most memory this process has at once from here on, as the system counts it.
class MemoryPeak
{
public:
    MemoryPeak()
    {
        QFile file(QStringLiteral("/proc/self/clear_refs"));
        if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            file.write("5"); // proc(5): what is in use now becomes the peak
        m_before = read("VmHWM:");
    }

    /// Why there is no figure here; null when there is one.
    static const char *unavailable()
    {
        if (THROUGHLINE_MEMORY_IS_SANITIZED)
            return "memory is not measured under a sanitizer, which keeps what was freed";
        return read("VmHWM:") > 0 && QFile::exists(QStringLiteral("/proc/self/clear_refs"))
                   ? nullptr
                   : "this system does not tell a process its peak memory";
    }

    qint64 growth() const { return read("VmHWM:") - m_before; } ///< bytes

private:
    static qint64 read(const char *field)
    {
        QFile file(QStringLiteral("/proc/self/status"));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray status = file.readAll();
        const qsizetype at = status.indexOf(field);
        if (at < 0)
            return 0;
        const qsizetype begin = at + qsizetype(qstrlen(field));
        return status.sliced(begin, status.indexOf('\n', at) - begin)
                   .trimmed()
                   .split(' ')
                   .first()
                   .toLongLong() *
               1024;
    }

    qint64 m_before = 0;
};

} // namespace throughline::test
