#pragma once

#include "ui/controls.h"

namespace throughline::ui {

/// Who answers, in a rounded frame with a small arrow: opens the picker. A long name is elided; the tool tip
/// has all of it.
class ModelButton final : public Control
{
    Q_OBJECT

public:
    ModelButton(const Appearance &appearance, QWidget *parent);

    void setModelName(const QString &name);
    /// Where there is nothing to choose it only says who answers: no arrow, no keyboard focus.
    void setChoosable(bool choosable);
    bool isChoosable() const { return m_choosable; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_choosable = false;
};

} // namespace throughline::ui
