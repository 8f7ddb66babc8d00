#pragma once

#include <QObject>

#include <memory>

namespace throughline::app {

/// Turns SIGINT and SIGTERM (on Windows: Ctrl+C and the closing console) into a signal of the event loop. The
/// second one kills as usual, for when ending takes too long. One at a time in a process.
class QuitSignals : public QObject
{
    Q_OBJECT

public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    void asked();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::app
