#include "ui/composer.h"

#include "ui/growingedit.h"
#include "ui/modelbutton.h"
#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPainter>

#include <utility>

namespace throughline::ui {

namespace {
constexpr int WidestFrame = 760 + 32; ///< the text column, and 16 px on either side for the frame's padding
constexpr int SideMargin = 22;
constexpr int EditIcon = 16;
} // namespace

int Composer::frameWidth(int available)
{
    return std::max(120, std::min(available - 2 * SideMargin, WidestFrame));
}

Composer::Composer(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_frame(new QWidget(this))
    , m_editRow(new QWidget(m_frame))
    , m_editText(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, m_editRow))
    , m_queueRow(new QWidget(m_frame))
    , m_queueText(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, m_queueRow))
    , m_queueCancel(new LinkButton(tr("Cancel"), appearance, m_queueRow))
    , m_edit(new GrowingEdit(TextStyle::Chat, 10, appearance, m_frame))
    , m_attach(new IconButton(IconId::Paperclip, tr("Put a text file into the message"), appearance, m_frame))
    , m_model(new ModelButton(appearance, m_frame))
    , m_button(new PushButton(PushButton::Kind::Primary, tr("Send"), appearance, m_frame))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_edit->setAccessibleName(tr("Message"));
    m_edit->setPlaceholder(tr("Message"));
    m_edit->setLeastHeight(26);
    m_edit->setTakesFiles(true);
    m_model->hide();
    m_queueRow->hide();
    m_queueCancel->setAccessibleName(tr("Cancel the waiting message"));

    auto *queue = new QHBoxLayout(m_queueRow);
    queue->setContentsMargins(0, 0, 0, space::Xs);
    queue->setSpacing(space::S);
    queue->addWidget(m_queueText, 1);
    queue->addWidget(m_queueCancel);

    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_attach);
    row->addWidget(m_model);
    row->addStretch(1);
    row->addWidget(m_button);

    auto *column = new QVBoxLayout(m_frame);
    column->setContentsMargins(17, 11, 11, 9);
    column->setSpacing(6);
    addEditRow(column);
    column->addWidget(m_queueRow);
    column->addWidget(m_edit);
    column->addLayout(row);

    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 2, 0, space::L);
    outer->addStretch(1);
    outer->addWidget(m_frame);
    outer->addStretch(1);
    m_frame->installEventFilter(this);

    connect(m_edit, &QTextEdit::textChanged, this, [this] {
        showState();
        if (m_editing)
            Q_EMIT editChanged(text());
        else
            Q_EMIT draftChanged(text());
    });
    connect(m_edit, &GrowingEdit::wentUpFromNothing, this, [this] {
        if (!m_editing)
            Q_EMIT editLastRequested();
    });
    connect(m_edit, &GrowingEdit::committed, this, &Composer::send);
    connect(m_edit, &GrowingEdit::focusChanged, this, [this](bool, bool byKeyboard) {
        m_keyboardFocus = byKeyboard;
        update();
    });
    connect(m_button, &QAbstractButton::clicked, this, [this] {
        // What is typed next belongs here, whatever becomes of the button.
        focusEditor();
        if (m_streaming)
            Q_EMIT stopRequested();
        else
            send();
    });
    connect(m_queueCancel, &QAbstractButton::clicked, this, &Composer::cancelQueuedRequested);
    connect(m_attach, &QAbstractButton::clicked, this, &Composer::fileRequested);
    connect(m_edit, &GrowingEdit::filesDropped, this, &Composer::filesDropped);
    connect(m_model, &QAbstractButton::clicked, this, &Composer::modelRequested);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
    setFocusProxy(m_edit);
    showState();
}

/// A field that has the focus gives it up while the widgets below this are destroyed, and would say so to
/// what is gone.
Composer::~Composer()
{
    m_edit->disconnect(this);
}

