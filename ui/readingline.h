#pragma once

#include "polling/clock.h"
#include "protocol/reading.h"
#include "ui/controls.h"

#include <QBasicTimer>
#include <QPointer>
#include <QWidget>

namespace throughline::ui {

/// Above the foot of Structure: what waits to be read by a model, when it is tried again, and why the last
/// attempt came to nothing. Not there while nothing waits. It asks for news when they are due, with a timer
/// of its own that runs only while this is on screen and news are due; it decides nothing.
class ReadingLine final : public QWidget
{
    Q_OBJECT

public:
    ReadingLine(const polling::Clock &clock, const Appearance &appearance, QWidget *parent);

    void setState(const protocol::ReadingState &state, bool canExtractNow);
    QString text() const;
    bool isTicking() const { return m_tick.isActive(); }

Q_SIGNALS:
    void extractRequested();
    void newsRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void arm();
    QString words() const;

    const polling::Clock &m_clock;
    const Appearance &m_appearance;
    protocol::ReadingState m_state;
    Label *m_text;
    LinkButton *m_extract;
    QPointer<QWidget> m_window; ///< watched for being minimized
    QBasicTimer m_tick;
};

} // namespace throughline::ui
