#pragma once

#include "ui/appearance.h"

#include <QPointer>
#include <QWidget>

namespace throughline::ui {

/// Lays one widget over the dimmed window, on a ground with a border that the widget need not paint. While it
/// is open the keyboard stays inside, the window's shortcuts rest (but Quit), and a click beside it, Escape
/// or dismiss() close it; then the keyboard goes back to where it was. What is inside is kept as it is until
/// the next time.
class Sheet final : public QWidget
{
    Q_OBJECT

public:
    /// Takes \a content, and gives it \a size or, where the window has less room, all of the window.
    Sheet(QWidget *content, const QSize &size, const Appearance &appearance, QWidget *window);

    void open();
    void dismiss();
    QWidget *content() const { return m_content; }

Q_SIGNALS:
    void opened(); ///< it lies over everything; what is to be above it raises itself now
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void place();

    const Appearance &m_appearance;
    QWidget *m_content;
    QSize m_size;
    QPointer<QWidget> m_before; ///< had the keyboard
};

} // namespace throughline::ui
