#pragma once

#include "polling/clock.h"
#include "protocol/reading.h"
#include "ui/controls.h"

#include <QWidget>

namespace throughline::ui {

/// Above the foot of Structure: what waits to be read by a model, when it is tried again, and why the last
/// attempt came to nothing. Not there while nothing waits. It decides nothing.
class ReadingLine final : public QWidget
{
    Q_OBJECT

public:
    ReadingLine(const polling::Clock &clock, const Appearance &appearance, QWidget *parent);

    void setState(const protocol::ReadingState &state, bool canExtractNow);
    QString text() const;

Q_SIGNALS:
    void extractRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString words() const;

    const polling::Clock &m_clock;
    const Appearance &m_appearance;
    protocol::ReadingState m_state;
    Label *m_text;
    LinkButton *m_extract;
};

} // namespace throughline::ui
