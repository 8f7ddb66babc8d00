#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>

namespace throughline::workspace {

/// Reads files for messages in a thread of its own, one after the other. The destructor waits for the one
/// that is being read. Main thread.
class TextFileReader final : public QObject
{
    Q_OBJECT

public:
    explicit TextFileReader(QObject *parent = nullptr);
    ~TextFileReader() override;

    /// done() or problem() follows for each, in order.
    void read(const QStringList &paths);

Q_SIGNALS:
    void done(const QString &text); ///< as TextFile has it
    void problem(const QString &sentence);

private:
    QThreadPool m_thread;
};

} // namespace throughline::workspace
