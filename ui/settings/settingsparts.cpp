#include "ui/settings/settingsparts.h"

#include "ui/flowlayout.h"
#include "ui/textpaint.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace throughline::ui {

namespace {
constexpr double Dot = 8;
constexpr double MostControls = 0.45; ///< of the width of a row, beside words
constexpr int LabelWidth = 110;
constexpr int LabelHeight = 30; ///< of a field
constexpr int NarrowLabelHeight = 20;
constexpr int NarrowForm = 380;
constexpr double HeadingScale = 16.0 / 14.0; ///< of a page, to the head of a pane
/// What the Tab key can reach in \a layout, in the order in which it is laid out.
void collectStops(const QLayout &layout, QList<QWidget *> &stops)
{
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem *item = layout.itemAt(i);
        if (const QLayout *inner = item->layout())
            collectStops(*inner, stops);
        QWidget *widget = item->widget();
        if (!widget)
            continue;
        if (widget->focusPolicy() & Qt::TabFocus)
            stops.append(widget);
        if (const QLayout *inside = widget->layout())
            collectStops(*inside, stops);
    }
}

/// The order in which widgets were made is not the one in which they stand.
void orderTabs(const QWidget &body)
{
    QList<QWidget *> stops;
    collectStops(*body.layout(), stops);
    for (qsizetype i = 1; i < stops.size(); ++i)
        QWidget::setTabOrder(stops.at(i - 1), stops.at(i));
}

} // namespace

Field::Field(const QString &name, const Appearance &appearance, QWidget *parent)
    : QLineEdit(parent)
{
    setProperty("role", QStringLiteral("field"));
    setAccessibleName(name);
    setMinimumWidth(160);
    const auto restyle = [this, &appearance] { setFont(appearance.theme().font(TextStyle::Body)); };
    connect(&appearance, &Appearance::changed, this, restyle);
    restyle();
}

void Field::showEvent(QShowEvent *event)
{
    QLineEdit::showEvent(event);
    // The dots of a password are the style sheet's, which QLineEdit asks only when its style changes.
    QEvent change(QEvent::StyleChange);
    QLineEdit::changeEvent(&change);
}

Panel::Panel(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
{
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

void Panel::setLit(bool lit)
{
    m_lit = lit;
    update();
}

void Panel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    paintRounded(painter, rect(), radius::Card, c.surface, m_lit ? c.accent : c.border);
}

SettingsRow::SettingsRow(const QString &title, const Appearance &appearance, QWidget *parent)
    : Panel(appearance, parent)
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_title(new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this))
    , m_caption(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, this))
    , m_controls(new QWidget(this))
    , m_dot(new QWidget(m_controls))
{
    m_title->setText(title);
    wrap(*m_caption);
    m_dot->setFixedWidth(int(Dot));
    m_dot->hide();
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_caption);
    auto *controls = new QHBoxLayout(m_controls);
    controls->setContentsMargins(0, 0, 0, 0);
    controls->setSpacing(space::S);
    controls->addWidget(m_dot);
    m_controls->hide();
    m_row->setContentsMargins(15, 11, 15, 11);
    m_row->setSpacing(space::S);
    m_row->addLayout(words, 1);
    m_row->addWidget(m_controls, 0, Qt::AlignVCenter | Qt::AlignLeading);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum); // a caption may take two lines
}

void SettingsRow::setCaption(const QString &text)
{
    m_caption->setText(text);
    m_caption->setVisible(!text.isEmpty());
}

void SettingsRow::setHealth(std::optional<bool> isWell)
{
    m_isWell = isWell;
    m_dot->setVisible(isWell.has_value());
    if (isWell)
        m_controls->show();
    update();
}

void SettingsRow::addControl(QWidget *control)
{
    m_controls->layout()->addWidget(control);
    m_controls->show();
}

bool SettingsRow::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return Panel::event(event);
}

void SettingsRow::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    fit();
}

/// Words between the edge and wide buttons would be a column of syllables.
void SettingsRow::fit()
{
    const bool isNarrow = m_controls->sizeHint().width() > width() * MostControls;
    m_row->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void SettingsRow::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    if (!m_isWell)
        return;
    QPainter painter(this);
    const ThemeColors &c = appearance().theme().colors;
    const QPointF centre = QRectF(m_dot->geometry()).translated(m_controls->pos()).center();
    paintRounded(painter, QRectF(centre.x() - Dot / 2, centre.y() - Dot / 2, Dot, Dot), Dot / 2,
        *m_isWell ? c.success : c.danger);
}

