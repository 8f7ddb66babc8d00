#pragma once

#include "ui/appearance.h"

#include <QTextEdit>

namespace throughline::ui {

/// A field for plain text that is as high as its lines, up to a limit, and set with the theme's line height.
/// Enter commits and Shift+Enter breaks the line, or the other way round; Ctrl+Enter always commits.
class GrowingEdit final : public QTextEdit
{
    Q_OBJECT

public:
    GrowingEdit(TextStyle style, int mostLines, const Appearance &appearance, QWidget *parent);

    /// Replaces the text, without a way back by undo, and puts the caret at its end.
    void reset(const QString &text);
    void setCommitsOnEnter(bool sends) { m_commitsOnEnter = sends; }

    /// Files that are dropped or pasted are told with filesDropped() instead of their names being typed.
    void setTakesFiles(bool takes) { m_takesFiles = takes; }
    /// Shown while it is empty.
    void setPlaceholder(const QString &text);
    /// In pixels at a text scale of 1; one line without it.
    void setLeastHeight(int pixels);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void committed();
    /// Up in an empty field: to what was said before.
    void wentUpFromNothing();
    void filesDropped(const QStringList &paths);
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
    TextStyle m_style;
    int m_mostLines;
    int m_leastHeight = 0;
    QString m_placeholder;
    bool m_commitsOnEnter = true;
    bool m_takesFiles = false;
};

} // namespace throughline::ui
