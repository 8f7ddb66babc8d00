#pragma once

#include "ui/appearance.h"

#include <QTextEdit>

namespace throughline::ui {

/// Lines of code-like text to read, select and copy, at the theme's line height. What stands before the first
/// double space of a line may be muted, as times before events are.
class MonoText final : public QTextEdit
{
    Q_OBJECT

public:
    enum class Head { Plain, Muted };
    MonoText(Head head, const QString &name, const Appearance &appearance, QWidget *parent);

    void setLines(const QString &text);
    void appendLine(const QString &line);

private:
    class Highlighter;
    void restyle();

    const Appearance &m_appearance;
    Highlighter *m_highlighter = nullptr; ///< child of the document
    bool m_follows = true;                ///< what is appended: one looks at the end of it
};

} // namespace throughline::ui
