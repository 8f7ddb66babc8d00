#include "ui/modelpicker.h"

#include "ui/searchlist.h"
#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QScreen>

#include <algorithm>

namespace throughline::ui {

namespace {
constexpr int Width = 300;
constexpr int MostRows = 9;
} // namespace

ModelPicker::ModelPicker(const Appearance &appearance, QWidget *parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint)
    , m_appearance(appearance)
    , m_list(
          new SearchList(tr("Search models"), tr("Models"), tr("No model is called that"), appearance, this))
    , m_settings(new LinkButton(tr("Settings for this conversation…"), appearance, this))
    , m_servers(new LinkButton(tr("Connect a model…"), appearance, this))
{
    setAccessibleName(tr("Choose a model"));
    setAttribute(Qt::WA_TranslucentBackground);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(2, space::Xs, 2, 0);
    foot->addWidget(m_settings);
    foot->addStretch(1);
    foot->addWidget(m_servers);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::S + 1, space::S + 1, space::S + 1, space::S);
    column->setSpacing(space::Xs);
    column->addWidget(m_list, 1);
    column->addLayout(foot);

    connect(m_list, &SearchList::wordsChanged, this, &ModelPicker::fill);
    connect(m_list, &SearchList::chosen, this, [this](const QString &id) {
        close();
        Q_EMIT chosen(id);
    });
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
    const QString words = m_list->words();
    const QString before = m_list->selectedId();
    QList<SearchList::Row> rows;
    QString group;
    for (const protocol::Model &model : std::as_const(m_models)) {
        const QString server = m_serverNames.value(model.provider, model.provider);
        const bool isFound = words.isEmpty() || model.name.contains(words, Qt::CaseInsensitive) ||
                             server.contains(words, Qt::CaseInsensitive);
        if (!isFound)
            continue;
        // The Guide is its own server, so its name says it all.
        if (model.provider != group && model.id != model.provider)
            rows.append({.id = {}, .text = server, .hint = {}, .spoken = {}});
        group = model.provider;
        const bool isCurrent = model.id == m_currentId;
        const QString name =
            model.id == model.provider ? tr("%1 — needs no model").arg(model.name) : model.name;
        rows.append({.id = model.id,
            .text = name,
            .hint = {},
            .isCurrent = isCurrent,
            .spoken = isCurrent ? tr("%1, answers now").arg(name) : name});
    }
    m_list->setRows(rows, words.isEmpty() && before.isEmpty() ? m_currentId : before);
    if (isVisible())
        place();
}

QSize ModelPicker::sizeHint() const
{
    return {m_appearance.theme().scaled(Width),
        m_list->heightFor(MostRows) + m_servers->sizeHint().height() + 2 * space::S + 2 * space::Xs + 4};
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
    m_list->begin();
    ensurePolished();
    place();
    show();
    m_list->setFocus(Qt::PopupFocusReason);
    m_list->showSelected();
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
