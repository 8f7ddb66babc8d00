#pragma once

#include "ui/transcript/transcriptstyle.h"

#include <QAbstractButton>

namespace throughline::ui {

/// *Latest ↓*: floats over the end of the transcript while the reader is elsewhere; a click goes to the end.
class LatestPill final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit LatestPill(QWidget *parent);

    void setStyle(const TranscriptStyle &style);
    void setNewCount(int count);
    /// How much of the widget on each side is shadow.
    static constexpr int Shadow = 20;

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool hitButton(const QPoint &pos) const override;

private:
    QRect pillRect() const { return rect().adjusted(Shadow, Shadow, -Shadow, -Shadow); }

    TranscriptStyle m_style;
};

} // namespace throughline::ui
