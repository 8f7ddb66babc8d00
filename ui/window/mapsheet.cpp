#include "ui/window/mapsheet.h"

#include "ui/plaintooltip.h"
#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QPainter>

#include <utility>

namespace throughline::ui {

class MapSheet::Legend final : public QWidget
{
public:
    Legend(const MapView &view, QWidget *parent)
        : QWidget(parent)
        , m_view(view)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return m_view.picture().legendSize().toSize() + QSize(1, 0); }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        QPainter painter(this);
        const double left =
            layoutDirection() == Qt::RightToLeft ? width() - m_view.picture().legendSize().width() : 0;
        m_view.picture().paintLegend(painter, {left, 0});
    }

private:
    const MapView &m_view;
};

MapSheet::MapSheet(const Appearance &appearance)
    : m_appearance(appearance)
    , m_title(new Label(TextStyle::Title, Label::Ink::Text, appearance, this))
    , m_unlinked(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_smaller(new IconButton(IconId::Minus, tr("Zoom out"), appearance, this))
    , m_zoom(new LinkButton({}, appearance, this))
    , m_larger(new IconButton(IconId::Plus, tr("Zoom in"), appearance, this))
    , m_fit(new IconButton(IconId::Fit, tr("Show all of it"), appearance, this))
    , m_view(new MapView(appearance, this))
    , m_empty(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_selected(new Label(TextStyle::Body, Label::Ink::Text, appearance, this))
    , m_open(new LinkButton(tr("Show in conversation"), appearance, this))
    , m_legend(new Legend(*m_view, this))
    , m_save(new PushButton(PushButton::Kind::Plain, tr("Save as…"), appearance, this))
    , m_close(new PushButton(PushButton::Kind::Plain, tr("Close"), appearance, this))
{
    setAccessibleName(tr("Map"));
    setFocusProxy(m_view);
    m_title->setText(tr("Map"));
    m_open->setAccessibleName(tr("Show in conversation"));
    m_smaller->setShortcutHint(QKeySequence(Qt::Key_Minus));
    m_larger->setShortcutHint(QKeySequence(Qt::Key_Plus));
    m_fit->setShortcutHint(QKeySequence(Qt::Key_0));
    // What is around them stays where it is.
    for (QWidget *control :
        std::initializer_list<QWidget *>{m_smaller, m_zoom, m_larger, m_fit, m_open, m_save}) {
        QSizePolicy policy = control->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        control->setSizePolicy(policy);
    }
    m_empty->setWordWrap(true);
    m_empty->setCentred(true);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(space::L, space::M, space::M, space::M);
    bar->setSpacing(space::S);
    bar->addWidget(m_title);
    bar->addWidget(m_unlinked, 1);
    bar->addWidget(m_smaller);
    bar->addWidget(m_zoom);
    bar->addWidget(m_larger);
    bar->addWidget(m_fit);
    auto *chosen = new QHBoxLayout;
    chosen->setContentsMargins(space::L, space::S, space::L, 0);
    chosen->setSpacing(space::S);
    chosen->addWidget(m_selected, 1);
    chosen->addWidget(m_open);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(space::L, space::S, space::L, space::M);
    foot->setSpacing(space::S);
    foot->addWidget(m_legend);
    foot->addStretch(1);
    foot->addWidget(m_save);
    foot->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addSpacing(1);
    column->addWidget(m_view, 1);
    column->addSpacing(1);
    column->addLayout(chosen);
    column->addLayout(foot);

    connect(m_smaller, &QAbstractButton::clicked, this, [this] { m_view->zoomBy(-1); });
    connect(m_larger, &QAbstractButton::clicked, this, [this] { m_view->zoomBy(1); });
    connect(m_zoom, &QAbstractButton::clicked, this, [this] { m_view->setZoom(1); });
    connect(m_fit, &QAbstractButton::clicked, m_view, &MapView::fit);
    connect(m_view, &MapView::zoomChanged, this, &MapSheet::showState);
    connect(m_view, &MapView::selectionChanged, this, &MapSheet::showState);
    connect(m_view, &MapView::activated, this, &MapSheet::cardRequested);
    connect(m_open, &QAbstractButton::clicked, this, [this] { m_view->activate(m_view->selected()); });
    connect(m_save, &QAbstractButton::clicked, this,
        [this] { Q_EMIT saveRequested(m_shownTitle, m_view->picture()); });
    connect(m_close, &QAbstractButton::clicked, this, &MapSheet::closeRequested);
    connect(&appearance, &Appearance::changed, this, [this] {
        showState();
        update();
    });
    showState();
}

void MapSheet::show(const QString &title, const workspace::DecisionMap &map)
{
    m_shownTitle = title;
    m_view->setMap(map);
    showState();
}

void MapSheet::startAnew()
{
    m_view->select(-1);
    m_view->readable();
}

QString MapSheet::said() const
{
    return m_empty->isHidden() ? m_unlinked->text() : m_empty->text();
}

void MapSheet::showState()
{
    const workspace::DecisionMap &map = m_view->picture().map();
    const bool isEmpty = map.nodes.isEmpty();
    const bool isAnySelected = m_view->selected() >= 0;
    const QString unlinked = map.unlinkedCount == 0 ? QString()
                             : map.unlinkedCount == 1
                                 ? tr("One signal is not linked to anything")
                                 : tr("%n signals are not linked to anything", nullptr, map.unlinkedCount);
    m_unlinked->setText(unlinked);
    m_zoom->setText(tr("%1 %").arg(qRound(m_view->zoom() * 100)));
    m_zoom->setAccessibleName(tr("Zoom: %1 %. Back to 100 %").arg(qRound(m_view->zoom() * 100)));
    m_zoom->updateGeometry();
    for (QWidget *control : std::initializer_list<QWidget *>{m_smaller, m_zoom, m_larger, m_fit, m_save})
        control->setVisible(!isEmpty);
    m_smaller->setEnabled(m_view->zoom() > MapView::smallestZoom);
    m_larger->setEnabled(m_view->zoom() < MapView::largestZoom);
    m_selected->setText(isAnySelected ? m_view->picture().nameOf(m_view->selected())
                        : isEmpty     ? QString()
                                      : tr("Select a card to see what it is linked with"));
    m_selected->setInk(isAnySelected ? Label::Ink::Text : Label::Ink::Muted);
    m_selected->setToolTip(isAnySelected ? plainToolTip(m_selected->text()) : QString());
    m_open->setVisible(isAnySelected);
    m_legend->updateGeometry();
    m_legend->update();
    m_empty->setText(
        tr("Nothing is linked yet. A decision will be shown here with the goals, constraints, "
           "assumptions and claims that you said in the same message, with the evidence that you "
           "link, and with what seems to contradict it."));
    m_empty->setVisible(isEmpty);
    placeEmpty();
}

void MapSheet::placeEmpty()
{
    const int width =
        std::min(m_appearance.theme().scaled(440), std::max(24, this->width() - 2 * space::Xxl));
    const int height = m_empty->heightForWidth(width);
    m_empty->setGeometry((this->width() - width) / 2, (this->height() - height) / 2, width, height);
    m_empty->raise();
}

void MapSheet::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeEmpty();
}

void MapSheet::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    const QRect view = m_view->geometry();
    painter.fillRect(view.adjusted(0, -1, 0, 1), c.border);
    painter.fillRect(view, c.window); // seen beside the scroll bars
}

} // namespace throughline::ui
