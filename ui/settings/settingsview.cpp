#include "ui/settings/settingsview.h"

#include "ui/textpaint.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace throughline::ui {

namespace {
constexpr int NavWidth = 190;
constexpr int NarrowNavWidth = 128;
constexpr int NarrowBelow = 640;
} // namespace

/// The name of a page.
class SettingsView::NavButton final : public Control
{
public:
    NavButton(const QString &text, const Appearance &appearance, QWidget *parent)
        : Control(appearance, parent)
    {
        setText(text);
        setAccessibleName(text);
        setCheckable(true);
        setAutoExclusive(true);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return {80, theme().scaled(30)}; }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        QPainter painter(this);
        const ThemeColors &c = theme().colors;
        if (isChecked())
            paintRounded(painter, rect(), radius::Control, c.selection);
        else if (isHovered())
            paintRounded(painter, rect(), radius::Control, c.hover);
        paintLine(painter, QRectF(rect()).adjusted(10, 0, -10, 0), theme(),
            isChecked() ? TextStyle::BodyMedium : TextStyle::Body, text(), c.text,
            layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
        if (showsFocus())
            paintFocusRing(painter, rect(), radius::Control, theme());
    }
};

SettingsView::SettingsView(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_nav(new QWidget(this))
    , m_navColumn(new QVBoxLayout(m_nav))
    , m_pages(new QStackedWidget(this))
    , m_close(new IconButton(IconId::X, tr("Close the settings"), appearance, this))
{
    setAccessibleName(tr("Settings"));
    m_close->setShortcutHint(Qt::Key_Escape);
    m_navColumn->setContentsMargins(space::S, 15, space::S, space::S);
    m_navColumn->setSpacing(1);
    m_navColumn->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);
    row->addWidget(m_nav);
    row->addWidget(m_pages, 1);
    connect(m_close, &QAbstractButton::clicked, this, &SettingsView::closeRequested);
    connect(&appearance, &Appearance::changed, this, [this] {
        fit();
        update();
    });
    fit();
}

void SettingsView::addPage(const QString &name, std::function<SettingsPage *()> make)
{
    auto *button = new NavButton(name, m_appearance, m_nav);
    m_navColumn->insertWidget(m_navColumn->count() - 1, button);
    // First the names of the pages, then what is on the page.
    setTabOrder(m_list.empty() ? m_nav : m_list.back().button, button);
    m_list.push_back({.button = button, .make = std::move(make)});
    connect(button, &QAbstractButton::toggled, this, [this, index = m_list.size() - 1](bool isOn) {
        if (isOn)
            showPage(m_list[index]);
    });
    if (m_list.size() == 1)
        button->setChecked(true);
}

SettingsPage &SettingsView::openPage(int index)
{
    Page &page = m_list.at(std::size_t(index));
    page.button->setChecked(true);
    return *page.made;
}

void SettingsView::showPage(Page &page)
{
    if (!page.made) {
        page.made = page.make();
        m_pages->addWidget(page.made);
        m_close->raise();
    }
    m_pages->setCurrentWidget(page.made);
    setFocusProxy(page.button);
}

bool SettingsView::says(const QString &sentence) const
{
    const QWidget *page = m_pages->currentWidget();
    const QList<Label *> labels = page ? page->findChildren<Label *>() : QList<Label *>();
    return std::any_of(labels.cbegin(), labels.cend(),
        [&](const Label *label) { return label->isVisible() && label->text() == sentence; });
}

void SettingsView::fit()
{
    const Theme &theme = m_appearance.theme();
    m_nav->setFixedWidth(theme.scaled(width() < theme.scaled(NarrowBelow) ? NarrowNavWidth : NavWidth));
    const QSize size = m_close->sizeHint();
    const QRect corner(width() - size.width() - space::M, space::M + 2, size.width(), size.height());
    m_close->setGeometry(mirrored(corner, rect(), layoutDirection()).toRect());
}

void SettingsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void SettingsView::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors &c = m_appearance.theme().colors;
    QPainterPath insideBorder;
    insideBorder.addRoundedRect(
        QRectF(rect()).adjusted(1, 1, -1, -1), radius::Composer - 1, radius::Composer - 1);
    painter.setClipPath(insideBorder);
    const QRect nav = m_nav->geometry();
    painter.fillRect(nav, c.window);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    painter.fillRect(QRect(leftToRight ? nav.right() : nav.left(), 0, 1, height()), c.border);
}

} // namespace throughline::ui
