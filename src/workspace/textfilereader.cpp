#include "workspace/textfilereader.h"

#include "workspace/textfile.h"

namespace throughline::workspace {

TextFileReader::TextFileReader(QObject *parent)
    : QObject(parent)
{
    m_thread.setMaxThreadCount(1);
}

TextFileReader::~TextFileReader()
{
    m_thread.clear();
    m_thread.waitForDone();
}

void TextFileReader::read(const QStringList &paths)
{
    for (const QString &path : paths) {
        m_thread.start([this, path] {
            const TextFile file = TextFile::read(path);
            QMetaObject::invokeMethod(
                this,
                [this, file] {
                    if (file.problem.isEmpty())
                        Q_EMIT done(file.text);
                    else
                        Q_EMIT problem(file.problem);
                },
                Qt::QueuedConnection);
        });
    }
}

} // namespace throughline::workspace
