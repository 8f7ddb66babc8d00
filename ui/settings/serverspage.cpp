#include "ui/settings/serverspage.h"

#include <QVBoxLayout>

namespace throughline::ui {

using workspace::TeamServer;
using workspace::TeamServers;

QString ServersPage::name()
{
    return tr("Servers");
}

ServersPage::ServersPage(
    TeamServers &servers, const QString &currentId, const Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_servers(servers)
    , m_currentId(currentId)
    , m_rows(new QVBoxLayout)
    , m_here(new SettingsRow(tr("This computer"), appearance, body()))
    , m_openHere(new PushButton(PushButton::Kind::Plain, tr("Open"), appearance, m_here))
    , m_add(new LinkButton(tr("Sign in to a team server…"), appearance, body()))
    , m_form(new Panel(appearance, body()))
    , m_formTitle(new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, m_form))
    , m_address(new Field(tr("Address"), appearance, m_form))
    , m_email(new Field(tr("Email"), appearance, m_form))
    , m_password(new Field(tr("Password"), appearance, m_form))
    , m_plainHttp(new Chip(tr("Send it all the same"), appearance, m_form))
    , m_note(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, m_form))
    , m_problem(new Label(TextStyle::Caption, Label::Ink::Danger, appearance, m_form))
    , m_cancel(new LinkButton(tr("Cancel"), appearance, m_form))
    , m_signIn(new PushButton(PushButton::Kind::Primary, tr("Sign in"), appearance, m_form))
{
    m_here->setCaption(currentId.isEmpty() ? tr("On screen · no account, no network needed")
                                           : tr("No account, no network needed"));
    m_openHere->setAccessibleName(tr("Open the conversations on this computer"));
    m_openHere->setVisible(!currentId.isEmpty());
    m_here->addControl(m_openHere);
    m_form->setLit(true);
    m_address->setPlaceholderText(QStringLiteral("https://team.example.com"));
    m_address->setLayoutDirection(Qt::LeftToRight);
    m_email->setPlaceholderText(QStringLiteral("ada@example.com"));
    m_email->setLayoutDirection(Qt::LeftToRight);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    wrap(*m_note);
    wrap(*m_problem);

    auto *form = new Form(appearance, m_form);
    form->add(tr("Address"), m_address);
    form->add(tr("Email"), m_email);
    form->add(tr("Password"), m_password);
    auto *rest = new QWidget(m_form);
    auto *restColumn = new QVBoxLayout(rest);
    restColumn->setContentsMargins(0, 0, 0, 0);
    restColumn->setSpacing(space::S);
    restColumn->addWidget(m_note);
    restColumn->addWidget(m_plainHttp, 0, Qt::AlignLeading);
    restColumn->addWidget(m_problem);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_signIn);
    restColumn->addLayout(buttons);
    form->add({}, rest);
    auto *inside = new QVBoxLayout(m_form);
    inside->setContentsMargins(15, 12, 15, 12);
    inside->setSpacing(space::S);
    inside->addWidget(m_formTitle);
    inside->addWidget(form);

    m_rows->setSpacing(space::S);
    column()->addWidget(m_here);
    column()->addLayout(m_rows);
    column()->addWidget(m_form);
    addLinks({m_add});

    connect(&servers, &TeamServers::changed, this, &ServersPage::rebuild);
    connect(&servers, &TeamServers::signedIn, this, [this](const QString &id) {
        if (id == m_waitingFor) {
            closeForm();
            m_servers.open(id);
        }
    });
    connect(&servers, &TeamServers::failed, this, [this](const QString &id, const QString &sentence) {
        if (id == m_waitingFor) {
            m_waitingFor.clear();
            showProblem(sentence);
        }
        rebuild();
    });
    connect(m_openHere, &QAbstractButton::clicked, this, [this] { m_servers.open({}); });
    connect(m_add, &QAbstractButton::clicked, this, [this] { askToSignIn({}); });
    connect(m_cancel, &QAbstractButton::clicked, this, &ServersPage::closeForm);
    connect(m_signIn, &QAbstractButton::clicked, this, &ServersPage::signIn);
    for (Field *field : {m_address, m_email, m_password}) {
        connect(field, &QLineEdit::returnPressed, this, &ServersPage::signIn);
        connect(field, &QLineEdit::textChanged, this, &ServersPage::showForm);
    }
    connect(m_plainHttp, &QAbstractButton::toggled, this, &ServersPage::showForm);
    showProblem({});
    closeForm();
}

