#pragma once

#include "client/signalpoller.h"
#include "polling/clock.h"
#include "ui/controls.h"

#include <QBasicTimer>
#include <QPointer>
#include <QWidget>

namespace throughline::ui {

/// The foot of Structure: what the poller is doing, always true. Counts down once a second while its window
/// is the active one, with a timer of its own that runs only while a countdown is on screen; it decides
/// nothing.
class PollStatusLine final : public QWidget
{
    Q_OBJECT

public:
    PollStatusLine(const polling::Clock &clock, const Appearance &appearance, QWidget *parent);

    void setStatus(const client::PollStatus &status);
    QString text() const;
    bool isTicking() const { return m_tick.isActive(); }

Q_SIGNALS:
    void checkRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();

    const polling::Clock &m_clock;
    const Appearance &m_appearance;
    client::PollStatus m_status;
    Label *m_text;
    LinkButton *m_action;
    QPointer<QWidget> m_window; ///< watched for being minimized
    QBasicTimer m_tick;
};

} // namespace throughline::ui
