#pragma once

#include "ui/appearance.h"

#include <QTextEdit>

namespace throughline::ui {

/// The field messages are typed into: plain text only, as high as its lines, from one to ten.
class MessageEdit final : public QTextEdit
{
    Q_OBJECT

public:
    MessageEdit(const Appearance &appearance, QWidget *parent);

    /// Replaces the text, without a way back by undo, and puts the caret at its end.
    void reset(const QString &text);
    void setSendsOnEnter(bool sends) { m_sendsOnEnter = sends; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendPressed();
    void focusChanged(bool focused, bool byKeyboard);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;

private:
    void restyle();
    void fitHeight();

    const Appearance &m_appearance;
    bool m_sendsOnEnter = true;
};

} // namespace throughline::ui
