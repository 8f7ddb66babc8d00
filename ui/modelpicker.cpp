#include "ui/modelpicker.h"

#include "ui/searchfield.h"
#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QPainterPath>
#include <QScreen>
#include <QStyledItemDelegate>

#include <algorithm>

namespace throughline::ui {

namespace {

constexpr int IdRole = Qt::UserRole + 1;
constexpr int CurrentRole = Qt::UserRole + 2;
constexpr int Width = 300;
constexpr int MostRows = 9;

/// Group names and models; a group name cannot be chosen.
class RowDelegate final : public QStyledItemDelegate
{
public:
    RowDelegate(const Appearance &appearance, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_appearance(appearance)
    {}

    QSize sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex &index) const override
    {
        const bool isGroup = index.data(IdRole).toString().isEmpty();
        return {0, m_appearance.theme().scaled(isGroup ? 26 : 30)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = m_appearance.theme();
        const ThemeColors &c = theme.colors;
        const Qt::LayoutDirection direction = option.direction;
        const Qt::Alignment start = direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
        QRectF row = option.rect;
        const QString text = index.data().toString();
        if (index.data(IdRole).toString().isEmpty()) {
            paintLine(
                *painter, row.adjusted(10, 4, -10, 0), theme, TextStyle::SmallMedium, text, c.muted, start);
            return;
        }
        if (option.state & QStyle::State_Selected)
            paintRounded(*painter, row, radius::Control, c.selection);
        else if (option.state & QStyle::State_MouseOver)
            paintRounded(*painter, row, radius::Control, c.hover);
        QRectF words = row.adjusted(10, 0, -10, 0);
        if (index.data(CurrentRole).toBool()) {
            const double side = theme.scaled(15);
            const QRectF mark(words.right() - side, row.top() + (row.height() - side) / 2, side, side);
            paintIcon(*painter, mirrored(mark, row, direction), IconId::Check, c.accent);
            words.setRight(words.right() - side - space::S);
        }
        paintLine(*painter, mirrored(words, row, direction), theme, TextStyle::Body, text, c.text, start);
    }

private:
    const Appearance &m_appearance;
};

} // namespace

ModelPicker::ModelPicker(const Appearance &appearance, QWidget *parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint)
    , m_appearance(appearance)
    , m_search(new SearchField(IconId::Search, tr("Search models"), appearance, this))
    , m_list(new QListView(this))
    , m_nothing(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_settings(new LinkButton(tr("Settings for this conversation…"), appearance, this))
    , m_servers(new LinkButton(tr("Connect a model…"), appearance, this))
{
    setAccessibleName(tr("Choose a model"));
    setAttribute(Qt::WA_TranslucentBackground);
    m_list->setAccessibleName(tr("Models"));
    m_list->setProperty("role", QStringLiteral("bare"));
    m_list->setModel(&m_rows);
    m_list->setItemDelegate(new RowDelegate(appearance, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_nothing->setText(tr("No model is called that"));
    m_nothing->setCentred(true);
    m_nothing->hide();

    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(2, space::Xs, 2, 0);
    foot->addWidget(m_settings);
    foot->addStretch(1);
    foot->addWidget(m_servers);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::S + 1, space::S + 1, space::S + 1, space::S);
    column->setSpacing(space::Xs);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing);
    column->addLayout(foot);

    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &ModelPicker::fill);
    connect(m_list, &QAbstractItemView::clicked, this, &ModelPicker::choose);
    connect(m_settings, &QAbstractButton::clicked, this, [this] {
        close();
        Q_EMIT settingsRequested();
    });
    connect(m_servers, &QAbstractButton::clicked, this, [this] {
        close();
        Q_EMIT serversRequested();
    });
}

void ModelPicker::setModels(const QList<protocol::Model> &models, const QString &currentId,
    const QHash<QString, QString> &serverNames)
{
    m_models = models;
    m_currentId = currentId;
    m_serverNames = serverNames;
    fill();
}

void ModelPicker::fill()
{
    const QString words = m_search->text().trimmed();
    const QModelIndex before = m_list->currentIndex();
    const QString wanted =
        words.isEmpty() && !before.isValid() ? m_currentId : before.data(IdRole).toString();
    m_rows.clear();
    QString group;
    const QStandardItem *selected = nullptr;
    const QStandardItem *first = nullptr;
    for (const protocol::Model &model : std::as_const(m_models)) {
        const QString server = m_serverNames.value(model.provider, model.provider);
        const bool isFound = words.isEmpty() || model.name.contains(words, Qt::CaseInsensitive) ||
                             server.contains(words, Qt::CaseInsensitive);
        if (!isFound)
            continue;
        // The Guide is its own server, so its name says it all.
        if (model.provider != group && model.id != model.provider) {
            auto *caption = new QStandardItem(server);
            caption->setFlags(Qt::NoItemFlags);
            m_rows.appendRow(caption);
        }
        group = model.provider;
        const QString name =
            model.id == model.provider ? tr("%1 — needs no model").arg(model.name) : model.name;
        auto *item = new QStandardItem(name);
        item->setData(model.id, IdRole);
        item->setData(model.id == m_currentId, CurrentRole);
        item->setData(
            model.id == m_currentId ? tr("%1, answers now").arg(name) : name, Qt::AccessibleTextRole);
        m_rows.appendRow(item);
        if (!first)
            first = item;
        if (model.id == wanted)
            selected = item;
    }
    if (!selected)
        selected = first;
    m_list->setCurrentIndex(selected ? selected->index() : QModelIndex());
    m_list->setVisible(first != nullptr);
    m_nothing->setVisible(!first);
    if (isVisible())
        place();
}

QSize ModelPicker::sizeHint() const
{
    const Theme &theme = m_appearance.theme();
    int rows = 0;
    for (int row = 0; row < std::min(m_rows.rowCount(), MostRows); ++row)
        rows += m_list->sizeHintForRow(row);
    const int list = rows > 0 ? rows : theme.lineHeight(TextStyle::Body);
    return {theme.scaled(Width), list + m_search->sizeHint().height() + m_servers->sizeHint().height() +
                                     2 * space::S + 3 * space::Xs + 4};
}

void ModelPicker::place()
{
    const QSize size = sizeHint();
    const QRect room = m_button->screen()->availableGeometry();
    const QPoint corner = m_button->mapToGlobal(
        layoutDirection() == Qt::RightToLeft ? QPoint(m_button->width() - size.width(), 0) : QPoint(0, 0));
    int y = corner.y() - size.height() - space::Xs;
    if (y < room.top())
        y = std::min(corner.y() + m_button->height() + space::Xs, room.bottom() - size.height());
    const int x = std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - size.width()));
    setGeometry(QRect(QPoint(x, std::max(room.top(), y)), size));
}

