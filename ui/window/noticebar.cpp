#include "ui/window/noticebar.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>

namespace throughline::ui {

NoticeBar::NoticeBar(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_text(new Label(TextStyle::Body, Label::Ink::Text, appearance, this))
    , m_action(new LinkButton({}, appearance, this))
{
    wrap(*m_text);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::L, space::S, space::M, space::S);
    layout->setSpacing(space::M);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    QWidget::hide();
    connect(m_action, &QAbstractButton::clicked, this, [this] {
        if (m_act)
            m_act();
    });
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

void NoticeBar::show(const QString &text, const QString &action, std::function<void()> act)
{
    m_text->setText(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    m_act = std::move(act);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const ThemeColors &colors = m_appearance.theme().colors;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::Card, radius::Card);
    painter.fillPath(frame, colors.surface);
    painter.setClipPath(frame);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    painter.fillRect(QRect(leftToRight ? 0 : width() - 3, 0, 3, height()), colors.warning);
    painter.setClipping(false);
    painter.strokePath(frame, QPen(colors.border, 1));
}

} // namespace throughline::ui
