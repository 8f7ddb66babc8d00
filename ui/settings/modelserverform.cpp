#include "ui/settings/modelserverform.h"

#include <QAccessible>
#include <QCompleter>
#include <QVBoxLayout>

namespace throughline::ui {

using workspace::ModelCheck;
using workspace::ModelServer;

ModelServerForm::ModelServerForm(
    workspace::ModelServers &models, const Appearance &appearance, QWidget *parent)
    : Panel(appearance, parent)
    , m_models(models)
    , m_title(new Label(TextStyle::BodyStrong, Label::Ink::Text, appearance, this))
    , m_name(new Field(tr("Name"), appearance, this))
    , m_address(new Field(tr("Address"), appearance, this))
    , m_key(new Field(tr("Key"), appearance, this))
    , m_model(new Field(tr("Model"), appearance, this))
    , m_keyNote(new Label(TextStyle::Caption, Label::Ink::Muted, appearance, this))
    , m_problem(new Label(TextStyle::Caption, Label::Ink::Danger, appearance, this))
    , m_result(new Label(TextStyle::Caption, Label::Ink::Success, appearance, this))
    , m_test(new PushButton(PushButton::Kind::Plain, tr("Test"), appearance, this))
    , m_remove(new LinkButton(tr("Remove"), appearance, this))
    , m_cancel(new LinkButton(tr("Cancel"), appearance, this))
    , m_save(new PushButton(PushButton::Kind::Primary, tr("Add"), appearance, this))
{
    setLit(true);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_address->setPlaceholderText(QStringLiteral("https://models.example.com/v1"));
    m_address->setLayoutDirection(Qt::LeftToRight);
    m_model->setPlaceholderText(tr("The first it lists"));
    wrap(*m_keyNote);
    wrap(*m_problem);
    wrap(*m_result);
    m_problem->hide();

    auto *form = new Form(appearance, this);
    form->add(tr("Name"), m_name);
    form->add(tr("Address"), m_address);
    form->add(tr("Key"), m_key);
    form->add({}, m_keyNote);
    form->add(tr("Model"), m_model);
    auto *said = new QWidget(this);
    auto *saidColumn = new QVBoxLayout(said);
    saidColumn->setContentsMargins(0, 0, 0, 0);
    saidColumn->setSpacing(space::S);
    saidColumn->addWidget(m_problem);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_test);
    buttons->addWidget(m_result, 1, Qt::AlignVCenter);
    buttons->addWidget(m_remove);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    saidColumn->addLayout(buttons);
    form->add({}, said);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 12, 15, 12);
    column->setSpacing(space::S);
    column->addWidget(m_title);
    column->addWidget(form);

    connect(&models, &workspace::ModelServers::problem, this, &ModelServerForm::showKeyNote);
    connect(m_key, &QLineEdit::textChanged, this, &ModelServerForm::showKeyNote);
    connect(m_address, &QLineEdit::textChanged, this, &ModelServerForm::showKeyNote);
    for (Field *field : {m_name, m_address, m_key, m_model}) {
        connect(field, &QLineEdit::returnPressed, this, &ModelServerForm::save);
        connect(field, &QLineEdit::textEdited, this, [this] {
            // What a test said was about what was typed then.
            m_testing.reset();
            m_test->setWaiting(false);
            m_result->setText({});
            showProblem({});
        });
    }
    connect(m_test, &QAbstractButton::clicked, this, &ModelServerForm::test);
    connect(m_save, &QAbstractButton::clicked, this, &ModelServerForm::save);
    connect(m_cancel, &QAbstractButton::clicked, this, [this] {
        startNew();
        Q_EMIT done();
    });
    connect(m_remove, &QAbstractButton::clicked, this, [this] {
        const QString id = m_id;
        startNew();
        m_models.remove(id);
        Q_EMIT done();
    });
    startNew();
}

void ModelServerForm::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    showKeyNote(); // whether there is a keychain may have come out since
}

void ModelServerForm::startNew()
{
    m_id.clear();
    reset({});
}

void ModelServerForm::edit(const QString &serverId)
{
    const ModelServer *server = m_models.find(serverId);
    if (!server)
        return;
    m_id = serverId;
    reset(*server);
    m_name->setFocus(Qt::TabFocusReason);
}

void ModelServerForm::reset(const ModelServer &server)
{
    const bool isNew = server.id.isEmpty();
    m_testing.reset();
    m_title->setText(isNew ? tr("New model server") : server.name);
    setAccessibleName(m_title->text());
    m_name->setText(server.name);
    m_address->setText(server.address.toString());
    m_key->clear();
    m_model->setText(server.model);
    m_result->setText({});
    m_test->setWaiting(false);
    m_remove->setVisible(!isNew);
    m_save->setLook(PushButton::Kind::Primary, isNew ? tr("Add") : tr("Save"), std::nullopt);
    const std::optional<ModelCheck> known = m_models.lastCheck(server.id);
    suggestModels(known ? known->models : QStringList());
    showProblem({});
    showKeyNote();
}

