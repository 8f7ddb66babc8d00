#include "ui/searchfield.h"

#include "ui/textpaint.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>

namespace throughline::ui {

SearchField::SearchField(
    IconId icon, const QString &placeholder, const Appearance &appearance, QWidget *parent)
    : QLineEdit(parent)
    , m_appearance(appearance)
    , m_icon(icon)
    , m_clear(addAction(QIcon(), QLineEdit::TrailingPosition))
{
    setProperty("role", QStringLiteral("field"));
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setToolTip(placeholder); // where it does not fit
    m_clear->setText(tr("Clear"));
    m_clear->setVisible(false);
    connect(m_clear, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, this,
        [this](const QString &text) { m_clear->setVisible(!text.isEmpty()); });
    connect(&appearance, &Appearance::changed, this, &SearchField::restyle);
    restyle();
}

void SearchField::restyle()
{
    const Theme &theme = m_appearance.theme();
    setFont(theme.font(TextStyle::Body));
    m_clear->setIcon(makeIcon(IconId::X, theme.colors.muted));
    const int room = theme.scaled(15) + 6;
    setTextMargins(layoutDirection() == Qt::RightToLeft ? 0 : room, 0,
        layoutDirection() == Qt::RightToLeft ? room : 0, 0);
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const Theme &theme = m_appearance.theme();
    const double side = theme.scaled(15);
    const QRectF at(9, (height() - side) / 2.0, side, side);
    paintIcon(painter, mirrored(at, rect(), layoutDirection()), m_icon, theme.colors.muted);
}

void SearchField::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        restyle();
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace throughline::ui
