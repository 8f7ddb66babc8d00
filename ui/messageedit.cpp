#include "ui/messageedit.h"

#include "ui/textpaint.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTextBlock>
#include <QTextLayout>

#include <cmath>

namespace throughline::ui {

namespace {
constexpr int MostLines = 10;
} // namespace

MessageEdit::MessageEdit(const Appearance &appearance, QWidget *parent)
    : QTextEdit(parent)
    , m_appearance(appearance)
{
    setProperty("role", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setAcceptRichText(false);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    setAccessibleName(tr("Message"));
    viewport()->setAutoFillBackground(false);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
        &MessageEdit::fitHeight);
    connect(&appearance, &Appearance::changed, this, &MessageEdit::restyle);
    restyle();
}

void MessageEdit::reset(const QString &text)
{
    setPlainText(text);
    restyle();
    document()->clearUndoRedoStacks();
    moveCursor(QTextCursor::End);
}

void MessageEdit::restyle()
{
    const Theme &theme = m_appearance.theme();
    const QSignalBlocker silent(this);
    const QSignalBlocker silentDocument(document());
    setFont(theme.font(TextStyle::Chat));
    QTextBlockFormat format;
    format.setLineHeight(theme.lineHeight(TextStyle::Chat), QTextBlockFormat::FixedHeight);
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.mergeBlockFormat(format);
    fitHeight();
}

void MessageEdit::fitHeight()
{
    const Theme &theme = m_appearance.theme();
    const int line = theme.lineHeight(TextStyle::Chat);
    const int content = int(std::ceil(document()->size().height()));
    const int height = std::clamp(content, theme.scaled(26), MostLines * line + 3);
    setVerticalScrollBarPolicy(content > height ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (height != this->height())
        setFixedHeight(height);
}

// Not QTextEdit's placeholder, which knows nothing of line heights and would jump when the first letter is
// typed.
void MessageEdit::paintEvent(QPaintEvent *event)
{
    if (document()->isEmpty() && textCursor().block().layout()->preeditAreaText().isEmpty()) {
        QPainter painter(viewport());
        const Theme &theme = m_appearance.theme();
        const QRectF line(0, 0, viewport()->width(), theme.lineHeight(TextStyle::Chat));
        paintLine(painter, line, theme, TextStyle::Chat, accessibleName(), theme.colors.muted,
            layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    }
    QTextEdit::paintEvent(event);
}

QSize MessageEdit::sizeHint() const
{
    return {300, height()};
}

QSize MessageEdit::minimumSizeHint() const
{
    return {80, height()};
}

void MessageEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const bool shift = event->modifiers() & Qt::ShiftModifier;
        const bool control = event->modifiers() & Qt::ControlModifier;
        if (control || shift != m_sendsOnEnter)
            Q_EMIT sendPressed();
        else
            textCursor().insertBlock(); // not the U+2028 that QTextEdit makes of Shift+Enter
        ensureCursorVisible();
        return;
    }
    QTextEdit::keyPressEvent(event);
}

void MessageEdit::focusInEvent(QFocusEvent *event)
{
    QTextEdit::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason ||
                            event->reason() == Qt::BacktabFocusReason ||
                            event->reason() == Qt::ShortcutFocusReason;
    Q_EMIT focusChanged(true, byKeyboard);
}

void MessageEdit::focusOutEvent(QFocusEvent *event)
{
    QTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        Q_EMIT focusChanged(false, false);
}

bool MessageEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText();
}

void MessageEdit::insertFromMimeData(const QMimeData *source)
{
    textCursor().insertText(source->text());
    ensureCursorVisible();
}

} // namespace throughline::ui
