#include "ui/monotext.h"

#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>

namespace throughline::ui {

class MonoText::Highlighter final : public QSyntaxHighlighter
{
public:
    Highlighter(const Appearance &appearance, QTextDocument *document)
        : QSyntaxHighlighter(document)
        , m_appearance(appearance)
    {}

protected:
    void highlightBlock(const QString &text) override
    {
        setFormat(0, int(text.indexOf(QStringLiteral("  "))), m_appearance.theme().colors.muted);
    }

private:
    const Appearance &m_appearance;
};

MonoText::MonoText(Head head, const QString &name, const Appearance &appearance, QWidget *parent)
    : QTextEdit(parent)
    , m_appearance(appearance)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setAcceptRichText(false);
    setAccessibleName(name);
    setProperty("role", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFocusPolicy(Qt::StrongFocus);
    setWordWrapMode(QTextOption::WrapAnywhere);
    document()->setDocumentMargin(0);
    document()->setMaximumBlockCount(500);
    viewport()->setAutoFillBackground(false);
    // Headers and JSON read from the left in every language.
    setLayoutDirection(Qt::LeftToRight);
    if (head == Head::Muted) {
        m_highlighter = new Highlighter(appearance, document());
        setLineWrapMode(QTextEdit::NoWrap);
        // Whoever is at the end stays there, also when it has less room.
        QScrollBar *bar = verticalScrollBar();
        connect(bar, &QScrollBar::valueChanged, this,
            [this, bar] { m_follows = bar->value() == bar->maximum(); });
        connect(bar, &QScrollBar::rangeChanged, this, [this, bar] {
            if (m_follows)
                bar->setValue(bar->maximum());
        });
    }
    connect(&appearance, &Appearance::changed, this, &MonoText::restyle);
    restyle();
}

void MonoText::restyle()
{
    const Theme &theme = m_appearance.theme();
    setFont(theme.font(TextStyle::CodeSmall));
    setMinimumHeight(3 * theme.lineHeight(TextStyle::CodeSmall));
    QTextBlockFormat format;
    format.setLineHeight(theme.lineHeight(TextStyle::CodeSmall), QTextBlockFormat::FixedHeight);
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.mergeBlockFormat(format);
    if (m_highlighter)
        m_highlighter->rehighlight();
}

void MonoText::setLines(const QString &text)
{
    setPlainText(text);
    restyle();
}

void MonoText::appendLine(const QString &line)
{
    // Whoever reads further up stays there; whoever is at the end sees what arrives.
    const bool follows = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    if (!document()->isEmpty())
        cursor.insertBlock();
    cursor.insertText(line);
    if (follows)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

} // namespace throughline::ui
