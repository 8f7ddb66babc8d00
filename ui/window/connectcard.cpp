#include "ui/window/connectcard.h"

#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QPainter>

namespace throughline::ui {

using workspace::FoundServer;

namespace {

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
{
    m_title->setText(tr("Connect a model"));
    setAccessibleName(m_title->text());
    wrap(*m_text);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::L + 1, space::L, space::L + 1, space::L);
    row->setSpacing(space::M);
    row->addLayout(words, 1);
    row->addWidget(m_other, 0, Qt::AlignVCenter);
    row->addWidget(m_action, 0, Qt::AlignVCenter);
    connect(m_action, &QAbstractButton::clicked, this, &ConnectCard::act);
    connect(m_other, &QAbstractButton::clicked, this, &ConnectCard::settingsRequested);
    connect(&models, &workspace::ModelServers::discovered, this, &ConnectCard::showState);
    connect(&models, &workspace::ModelServers::changed, this, &ConnectCard::showState);
    connect(&appearance, &Appearance::changed, this, qOverload<>(&QWidget::update));
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
