#include "ui/transcript/findbar.h"

#include "ui/textpaint.h"
#include "ui/transcript/transcriptview.h"

#include <QAccessible>
#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace throughline::ui {

using workspace::TranscriptSearch;

namespace {
constexpr int Shadow = 12; ///< room around the body for its shadow
constexpr int FieldWidth = 210;
constexpr int MostWords = 500;
} // namespace

FindBar::FindBar(TranscriptView &transcript, const Appearance &appearance)
    : QWidget(&transcript)
    , m_transcript(transcript)
    , m_appearance(appearance)
    , m_field(new SearchField(IconId::Search, tr("Find in the conversation"), appearance, this))
    , m_state(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, this))
    , m_previous(new IconButton(IconId::ArrowUp, tr("Previous place"), appearance, this))
    , m_next(new IconButton(IconId::ArrowDown, tr("Next place"), appearance, this))
    , m_close(new IconButton(IconId::X, tr("Close"), appearance, this))
{
    setAccessibleName(tr("Find in the conversation"));
    m_field->setMaxLength(MostWords);
    m_previous->setShortcutHint(Qt::SHIFT | Qt::Key_F3);
    m_next->setShortcutHint(Qt::Key_F3);
    m_close->setShortcutHint(Qt::Key_Escape);
    m_state->setAlignToEnd(true);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Shadow + space::S, Shadow + 6, Shadow + space::Xs, Shadow + 6);
    row->setSpacing(space::Xs);
    row->addWidget(m_field, 1);
    row->addWidget(m_state);
    row->addSpacing(space::Xs);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_close);
    hide();

    m_field->installEventFilter(this);
    transcript.installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_wrapped.clear();
        m_transcript.find(text);
        showState();
    });
    connect(m_previous, &QAbstractButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QAbstractButton::clicked, this, [this] { step(1); });
    connect(m_close, &QAbstractButton::clicked, this, &FindBar::close);
    connect(&transcript, &TranscriptView::findChanged, this, &FindBar::showState);
    connect(&transcript, &TranscriptView::findWrapped, this, &FindBar::showWrapped);
    connect(&appearance, &Appearance::changed, this, &FindBar::restyle);
    restyle();
    showState();
}

void FindBar::restyle()
{
    const Theme &theme = m_appearance.theme();
    m_field->setMinimumWidth(theme.scaled(120));
    m_field->setMaximumWidth(theme.scaled(FieldWidth));
    if (isVisible())
        place();
    update();
}

void FindBar::place()
{
    layout()->invalidate();
    const int most = m_transcript.width() - 2 * space::S + 2 * Shadow;
    const int wanted = m_appearance.theme().scaled(FieldWidth) - m_field->minimumWidth() + sizeHint().width();
    const QSize size(std::min(most, wanted), sizeHint().height());
    const QRect at(m_transcript.width() - size.width() - space::L + Shadow, space::S - Shadow, size.width(),
        size.height());
    setGeometry(mirrored(at, m_transcript.rect(), layoutDirection()).toRect());
    m_transcript.setTopRoom(size.height() - 2 * Shadow + 2 * space::S);
}

void FindBar::open()
{
    if (!isVisible())
        m_before = QApplication::focusWidget();
    const QString selected = m_transcript.wordsToFind();
    if (!selected.isEmpty())
        m_field->setText(selected);
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindBar::close()
{
    if (!isVisible())
        return;
    m_transcript.selectFound();
    // Before it hides: otherwise the keyboard would go to whatever comes next.
    if (isAncestorOf(QApplication::focusWidget())) {
        QWidget *next = m_before && m_before->isVisible() ? m_before.data() : &m_transcript;
        next->setFocus(Qt::OtherFocusReason);
    }
    hide();
    m_transcript.setTopRoom(0);
    m_transcript.find({});
}

void FindBar::step(int direction)
{
    if (!isVisible()) {
        open();
        return;
    }
    m_wrapped.clear();
    m_transcript.findStep(direction);
}

QString FindBar::state() const
{
    return m_state->text();
}

void FindBar::showState()
{
    const TranscriptSearch &search = m_transcript.search();
    const QLocale locale;
    QString text;
    if (search.isActive() && search.isComplete())
        text = search.count() == 0
                   ? tr("Nothing found")
                   : tr("%1 of %2").arg(locale.toString(search.position()), locale.toString(search.count()));
    else if (search.isActive())
        text = search.count() == 0 ? tr("Searching…") : tr("%1 so far").arg(locale.toString(search.count()));
    if (!m_wrapped.isEmpty())
        text = tr("%1, %2", "\"1 of 17, from the start\"").arg(text, m_wrapped);
    m_previous->setEnabled(search.count() > 0);
    m_next->setEnabled(search.count() > 0);
    if (text == m_state->text())
        return;
    m_state->setText(text);
    m_state->setAccessibleName(text);
    if (isVisible())
        place();
    QAccessibleEvent event(m_state, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void FindBar::showWrapped(TranscriptSearch::Wrapped wrapped)
{
    m_wrapped = wrapped == TranscriptSearch::Wrapped::ToFirst ? tr("from the start") : tr("from the end");
    showState();
}

void FindBar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_transcript.find(m_field->text());
    place();
}

bool FindBar::fieldKey(const QKeyEvent &event)
{
    switch (event.key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        step(event.modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return true;
    case Qt::Key_Up:
        step(-1);
        return true;
    case Qt::Key_Down:
        step(1);
        return true;
    default:
        return false;
    }
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress)
        return fieldKey(*static_cast<QKeyEvent *>(event));
    const bool resized = event->type() == QEvent::Resize || event->type() == QEvent::LayoutDirectionChange;
    if (watched == &m_transcript && resized && isVisible())
        place();
    // The transcript itself has no use for it while something is found in it.
    if (watched == &m_transcript && event->type() == QEvent::KeyPress && isVisible() &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const QRectF body = QRectF(rect()).adjusted(Shadow, Shadow, -Shadow, -Shadow);
    const ThemeColors &c = m_appearance.theme().colors;
    QColor shade = c.shadow;
    shade.setAlphaF(shade.alphaF() / Shadow);
    for (int spread = Shadow - 2; spread > 0; --spread)
        paintRounded(
            painter, body.adjusted(-spread, 3 - spread, spread, 2 + spread), radius::Card + spread, shade);
    paintRounded(painter, body, radius::Card, c.surface, c.border);
}

} // namespace throughline::ui
