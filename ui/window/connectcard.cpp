#include "ui/window/connectcard.h"

#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QPainter>

namespace throughline::ui {

using workspace::FoundServer;

namespace {

constexpr int leastForWords = 160; ///< beside the buttons, at a text scale of 1

/// A path to a file is its name.
QString shortName(const QString &model)
{
    const QString name = model.section(QLatin1Char('/'), -1);
    return name.isEmpty() ? model : name;
}

} // namespace

ConnectCard::ConnectCard(workspace::ModelServers &models, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_models(models)
    , m_appearance(appearance)
    , m_title(new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this))
    , m_text(new Label(TextStyle::Body, Label::Ink::Muted, appearance, this))
    , m_other(new LinkButton(tr("Another server…"), appearance, this))
    , m_action(new PushButton(PushButton::Kind::Plain, {}, appearance, this))
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_title->setText(tr("Connect a model"));
    setAccessibleName(m_title->text());
    wrap(*m_text);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::M);
    buttons->addStretch(1);
    buttons->addWidget(m_other, 0, Qt::AlignVCenter);
    buttons->addWidget(m_action, 0, Qt::AlignVCenter);
    m_row->setContentsMargins(space::L + 1, space::L, space::L + 1, space::L);
    m_row->setSpacing(space::M);
    m_row->addLayout(words, 1);
    m_row->addLayout(buttons);
    connect(m_action, &QAbstractButton::clicked, this, &ConnectCard::act);
    connect(m_other, &QAbstractButton::clicked, this, &ConnectCard::settingsRequested);
    connect(&models, &workspace::ModelServers::discovered, this, &ConnectCard::showState);
    connect(&models, &workspace::ModelServers::changed, this, &ConnectCard::showState);
    connect(&appearance, &Appearance::changed, this, [this] {
        fit();
        update();
    });
    showState();
}

void ConnectCard::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_models.discover();
}

void ConnectCard::showState()
{
    const QList<FoundServer> found = m_models.found();
    m_other->setVisible(!found.isEmpty());
    if (found.isEmpty()) {
        m_text->setText(m_models.isDiscovering()
                            ? tr("Looking for a model server on this computer…")
                            : tr("Ollama, LM Studio and others on this computer, or any OpenAI-compatible "
                                 "server."));
        m_action->setLook(PushButton::Kind::Plain, tr("Connect a model…"), std::nullopt);
    } else {
        const FoundServer &server = found.first();
        m_text->setText(
            server.models.size() == 1
                ? tr("%1 is running on this computer with 1 model.").arg(server.name)
                : tr("%1 is running on this computer with %n models.", nullptr, int(server.models.size()))
                      .arg(server.name));
        m_action->setLook(PushButton::Kind::Primary,
            tr("Use %1").arg(shortName(workspace::likelyModel(server.models))), std::nullopt);
    }
    m_action->setAccessibleName(m_action->text());
    fit();
}

/// What can be done stands beside the words, or below them where they would have hardly any room.
void ConnectCard::fit()
{
    const int buttons =
        m_action->sizeHint().width() + (m_other->isHidden() ? 0 : m_other->sizeHint().width() + space::M);
    const QMargins margins = m_row->contentsMargins();
    const int room = width() - margins.left() - margins.right() - m_row->spacing() - buttons;
    m_row->setDirection(room < m_appearance.theme().scaled(leastForWords) ? QBoxLayout::TopToBottom
                                                                          : QBoxLayout::LeftToRight);
}

void ConnectCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void ConnectCard::act()
{
    const QList<FoundServer> found = m_models.found();
    if (found.isEmpty())
        Q_EMIT settingsRequested();
    else
        m_models.add(found.first(), workspace::likelyModel(found.first().models));
}

void ConnectCard::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = m_appearance.theme().colors;
    paintRounded(painter, rect(), radius::Card, c.surface, c.border);
}

} // namespace throughline::ui