void ModelPicker::popUp(QWidget *button)
{
    m_button = button;
    m_list->setCurrentIndex({});
    if (m_search->text().isEmpty())
        fill();
    else
        m_search->clear();
    ensurePolished();
    place();
    show();
    m_search->setFocus(Qt::PopupFocusReason);
    m_list->scrollTo(m_list->currentIndex());
}

void ModelPicker::choose(const QModelIndex &index)
{
    const QString id = index.data(IdRole).toString();
    if (id.isEmpty())
        return;
    close();
    Q_EMIT chosen(id);
}

void ModelPicker::step(int by)
{
    int row = m_list->currentIndex().row() + by;
    while (row >= 0 && row < m_rows.rowCount() && m_rows.index(row, 0).data(IdRole).toString().isEmpty())
        row += by;
    if (row >= 0 && row < m_rows.rowCount())
        m_list->setCurrentIndex(m_rows.index(row, 0));
}

bool ModelPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        switch (static_cast<const QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            step(1);
            return true;
        case Qt::Key_Up:
            step(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose(m_list->currentIndex());
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ModelPicker::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Where nothing composes windows, what is transparent of this one would be black.
    QPainterPath outline;
    outline.addRoundedRect(rect(), radius::Card, radius::Card);
    setMask(QRegion(outline.toFillPolygon().toPolygon()));
}

void ModelPicker::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    paintRounded(painter, rect(), radius::Card, c.surface, c.border);
}

} // namespace throughline::ui
