#include "ui/settings/networkpage.h"

#include <QFileDialog>
#include <QLocale>
#include <QVBoxLayout>

namespace throughline::ui {

using workspace::NetworkSettings;
using workspace::ProxyAddress;
using workspace::ProxyChoice;

namespace {

enum Way { AsTheSystem, Direct, Manual };

constexpr int Narrow = 520; ///< a page of this width has no room for a link beside a sentence

} // namespace

QString NetworkPage::name()
{
    return tr("Network");
}

NetworkPage::NetworkPage(NetworkSettings &network, const Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_network(network)
    , m_ways(new Choices(tr("Proxy"), {tr("As the system"), tr("None"), tr("Manual")}, appearance, body()))
    , m_form(new Panel(appearance, body()))
    , m_kinds(new Choices(
          tr("Kind of proxy"), {QStringLiteral("HTTP"), QStringLiteral("SOCKS5")}, appearance, m_form))
    , m_address(new Field(tr("Address of the proxy"), appearance, m_form))
    , m_user(new Field(tr("User of the proxy"), appearance, m_form))
    , m_password(new Field(tr("Password of the proxy"), appearance, m_form))
    , m_forget(new LinkButton(tr("Forget the password"), appearance, m_form))
    , m_note(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, m_form))
    , m_said(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_authorities(new QVBoxLayout)
    , m_add(new LinkButton(tr("Add from a file…"), appearance, body()))
    , m_problem(new Label(TextStyle::Body, Label::Ink::Danger, appearance, body()))
{
    addProxy();
    addAuthorities();
    connect(m_ways, &Choices::chosen, this, &NetworkPage::take);
    connect(m_kinds, &Choices::chosen, this, &NetworkPage::take);
    for (Field *field : {m_address, m_user, m_password}) {
        connect(field, &QLineEdit::editingFinished, this, &NetworkPage::take);
        connect(field, &QLineEdit::textEdited, this, [this] {
            m_isTyping = true;
            showState();
        });
    }
    connect(m_forget, &QAbstractButton::clicked, this, [this] {
        m_password->clear();
        m_network.setProxy(m_network.proxy(), QByteArray());
        m_password->setFocus(Qt::OtherFocusReason);
    });
    connect(m_add, &QAbstractButton::clicked, this, &NetworkPage::chooseFile);
    connect(&network, &NetworkSettings::authoritiesAdded, this, [this](const QString &problem) {
        m_add->setEnabled(true);
        m_problem->setText(problem);
        m_problem->setVisible(!problem.isEmpty());
    });
    connect(&network, &NetworkSettings::changed, this, [this] {
        // What is being typed is not touched by an authority that comes or goes.
        if (m_network.proxy() != m_shown)
            showProxy();
        showAuthorities();
    });
    showProxy();
    showAuthorities();
}

void NetworkPage::addProxy()
{
    m_kinds->setCurrent(0);
    m_kinds->layout()->setContentsMargins(0, 3, 0, 3); // on a line with its name
    m_address->setPlaceholderText(QStringLiteral("proxy.example.com:8080"));
    m_address->setLayoutDirection(Qt::LeftToRight);
    m_user->setPlaceholderText(tr("If it asks for one"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    wrap(*m_note);

    auto *form = new Form(appearance(), m_form);
    form->add(tr("Kind"), m_kinds);
    form->add(tr("Address"), m_address);
    form->add(tr("User"), m_user);
    form->add(tr("Password"), m_password);
    auto *said = new QWidget(m_form);
    said->setLayout(m_said);
    m_said->setContentsMargins(0, 0, 0, 0);
    m_said->setSpacing(space::S);
    auto *noteColumn = new QVBoxLayout;
    noteColumn->setSpacing(0);
    noteColumn->addSpacing(3); // on a line with the link
    noteColumn->addWidget(m_note);
    m_said->addLayout(noteColumn, 1);
    m_said->addWidget(m_forget, 0, Qt::AlignTop | Qt::AlignLeading);
    form->add({}, said);
    auto *inside = new QVBoxLayout(m_form);
    inside->setContentsMargins(15, 12, 15, 12);
    inside->addWidget(form);

    addHeading(tr("Proxy"));
    column()->addWidget(m_ways);
    column()->addWidget(m_form);
    addText(tr("For team servers and model servers; never on the way to this computer itself."),
        Label::Ink::Muted);
}

void NetworkPage::addAuthorities()
{
    addHeading(tr("Certificate authorities"));
    m_authorities->setSpacing(space::S);
    column()->addLayout(m_authorities);
    wrap(*m_problem);
    m_problem->hide();
    column()->addWidget(m_problem);
    addLinks({m_add});
    addText(tr("Believed besides the system's. Where nobody vouches for a server, nothing is sent."),
        Label::Ink::Muted);
}

bool NetworkPage::isManual() const
{
    return m_ways->current() == Manual;
}

/// What the controls say, to where it is put in force.
void NetworkPage::take()
{
    m_isTyping = false;
    ProxyChoice choice = m_network.proxy();
    if (!isManual()) {
        choice.kind = m_ways->current() == Direct ? ProxyChoice::Kind::None : ProxyChoice::Kind::System;
        m_network.setProxy(choice);
        showState();
        return;
    }
    choice.kind = m_kinds->current() == 1 ? ProxyChoice::Kind::Socks5 : ProxyChoice::Kind::Http;
    const std::optional<ProxyAddress> address = ProxyAddress::fromText(m_address->text());
    if (address) {
        choice.host = address->host;
        choice.port = address->port;
        choice.user = m_user->text().trimmed();
        std::optional<QByteArray> password;
        if (!m_password->text().isEmpty() && !choice.user.isEmpty()) {
            password = m_password->text().toUtf8();
            m_password->clear();
        }
        m_network.setProxy(choice, password);
    }
    showState();
}

void NetworkPage::hideEvent(QHideEvent *event)
{
    SettingsPage::hideEvent(event);
    // A field that is left without a key or a click has been typed in all the same.
    if (isManual())
        take();
}

void NetworkPage::resizeEvent(QResizeEvent *event)
{
    SettingsPage::resizeEvent(event);
    const bool isNarrow = width() < appearance().theme().scaled(Narrow);
    m_said->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void NetworkPage::showProxy()
{
    const ProxyChoice &proxy = m_network.proxy();
    m_ways->setCurrent(proxy.isManual()                        ? Manual
                       : proxy.kind == ProxyChoice::Kind::None ? Direct
                                                               : AsTheSystem);
    if (proxy.isManual())
        m_kinds->setCurrent(proxy.kind == ProxyChoice::Kind::Socks5 ? 1 : 0);
    m_address->setText(ProxyAddress{.host = proxy.host, .port = proxy.port}.toText());
    m_user->setText(proxy.user);
    m_shown = proxy;
    showState();
}

/// What becomes of what is typed.
void NetworkPage::showState()
{
    const ProxyChoice &proxy = m_network.proxy();
    const bool isKnown = proxy.hasPassword && m_password->text().isEmpty();
    m_form->setVisible(isManual());
    m_password->setPlaceholderText(isKnown ? tr("Kept") : QString());
    m_password->setEnabled(!m_user->text().trimmed().isEmpty());
    m_forget->setVisible(isKnown);
    const bool isWhole = ProxyAddress::fromText(m_address->text()).has_value();
    const bool isWrong = !isWhole && !m_address->text().trimmed().isEmpty() && !m_isTyping;
    m_form->setLit(!proxy.isManual());
    m_note->setInk(isWrong ? Label::Ink::Danger : Label::Ink::Muted);
    if (isWrong)
        m_note->setText(tr(
            "An address has a name and a port, as in proxy.example.com:8080. Until then nothing changes."));
    else if (!isWhole)
        m_note->setText(tr("In force as soon as the address is here."));
    else if (const QString why = m_network.whyPasswordIsNotKept(); !why.isEmpty())
        m_note->setText(tr("The password is kept for this session only. %1").arg(why));
    else
        m_note->setText(tr("Kept in the system keychain, never in a file."));
}

void NetworkPage::showAuthorities()
{
    while (QLayoutItem *item = m_authorities->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const QSslCertificate &authority : m_network.authorities()) {
        const QString name = net::nameOf(authority);
        const QString until =
            QLocale().toString(authority.expiryDate().toLocalTime().date(), QLocale::ShortFormat);
        const bool isExpired = authority.expiryDate() < QDateTime::currentDateTimeUtc();
        auto *row = new SettingsRow(name, appearance(), body());
        QStringList facts;
        const QString organization =
            authority.subjectInfo(QSslCertificate::Organization).join(QStringLiteral(", ")).simplified();
        if (!organization.isEmpty() && organization != name)
            facts.append(organization);
        facts.append(isExpired ? tr("Expired on %1: it is believed no more").arg(until)
                               : tr("Valid until %1").arg(until));
        row->setCaption(facts.join(QStringLiteral(" · ")));
        row->setHealth(!isExpired);
        auto *remove = new PushButton(PushButton::Kind::Plain, tr("Remove"), appearance(), row);
        remove->setAccessibleName(tr("Remove the authority %1").arg(name));
        // Later: the row goes with what is clicked.
        connect(
            remove, &QAbstractButton::clicked, this,
            [this, authority] {
                m_problem->hide();
                m_network.removeAuthority(authority);
            },
            Qt::QueuedConnection);
        row->addControl(remove);
        m_authorities->addWidget(row);
    }
}

void NetworkPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Add a certificate authority"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Certificates (%1)").arg(QStringLiteral("*.pem *.crt *.cer *.der")),
        tr("All files (%1)").arg(QStringLiteral("*"))});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_add->setEnabled(false);
        m_problem->hide();
        m_network.addAuthorities(path);
    });
    dialog->open();
}

} // namespace throughline::ui
