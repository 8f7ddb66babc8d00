#include "ui/growingedit.h"

#include "ui/textpaint.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTextBlock>
#include <QTextLayout>
#include <QUrl>

#include <cmath>

namespace throughline::ui {

GrowingEdit::GrowingEdit(TextStyle style, int mostLines, const Appearance &appearance, QWidget *parent)
    : QTextEdit(parent)
    , m_appearance(appearance)
    , m_style(style)
    , m_mostLines(mostLines)
{
    setProperty("role", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setAcceptRichText(false);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
        &GrowingEdit::fitHeight);
    connect(&appearance, &Appearance::changed, this, &GrowingEdit::restyle);
    restyle();
}

void GrowingEdit::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    viewport()->update();
}

void GrowingEdit::setLeastHeight(int pixels)
{
    m_leastHeight = pixels;
    fitHeight();
}

void GrowingEdit::reset(const QString &text)
{
    setPlainText(text);
    restyle();
    document()->clearUndoRedoStacks();
    moveCursor(QTextCursor::End);
}

void GrowingEdit::restyle()
{
    const Theme &theme = m_appearance.theme();
    const QSignalBlocker silent(this);
    const QSignalBlocker silentDocument(document());
    setFont(theme.font(m_style));
    QTextBlockFormat format;
    format.setLineHeight(theme.lineHeight(m_style), QTextBlockFormat::FixedHeight);
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.mergeBlockFormat(format);
    fitHeight();
}

void GrowingEdit::fitHeight()
{
    const Theme &theme = m_appearance.theme();
    const int line = theme.lineHeight(m_style);
    const int content = int(std::ceil(document()->size().height()));
    const int height =
        std::clamp(content, std::max(line, theme.scaled(m_leastHeight)), m_mostLines * line + 3);
    setVerticalScrollBarPolicy(content > height ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (height != this->height())
        setFixedHeight(height);
}

// Not QTextEdit's placeholder, which knows nothing of line heights and would jump when the first letter is
// typed.
void GrowingEdit::paintEvent(QPaintEvent *event)
{
    if (document()->isEmpty() && textCursor().block().layout()->preeditAreaText().isEmpty()) {
        QPainter painter(viewport());
        const Theme &theme = m_appearance.theme();
        const QRectF line(0, 0, viewport()->width(), theme.lineHeight(m_style));
        paintLine(painter, line, theme, m_style, m_placeholder, theme.colors.muted,
            layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    }
    QTextEdit::paintEvent(event);
}

QSize GrowingEdit::sizeHint() const
{
    return {300, height()};
}

QSize GrowingEdit::minimumSizeHint() const
{
    return {80, height()};
}

void GrowingEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const bool shift = event->modifiers() & Qt::ShiftModifier;
        const bool control = event->modifiers() & Qt::ControlModifier;
        if (control || shift != m_commitsOnEnter)
            Q_EMIT committed();
        else
            textCursor().insertBlock(); // not the U+2028 that QTextEdit makes of Shift+Enter
        ensureCursorVisible();
        return;
    }
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (event->key() == Qt::Key_Up && plain && document()->isEmpty()) {
        Q_EMIT wentUpFromNothing();
        return;
    }
    QTextEdit::keyPressEvent(event);
}

void GrowingEdit::focusInEvent(QFocusEvent *event)
{
    QTextEdit::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason ||
                            event->reason() == Qt::BacktabFocusReason ||
                            event->reason() == Qt::ShortcutFocusReason;
    Q_EMIT focusChanged(true, byKeyboard);
}

void GrowingEdit::focusOutEvent(QFocusEvent *event)
{
    QTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        Q_EMIT focusChanged(false, false);
}

bool GrowingEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText() || (m_takesFiles && source->hasUrls());
}

void GrowingEdit::insertFromMimeData(const QMimeData *source)
{
    QStringList files;
    const QList<QUrl> urls = m_takesFiles ? source->urls() : QList<QUrl>();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    if (!files.isEmpty()) {
        Q_EMIT filesDropped(files);
        return;
    }
    textCursor().insertText(source->text());
    ensureCursorVisible();
}

} // namespace throughline::ui
