#include "ui/chiparea.h"

#include "ui/flowlayout.h"
#include "ui/theme.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace throughline::ui {

ChipArea::ChipArea(QWidget *parent)
    : QScrollArea(parent)
    , m_flow(nullptr)
{
    setProperty("role", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    auto *chips = new QWidget;
    m_flow = new FlowLayout(5, 4, chips);
    m_flow->setContentsMargins(space::M, 0, space::M, space::S);
    setWidget(chips);
    setWidgetResizable(true);
    chips->setAutoFillBackground(false);
    chips->installEventFilter(this);
}

void ChipArea::setHighest(int height)
{
    if (m_highest == height)
        return;
    m_highest = height;
    updateGeometry();
}

int ChipArea::wholeHeight() const
{
    const int bar = verticalScrollBarPolicy() == Qt::ScrollBarAlwaysOn ? verticalScrollBar()->width() : 0;
    return m_flow->heightForWidth(width() - bar);
}

QSize ChipArea::sizeHint() const
{
    return {m_flow->minimumSize().width(),
        std::min(wholeHeight(), std::max(minimumSizeHint().height(), m_highest))};
}

QSize ChipArea::minimumSizeHint() const
{
    return m_flow->minimumSize();
}

void ChipArea::fit()
{
    // The bar stands in the margin, so that no chip has to move for it: with less room for them they could
    // need it only because it is there.
    const bool scrolls = wholeHeight() > height();
    setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    const int bar = scrolls ? verticalScrollBar()->sizeHint().width() : 0;
    const int beside = std::max(0, space::M - bar);
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    m_flow->setContentsMargins(isMirrored ? beside : space::M, 0, isMirrored ? space::M : beside, space::S);
}

bool ChipArea::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        updateGeometry();
        fit();
    }
    return QScrollArea::eventFilter(watched, event);
}

void ChipArea::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    updateGeometry(); // another width, another height
    fit();
}

} // namespace throughline::ui
