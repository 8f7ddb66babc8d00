#include "ui/chiparea.h"

#include "ui/flowlayout.h"

#include <QEvent>

#include <algorithm>

namespace throughline::ui {

ChipArea::ChipArea(QWidget *parent)
    : QScrollArea(parent)
    , m_flow(nullptr)
{
    setProperty("role", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    auto *chips = new QWidget;
    m_flow = new FlowLayout(5, 4, chips);
    setWidget(chips);
    setWidgetResizable(true);
    chips->setAutoFillBackground(false);
    chips->installEventFilter(this);
}

void ChipArea::setHighest(int height)
{
    m_highest = height;
    fit();
}

void ChipArea::fit()
{
    const int whole = m_flow->heightForWidth(width());
    const int row = m_flow->minimumSize().height();
    setFixedHeight(std::min(whole, std::max(row, m_highest)));
}

bool ChipArea::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void ChipArea::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

} // namespace throughline::ui
