#include "workspace/draftwriter.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace throughline::workspace {

namespace {

constexpr QLatin1StringView threadKey("thread");
constexpr QLatin1StringView textKey("text");
const QString suffix = QStringLiteral(".draft");

/// An id comes from a server and may hold anything; a hash of it is always a file name.
QString filePath(const QString &folder, const QString &threadId)
{
    const QByteArray hash = QCryptographicHash::hash(threadId.toUtf8(), QCryptographicHash::Sha256).toHex();
    return folder + QLatin1Char('/') + QString::fromLatin1(hash) + suffix;
}

/// A file's new name lasts through a power cut only when its folder is on the disk as well.
void syncFolder(const QString &folder)
{
#ifdef Q_OS_UNIX
    const int handle = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return;
    ::fsync(handle);
    ::close(handle);
#else
    Q_UNUSED(folder)
#endif
}

} // namespace

DraftWriter::DraftWriter(const QString &folder)
    : m_folder(folder)
{
    start();
}

DraftWriter::~DraftWriter()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_quit = true;
        m_changed.wakeAll();
    }
    wait();
}

QHash<QString, QString> DraftWriter::readAll(const QString &folder)
{
    QHash<QString, QString> drafts;
    const QFileInfoList files = QDir(folder).entryInfoList({QLatin1Char('*') + suffix}, QDir::Files);
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
        const QString threadId = object.value(threadKey).toString();
        const QString text = object.value(textKey).toString();
        if (!threadId.isEmpty() && !text.isEmpty())
            drafts.insert(threadId, text);
    }
    return drafts;
}

qint64 DraftWriter::write(const QString &threadId, const QString &text)
{
    const QMutexLocker lock(&m_mutex);
    if (!m_pending.isEmpty() && m_pending.last().threadId == threadId)
        m_pending.removeLast();
    m_pending.append({.threadId = threadId, .text = text, .write = ++m_newest});
    m_failing = false;
    m_changed.wakeAll();
    return m_newest;
}

bool DraftWriter::waitUntilWritten(std::chrono::milliseconds longest)
{
    const QDeadlineTimer deadline(longest);
    const QMutexLocker lock(&m_mutex);
    while ((!m_pending.isEmpty() && !m_failing) || m_busy) {
        if (!m_changed.wait(&m_mutex, deadline))
            return false;
    }
    return m_pending.isEmpty();
}

void DraftWriter::run()
{
    bool reported = false;
    QMutexLocker lock(&m_mutex);
    while (!m_quit) {
        if (m_pending.isEmpty() || m_failing) {
            m_changed.wait(&m_mutex);
            continue;
        }
        const Entry entry = m_pending.takeFirst();
        m_busy = true;
        lock.unlock();
        const QString sentence = store(entry.threadId, entry.text);
        if (!sentence.isEmpty() && !reported)
            Q_EMIT failed(sentence);
        reported = !sentence.isEmpty();
        lock.relock();
        m_busy = false;
        qint64 done = entry.write;
        if (!sentence.isEmpty()) {
            const bool replaced = !m_pending.isEmpty() && m_pending.first().threadId == entry.threadId;
            if (!replaced) {
                m_pending.prepend(entry);
                m_failing = true;
                done = m_newest;
            }
        }
        m_changed.wakeAll();
        lock.unlock();
        Q_EMIT tried(done);
        lock.relock();
    }
}

QString DraftWriter::store(const QString &threadId, const QString &text) const
{
    const QString path = filePath(m_folder, threadId);
    if (text.isEmpty()) {
        QFile file(path);
        if (!file.exists())
            return {};
        if (file.remove()) {
            syncFolder(m_folder); // or a message that was sent would be there again
            return {};
        }
        return tr("A sent draft could not be removed from the disk: %1").arg(file.errorString());
    }
    const QByteArray json =
        QJsonDocument(QJsonObject{{threadKey, threadId}, {textKey, text}}).toJson(QJsonDocument::Compact);
    QDir().mkpath(m_folder);
    QSaveFile file(path);
    // Commit syncs to the disk before it renames, so that a crash leaves the old draft or the new one.
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
        file.write(json) == json.size() && file.commit()) {
        syncFolder(m_folder);
        return {};
    }
    return tr("What you are typing cannot be saved to the disk: %1").arg(file.errorString());
}

} // namespace throughline::workspace