/// The key that is kept, the one that is typed, or where one would go.
void ModelServerForm::showKeyNote()
{
    const ModelServer *server = m_models.find(m_id);
    const QUrl address = workspace::modelAddress(m_address->text());
    const bool isKept = server && server->hasKey;
    const bool isElsewhere = isKept && address.isValid() && address.host() != server->address.host();
    m_key->setPlaceholderText(isKept && !isElsewhere ? tr("Kept; type another one to replace it")
                                                     : tr("Only if the server wants one"));
    const bool isPlain = address.scheme() == QLatin1StringView("http") &&
                         !ModelServer{.id = {}, .name = {}, .address = address}.isOnThisComputer();
    const QString why = m_models.whyKeysAreNotKept();
    if (isPlain && !m_key->text().isEmpty())
        m_keyNote->setText(tr("Over http, everybody on the way to %1 can read the key.").arg(address.host()));
    else if (isElsewhere && m_key->text().isEmpty())
        m_keyNote->setText(tr("The key that is kept was given for %1 and is sent nowhere else.")
                               .arg(server->address.host()));
    else if (!why.isEmpty())
        m_keyNote->setText(tr("Kept for this session only. %1").arg(why));
    else
        m_keyNote->setText(tr("Kept in the system keychain, never in a file."));
    m_keyNote->setInk(isPlain && !m_key->text().isEmpty() ? Label::Ink::Warning : Label::Ink::Muted);
}

std::optional<ModelServer> ModelServerForm::typed()
{
    const QUrl address = workspace::modelAddress(m_address->text());
    if (!address.isValid()) {
        showProblem(tr("That is no address of a server. It looks like https://models.example.com/v1, or "
                       "localhost:8080 for one on this computer."));
        m_address->setFocus(Qt::OtherFocusReason);
        return std::nullopt;
    }
    const ModelServer *before = m_models.find(m_id);
    return ModelServer{.id = m_id,
        .name = m_name->text().trimmed().isEmpty() ? address.host() : m_name->text().trimmed(),
        .address = address,
        .model = m_model->text().trimmed(),
        .hasKey = before && before->hasKey};
}

std::optional<QByteArray> ModelServerForm::typedKey() const
{
    const QByteArray key = m_key->text().trimmed().toUtf8();
    return key.isEmpty() ? std::nullopt : std::optional(key);
}

void ModelServerForm::test()
{
    std::optional<ModelServer> server = typed();
    if (!server)
        return;
    std::optional<QByteArray> key = typedKey();
    const ModelServer *before = m_models.find(m_id);
    if (!key && (!before || !before->hasKey || before->address.host() != server->address.host()))
        key = QByteArray();
    showProblem({});
    m_result->setInk(Label::Ink::Muted);
    m_result->setText(tr("Asking…"));
    m_test->setWaiting(true);
    m_testing = std::make_unique<QObject>();
    m_models.test(*server, key, m_testing.get(), [this](const ModelCheck &check) {
        m_testing.release()->deleteLater();
        showTest(check);
    });
}

void ModelServerForm::showTest(const ModelCheck &check)
{
    m_test->setWaiting(false);
    m_result->setInk(Label::Ink::Success);
    m_result->setText(check.works ? check.sentence : QString());
    showProblem(check.works ? QString() : check.sentence);
    suggestModels(check.models);
    m_result->setAccessibleName(check.sentence);
    QAccessibleEvent event(m_result, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void ModelServerForm::suggestModels(const QStringList &models)
{
    auto *completer = new QCompleter(models, m_model);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    if (m_model->completer())
        m_model->completer()->deleteLater();
    m_model->setCompleter(completer);
    m_suggested = workspace::likelyModel(models);
    m_model->setPlaceholderText(models.isEmpty() ? tr("The first it lists") : m_suggested);
}

void ModelServerForm::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void ModelServerForm::save()
{
    std::optional<ModelServer> server = typed();
    if (!server)
        return;
    const std::optional<QByteArray> key = typedKey();
    if (server->model.isEmpty())
        server->model = m_suggested;
    if (m_id.isEmpty())
        m_models.add(*server, key.value_or(QByteArray()));
    else
        m_models.change(*server, key);
    startNew();
    Q_EMIT done();
}

} // namespace throughline::ui
