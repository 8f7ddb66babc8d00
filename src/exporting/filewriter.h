#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <functional>

namespace throughline::exporting {

/// Makes files in a thread of its own, one after the other, each whole or not at all. The destructor waits
/// for the one that is being made. Main thread.
class FileWriter final : public QObject
{
    Q_OBJECT

public:
    explicit FileWriter(QObject *parent = nullptr);
    ~FileWriter() override;

    /// \a content is called in the other thread. finished() follows, once.
    void write(const QString &path, std::function<QByteArray()> content);

Q_SIGNALS:
    /// \a problem: a sentence; empty when the file is there.
    void finished(const QString &path, const QString &problem);

private:
    QThreadPool m_thread;
};

/// "The file could not be written: no space left." An empty \a why says only the first.
QString fileProblem(const QString &path, const QString &why);

} // namespace throughline::exporting
