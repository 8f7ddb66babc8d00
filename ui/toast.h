#pragma once

#include "ui/controls.h"

#include <QBasicTimer>
#include <QPointer>
#include <QWidget>

#include <functional>

namespace throughline::ui {

/// A line that says what just happened and offers to undo it. One at a time, floating over \a host near its
/// lower trailing corner; it goes by itself after a while, but not under the pointer or while it has the
/// keyboard.
class Toast final : public QWidget
{
    Q_OBJECT

public:
    Toast(const Appearance &appearance, QWidget *host);

    /// \a action may be empty: a toast that only tells. Either \a act is called, once, or \a passed, when the
    /// toast has gone by itself or made room for another one. Returns a number that no other toast here has.
    int tell(const QString &text, const QString &action = {}, std::function<void()> act = {},
        std::function<void()> passed = {});
    /// Takes it away as if its time had passed.
    void dismiss();
    /// The same, if \a id is still the one that is shown.
    void dismiss(int id);
    QString text() const;
    /// How far above the lower edge of the host it floats, so that it covers nothing that is needed now.
    void setClearance(int pixels);

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void leave();

    const Appearance &m_appearance;
    Label *m_text;
    LinkButton *m_action;
    QPointer<QWidget> m_before; ///< had the keyboard before the action
    std::function<void()> m_act;
    std::function<void()> m_passed;
    int m_id = 0; ///< of the last one
    int m_clearance = 52;
    QBasicTimer m_timer; ///< only while shown
};

} // namespace throughline::ui
