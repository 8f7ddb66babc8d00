#include "exporting/filewriter.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

#include <utility>

namespace throughline::exporting {

namespace {

QString store(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit()) {
        return fileProblem(path, file.errorString());
    }
    return {};
}

} // namespace

FileWriter::FileWriter(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

FileWriter::~FileWriter()
{
    m_thread.waitForDone();
}

void FileWriter::write(const QString &path, std::function<QByteArray()> content)
{
    m_thread.start([this, path, content = std::move(content)] {
        const QString problem = store(path, content());
        QMetaObject::invokeMethod(
            this, [this, path, problem] { Q_EMIT finished(path, problem); }, Qt::QueuedConnection);
    });
}

QString fileProblem(const QString &path, const QString &why)
{
    const QString shown = QDir::toNativeSeparators(path);
    return why.isEmpty()
               ? QCoreApplication::translate("Export", "%1 could not be written. Nothing there has changed.")
                     .arg(shown)
               : QCoreApplication::translate(
                     "Export", "%1 could not be written: %2. Nothing there has changed.")
                     .arg(shown, why);
}

} // namespace throughline::exporting
