#include "ui/settings/conversationsettings.h"

#include "ui/flowlayout.h"
#include "ui/textpaint.h"

#include <QBoxLayout>
#include <QEvent>
#include <QJsonArray>
#include <QPainter>
#include <QPlainTextEdit>

namespace throughline::ui {

namespace {

constexpr QLatin1StringView promptKey("system_prompt");
constexpr QLatin1StringView temperatureKey("temperature");
constexpr QLatin1StringView topPKey("top_p");
constexpr QLatin1StringView maxTokensKey("max_tokens");
constexpr QLatin1StringView seedKey("seed");
constexpr QLatin1StringView stopKey("stop");
constexpr int CardCorner = 12;
constexpr int MostStops = 4;
constexpr double HottestTemperature = 2;

void setOrRemove(QJsonObject &object, QLatin1StringView key, const QJsonValue &value)
{
    if (value.isNull())
        object.remove(key);
    else
        object.insert(key, value);
}

QString shown(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : QString();
}

/// What is typed as a number of at least \a least and at most \a most; null when nothing is; undefined when
/// it is none of these. A comma will do for the point.
QJsonValue number(const QLineEdit &field, double least, double most, bool isWhole)
{
    const QString text = field.text().trimmed().replace(QLatin1Char(','), QLatin1Char('.'));
    if (text.isEmpty())
        return QJsonValue::Null;
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    const bool isInRange = value >= least && value <= most; // not for what is no number
    if (!isNumber || !isInRange || (isWhole && value != double(qint64(value))))
        return QJsonValue::Undefined;
    return isWhole ? QJsonValue(qint64(value)) : QJsonValue(value);
}

} // namespace

ConversationSettings::ConversationSettings(
    workspace::Presets &presets, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_presets(presets)
    , m_appearance(appearance)
    , m_presetRow(new QWidget(this))
    , m_presetName(new Field(tr("Name of the preset"), appearance, this))
    , m_savePreset(new PushButton(PushButton::Kind::Plain, tr("Save as preset"), appearance, this))
    , m_prompt(new QPlainTextEdit(this))
    , m_temperature(new Field(tr("Temperature"), appearance, this))
    , m_topP(new Field(tr("Top-p"), appearance, this))
    , m_maxTokens(new Field(tr("Longest reply"), appearance, this))
    , m_seed(new Field(tr("Seed"), appearance, this))
    , m_stop(new Field(tr("Stop at"), appearance, this))
    , m_problem(new Label(TextStyle::Caption, Label::Ink::Danger, appearance, this))
    , m_done(new PushButton(PushButton::Kind::Primary, tr("Done"), appearance, this))
{
    setAccessibleName(tr("Settings for this conversation"));
    auto *title = new Label(TextStyle::Title, Label::Ink::Text, appearance, this);
    title->setText(tr("Settings for this conversation"));
    m_prompt->setProperty("role", QStringLiteral("field"));
    m_prompt->setAccessibleName(tr("System prompt"));
    m_prompt->setPlaceholderText(tr("What the model should know and how it should behave"));
    m_prompt->setTabChangesFocus(true);
    m_prompt->installEventFilter(this);
    m_temperature->setPlaceholderText(tr("0 to 2; the model's own"));
    m_topP->setPlaceholderText(tr("0 to 1; the model's own"));
    m_maxTokens->setPlaceholderText(tr("In tokens; no limit"));
    m_seed->setPlaceholderText(tr("A whole number; another one each time"));
    m_stop->setPlaceholderText(tr("Up to four, with | between them"));
    m_presetName->setPlaceholderText(tr("Name for a preset"));
    wrap(*m_problem);
    m_problem->hide();
    auto *presetRow = new FlowLayout(space::Xs, space::Xs, m_presetRow);
    presetRow->setContentsMargins(0, 0, 0, 0);

    auto *form = new Form(appearance, this);
    form->add(tr("System prompt"), m_prompt);
    form->add(tr("Temperature"), m_temperature);
    form->add(tr("Top-p"), m_topP);
    form->add(tr("Longest reply"), m_maxTokens);
    form->add(tr("Seed"), m_seed);
    form->add(tr("Stop at"), m_stop);
    auto *keep = new QHBoxLayout;
    keep->setSpacing(space::S);
    keep->addWidget(m_presetName, 1);
    keep->addWidget(m_savePreset);
    keep->addSpacing(space::L);
    keep->addWidget(m_done);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, 20, space::Xl, 20);
    column->setSpacing(space::M);
    column->addWidget(title);
    column->addWidget(m_presetRow);
    column->addWidget(form, 1);
    column->addWidget(m_problem);
    column->addLayout(keep);

    setTabOrder(m_stop, m_presetName);
    setTabOrder(m_presetName, m_savePreset);
    setTabOrder(m_savePreset, m_done);
    setFocusProxy(m_prompt);
    for (Field *field : {m_temperature, m_topP, m_maxTokens, m_seed, m_stop})
        connect(field, &QLineEdit::editingFinished, this, &ConversationSettings::take);
    connect(m_done, &QAbstractButton::clicked, this, [this] {
        if (take())
            Q_EMIT closeRequested();
    });
    const auto save = [this] {
        take();
        m_presets.save(m_presetName->text(), m_settings);
        m_presetName->clear();
    };
    connect(m_savePreset, &QAbstractButton::clicked, this, save);
    connect(m_presetName, &QLineEdit::returnPressed, this, save);
    connect(m_presetName, &QLineEdit::textChanged, this,
        [this](const QString &name) { m_savePreset->setEnabled(!name.trimmed().isEmpty()); });
    m_savePreset->setEnabled(false);
    connect(&presets, &workspace::Presets::changed, this, &ConversationSettings::showPresets);
    connect(&appearance, &Appearance::changed, this, &ConversationSettings::restyle);
    restyle();
    showPresets();
}

void ConversationSettings::restyle()
{
    m_prompt->setFont(m_appearance.theme().font(TextStyle::Body));
    // In whose font Qt 6.8 draws the placeholder; it does not follow by itself.
    m_prompt->viewport()->setFont(m_prompt->font());
    m_prompt->setMinimumHeight(m_appearance.theme().scaled(72));
    update();
}

void ConversationSettings::setSettings(const QJsonObject &settings)
{
    if (settings != m_settings)
        fill(settings);
}

void ConversationSettings::fill(const QJsonObject &settings)
{
    m_settings = settings;
    m_prompt->setPlainText(settings.value(promptKey).toString());
    m_temperature->setText(shown(settings.value(temperatureKey)));
    m_topP->setText(shown(settings.value(topPKey)));
    m_maxTokens->setText(shown(settings.value(maxTokensKey)));
    m_seed->setText(shown(settings.value(seedKey)));
    QStringList stops;
    const QJsonArray list = settings.value(stopKey).toArray();
    for (const auto &stop : list)
        stops.append(stop.toString());
    m_stop->setText(stops.join(QLatin1Char('|')));
    m_problem->hide();
}

void ConversationSettings::finish()
{
    take();
}

bool ConversationSettings::take()
{
    constexpr double largest = 9'007'199'254'740'991; // what a JSON number holds exactly
    QJsonObject settings = m_settings;
    QStringList problems;
    const QString prompt = m_prompt->toPlainText().trimmed();
    setOrRemove(settings, promptKey, prompt.isEmpty() ? QJsonValue() : QJsonValue(prompt));
    const auto takeNumber = [&](const QLineEdit &field, QLatin1StringView key, double least, double most,
                                bool isWhole, const QString &otherwise) {
        const QJsonValue value = number(field, least, most, isWhole);
        if (value.isUndefined())
            problems.append(otherwise);
        else
            setOrRemove(settings, key, value);
    };
    takeNumber(*m_temperature, temperatureKey, 0, HottestTemperature, false,
        tr("The temperature is a number from 0 to 2."));
    takeNumber(*m_topP, topPKey, 0, 1, false, tr("Top-p is a number from 0 to 1."));
    takeNumber(*m_maxTokens, maxTokensKey, 1, 10'000'000, true,
        tr("The longest reply is a whole number of tokens."));
    takeNumber(*m_seed, seedKey, -largest, largest, true, tr("The seed is a whole number."));
    QJsonArray stops;
    const QStringList typed = m_stop->text().split(QLatin1Char('|'), Qt::SkipEmptyParts);
    for (const QString &stop : typed)
        stops.append(stop);
    if (stops.size() > MostStops)
        problems.append(tr("A reply can stop at four texts at most."));
    else
        setOrRemove(settings, stopKey, stops.isEmpty() ? QJsonValue() : QJsonValue(stops));
    m_problem->setText(problems.join(QLatin1Char(' ')));
    m_problem->setVisible(!problems.isEmpty());
    if (settings != m_settings) {
        m_settings = settings;
        Q_EMIT settingsChanged(settings);
    }
    return problems.isEmpty();
}

void ConversationSettings::showPresets()
{
    QLayout *row = m_presetRow->layout();
    while (QLayoutItem *item = row->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const workspace::Preset &preset : m_presets.list()) {
        auto *both = new QWidget(m_presetRow);
        auto *use = new Chip(preset.name, m_appearance, both);
        use->setCheckable(false);
        use->setAccessibleName(tr("Use the preset %1").arg(preset.name));
        connect(use, &QAbstractButton::clicked, this, [this, settings = preset.settings] {
            fill(settings);
            Q_EMIT settingsChanged(settings);
        });
        auto *remove =
            new IconButton(IconId::X, tr("Remove the preset %1").arg(preset.name), m_appearance, both);
        connect(
            remove, &QAbstractButton::clicked, this, [this, name = preset.name] { m_presets.remove(name); });
        auto *pair = new QHBoxLayout(both);
        pair->setContentsMargins(0, 0, 0, 0);
        pair->setSpacing(0);
        pair->addWidget(use);
        pair->addWidget(remove);
        row->addWidget(both);
    }
    m_presetRow->setVisible(!m_presets.list().isEmpty());
}

bool ConversationSettings::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_prompt && event->type() == QEvent::FocusOut)
        take();
    return QWidget::eventFilter(watched, event);
}

} // namespace throughline::ui
