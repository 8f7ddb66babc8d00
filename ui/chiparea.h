#pragma once

#include <QScrollArea>

namespace throughline::ui {

class FlowLayout;

/// Chips in rows, as high as they need to be but never higher than the owner allows or has room for: then
/// they scroll.
class ChipArea final : public QScrollArea
{
    Q_OBJECT

public:
    explicit ChipArea(QWidget *parent);

    QWidget *chips() const { return widget(); } ///< their parent
    FlowLayout &flow() const { return *m_flow; }
    /// In pixels; less than a row is a row.
    void setHighest(int height);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override; ///< one row

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();
    int wholeHeight() const;

    FlowLayout *m_flow;
    int m_highest = QWIDGETSIZE_MAX;
};

} // namespace throughline::ui