void ServersPage::askToSignIn(const QString &id)
{
    const TeamServer *server = m_servers.find(id);
    m_asked = server ? id : QString();
    m_formTitle->setText(server ? tr("Sign in to %1").arg(server->name()) : tr("Team server"));
    m_form->setAccessibleName(m_formTitle->text());
    if (server) {
        m_address->setText(server->address.toString());
        m_email->setText(server->email);
        m_plainHttp->setChecked(server->allowPlainHttp);
    }
    m_address->setEnabled(!server);
    showProblem({});
    m_form->show();
    m_add->hide();
    showForm();
    (server ? m_password : m_address)->setFocus(Qt::TabFocusReason);
}

void ServersPage::closeForm()
{
    m_waitingFor.clear();
    m_asked.clear();
    m_password->clear();
    m_address->clear();
    m_email->clear();
    m_plainHttp->setChecked(false);
    m_form->hide();
    m_add->show();
    rebuild();
}

void ServersPage::showForm()
{
    const QUrl address = workspace::teamAddress(m_address->text());
    const QString host = address.host();
    const bool isHere = host == QLatin1StringView("localhost") || host == QLatin1StringView("127.0.0.1");
    const bool isPlain = address.scheme() == QLatin1StringView("http") && !isHere;
    m_plainHttp->setVisible(isPlain);
    m_note->setText(isPlain ? tr("Over http, everybody on the way to %1 can read the password.").arg(host)
                            : tr("The password is sent once and kept nowhere."));
    m_note->setInk(isPlain ? Label::Ink::Warning : Label::Ink::Muted);
    const bool isComplete = address.isValid() && !m_email->text().trimmed().isEmpty() &&
                            !m_password->text().isEmpty() && (!isPlain || m_plainHttp->isChecked());
    m_signIn->setEnabled(isComplete && m_waitingFor.isEmpty());
    m_signIn->setLook(
        PushButton::Kind::Primary, m_waitingFor.isEmpty() ? tr("Sign in") : tr("Signing in…"), std::nullopt);
}

void ServersPage::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    showForm();
}

void ServersPage::signIn()
{
    if (!m_signIn->isEnabled())
        return;
    const QUrl address = workspace::teamAddress(m_address->text());
    const QString email = m_email->text().trimmed();
    const TeamServer server{.id = workspace::teamServerId(address, email),
        .address = address,
        .email = email,
        .allowPlainHttp = m_plainHttp->isVisible() && m_plainHttp->isChecked()};
    m_waitingFor = server.id;
    showProblem({});
    m_servers.signIn(server, m_password->text());
}

void ServersPage::rebuild()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const TeamServer &server : m_servers.servers())
        addServer(server);
}

void ServersPage::addServer(const TeamServer &server)
{
    const QString id = server.id;
    auto *row = new SettingsRow(m_servers.nameOf(server), appearance(), body());
    const auto add = [&](const QString &text, const QString &name, auto act) {
        auto *button = new PushButton(PushButton::Kind::Plain, text, appearance(), row);
        button->setAccessibleName(name);
        connect(button, &QAbstractButton::clicked, this, act);
        row->addControl(button);
    };
    switch (m_servers.state(id)) {
    case TeamServers::State::SignedIn:
        row->setCaption(id == m_currentId ? tr("On screen · signed in as %1").arg(server.email)
                                          : tr("Signed in as %1").arg(server.email));
        row->setHealth(true);
        if (id != m_currentId)
            add(tr("Open"), tr("Open the conversations on %1").arg(m_servers.nameOf(server)),
                [this, id] { m_servers.open(id); });
        add(tr("Sign out"), tr("Sign out of %1").arg(m_servers.nameOf(server)),
            [this, id] { m_servers.signOut(id); });
        break;
    case TeamServers::State::Busy:
        row->setCaption(tr("Signing in…"));
        break;
    case TeamServers::State::SignedOut:
        if (const QString failure = m_servers.lastFailure(id); failure.isEmpty()) {
            row->setCaption(tr("Signed out"));
        } else {
            row->setCaption(failure);
            row->setHealth(false);
        }
        add(tr("Remove"), tr("Remove %1").arg(m_servers.nameOf(server)),
            [this, id] { m_servers.remove(id); });
        add(tr("Sign in…"), tr("Sign in to %1").arg(m_servers.nameOf(server)),
            [this, id] { askToSignIn(id); });
        break;
    }
    m_rows->addWidget(row);
}

} // namespace throughline::ui