void Composer::addEditRow(QBoxLayout *column)
{
    auto *cancel = new IconButton(IconId::X, tr("Cancel editing"), m_appearance, m_editRow);
    cancel->setShortcutHint(Qt::Key_Escape);
    auto *row = new QHBoxLayout(m_editRow);
    row->setContentsMargins(0, 0, 0, 0);
    auto *iconRoom = new QSpacerItem(0, 0); // the icon is painted with the frame
    row->addSpacerItem(iconRoom);
    row->addWidget(m_editText, 1);
    row->addWidget(cancel);
    m_editRow->hide();
    column->addWidget(m_editRow);
    connect(cancel, &QAbstractButton::clicked, this, &Composer::editCancelled);
    const auto fit = [this, row, iconRoom] {
        iconRoom->changeSize(m_appearance.theme().scaled(EditIcon) + space::S, 0, QSizePolicy::Fixed);
        row->invalidate();
    };
    connect(&m_appearance, &Appearance::changed, this, fit);
    fit();
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

void Composer::setDraft(const QString &text)
{
    m_draft.clear();
    m_editing = false;
    const QSignalBlocker silent(m_edit);
    m_edit->reset(text);
    showState();
}

void Composer::startEditing(const QString &text, Editing what)
{
    m_edits = what;
    if (!m_editing)
        m_draft = this->text();
    m_editing = true;
    const QSignalBlocker silent(m_edit);
    m_edit->reset(text);
    showState();
}

void Composer::endEditing()
{
    if (m_editing)
        setDraft(std::exchange(m_draft, {}));
}

void Composer::add(const QString &text)
{
    QTextCursor cursor(m_edit->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText((m_edit->document()->isEmpty() ? QString() : QStringLiteral("\n\n")) + text);
    cursor.movePosition(QTextCursor::End);
    m_edit->setTextCursor(cursor);
    m_edit->ensureCursorVisible();
    focusEditor();
}

void Composer::takeBack(const QString &text)
{
    if (text.isEmpty())
        return;
    const QString typed = m_editing ? m_draft : this->text();
    const QString both = typed.trimmed().isEmpty() ? text : text + QLatin1Char('\n') + typed;
    if (m_editing) {
        m_draft = both;
        Q_EMIT draftChanged(both);
        return;
    }
    m_edit->reset(both);
    showState();
    Q_EMIT draftChanged(this->text());
    focusEditor();
}

void Composer::setModelName(const QString &name, bool isChoosable)
{
    m_model->setModelName(name);
    m_model->setChoosable(isChoosable);
    m_model->setVisible(!name.isEmpty());
}

QWidget *Composer::modelButton() const
{
    return m_model;
}

void Composer::setStreaming(bool streaming)
{
    m_streaming = streaming;
    showState();
}

void Composer::setQueued(int count)
{
    m_queueText->setText(count == 1
                             ? tr("Will be sent when this reply is finished")
                             : tr("%n messages will be sent when this reply is finished", nullptr, count));
    m_queueRow->setVisible(count > 0);
}

void Composer::setSendingEnabled(bool enabled)
{
    m_enabled = enabled;
    showState();
}

void Composer::setSendsOnEnter(bool sends)
{
    m_edit->setCommitsOnEnter(sends);
}

void Composer::focusEditor()
{
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::send()
{
    const QString content = text().trimmed();
    if (content.isEmpty() || !m_enabled)
        return;
    if (m_editing) {
        Q_EMIT editSubmitted(content);
        return;
    }
    Q_EMIT sendRequested(content);
    m_edit->reset({});
    showState();
    Q_EMIT draftChanged({});
    focusEditor();
}

void Composer::showState()
{
    if (m_streaming)
        m_button->setLook(PushButton::Kind::Plain, tr("Stop"), IconId::Stop);
    else
        m_button->setLook(PushButton::Kind::Primary, tr("Send"), IconId::ArrowUp);
    m_editRow->setVisible(m_editing);
    const bool branches = m_edits == Editing::Branch;
    m_editText->setText(branches ? tr("Branching from an earlier reply \u2014 Esc to cancel")
                                 : tr("Editing your message \u2014 Esc to cancel"));
    m_edit->setAccessibleName(!m_editing ? tr("Message")
                              : branches ? tr("Your message, branching from an earlier reply")
                                         : tr("Your message, being edited"));
    m_button->setAccessibleName(m_streaming ? tr("Stop the reply") : tr("Send"));
    m_button->setEnabled(m_streaming || (m_enabled && !text().trimmed().isEmpty()));
}

void Composer::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_editing) {
        Q_EMIT editCancelled();
        return;
    }
    QWidget::keyPressEvent(event);
}

/// The line around the frame and its shade are painted here, beyond what Qt repaints when the frame moves.
bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_frame && (event->type() == QEvent::Move || event->type() == QEvent::Resize))
        update();
    return QWidget::eventFilter(watched, event);
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_frame->setFixedWidth(frameWidth(width()));
}

void Composer::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_appearance.theme();
    const ThemeColors &c = theme.colors;
    painter.fillRect(rect(), c.surface);
    const QRectF frame = m_frame->geometry();
    QColor shade(Qt::black);
    shade.setAlphaF(0.02F);
    for (const double spread : {2.0, 1.0, 0.0})
        paintRounded(painter, frame.adjusted(-spread, 1 - spread, spread, 1 + spread),
            radius::Composer + spread, shade);
    paintRounded(painter, frame, radius::Composer, c.surface, m_keyboardFocus ? c.accent : c.border);
    if (m_editing) {
        const QRectF strip(m_editRow->mapTo(this, QPoint(0, 0)), m_editRow->size());
        const double side = theme.scaled(EditIcon);
        const QRectF icon(strip.left(), strip.top() + (strip.height() - side) / 2, side, side);
        paintIcon(painter, mirrored(icon, strip, layoutDirection()),
            m_edits == Editing::Branch ? IconId::Branch : IconId::Pencil, c.accent, layoutDirection());
    }
    if (m_keyboardFocus)
        paintFocusRing(painter, frame, radius::Composer, theme);
}

} // namespace throughline::ui