Choices::Choices(const QString &name, const QStringList &texts, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(name);
    auto *row = new FlowLayout(space::S, space::Xs, this);
    row->setContentsMargins(0, 0, 0, 0);
    for (int i = 0; i < texts.size(); ++i) {
        auto *chip = new Chip(texts.at(i), appearance, this);
        chip->setAutoExclusive(true);
        chip->setAccessibleName(QStringLiteral("%1: %2").arg(name, texts.at(i)));
        connect(chip, &QAbstractButton::clicked, this, [this, i] { Q_EMIT chosen(i); });
        row->addWidget(chip);
        m_chips.append(chip);
    }
}

void Choices::setCurrent(int index)
{
    if (index >= 0 && index < m_chips.size())
        m_chips.at(index)->setChecked(true);
}

int Choices::current() const
{
    for (int i = 0; i < m_chips.size(); ++i) {
        if (m_chips.at(i)->isChecked())
            return i;
    }
    return -1;
}

SettingsPage::SettingsPage(const QString &title, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_heading(new QLabel(title, this))
    , m_body(new QWidget)
    , m_column(new QVBoxLayout)
{
    setAccessibleName(title);
    m_heading->setTextFormat(Qt::PlainText);
    m_column->setSpacing(space::S);
    // Not alignment to the top: that gives a layout the height it has without line breaks.
    auto *top = new QVBoxLayout(m_body);
    top->setContentsMargins(space::Xl, space::S, space::Xl, space::Xl);
    top->setSpacing(0);
    top->addLayout(m_column);
    top->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setProperty("role", QStringLiteral("bare"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(m_body);
    m_body->setAutoFillBackground(false); // which setWidget() turns on
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 20, 1, 1);
    outer->setSpacing(space::S);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(space::Xl, 0, space::Xxl, 0);
    head->addWidget(m_heading);
    outer->addLayout(head);
    outer->addWidget(scroll, 1);
    m_body->installEventFilter(this);
    connect(&appearance, &Appearance::changed, this, &SettingsPage::restyle);
    restyle();
}

bool SettingsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_body && event->type() == QEvent::LayoutRequest)
        orderTabs(*m_body);
    return QWidget::eventFilter(watched, event);
}

void SettingsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    orderTabs(*m_body);
}

void SettingsPage::restyle()
{
    QFont font = m_appearance.theme().font(TextStyle::Title);
    font.setPointSizeF(font.pointSizeF() * HeadingScale); // the theme's sizes are in points
    m_heading->setFont(font);
}

Label *SettingsPage::addHeading(const QString &text)
{
    auto *label = new Label(TextStyle::BodyStrong, Label::Ink::Text, m_appearance, m_body);
    label->setText(text);
    if (m_column->count() > 0)
        m_column->addSpacing(space::S);
    m_column->addWidget(label);
    return label;
}

Label *SettingsPage::addText(const QString &text, Label::Ink ink)
{
    auto *label = new Label(TextStyle::Body, ink, m_appearance, m_body);
    wrap(*label);
    label->setText(text);
    m_column->addWidget(label);
    return label;
}

QHBoxLayout *SettingsPage::addLinks(const QList<LinkButton *> &links)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::S);
    for (LinkButton *link : links)
        row->addWidget(link);
    row->addStretch(1);
    m_column->addLayout(row);
    return row;
}

Form::Form(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_rows(new QFormLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(space::M);
    m_rows->setVerticalSpacing(space::S);
    m_rows->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    connect(&appearance, &Appearance::changed, this, &Form::fit);
}

void Form::add(const QString &name, QWidget *field)
{
    auto *label = new Label(TextStyle::Body, Label::Ink::Muted, m_appearance, this);
    label->setText(name);
    m_labels.append(label);
    m_fields.append(field);
    m_rows->addRow(label, field);
    fit();
}

void Form::fit()
{
    const Theme &theme = m_appearance.theme();
    const bool isNarrow = width() < theme.scaled(NarrowForm);
    m_rows->setRowWrapPolicy(isNarrow ? QFormLayout::WrapAllRows : QFormLayout::DontWrapRows);
    m_rows->setVerticalSpacing(isNarrow ? space::Xs : space::S);
    for (Label *label : std::as_const(m_labels)) {
        const int height = theme.scaled(isNarrow ? NarrowLabelHeight : LabelHeight);
        label->setAlignToEnd(!isNarrow);
        label->setFixedSize(theme.scaled(LabelWidth), label->text().isEmpty() ? 0 : height);
    }
    // A sentence that takes two lines must have them; QFormLayout gives it one.
    const int room = isNarrow ? width() : width() - theme.scaled(LabelWidth) - space::M;
    for (QWidget *field : std::as_const(m_fields)) {
        if (field->hasHeightForWidth() && room > 0)
            field->setMinimumHeight(field->heightForWidth(room));
    }
}

bool Form::event(QEvent *event)
{
    const bool isTaken = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return isTaken;
}

void Form::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace throughline::ui
